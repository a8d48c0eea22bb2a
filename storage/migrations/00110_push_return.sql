-- +goose Up
-- The hash of the code with which an approval of mode return comes back to its
-- browser. Written with the approval; taken away by what uses it or withdraws
-- it; read through its index.
ALTER TABLE challenges ADD COLUMN return_hash BYTEA;
CREATE INDEX challenges_return ON challenges (return_hash) WHERE return_hash IS NOT NULL;

-- +goose Down
DROP INDEX challenges_return;
ALTER TABLE challenges DROP COLUMN return_hash;
