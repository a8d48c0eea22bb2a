-- +goose Up
-- Known browsers: in which browser which account completed a second factor.
-- Written when such a sign-in finishes, which also gives the browser a new
-- cookie; deleted by a report and a password reset through
-- known_browsers_person, and by the janitor through known_browsers_expires.
CREATE TABLE known_browsers (
    hash    BYTEA  NOT NULL, -- SHA-256 of the cookie
    person  TEXT   NOT NULL,
    created BIGINT NOT NULL,
    expires BIGINT NOT NULL,
    PRIMARY KEY (hash, person)
);
CREATE INDEX known_browsers_person ON known_browsers (person);
CREATE INDEX known_browsers_expires ON known_browsers (expires);

-- +goose Down
DROP TABLE known_browsers;
