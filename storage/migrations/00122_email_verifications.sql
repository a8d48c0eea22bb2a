-- +goose Up
-- A code may be for the address that the account has already, to prove that it
-- is the person's. Written with the row; such a row takes nothing back.
ALTER TABLE email_changes ADD COLUMN verifies BOOLEAN NOT NULL DEFAULT FALSE;

-- +goose Down
ALTER TABLE email_changes DROP COLUMN verifies;
