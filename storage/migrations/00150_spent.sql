-- +goose Up
-- Spent: what may be used once and was, such as the jti of a client's assertion
-- or of a proof. Written by the rooms that verify it, in one statement whose
-- count of rows is the gate; deleted by the janitor through spent_expires, once
-- what it stands for has expired.
CREATE TABLE spent (
    kind    TEXT   NOT NULL,
    hash    BYTEA  NOT NULL, -- SHA-256 of what was used, and of whose it was
    expires BIGINT NOT NULL,
    PRIMARY KEY (kind, hash)
);
CREATE INDEX spent_expires ON spent (expires);

-- +goose Down
DROP TABLE spent;
