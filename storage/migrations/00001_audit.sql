-- +goose Up
-- Events: written by every room in the transaction of the act they record;
-- sealed (seq, hash) by the replica that holds the lease "sealer"; deleted by
-- nobody.
CREATE TABLE audit_events (
    id         TEXT   NOT NULL PRIMARY KEY,
    at         BIGINT NOT NULL,
    kind       TEXT   NOT NULL,
    request    TEXT   NOT NULL,
    person     TEXT   NOT NULL,
    client     TEXT   NOT NULL,
    device     TEXT   NOT NULL,
    challenge  TEXT   NOT NULL,
    flow       TEXT   NOT NULL,
    session    TEXT   NOT NULL,
    grant_id   TEXT   NOT NULL,
    address    TEXT   NOT NULL,
    reason     TEXT   NOT NULL,
    evidence   TEXT   NOT NULL,
    detail     TEXT   NOT NULL, -- JSON object
    seq        BIGINT,          -- place in the chain, from 1; null until sealed
    hash       TEXT             -- chain hash up to this event; null until sealed
);
CREATE UNIQUE INDEX audit_events_seq ON audit_events (seq);
-- The sealer's queue: what is not sealed yet, oldest first.
CREATE INDEX audit_events_unsealed ON audit_events (at, id) WHERE seq IS NULL;
CREATE INDEX audit_events_person ON audit_events (person, at);

-- +goose Down
DROP TABLE audit_events;
