-- +goose Up
-- Sessions: one browser in which one person is signed in. Written when a
-- sign-in finishes, and by whatever ends a session (sign-out, another
-- person's sign-in in the browser, a report, a disabled account); last_used at most once a minute; deleted by the janitor
-- through sessions_expires, ended ones too.
CREATE TABLE sessions (
    id        TEXT   NOT NULL PRIMARY KEY, -- the "sid" of tokens
    hash      BYTEA  NOT NULL,             -- SHA-256 of the cookie
    person    TEXT   NOT NULL,
    outcomes  TEXT   NOT NULL,             -- JSON array, oldest first
    browser   BYTEA  NOT NULL,             -- SHA-256 of the flow cookie
    challenge TEXT   NOT NULL,             -- the last push that made it
    started   BIGINT NOT NULL,
    last_used BIGINT NOT NULL,
    expires   BIGINT NOT NULL,
    ended     BIGINT NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX sessions_hash ON sessions (hash);
CREATE INDEX sessions_expires ON sessions (expires);
-- A report and a disabled account end a person's sessions through this.
CREATE INDEX sessions_person ON sessions (person, ended);

-- +goose Down
DROP TABLE sessions;
