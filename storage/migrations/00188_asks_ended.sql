-- +goose Up
-- When a person last took back that an application may ask by itself: an ID token
-- that is older is no leave to ask any more. Written by the person.
ALTER TABLE app_asks ADD COLUMN ended BIGINT NOT NULL DEFAULT 0;

-- By whom devices were let in, for when that is taken back.
CREATE INDEX device_requests_person ON device_requests (person) WHERE person <> '';

-- +goose Down
DROP INDEX device_requests_person;
ALTER TABLE app_asks DROP COLUMN ended;
