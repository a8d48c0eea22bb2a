-- +goose Up
-- Consents: what people allowed applications for good, one row for each thing.
-- Written when somebody presses "Allow" at the end of a sign-in; deleted when
-- they take it back at /me/apps or delete their account (through the primary
-- key), and with the client (through consents_client).
CREATE TABLE consents (
    person TEXT   NOT NULL,
    client TEXT   NOT NULL,
    kind   TEXT   NOT NULL, -- scope, resource, or client: that there is anything
    item   TEXT   NOT NULL,
    given  BIGINT NOT NULL, -- when it was last allowed
    PRIMARY KEY (person, client, kind, item)
);
CREATE INDEX consents_client ON consents (client);
-- Whether the person has allowed, in this very sign-in, what it needs.
ALTER TABLE flows ADD COLUMN consented BOOLEAN NOT NULL DEFAULT FALSE;

-- +goose Down
ALTER TABLE flows DROP COLUMN consented;
DROP TABLE consents;
