-- +goose Up
-- Grants that came of another by token exchange (RFC 8693): which. Written when
-- the grant is made and never after; deleted with it. A token of such a grant
-- counts only while the other is not revoked, which is read by its primary key.
ALTER TABLE grants ADD COLUMN parent TEXT NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE grants DROP COLUMN parent;
