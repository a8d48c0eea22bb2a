-- +goose Up
-- The head of the audit chain: one row, moved by the replica that seals, in
-- the transaction that links events; never deleted. The text is sealed under
-- the master key, so that whoever can only write to the database can neither
-- shorten the chain nor make another.
CREATE TABLE audit_chain (
    id   BIGINT NOT NULL PRIMARY KEY, -- 1
    seq  BIGINT NOT NULL,
    head BYTEA  NOT NULL -- sealed "seq hash"; empty before the first event
);
INSERT INTO audit_chain (id, seq, head) VALUES (1, 0, '');

-- +goose Down
DROP TABLE audit_chain;
