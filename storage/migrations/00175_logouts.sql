-- +goose Up
-- Logouts: applications that are to hear that a session ended (OpenID Connect
-- Back-Channel Logout). Written by whatever ends a session, in its transaction;
-- claimed, put off and deleted by the courier of any replica through
-- logouts_due, after a day at most. No token is in it: that is made when it is
-- sent.
CREATE TABLE logouts (
    session TEXT   NOT NULL, -- sessions.id, also after the session's row is gone
    client  TEXT   NOT NULL,
    person  TEXT   NOT NULL,
    created BIGINT NOT NULL, -- when the session ended
    due     BIGINT NOT NULL, -- when it may be tried; later while somebody tries
    tries   BIGINT NOT NULL,
    PRIMARY KEY (session, client)
);
CREATE INDEX logouts_due ON logouts (due);

-- +goose Down
DROP TABLE logouts;
