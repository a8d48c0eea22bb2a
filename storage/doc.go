// Package storage keeps everything that outlives a request, in PostgreSQL or
// in an embedded SQLite file.
//
// It owns the SQL: one file and one migration for each noun, with one text for
// both databases (TEXT ids, BIGINT milliseconds, BYTEA, BOOLEAN). GORM stays
// inside; no signature outside speaks of it. Row types are private.
//
// It asks for a database URL and a Vault that seals secrets at rest.
//
// It promises:
//  1. Once-only is one conditional statement; its count of rows is the gate.
//  2. An atomic act is one method, and its audit events commit with it.
//  3. A method holds one connection at a time and never waits for a second.
//  4. Bells ring after the commit, never before.
package storage
