-- +goose Up
-- Clients: the rest of what a client registered, by the names of RFC 7591.
-- Written with the client and deleted with it; nothing is looked for in it.
ALTER TABLE clients ADD COLUMN metadata TEXT NOT NULL DEFAULT '{}'; -- JSON object

-- +goose Down
ALTER TABLE clients DROP COLUMN metadata;
