package factors

import "strings"

// Digits drops the spaces and dashes that people type between digits.
func Digits(typed string) string {
	return strings.Map(func(c rune) rune {
		if c == ' ' || c == '-' || c == '\u00a0' {
			return -1
		}
		return c
	}, typed)
}
