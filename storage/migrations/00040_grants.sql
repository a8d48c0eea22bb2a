-- +goose Up
-- Grants: one authorization each, born with its code, which therefore is part
-- of the row: to consume the code is to update the row that everything else
-- hangs on. Written by authorize (issue), by the token endpoint (consume,
-- revoke) and by whatever ends a session or disables a person (revoke);
-- deleted by the janitor through grants_expires. A token counts only while its
-- grant is not revoked.
CREATE TABLE grants (
    id           TEXT    NOT NULL PRIMARY KEY,
    person       TEXT    NOT NULL,
    client       TEXT    NOT NULL,
    session      TEXT    NOT NULL,
    scope        TEXT    NOT NULL, -- separated by spaces
    offline      BOOLEAN NOT NULL, -- outlives the session, has refresh tokens
    auth_time    BIGINT  NOT NULL,
    acr          TEXT    NOT NULL,
    amr          TEXT    NOT NULL, -- separated by spaces
    nonce        TEXT    NOT NULL,
    code_hash    BYTEA   NOT NULL, -- SHA-256 of the code
    redirect_uri TEXT    NOT NULL,
    challenge    TEXT    NOT NULL, -- PKCE S256; "" if none
    code_expires BIGINT  NOT NULL,
    code_used    BIGINT  NOT NULL DEFAULT 0,
    created      BIGINT  NOT NULL,
    expires      BIGINT  NOT NULL,
    revoked      BIGINT  NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX grants_code ON grants (code_hash);
CREATE INDEX grants_session ON grants (session);
CREATE INDEX grants_person ON grants (person);
CREATE INDEX grants_expires ON grants (expires);

-- +goose Down
DROP TABLE grants;
