-- +goose Up
-- Invitations: written by the command line; marked used by the activation of
-- the phone they led to; ended early, by expires, by the next invitation of the
-- same person; deleted by the janitor 30 days after their end, through
-- invitations_expires.
CREATE TABLE invitations (
    id      TEXT   NOT NULL PRIMARY KEY,
    hash    BYTEA  NOT NULL, -- SHA-256 of the token
    person  TEXT   NOT NULL REFERENCES people (id),
    kind    TEXT   NOT NULL, -- invite, pass
    created BIGINT NOT NULL,
    expires BIGINT NOT NULL,
    used    BIGINT NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX invitations_hash ON invitations (hash);
CREATE INDEX invitations_person ON invitations (person);
CREATE INDEX invitations_expires ON invitations (expires);

-- +goose Down
DROP TABLE invitations;
