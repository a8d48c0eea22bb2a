-- +goose Up
-- An enrolment has up to three secrets, each kept as its hash: that of the link
-- (code_hash), the one that people type, and the ticket that one of them was
-- exchanged for. used is the one that the device registered with; opened is
-- when the ticket was made. They live and go with the enrolment.
ALTER TABLE enrolments ADD COLUMN typed_hash TEXT;
ALTER TABLE enrolments ADD COLUMN ticket_hash TEXT;
ALTER TABLE enrolments ADD COLUMN used_hash TEXT NOT NULL DEFAULT '';
ALTER TABLE enrolments ADD COLUMN opened BIGINT NOT NULL DEFAULT 0;
CREATE UNIQUE INDEX enrolments_typed ON enrolments (typed_hash);
CREATE UNIQUE INDEX enrolments_ticket ON enrolments (ticket_hash);

-- +goose Down
DROP INDEX enrolments_ticket;
DROP INDEX enrolments_typed;
ALTER TABLE enrolments DROP COLUMN opened;
ALTER TABLE enrolments DROP COLUMN used_hash;
ALTER TABLE enrolments DROP COLUMN ticket_hash;
ALTER TABLE enrolments DROP COLUMN typed_hash;
