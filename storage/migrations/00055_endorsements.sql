-- +goose Up
-- What allows an enrolment beside an invitation: endorse (an approval on another
-- device), passkey, or nothing. An endorsed one is live in one state more,
-- confirmed: its digits were typed, and another device is asked.
ALTER TABLE enrolments ADD COLUMN proof TEXT NOT NULL DEFAULT '';
DROP INDEX enrolments_one;
DROP INDEX enrolments_live;
CREATE UNIQUE INDEX enrolments_one ON enrolments (account) WHERE state IN ('waiting', 'registered', 'confirmed');
CREATE INDEX enrolments_live ON enrolments (expires) WHERE state IN ('waiting', 'registered', 'confirmed');

-- +goose Down
DROP INDEX enrolments_live;
DROP INDEX enrolments_one;
CREATE INDEX enrolments_live ON enrolments (expires) WHERE state IN ('waiting', 'registered');
CREATE UNIQUE INDEX enrolments_one ON enrolments (account) WHERE state IN ('waiting', 'registered');
ALTER TABLE enrolments DROP COLUMN proof;
