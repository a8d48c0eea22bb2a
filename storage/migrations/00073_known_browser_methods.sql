-- +goose Up
-- Known browsers: which way the person confirmed last, to offer it first, and
-- until when the operator lets the browser go without. Written when a sign-in
-- finishes; remembered is set to 0 when the person trusts no browser any more,
-- through known_browsers_person; both go with the row.
ALTER TABLE known_browsers ADD COLUMN method TEXT NOT NULL DEFAULT '';
ALTER TABLE known_browsers ADD COLUMN remembered BIGINT NOT NULL DEFAULT 0;

-- +goose Down
ALTER TABLE known_browsers DROP COLUMN remembered;
ALTER TABLE known_browsers DROP COLUMN method;
