package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"text/tabwriter"
	"time"
	"unicode"
)

// answer prints v as JSON with --json, else what human writes. Keys of JSON
// stay as they are from version to version.
func (p *program) answer(v any, human func()) error {
	if !p.json {
		human()
		return nil
	}
	e := json.NewEncoder(p.out)
	e.SetEscapeHTML(false)
	return e.Encode(v)
}

// say prints a line for a person.
func (p *program) say(format string, args ...any) { fmt.Fprintf(p.out, format+"\n", args...) }

// note prints a line beside the answer, where a pipe does not carry it.
func (p *program) note(format string, args ...any) {
	if !p.json {
		fmt.Fprintf(p.errs, format+"\n", args...)
	}
}

// table prints rows under a head. What people typed cannot move the cursor.
func (p *program) table(head []string, rows [][]string) {
	// The writer needs an empty last cell to keep its columns; its spaces go.
	var laid strings.Builder
	w := tabwriter.NewWriter(&laid, 0, 0, 2, ' ', 0)
	for _, row := range append([][]string{head}, rows...) {
		for i, cell := range row {
			row[i] = visible(cell)
		}
		fmt.Fprintln(w, strings.Join(row, "\t"))
	}
	_ = w.Flush() // a strings.Builder takes everything
	for line := range strings.Lines(laid.String()) {
		fmt.Fprintln(p.out, strings.TrimRight(line, " \n"))
	}
}

func visible(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return '\uFFFD'
	}, s)
}

// moment is a time for people; "" for none.
func moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}
