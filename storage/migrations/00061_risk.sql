-- +goose Up
-- Risk looks for an account's last sign-ins: read by each request to a phone
-- through this index. The events themselves are as ever.
CREATE INDEX audit_events_sessions ON audit_events (person, at) WHERE kind = 'session.started';

-- +goose Down
DROP INDEX audit_events_sessions;
