-- +goose Up
-- Access tokens: written by the token endpoint; deleted by revocation, and by
-- the janitor through access_tokens_expires. No foreign key: grants outlive
-- their tokens, and every read joins the grant.
CREATE TABLE access_tokens (
    hash     BYTEA  NOT NULL PRIMARY KEY, -- SHA-256 of the token
    grant_id TEXT   NOT NULL,
    scope    TEXT   NOT NULL,             -- at most that of the grant
    issued   BIGINT NOT NULL,
    expires  BIGINT NOT NULL
);
CREATE INDEX access_tokens_expires ON access_tokens (expires);

-- Refresh tokens: written by the token endpoint. A used one stays until it
-- expires, so that its reuse is seen and revokes the grant; deleted by the
-- janitor through refresh_tokens_expires.
CREATE TABLE refresh_tokens (
    hash     BYTEA  NOT NULL PRIMARY KEY, -- SHA-256 of the token
    grant_id TEXT   NOT NULL,
    client   TEXT   NOT NULL,
    issued   BIGINT NOT NULL,
    expires  BIGINT NOT NULL,
    used     BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX refresh_tokens_expires ON refresh_tokens (expires);

-- +goose Down
DROP TABLE refresh_tokens;
DROP TABLE access_tokens;
