-- +goose Up
-- Devices: made pending by a registration, made active by its confirmation,
-- ended by revocation, all in package device; marked dead (channel_dead) by
-- package push. A device that was active is kept for good with its public key,
-- which its decisions are checked against, and whose owner is told of a
-- revocation; one that never was is deleted by the janitor through
-- devices_unused.
CREATE TABLE devices (
    id           TEXT   NOT NULL PRIMARY KEY,
    account      TEXT   NOT NULL,        -- people.id
    pseudonym    TEXT   NOT NULL UNIQUE, -- what the device calls the account
    jkt          TEXT   NOT NULL UNIQUE, -- thumbprint of the possession key
    public_key   TEXT   NOT NULL,        -- JSON Web Key
    status       TEXT   NOT NULL,
    name         TEXT   NOT NULL,
    platform     TEXT   NOT NULL,
    os           TEXT   NOT NULL,
    model        TEXT   NOT NULL,
    app          TEXT   NOT NULL,
    app_version  TEXT   NOT NULL,
    lang         TEXT   NOT NULL,
    modes        TEXT   NOT NULL,        -- JSON array
    provider     TEXT   NOT NULL,
    token        BYTEA,                  -- of the push channel, sealed: a token, or a subscription as JSON; null once the device ended
    channel_set  BIGINT NOT NULL,
    channel_dead BIGINT NOT NULL DEFAULT 0,
    protection   TEXT   NOT NULL,
    probation    BIGINT NOT NULL DEFAULT 0, -- until
    created      BIGINT NOT NULL,
    activated    BIGINT NOT NULL DEFAULT 0,
    ended        BIGINT NOT NULL DEFAULT 0,
    ended_by     TEXT   NOT NULL DEFAULT ''
);
CREATE INDEX devices_account ON devices (account, status);
CREATE INDEX devices_unused ON devices (ended) WHERE activated = 0 AND ended > 0;

-- Device acts: one row for each signed act, so that it is good once; written
-- with the change it asks for; deleted by the janitor through device_acts_at,
-- after two days (the nonce inside is long dead by then, and a day's channel
-- changes are counted here).
CREATE TABLE device_acts (
    device TEXT   NOT NULL,
    jti    TEXT   NOT NULL,
    act    TEXT   NOT NULL,
    at     BIGINT NOT NULL,
    PRIMARY KEY (device, jti)
);
CREATE INDEX device_acts_at ON device_acts (at);

-- +goose Down
DROP TABLE device_acts;
DROP TABLE devices;
