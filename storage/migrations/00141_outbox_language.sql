-- +goose Up
-- In which language a mail is written: the person's, as it was when the mail
-- was caused, for the last mail of an account comes after it was erased.
-- Written and emptied with the row; "" for the first of the settings.
ALTER TABLE outbox ADD COLUMN language TEXT NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE outbox DROP COLUMN language;
