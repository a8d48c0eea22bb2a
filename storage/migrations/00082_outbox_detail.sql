-- +goose Up
-- What else a mail says of its event, such as how many recovery codes are left;
-- written and emptied with the row.
ALTER TABLE outbox ADD COLUMN detail TEXT NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE outbox DROP COLUMN detail;
