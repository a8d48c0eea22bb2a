-- +goose Up
-- Until when codes do not let a phone be added or an account be changed:
-- written with the set.
ALTER TABLE recovery_codes ADD COLUMN probation BIGINT NOT NULL DEFAULT 0;

-- +goose Down
ALTER TABLE recovery_codes DROP COLUMN probation;
