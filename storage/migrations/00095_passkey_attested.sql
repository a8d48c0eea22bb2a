-- +goose Up
-- Whether the maker of a passkey vouched that its key is in one piece of hardware:
-- written when it is added, and never after.
ALTER TABLE passkeys ADD COLUMN attested BOOLEAN NOT NULL DEFAULT FALSE;

-- +goose Down
ALTER TABLE passkeys DROP COLUMN attested;
