-- +goose Up
-- Where a session was begun, for its person to recognise it: written and
-- deleted with its row.
ALTER TABLE sessions ADD COLUMN agent TEXT NOT NULL DEFAULT '';   -- "Firefox on Linux"
ALTER TABLE sessions ADD COLUMN address TEXT NOT NULL DEFAULT '';
-- Where a sign-in that no application asked for leads: a path of ours. Written
-- once, when it starts.
ALTER TABLE flows ADD COLUMN way_back TEXT NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE flows DROP COLUMN way_back;
ALTER TABLE sessions DROP COLUMN address;
ALTER TABLE sessions DROP COLUMN agent;
