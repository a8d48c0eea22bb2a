-- +goose Up
-- People: in which language they read, a tag of BCP 47. Written by the command
-- line that adds somebody, by an invitation that is followed, and by the person
-- at /me/display; read with the row, and by the postman; erased with the rest.
ALTER TABLE people ADD COLUMN language TEXT NOT NULL DEFAULT ''; -- "" if none was chosen

-- +goose Down
ALTER TABLE people DROP COLUMN language;
