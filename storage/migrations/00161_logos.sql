-- +goose Up
-- Logos: the pictures of clients as we draw them, and when we last looked.
-- Written by the gallery of the replica that holds its lease; deleted with the
-- client (through the primary key). Served by name (logos_name).
CREATE TABLE logos (
    client  TEXT   NOT NULL PRIMARY KEY,
    uri     TEXT   NOT NULL, -- the logo_uri that it was got from
    name    TEXT   NOT NULL, -- hexadecimal SHA-256 of picture; empty where there is none
    picture BYTEA  NOT NULL, -- PNG
    looked  BIGINT NOT NULL
);
CREATE INDEX logos_name ON logos (name);

-- +goose Down
DROP TABLE logos;
