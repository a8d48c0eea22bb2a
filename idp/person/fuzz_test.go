package person_test

import (
	"net/mail"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"countersign/idp/person"
)

// An address that is kept is one address and nothing else: in a header of a mail
// it can begin no line and name nobody besides.
func FuzzEmail(f *testing.F) {
	for _, s := range []string{"ada@northwind.example", " ada@northwind.example\n", "Ada <ada@northwind.example>", `"a b"@x.example`, "a@b, c@d", "a@[127.0.0.1]", "ä@x.example", "a@x\r\nBcc: b@y"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		email, err := person.CheckEmail(typed)
		if err != nil || email == "" {
			return
		}
		if strings.ContainsFunc(email, func(r rune) bool {
			return unicode.IsSpace(r) || unicode.IsControl(r) || strings.ContainsRune(`<>,;"`, r)
		}) {
			t.Errorf("%q is kept as %q", typed, email)
		}
		if again, err := mail.ParseAddress((&mail.Address{Address: email}).String()); err != nil || again.Address != email {
			t.Errorf("%q is kept as %q, and written as %v: %v", typed, email, again, err)
		}
		if once, err := person.CheckEmail(email); err != nil || once != email {
			t.Errorf("%q is kept as %q, and then as %q: %v", typed, email, once, err)
		}
	})
}

// A name that is shown breaks no line, and is kept as it was.
func FuzzDisplayName(f *testing.F) {
	for _, s := range []string{"Ada Okafor", " Ada\u00a0", "Ada\nOkafor", "\xff", strings.Repeat("ä", 200)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		name, err := person.CheckDisplayName(typed)
		if err != nil {
			return
		}
		if !utf8.ValidString(name) || strings.ContainsFunc(name, unicode.IsControl) || strings.TrimSpace(name) != name {
			t.Errorf("%q is kept as %q", typed, name)
		}
		if once, err := person.CheckDisplayName(name); err != nil || once != name {
			t.Errorf("%q is kept as %q, and then as %q: %v", typed, name, once, err)
		}
	})
}
