-- +goose Up
-- Pairwise subjects: what the applications of a sector call a person. Written
-- when the first of them is told of the person; deleted with the person, by
-- subjects_person. Found by the primary key, and back by the unique index.
CREATE TABLE subjects (
    sector  TEXT NOT NULL,
    person  TEXT NOT NULL,
    subject TEXT NOT NULL, -- random
    PRIMARY KEY (sector, person)
);
CREATE UNIQUE INDEX subjects_subject ON subjects (subject);
CREATE INDEX subjects_person ON subjects (person);

-- +goose Down
DROP TABLE subjects;
