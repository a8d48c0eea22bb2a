// Package storagetest gives tests a migrated database of their own, on SQLite
// and on PostgreSQL.
//
// It owns the PostgreSQL server that a test binary starts from Debian's
// binaries, on a free port and as an unprivileged user, and one database a
// test. COUNTERSIGN_TEST_DATABASE_URL names a server to use instead; its user
// must be allowed to create databases.
//
// It asks TestMain to call Main, which stops what was started.
//
// It promises that nothing is skipped: a machine without PostgreSQL fails the
// test and says what to install.
package storagetest
