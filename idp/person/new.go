package person

import (
	"crypto/rand"
	"errors"
	"net/mail"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Errors of a new person.
var (
	ErrDisplayName = errors.New("name must be at most 200 characters without control characters")
	ErrEmail       = errors.New("email must be one plain address, such as ada@example.com")
)

const (
	maxDisplayName = 200
	maxEmail       = 254 // RFC 5321 section 4.5.3.1.3, less the brackets
)

// Particulars are what is known of somebody who is about to get an account.
type Particulars struct {
	Username string
	Name     string
	Email    string
}

// New makes an active person with a fresh identifier.
func New(p Particulars, now time.Time) (Person, error) {
	key, err := KeyOf(p.Username)
	if err != nil {
		return Person{}, err
	}
	name, err := CheckDisplayName(p.Name)
	if err != nil {
		return Person{}, err
	}
	email, err := CheckEmail(p.Email)
	if err != nil {
		return Person{}, err
	}
	return Person{
		ID:       ID("per_" + rand.Text()),
		Username: strings.TrimSpace(p.Username), Key: key,
		Name: name, Email: email,
		Status: Active, Created: now, Updated: now,
	}, nil
}

// CheckDisplayName is a name as it is kept, or ErrDisplayName.
func CheckDisplayName(typed string) (string, error) {
	name := strings.TrimSpace(typed)
	if !utf8.ValidString(name) || utf8.RuneCountInString(name) > maxDisplayName || strings.ContainsFunc(name, unicode.IsControl) {
		return "", ErrDisplayName
	}
	return name, nil
}

// CheckEmail is an address as it is kept, or "", or ErrEmail.
func CheckEmail(typed string) (string, error) {
	email := strings.TrimSpace(typed)
	if !goodEmail(email) {
		return "", ErrEmail
	}
	return email, nil
}

// goodEmail accepts nothing, or one address without a display name.
func goodEmail(s string) bool {
	if s == "" {
		return true
	}
	a, err := mail.ParseAddress(s)
	return err == nil && a.Address == s && a.Name == "" && len(s) <= maxEmail
}
