-- +goose Up
-- Flows: the web origin whose page drives the sign-in by JSON. Written by
-- authorize at the start; deleted with the sign-in; found by the sign-in's id.
ALTER TABLE flows ADD COLUMN origin TEXT NOT NULL DEFAULT ''; -- empty where our own pages do

-- +goose Down
ALTER TABLE flows DROP COLUMN origin;
