-- +goose Up
-- Passkeys: written when one is added; its name by its person, its count, its
-- backup state and used by each assertion that counts. A removed one stays for a
-- day, so that the answer that added it adds nothing again, and is then deleted
-- by the janitor through passkeys_removed. Looked for through
-- passkeys_credential and, for an account, passkeys_account.
CREATE TABLE passkeys (
    id              TEXT    NOT NULL PRIMARY KEY,
    account         TEXT    NOT NULL REFERENCES people (id),
    credential      TEXT    NOT NULL, -- its id, base64url
    handle          BYTEA   NOT NULL, -- what the authenticator knows the account by
    public_key      BYTEA   NOT NULL, -- COSE
    aaguid          BYTEA   NOT NULL,
    transports      TEXT    NOT NULL, -- joined by spaces
    name            TEXT    NOT NULL,
    sign_count      BIGINT  NOT NULL,
    backup_eligible BOOLEAN NOT NULL,
    backed_up       BOOLEAN NOT NULL,
    created         BIGINT  NOT NULL,
    used            BIGINT  NOT NULL DEFAULT 0,
    removed         BIGINT  NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX passkeys_credential ON passkeys (credential);
CREATE INDEX passkeys_account ON passkeys (account);
CREATE INDEX passkeys_removed ON passkeys (removed) WHERE removed > 0;

-- +goose Down
DROP TABLE passkeys;
