-- +goose Up
-- Changes of an email address: written when a person asks for one, in place of
-- another that waits; made done by the code that was mailed to the new address,
-- undone by the link that was mailed to the old one; deleted by the janitor
-- through email_changes_expires, and with the account through
-- email_changes_person. Code and link are made while their mail is written.
CREATE TABLE email_changes (
    id           TEXT    NOT NULL PRIMARY KEY,
    person       TEXT    NOT NULL REFERENCES people (id),
    email        TEXT    NOT NULL, -- the new one
    code         BYTEA   NOT NULL, -- sealed; empty until the mail is written
    tries        BIGINT  NOT NULL, -- that are left
    was          TEXT    NOT NULL, -- the old one, once it is done
    was_verified BOOLEAN NOT NULL,
    undo         BYTEA   NOT NULL, -- SHA-256 of the link's token; empty until the mail is written
    created      BIGINT  NOT NULL,
    done         BIGINT  NOT NULL,
    undone       BIGINT  NOT NULL,
    expires      BIGINT  NOT NULL -- of the code, then of the link
);
CREATE INDEX email_changes_person ON email_changes (person, done);
CREATE INDEX email_changes_undo ON email_changes (undo);
CREATE INDEX email_changes_expires ON email_changes (expires);

-- +goose Down
DROP TABLE email_changes;
