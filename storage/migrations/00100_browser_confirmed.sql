-- +goose Up
-- Known browsers: when the person last completed a second factor there, which
-- is what lets a usual sign-in go without. Written when a sign-in finishes; set
-- to 0 with remembered, through known_browsers_person; gone with the row.
ALTER TABLE known_browsers ADD COLUMN confirmed BIGINT NOT NULL DEFAULT 0;

-- +goose Down
ALTER TABLE known_browsers DROP COLUMN confirmed;
