-- +goose Up
-- A device's user-verification key, if it has one: JSON, public, written with
-- the device and kept as long. Its sign count is written with each approval.
ALTER TABLE devices ADD COLUMN uv TEXT NOT NULL DEFAULT '';
ALTER TABLE devices ADD COLUMN uv_count BIGINT NOT NULL DEFAULT 0;

-- +goose Down
ALTER TABLE devices DROP COLUMN uv_count;
ALTER TABLE devices DROP COLUMN uv;
