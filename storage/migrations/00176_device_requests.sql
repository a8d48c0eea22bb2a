-- +goose Up
-- Device requests: devices without a keyboard that wait for somebody to type
-- their code in a browser (RFC 8628). Written by /device_authorization; moved
-- on by that person (pending to allowed or denied) and by the device, which
-- asks again and again and takes what was allowed, once; deleted by the
-- janitor through device_requests_expires.
CREATE TABLE device_requests (
    id        TEXT    NOT NULL PRIMARY KEY,
    client    TEXT    NOT NULL,
    scope     TEXT    NOT NULL, -- separated by spaces
    hash      BYTEA   NOT NULL, -- SHA-256 of the device code
    user_hash BYTEA   NOT NULL, -- keyed digest of the code that people type
    user_code BYTEA   NOT NULL, -- that code, sealed
    address   TEXT    NOT NULL, -- of the device
    state     TEXT    NOT NULL, -- pending, allowed, denied, taken
    pace      BIGINT  NOT NULL, -- ms that the device is to wait between two asks
    polled    BIGINT  NOT NULL DEFAULT 0,
    early     BOOLEAN NOT NULL DEFAULT FALSE, -- the last ask came too soon
    person    TEXT    NOT NULL DEFAULT '',
    session   TEXT    NOT NULL DEFAULT '',
    auth_time BIGINT  NOT NULL DEFAULT 0,
    acr       TEXT    NOT NULL DEFAULT '',
    amr       TEXT    NOT NULL DEFAULT '', -- separated by spaces
    created   BIGINT  NOT NULL,
    expires   BIGINT  NOT NULL
);
CREATE UNIQUE INDEX device_requests_hash ON device_requests (hash);
CREATE UNIQUE INDEX device_requests_user_hash ON device_requests (user_hash);
CREATE INDEX device_requests_expires ON device_requests (expires);

-- +goose Down
DROP TABLE device_requests;
