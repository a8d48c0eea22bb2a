-- +goose Up
-- Pushed requests: authorization requests that wait for their browser. Written
-- by /par, and by /authorize for a form too large for an address; deleted by the
-- authorization that comes of one, in one statement whose count of rows is the
-- gate, else by the janitor through pushed_requests_expires, once no sign-in can
-- be left that began with it.
CREATE TABLE pushed_requests (
    hash    BYTEA   NOT NULL PRIMARY KEY, -- SHA-256 of the request_uri
    client  TEXT    NOT NULL,
    request TEXT    NOT NULL, -- its parameters, as a query has them
    pushed  BOOLEAN NOT NULL, -- by the client itself, which authenticated
    expires BIGINT  NOT NULL
);
CREATE INDEX pushed_requests_expires ON pushed_requests (expires);

-- +goose Down
DROP TABLE pushed_requests;
