-- +goose Up
-- Versions: bumped by whoever changes what replicas keep in memory (clients,
-- keys), in the same transaction; polled each second by every server. One row
-- a topic, never deleted.
CREATE TABLE versions (
    topic TEXT   NOT NULL PRIMARY KEY,
    n     BIGINT NOT NULL
);

-- Leases: which replica does a job (seal the audit chain, delete expired
-- rows). Written by the jobs; one row a job, never deleted.
CREATE TABLE leases (
    job     TEXT   NOT NULL PRIMARY KEY,
    holder  TEXT   NOT NULL,
    expires BIGINT NOT NULL
);

-- Counters: failures in a window, per account or source. Written by the rooms
-- that limit; deleted by the janitor through counters_expires.
CREATE TABLE counters (
    name    TEXT   NOT NULL PRIMARY KEY, -- what is counted, and a hash of whose
    n       BIGINT NOT NULL,
    expires BIGINT NOT NULL
);
CREATE INDEX counters_expires ON counters (expires);

-- +goose Down
DROP TABLE counters;
DROP TABLE leases;
DROP TABLE versions;
