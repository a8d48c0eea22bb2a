package storage

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"gorm.io/gorm"

	"countersign/audit"
)

// statement is SQL with its arguments.
type statement struct {
	sql  string
	args []any
	// event is the one that the statement records, if any.
	event *audit.Event
}

func does(text string, args ...any) statement { return statement{sql: text, args: args} }

// withMails adds to the writes of a chain the mails that their events cause.
func (d *DB) withMails(ctx context.Context, writes []statement) []statement {
	if !d.mail {
		return writes
	}
	all := slices.Clone(writes)
	for _, w := range writes {
		if w.event == nil {
			continue
		}
		for _, s := range mailsOf(ctx, d.admins, *w.event) {
			s.sql += "EXISTS (SELECT 1 FROM gate)"
			all = append(all, s)
		}
	}
	return all
}

// chain is an atomic act in which everything depends on one conditional
// statement, the gate: it yields at most one row with an "id", which the others
// read as the relation "gate", and without which they do nothing. It says
// whether the gate let through, and fills columns, if there are any, from read.
//
// On PostgreSQL all of it is one statement and so one round trip. SQLite knows
// no changes inside WITH; there the statements follow each other in one
// transaction, with the gate's row put in as a value.
func (d *DB) chain(ctx context.Context, gate statement, writes []statement, read statement, columns []column) (bool, error) {
	writes = d.withMails(ctx, writes)
	if d.postgres {
		text, args := atOnce(gate, writes, read)
		passed, err := one(ctx, d.write, columns, text, args...)
		return passed, d.translated(err)
	}
	var passed bool
	err := d.tx(ctx, func(tx *gorm.DB) error {
		var ids []string
		if err := tx.Raw(gate.sql, gate.args...).Scan(&ids).Error; err != nil || len(ids) == 0 {
			return err
		}
		passed = true
		with := func(s statement) (string, []any) {
			return "WITH gate (id) AS (VALUES (?)) " + s.sql, append([]any{ids[0]}, s.args...)
		}
		for _, w := range writes {
			text, args := with(w)
			if err := tx.Exec(text, args...).Error; err != nil {
				return err
			}
		}
		if columns == nil {
			return nil
		}
		text, args := with(read)
		_, err := one(ctx, tx, columns, text, args...)
		return err
	})
	return passed && err == nil, err
}

// act is a chain from which nothing is read. Without writes it is the gate
// alone, which needs no transaction around it.
func (d *DB) act(ctx context.Context, gate statement, writes ...statement) (bool, error) {
	if len(writes) == 0 || d.postgres {
		text, args := gate.sql, gate.args
		if len(writes) > 0 {
			text, args = atOnce(gate, d.withMails(ctx, writes), does("SELECT id FROM gate"))
		}
		var id string
		passed, err := one(ctx, d.write, []column{{"id", &id}}, text, args...)
		return passed, d.translated(err)
	}
	return d.chain(ctx, gate, writes, statement{}, nil)
}

// translated is err as GORM gives its own.
func (d *DB) translated(err error) error {
	if t, ok := d.write.Dialector.(gorm.ErrorTranslator); ok && err != nil {
		return t.Translate(err)
	}
	return err
}

// atOnce is a chain as one statement of PostgreSQL.
func atOnce(gate statement, writes []statement, read statement) (string, []any) {
	var text strings.Builder
	text.WriteString("WITH gate (id) AS (" + gate.sql + ")")
	args := slices.Clone(gate.args)
	for i, w := range writes {
		fmt.Fprintf(&text, ", w%d AS (%s)", i, w.sql)
		args = append(args, w.args...)
	}
	text.WriteString(" " + read.sql)
	return text.String(), append(args, read.args...)
}
