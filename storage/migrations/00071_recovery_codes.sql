-- +goose Up
-- Recovery codes: a set is written when it is shown, and takes the place of the
-- set before; a code is marked used by the sign-in that took it. Deleted with
-- the next set, never by time: used ones say how many there were.
CREATE TABLE recovery_codes (
    account TEXT   NOT NULL REFERENCES people (id),
    hash    BYTEA  NOT NULL, -- SHA-256 of the code
    created BIGINT NOT NULL,
    used    BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (account, hash)
);

-- +goose Down
DROP TABLE recovery_codes;
