package storage

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"

	"gorm.io/gorm"
)

// column is a column of a statement and where its value goes: a *string,
// *int64, *int, *bool or *[]byte. What is null leaves it as it is. Rows that are read
// at each answer of a phone, or by each token, are read by columns: GORM's own way takes as long
// as the statement.
type column struct {
	name string
	into any
}

// Scan is sql.Scanner.
func (c column) Scan(value any) error {
	switch v := value.(type) {
	case nil:
		return nil
	case bool:
		if into, ok := c.into.(*bool); ok {
			*into = v
			return nil
		}
	case int64:
		switch into := c.into.(type) {
		case *bool:
			*into = v != 0
			return nil
		case *int64:
			*into = v
			return nil
		case *int:
			*into = int(v)
			return nil
		}
	case string:
		if into, ok := c.into.(*string); ok {
			*into = v
			return nil
		}
	case []byte:
		switch into := c.into.(type) {
		case *[]byte:
			*into = bytes.Clone(v)
			return nil
		case *string:
			*into = string(v)
			return nil
		}
	}
	return fmt.Errorf("column %s: %T does not fit into %T", c.name, value, c.into)
}

// selects is the columns as a statement names them.
func selects(columns []column) string {
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = c.name
	}
	return strings.Join(names, ", ")
}

// one reads the one row of a statement, and is false if there is none. GORM has
// no part in it but its pool: all it would do is number the arguments, at each
// call anew.
func one(ctx context.Context, db *gorm.DB, columns []column, text string, args ...any) (bool, error) {
	if db.Name() == "postgres" {
		text = numbers.of(text)
	}
	err := db.Statement.ConnPool.QueryRowContext(ctx, text, args...).Scan(targets(columns)...)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

// numbered is statements in which each argument has its number, as PostgreSQL
// wants it, by the statement with question marks.
type numbered struct{ texts sync.Map }

//nolint:gochecknoglobals // texts that are made once; there are few, since arguments are no part of them
var numbers numbered

func (n *numbered) of(text string) string {
	if known, ok := n.texts.Load(text); ok {
		return known.(string) //nolint:forcetypeassert // nothing else is stored
	}
	var out strings.Builder
	count := 0
	for part := range strings.SplitSeq(text, "?") {
		if count > 0 {
			out.WriteString("$" + strconv.Itoa(count))
		}
		out.WriteString(part)
		count++
	}
	n.texts.Store(text, out.String())
	return out.String()
}

// many reads the rows of a statement one after the other and calls row after
// each.
func many(ctx context.Context, db *gorm.DB, columns []column, row func(), text string, args ...any) error {
	rows, err := db.WithContext(ctx).Raw(text, args...).Rows()
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }() // Err has told
	into := targets(columns)
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		row()
	}
	return rows.Err()
}

// targets is columns as Scan takes them.
func targets(columns []column) []any {
	into := make([]any, len(columns))
	for i := range columns {
		into[i] = &columns[i]
	}
	return into
}
