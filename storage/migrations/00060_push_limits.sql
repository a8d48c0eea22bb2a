-- +goose Up
-- What the limits against push fatigue look at. Written with the challenge
-- (known) and with each wrong number (misses); read through challenges_account.
ALTER TABLE challenges ADD COLUMN known BIGINT NOT NULL DEFAULT 0;  -- 1 if asked from a known browser
ALTER TABLE challenges ADD COLUMN misses BIGINT NOT NULL DEFAULT 0; -- wrong numbers typed at it

-- push_opened moves with every challenge and is the gate between sign-ins that
-- were judged at the same moment. push_forgiven is set when an administrator
-- clears the account: what was before does not count. push_warned and
-- push_reviewed let each notice out once.
ALTER TABLE people ADD COLUMN push_opened BIGINT NOT NULL DEFAULT 0;
ALTER TABLE people ADD COLUMN push_forgiven BIGINT NOT NULL DEFAULT 0;
ALTER TABLE people ADD COLUMN push_warned BIGINT NOT NULL DEFAULT 0;
ALTER TABLE people ADD COLUMN push_reviewed BIGINT NOT NULL DEFAULT 0;

-- +goose Down
ALTER TABLE people DROP COLUMN push_reviewed;
ALTER TABLE people DROP COLUMN push_warned;
ALTER TABLE people DROP COLUMN push_forgiven;
ALTER TABLE people DROP COLUMN push_opened;
ALTER TABLE challenges DROP COLUMN misses;
ALTER TABLE challenges DROP COLUMN known;
