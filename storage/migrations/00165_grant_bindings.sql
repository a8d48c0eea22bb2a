-- +goose Up
-- Grants: where one came from, which key its code waits for, for which
-- resources it is, and what else was asked. Written when the grant is made and
-- never after; deleted with it.
ALTER TABLE grants ADD COLUMN origin   TEXT NOT NULL DEFAULT 'code'; -- code, client, device, ciba, exchange
ALTER TABLE grants ADD COLUMN jkt      TEXT NOT NULL DEFAULT '';     -- dpop_jkt: the key that must redeem the code
ALTER TABLE grants ADD COLUMN resource TEXT NOT NULL DEFAULT '';     -- URIs separated by spaces
ALTER TABLE grants ADD COLUMN details  TEXT NOT NULL DEFAULT '';     -- authorization_details, JSON
ALTER TABLE grants ADD COLUMN claims   TEXT NOT NULL DEFAULT '';     -- the claims parameter, JSON
UPDATE grants SET origin = 'client' WHERE person = '';

-- Tokens: which keys whoever uses one must prove to have, by their SHA-256
-- (jkt of RFC 9449, x5t#S256 of RFC 8705); and for which resources an access
-- token is. Written with the token, deleted with it.
ALTER TABLE access_tokens ADD COLUMN jkt      TEXT NOT NULL DEFAULT '';
ALTER TABLE access_tokens ADD COLUMN x5t      TEXT NOT NULL DEFAULT '';
ALTER TABLE access_tokens ADD COLUMN resource TEXT NOT NULL DEFAULT '';
ALTER TABLE refresh_tokens ADD COLUMN jkt TEXT NOT NULL DEFAULT '';
ALTER TABLE refresh_tokens ADD COLUMN x5t TEXT NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE refresh_tokens DROP COLUMN x5t;
ALTER TABLE refresh_tokens DROP COLUMN jkt;
ALTER TABLE access_tokens DROP COLUMN resource;
ALTER TABLE access_tokens DROP COLUMN x5t;
ALTER TABLE access_tokens DROP COLUMN jkt;
ALTER TABLE grants DROP COLUMN claims;
ALTER TABLE grants DROP COLUMN details;
ALTER TABLE grants DROP COLUMN resource;
ALTER TABLE grants DROP COLUMN jkt;
ALTER TABLE grants DROP COLUMN origin;
