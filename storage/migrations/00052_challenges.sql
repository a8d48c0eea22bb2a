-- +goose Up
-- Challenges: the one state that a sign-in and its devices share. Written by
-- package push; moved to expired and lapsed by the janitor through
-- challenges_due; deleted by it with copies and decisions through
-- challenges_created, when the evidence need not be kept any more.
CREATE TABLE challenges (
    id          TEXT   NOT NULL PRIMARY KEY,
    account     TEXT   NOT NULL, -- people.id
    purpose     TEXT   NOT NULL,
    holder      TEXT   NOT NULL, -- the flow that may finish it
    browser     BYTEA,           -- hash of that flow's cookie
    state       TEXT   NOT NULL,
    mode        TEXT   NOT NULL,
    forced      BIGINT NOT NULL, -- 1 if more was asked than the default
    number      BYTEA,           -- what the browser shows, sealed
    tries       BIGINT NOT NULL, -- left
    uv          TEXT   NOT NULL,
    verdicts    TEXT   NOT NULL, -- JSON array
    resends     BIGINT NOT NULL, -- left
    resent      BIGINT NOT NULL, -- when it was last sent
    seen        BIGINT NOT NULL DEFAULT 0, -- when a device first fetched it
    collided    BIGINT NOT NULL DEFAULT 0, -- when another sign-in had to wait for it
    created     BIGINT NOT NULL,
    expires     BIGINT NOT NULL,
    due         BIGINT NOT NULL, -- when time alone moves it: expires, then the end of the time to finish
    device      TEXT   NOT NULL DEFAULT '', -- who approved
    protection  TEXT   NOT NULL DEFAULT '', -- of the key that approved
    probation   BIGINT NOT NULL DEFAULT 0,  -- 1 if that device was in probation
    approved    BIGINT NOT NULL DEFAULT 0,
    ended       BIGINT NOT NULL DEFAULT 0,
    ended_by    TEXT   NOT NULL DEFAULT '',
    reported    BIGINT NOT NULL DEFAULT 0
);
-- One open challenge an account and purpose.
CREATE UNIQUE INDEX challenges_open ON challenges (account, purpose) WHERE state = 'pending';
CREATE INDEX challenges_account ON challenges (account, created);
CREATE INDEX challenges_due ON challenges (due) WHERE state IN ('pending', 'approved');
CREATE INDEX challenges_created ON challenges (created);

-- Copies: the challenge as each device gets it. Written with the challenge and
-- by whoever sends; deleted with it.
CREATE TABLE challenge_copies (
    challenge   TEXT   NOT NULL REFERENCES challenges (id) ON DELETE CASCADE,
    device      TEXT   NOT NULL,
    jws         TEXT   NOT NULL,
    nonce       TEXT   NOT NULL,
    channel_set BIGINT NOT NULL,            -- the channel that it was sent to
    delivery    TEXT   NOT NULL DEFAULT '', -- what the provider said
    PRIMARY KEY (challenge, device)
);

-- Decisions: every accepted answer as it was signed, so that the same bytes get
-- the same answer and that what was approved can be proved later. Written with
-- the move they cause; deleted with the challenge.
CREATE TABLE decisions (
    challenge TEXT   NOT NULL REFERENCES challenges (id) ON DELETE CASCADE,
    digest    TEXT   NOT NULL, -- of jws
    device    TEXT   NOT NULL,
    verdict   TEXT   NOT NULL,
    jws       TEXT   NOT NULL,
    state     TEXT   NOT NULL, -- what the device was told
    evidence  TEXT   NOT NULL, -- the digest in the audit chain
    at        BIGINT NOT NULL,
    PRIMARY KEY (challenge, digest)
);

-- +goose Down
DROP TABLE decisions;
DROP TABLE challenge_copies;
DROP TABLE challenges;
