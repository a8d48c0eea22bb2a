-- +goose Up
-- Outbox: mails that wait, and for two days the fact that one was sent, so that
-- nobody gets the same notice again and again. Written with the audit event
-- that causes the mail, in its transaction, or by whoever asks for a link;
-- claimed, emptied and dropped by the postman of any replica through
-- outbox_due; deleted by the janitor through outbox_created. No link and no
-- code is in it: those are made when the mail is sent.
CREATE TABLE outbox (
    id        TEXT   NOT NULL PRIMARY KEY,
    kind      TEXT   NOT NULL,
    person    TEXT   NOT NULL, -- people.id, or "" where only a name was typed
    recipient TEXT   NOT NULL, -- "" once it was sent
    typed     BYTEA  NOT NULL, -- a name as a stranger typed it, sealed; empty for none
    happened  BIGINT NOT NULL,
    address   TEXT   NOT NULL, -- of the caller
    agent     TEXT   NOT NULL, -- the caller's User-Agent header
    device    TEXT   NOT NULL,
    challenge TEXT   NOT NULL,
    created   BIGINT NOT NULL,
    expires   BIGINT NOT NULL, -- when it is not worth sending any more
    due       BIGINT NOT NULL, -- when it may be tried; later while somebody tries
    tries     BIGINT NOT NULL,
    sent      BIGINT NOT NULL -- 0 while it waits
);
CREATE INDEX outbox_due ON outbox (due) WHERE sent = 0;
CREATE INDEX outbox_person ON outbox (person, kind, created);
CREATE INDEX outbox_created ON outbox (created);

-- +goose Down
DROP TABLE outbox;
