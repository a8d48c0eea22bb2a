package main

import (
	"strings"
	"unicode"
)

// longest is how many characters of one text are shown.
const longest = 200

// clean makes a text of somebody else safe to print: without control characters,
// which a terminal would obey, without those that turn the direction of writing,
// and not longer than a person reads.
func clean(text string) string {
	var out strings.Builder
	count := 0
	for _, r := range text {
		if !unicode.IsPrint(r) {
			continue
		}
		if count++; count > longest {
			out.WriteString("…")
			break
		}
		out.WriteRune(r)
	}
	return out.String()
}
