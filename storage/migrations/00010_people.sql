-- +goose Up
-- People: written by the command line, by an invited person who sets the first
-- password, by a sign-in that renews an old hash, by the activation of a phone
-- (had_second_factor), and by the push factor (misses, lock, report). Rows are
-- never deleted: an identifier is never used again, and the audit record names
-- it.
CREATE TABLE people (
    id                TEXT    NOT NULL PRIMARY KEY,
    username          TEXT    NOT NULL, -- as it was chosen
    key               TEXT    NOT NULL, -- as it is compared
    name              TEXT    NOT NULL,
    email             TEXT    NOT NULL, -- "" if none
    email_verified    BOOLEAN NOT NULL,
    status            TEXT    NOT NULL, -- active, disabled
    created           BIGINT  NOT NULL,
    updated           BIGINT  NOT NULL,
    password          TEXT    NOT NULL, -- PHC string, "" before it is set
    had_second_factor BOOLEAN NOT NULL,
    reported          BIGINT  NOT NULL DEFAULT 0,
    password_reset    BOOLEAN NOT NULL DEFAULT FALSE,
    push_misses       BIGINT  NOT NULL DEFAULT 0, -- wrong numbers in a row
    push_locked       BIGINT  NOT NULL DEFAULT 0  -- until then
);
CREATE UNIQUE INDEX people_key ON people (key);
-- One account an address, whatever its case.
CREATE UNIQUE INDEX people_email ON people (lower(email)) WHERE email <> '';

-- +goose Down
DROP TABLE people;
