-- +goose Up
-- Refresh tokens: how often one was used again in the moment after its first
-- use, by tabs that did not know of each other. Written by the token endpoint,
-- deleted with the token.
ALTER TABLE refresh_tokens ADD COLUMN again BIGINT NOT NULL DEFAULT 0;

-- +goose Down
ALTER TABLE refresh_tokens DROP COLUMN again;
