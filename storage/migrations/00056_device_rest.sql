-- +goose Up
-- How long a device asked not to be woken (written by its own signed act), and
-- when it last called (written at most once a day, by package device): from
-- both follow the states "paused" and "dormant", which no row holds.
ALTER TABLE devices ADD COLUMN paused_until BIGINT NOT NULL DEFAULT 0;
ALTER TABLE devices ADD COLUMN used BIGINT NOT NULL DEFAULT 0;
UPDATE devices SET used = activated;

-- A device's own history: its last decisions, newest first.
CREATE INDEX decisions_device ON decisions (device, at);

-- +goose Down
DROP INDEX decisions_device;
ALTER TABLE devices DROP COLUMN used;
ALTER TABLE devices DROP COLUMN paused_until;
