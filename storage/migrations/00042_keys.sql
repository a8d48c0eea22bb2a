-- +goose Up
-- Keys: written by the first start (one generation each) and by rotation;
-- deleted by the janitor, a while after they retired, by a scan of the few
-- rows there are. Replicas keep them in memory and look again when the version
-- "keys" moves.
CREATE TABLE keys (
    id          TEXT   NOT NULL PRIMARY KEY, -- RFC 7638 thumbprint
    purpose     TEXT   NOT NULL,             -- token, challenge, vapid
    alg         TEXT   NOT NULL,
    generation  BIGINT NOT NULL,
    private     BYTEA  NOT NULL,             -- PKCS #8, sealed
    created     BIGINT NOT NULL,
    active_from BIGINT NOT NULL,
    retire_at   BIGINT NOT NULL              -- 0 until superseded; 0 for ever where purpose is vapid
);
CREATE UNIQUE INDEX keys_generation ON keys (purpose, alg, generation);

-- +goose Down
DROP TABLE keys;
