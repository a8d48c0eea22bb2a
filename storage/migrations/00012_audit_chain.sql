-- +goose Up
-- The head of the audit chain: one row, sealed when the schema is made and moved
-- by the replica that seals, in the transaction that links events; never
-- deleted. The text is sealed under the master key, so that whoever can only
-- write to the database can neither shorten the chain nor make another. Who kept
-- an older head can put that back: what shows this is a head that was noted
-- elsewhere (audit verify --expect).
CREATE TABLE audit_chain (
    id   BIGINT NOT NULL PRIMARY KEY, -- 1
    seq  BIGINT NOT NULL,
    head BYTEA  NOT NULL -- sealed "seq hash", or "0" before the first event
);
INSERT INTO audit_chain (id, seq, head) VALUES (1, 0, '');

-- +goose Down
DROP TABLE audit_chain;
