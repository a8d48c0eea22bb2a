package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
)

// database is a connection beside those of the server.
func (a attacker) database() *sql.DB {
	a.t.Helper()
	driver, source := "pgx", a.replicas[0].conf.DatabaseURL.Reveal()
	if path, ok := strings.CutPrefix(source, "sqlite:"); ok {
		driver, source = "sqlite", "file:"+path+"?_pragma=busy_timeout(5000)"
	}
	db, err := sql.Open(driver, source)
	a.ok(err)
	a.t.Cleanup(func() { _ = db.Close() })
	return db
}

// attackTables are all tables, but for those that a refusal may write: the
// record and the counters; and leases, which belong to the jobs.
func attackTables() []string {
	return []string{
		"people", "invitations", "clients", "flows", "sessions", "known_browsers", "grants", "access_tokens",
		"refresh_tokens", "keys", "devices", "device_acts", "enrolments", "challenges", "challenge_copies", "decisions", "versions",
	}
}

// contents is a digest of every row of every table.
func (a attacker) contents(db *sql.DB) map[string]string {
	a.t.Helper()
	out := map[string]string{}
	for _, table := range attackTables() {
		out[table] = a.digest(db, table)
	}
	return out
}

// unchanged says which tables have other rows than before.
func (a attacker) unchanged(db *sql.DB, before map[string]string) {
	a.t.Helper()
	for table, now := range a.contents(db) {
		if now != before[table] {
			a.t.Errorf("table %s: %s, before %s", table, now, before[table])
		}
	}
}

func (a attacker) digest(db *sql.DB, table string) string {
	a.t.Helper()
	rows, err := db.QueryContext(context.Background(), "SELECT * FROM "+table)
	a.ok(err)
	defer rows.Close()
	columns, err := rows.Columns()
	a.ok(err)
	var sums [][]byte
	for rows.Next() {
		values, at := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			at[i] = &values[i]
		}
		a.ok(rows.Scan(at...))
		sum := sha256.Sum256(fmt.Appendf(nil, "%v", values))
		sums = append(sums, sum[:])
	}
	a.ok(rows.Err())
	slices.SortFunc(sums, bytes.Compare)
	sum := sha256.Sum256(bytes.Join(sums, nil))
	return fmt.Sprintf("%d rows %s", len(sums), hex.EncodeToString(sum[:8]))
}

// dump is every row of every table as text: what a stolen copy shows.
func (a attacker) dump(db *sql.DB) string {
	a.t.Helper()
	var b strings.Builder
	for _, table := range a.everyTable(db) {
		rows, err := db.QueryContext(a.t.Context(), "SELECT * FROM "+table)
		a.ok(err)
		columns, err := rows.Columns()
		a.ok(err)
		for rows.Next() {
			values, at := make([]any, len(columns)), make([]any, len(columns))
			for i := range values {
				at[i] = &values[i]
			}
			a.ok(rows.Scan(at...))
			for i, v := range values {
				if raw, ok := v.([]byte); ok {
					v = string(raw)
				}
				fmt.Fprintf(&b, "%s.%s=%v ", table, columns[i], v)
			}
			b.WriteString("\n")
		}
		a.ok(rows.Err(), rows.Close())
	}
	return b.String()
}

// everyTable are all tables that there are.
func (a attacker) everyTable(db *sql.DB) (names []string) {
	a.t.Helper()
	query := "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
	if !strings.HasPrefix(a.replicas[0].conf.DatabaseURL.Reveal(), "sqlite:") {
		query = "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()"
	}
	rows, err := db.QueryContext(a.t.Context(), query)
	a.ok(err)
	defer rows.Close()
	for rows.Next() {
		var name string
		a.ok(rows.Scan(&name))
		names = append(names, name)
	}
	a.ok(rows.Err())
	if len(names) < 2*len(attackTables()) {
		a.t.Fatalf("only %d tables: %v", len(names), names)
	}
	return names
}
