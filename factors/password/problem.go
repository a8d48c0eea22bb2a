package password

import (
	"errors"
	"fmt"
)

// Problem is what a page tells the person who typed a new password that is
// refused, where least is the least length; "" if err is no fault of theirs.
func Problem(err error, least int) string {
	switch {
	case errors.Is(err, ErrTooShort):
		return fmt.Sprintf("That is too short. Use %d characters or more.", least)
	case errors.Is(err, ErrTooLong):
		return fmt.Sprintf("That is too long. Use %d characters or fewer.", mostLength)
	case errors.Is(err, ErrCharacters):
		return "That has a character that can’t be typed again. Use letters, digits, spaces and signs."
	case errors.Is(err, ErrListed):
		return "This password is in lists of stolen passwords. Choose another."
	case errors.Is(err, ErrNamed):
		return "That is little more than your name or ours. Choose another."
	}
	return ""
}
