-- +goose Up
-- The secret of a client that signs with it (client_secret_jwt), sealed by the
-- master key: of a hash there is no HMAC. NULL for every other. Written with
-- secret_hash, deleted with the row.
ALTER TABLE clients ADD COLUMN secret_sealed BYTEA;

-- +goose Down
ALTER TABLE clients DROP COLUMN secret_sealed;
