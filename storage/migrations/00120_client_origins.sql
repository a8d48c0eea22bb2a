-- +goose Up
-- Clients: of which web origins scripts may read our answers, and whether a
-- page of theirs may take passwords. Written by the command line alone;
-- deleted with the client. There are few clients: whether any has an origin is
-- looked for in all of them, in memory.
ALTER TABLE clients ADD COLUMN web_origins TEXT NOT NULL DEFAULT '[]';         -- JSON array
ALTER TABLE clients ADD COLUMN json_sign_in BOOLEAN NOT NULL DEFAULT FALSE;

-- +goose Down
ALTER TABLE clients DROP COLUMN json_sign_in;
ALTER TABLE clients DROP COLUMN web_origins;
