-- +goose Up
-- Where a link was mailed to: following it proves that address, and a link for
-- a new password (kind reset) is good only while it is the account's. Written
-- with the row. Resets are written by the postman, used up by the password they
-- set, and ended by the next reset of the person or any change of the password.
ALTER TABLE invitations ADD COLUMN mailed TEXT NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE invitations DROP COLUMN mailed;
