package password

import "errors"

// Reason says in a word why a new password was refused, for the page that asks
// for another: short, long, characters, listed or named; "" if err is no fault
// of whoever typed it.
func Reason(err error) string {
	switch {
	case errors.Is(err, ErrTooShort):
		return "short"
	case errors.Is(err, ErrTooLong):
		return "long"
	case errors.Is(err, ErrCharacters):
		return "characters"
	case errors.Is(err, ErrListed):
		return "listed"
	case errors.Is(err, ErrNamed):
		return "named"
	}
	return ""
}
