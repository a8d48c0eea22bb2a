-- +goose Up
-- Digests: the last day of which those who look after the server were told.
-- One row, never deleted; the postman of any replica moves it, and who moves it
-- queues the mails.
CREATE TABLE digests (
    id  BIGINT NOT NULL PRIMARY KEY, -- 1
    day BIGINT NOT NULL              -- since 1970, in UTC
);
INSERT INTO digests (id, day) VALUES (1, 0);
-- What a digest counts, which is rare: it need not go through the whole record.
CREATE INDEX audit_events_told ON audit_events (kind, at)
    WHERE kind IN ('challenge.denied', 'challenge.reported', 'challenge.failed', 'password.limited', 'push.review', 'device.suspended', 'mail.failed');

-- +goose Down
DROP INDEX audit_events_told;
DROP TABLE digests;
