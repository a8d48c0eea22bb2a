-- +goose Up
-- What an approval agrees to (authorization_details, RFC 9396), byte for byte: its
-- hash stands in what the phone signed.
ALTER TABLE challenges ADD COLUMN details TEXT NOT NULL DEFAULT '';

-- Which applications may ask a person's phone by themselves (CIBA). Written by the
-- person, and by a report from the phone, which bars the application; read by its
-- key; deleted with the person's data, by the person.
CREATE TABLE app_asks (
    person  TEXT   NOT NULL,
    client  TEXT   NOT NULL,
    allowed BIGINT NOT NULL DEFAULT 0, -- since when; 0 if it is not
    barred  BIGINT NOT NULL DEFAULT 0, -- since a report; 0 if it is not
    PRIMARY KEY (person, client)
);

-- The code by which a person shows to an application that a request is wanted
-- (user_code): a keyed hash, written by the person.
ALTER TABLE people ADD COLUMN request_code BYTEA;

-- Requests of applications by themselves. Written by room ciba and by who delivers;
-- read by hash, and through ciba_requests_due by who delivers; deleted by the
-- janitor through ciba_requests_expires.
CREATE TABLE ciba_requests (
    id        TEXT   NOT NULL PRIMARY KEY, -- names it in the record
    hash      BYTEA  NOT NULL,             -- SHA-256 of auth_req_id
    client    TEXT   NOT NULL,
    person    TEXT   NOT NULL,             -- '' if nobody was asked
    challenge TEXT   NOT NULL,             -- '' if nobody was asked
    scope     TEXT   NOT NULL,             -- separated by spaces
    acr       TEXT   NOT NULL,             -- asked for, separated by spaces
    details   TEXT   NOT NULL,             -- authorization_details, JSON
    delivery  TEXT   NOT NULL,             -- poll, ping or push
    sealed    BYTEA,                       -- auth_req_id and client_notification_token, for who delivers
    pace      BIGINT NOT NULL,             -- the least time between two polls
    polled    BIGINT NOT NULL DEFAULT 0,
    created   BIGINT NOT NULL,
    expires   BIGINT NOT NULL,
    due       BIGINT NOT NULL,             -- when to try to deliver; 0 if that is over
    tries     BIGINT NOT NULL DEFAULT 0,
    tokens    BYTEA                        -- what push delivers, sealed, once it is made
);
CREATE UNIQUE INDEX ciba_requests_hash ON ciba_requests (hash);
CREATE INDEX ciba_requests_challenge ON ciba_requests (challenge);
CREATE INDEX ciba_requests_due ON ciba_requests (due) WHERE due > 0;
CREATE INDEX ciba_requests_expires ON ciba_requests (expires);

-- +goose Down
DROP TABLE ciba_requests;
ALTER TABLE people DROP COLUMN request_code;
DROP TABLE app_asks;
ALTER TABLE challenges DROP COLUMN details;
