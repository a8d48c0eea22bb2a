-- +goose Up
-- Flows: one sign-in each. Written by authorize (start, consume), by login
-- (every step) and by whatever ends a sign-in from outside (a report, a
-- disabled account); deleted by the janitor through flows_expires, consumed
-- and ended ones too, so that a stale page still finds its way on.
CREATE TABLE flows (
    id             TEXT   NOT NULL PRIMARY KEY,
    browser        BYTEA  NOT NULL, -- SHA-256 of the flow cookie
    state          TEXT   NOT NULL, -- open, done, consumed, ended
    version        BIGINT NOT NULL,
    app            TEXT   NOT NULL, -- JSON, as pages show it
    request        BYTEA  NOT NULL, -- what /authorize goes on with
    need           TEXT   NOT NULL, -- JSON
    hint           TEXT   NOT NULL,
    person         TEXT   NOT NULL,
    outcomes       TEXT   NOT NULL, -- JSON array, oldest first
    invitation     TEXT   NOT NULL,
    challenge      TEXT   NOT NULL,
    enrolment      TEXT   NOT NULL,
    enrolment_link BYTEA  NOT NULL, -- sealed; empty when there is none to show
    session        TEXT   NOT NULL, -- the browser session it made
    ended_by       TEXT   NOT NULL,
    started        BIGINT NOT NULL,
    expires        BIGINT NOT NULL
);
CREATE INDEX flows_expires ON flows (expires);
-- A disabled account ends its open sign-ins through this.
CREATE INDEX flows_person ON flows (person, state);

-- +goose Down
DROP TABLE flows;
