-- +goose Up
-- Authenticator apps: written waiting when a secret is shown, made active by
-- the first code of it, which ends the one before; last_step moves with each
-- code that counts; deleted when the app is taken away, by the next one that
-- waits, and by the janitor through totp_waiting (those that never were typed
-- back). Looked for through totp_one.
CREATE TABLE totp (
    id        TEXT   NOT NULL PRIMARY KEY,
    account   TEXT   NOT NULL REFERENCES people (id),
    secret    BYTEA  NOT NULL, -- sealed
    state     TEXT   NOT NULL, -- waiting, active
    last_step BIGINT NOT NULL, -- of the last code that counted
    created   BIGINT NOT NULL,
    confirmed BIGINT NOT NULL DEFAULT 0
);
-- One of each an account.
CREATE UNIQUE INDEX totp_one ON totp (account, state);
CREATE INDEX totp_waiting ON totp (created) WHERE state = 'waiting';

-- +goose Down
DROP TABLE totp;
