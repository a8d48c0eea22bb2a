-- +goose Up
-- Enrolments: one for each code that was shown. Written by package device;
-- ended by the janitor when time is up (enrolments_live), deleted by it through
-- enrolments_created.
CREATE TABLE enrolments (
    id         TEXT   NOT NULL PRIMARY KEY,
    account    TEXT   NOT NULL, -- people.id
    flow       TEXT   NOT NULL, -- the sign-in that shows it
    invitation TEXT   NOT NULL, -- what allows it, or empty
    code_hash  TEXT   NOT NULL UNIQUE,
    state      TEXT   NOT NULL,
    ended_by   TEXT   NOT NULL DEFAULT '',
    device     TEXT   NOT NULL DEFAULT '', -- devices.id once registered
    jkt        TEXT   NOT NULL DEFAULT '', -- the key that used the code
    confirm    BYTEA,                      -- the six digits, sealed
    tries      BIGINT NOT NULL,            -- left
    created    BIGINT NOT NULL,
    expires    BIGINT NOT NULL
);
-- One live code an account.
CREATE UNIQUE INDEX enrolments_one ON enrolments (account) WHERE state IN ('waiting', 'registered');
CREATE INDEX enrolments_live ON enrolments (expires) WHERE state IN ('waiting', 'registered');
CREATE INDEX enrolments_account ON enrolments (account, created);
CREATE INDEX enrolments_created ON enrolments (created);

-- +goose Down
DROP TABLE enrolments;
