-- +goose Up
-- Clients: of those that registered themselves, what lets them look after their
-- registration, and what vouched for them. The hash is written with the client,
-- and anew by each change that the client makes: a change counts only while it
-- is the one that the caller knows.
ALTER TABLE clients ADD COLUMN registration_hash  BYTEA;                    -- SHA-256; null for what an administrator made
ALTER TABLE clients ADD COLUMN software_statement TEXT NOT NULL DEFAULT ''; -- a JWT, as it came
CREATE INDEX clients_dynamic ON clients (created) WHERE registration_hash IS NOT NULL;

-- Client invites: the tokens by which clients may register (initial access
-- tokens). Written and deleted by the command line; used up, one by one, with
-- each registration; deleted by the janitor through client_invites_expires.
CREATE TABLE client_invites (
    id      TEXT   NOT NULL PRIMARY KEY,
    hash    BYTEA  NOT NULL, -- SHA-256 of the token
    note    TEXT   NOT NULL, -- whom it is for
    uses    BIGINT NOT NULL, -- how many are left
    created BIGINT NOT NULL,
    expires BIGINT NOT NULL
);
CREATE UNIQUE INDEX client_invites_hash ON client_invites (hash);
CREATE INDEX client_invites_expires ON client_invites (expires);

-- +goose Down
DROP TABLE client_invites;
DROP INDEX clients_dynamic;
ALTER TABLE clients DROP COLUMN software_statement;
ALTER TABLE clients DROP COLUMN registration_hash;
