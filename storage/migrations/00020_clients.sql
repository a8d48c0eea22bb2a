-- +goose Up
-- Clients: written and deleted by the command line alone. Replicas keep them
-- in memory and forget them when the version "clients" moves.
CREATE TABLE clients (
    id                        TEXT    NOT NULL PRIMARY KEY,
    name                      TEXT    NOT NULL,
    method                    TEXT    NOT NULL, -- none, client_secret_basic, client_secret_post
    secret_hash               BYTEA,            -- SHA-256; null for a public client
    redirect_uris             TEXT    NOT NULL, -- JSON array, as are the next three
    post_logout_redirect_uris TEXT    NOT NULL,
    grants                    TEXT    NOT NULL,
    scopes                    TEXT    NOT NULL,
    id_token_alg              TEXT    NOT NULL,
    pkce_optional             BOOLEAN NOT NULL,
    created                   BIGINT  NOT NULL,
    updated                   BIGINT  NOT NULL
);

-- +goose Down
DROP TABLE clients;
