-- +goose Up
-- Whether a user-verification key must sign is a matter of each device that is
-- asked, so it stands with its copy; what such a key proved, with the approval.
ALTER TABLE challenge_copies ADD COLUMN uv TEXT NOT NULL DEFAULT 'none';
ALTER TABLE challenges ADD COLUMN verified BIGINT NOT NULL DEFAULT 0; -- 1 if a key that counts signed the approval too
ALTER TABLE challenges ADD COLUMN attested BIGINT NOT NULL DEFAULT 0; -- 1 if the maker of the key vouched for it
ALTER TABLE challenges ADD COLUMN gesture TEXT NOT NULL DEFAULT '';   -- pin, fpt or face, as an attested key named it
ALTER TABLE challenges DROP COLUMN uv;

-- +goose Down
ALTER TABLE challenges ADD COLUMN uv TEXT NOT NULL DEFAULT 'none';
ALTER TABLE challenges DROP COLUMN gesture;
ALTER TABLE challenges DROP COLUMN attested;
ALTER TABLE challenges DROP COLUMN verified;
ALTER TABLE challenge_copies DROP COLUMN uv;
