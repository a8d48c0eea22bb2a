package person

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/secure/precis"
)

// The bounds of a username, in characters and in what a form may send.
const (
	maxName      = 120
	maxNameBytes = 4 * maxName
)

// keyRounds bounds how often a name is mapped until it stands still. RFC 8264
// section 7 warns that one application of a profile may not be enough.
const keyRounds = 4

// KeyOf is the one form of a username that is compared: case, width and
// composition are mapped as RFC 8265 section 3.3 (UsernameCaseMapped) says,
// and blanks around it are dropped. A name that is an e-mail address is
// compared whole in the same way. It returns ErrName for what can be nobody's
// name.
func KeyOf(typed string) (string, error) {
	if len(typed) > maxNameBytes {
		return "", ErrName
	}
	key := strings.TrimSpace(typed)
	for range keyRounds {
		next, err := precis.UsernameCaseMapped.String(key)
		if err != nil || next == "" || utf8.RuneCountInString(next) > maxName {
			return "", ErrName
		}
		if next == key {
			return key, nil
		}
		key = next
	}
	return "", ErrName // it never stands still, so it cannot be compared
}

// Masked is an account's name for the phone, which lies on tables: its first
// character, and the host of what looks like an address.
func Masked(name string) string {
	if name == "" {
		return ""
	}
	_, n := utf8.DecodeRuneInString(name)
	for i, c := range name {
		if c == '@' && i > 0 {
			return name[:n] + "***" + name[i:]
		}
	}
	return name[:n] + "***"
}
