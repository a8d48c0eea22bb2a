-- +goose Up
-- Flows: what the person chose on the way, and new recovery codes while they
-- are looked at. Written with every step by login; deleted with the sign-in.
ALTER TABLE flows ADD COLUMN method TEXT NOT NULL DEFAULT '';         -- the way to confirm
ALTER TABLE flows ADD COLUMN remembering TEXT NOT NULL DEFAULT '';    -- "yes", "no", or not asked yet
ALTER TABLE flows ADD COLUMN recovery_codes BYTEA;                    -- sealed; null when there are none to show

-- +goose Down
ALTER TABLE flows DROP COLUMN recovery_codes;
ALTER TABLE flows DROP COLUMN remembering;
ALTER TABLE flows DROP COLUMN method;
