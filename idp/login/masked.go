package login

import "unicode/utf8"

// masked is an account's name for the phone, which lies on tables: its first
// character, and the host of what looks like an address.
func masked(name string) string {
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
