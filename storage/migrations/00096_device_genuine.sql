-- +goose Up
-- Whether a genuine app registered the device, as the maker of the phone says:
-- written with the device, and never after.
ALTER TABLE devices ADD COLUMN genuine BOOLEAN NOT NULL DEFAULT FALSE;

-- +goose Down
ALTER TABLE devices DROP COLUMN genuine;
