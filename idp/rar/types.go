package rar

import (
	"slices"
	"strings"
)

// Kind is the form of a member.
type Kind string

// The kinds.
const (
	// Text is a string of printable characters.
	Text Kind = "text"
	// Texts is a list of such strings, as actions and locations are (RFC 9396
	// section 2.2).
	Texts Kind = "texts"
	// Amount is {"amount":"123.50","currency":"EUR"}.
	Amount Kind = "amount"
	// Account is {"iban":"DE..."}, whose check digits are checked, or
	// {"number":"..."} for accounts that have none.
	Account Kind = "account"
	// Date is YYYY-MM-DD.
	Date Kind = "date"
)

// Type is a type of authorization details.
type Type struct {
	// Name is the value of "type" (RFC 9396 section 2.1).
	Name  string
	Label Label
	// Fields are its members, in the order in which they are shown.
	Fields []Field
}

// Field is a member of a type.
type Field struct {
	Name     string
	Label    Label
	Kind     Kind
	Required bool
	// Values are the only ones of a Text or Texts, if there are any.
	Values []string
}

// Label is what people read: in a language, or in the one of Default.
type Label struct {
	Default string
	In      map[string]string // by tag of BCP 47, lower case
}

// For is the label in the language of a tag, or in its primary language.
func (l Label) For(tag string) string {
	tag = strings.ToLower(tag)
	primary, _, _ := strings.Cut(tag, "-")
	for _, t := range []string{tag, primary} {
		if text := l.In[t]; text != "" {
			return text
		}
	}
	return l.Default
}

// Types are those that the operator defined.
type Types []Type

// Names are the values of authorization_details_types_supported (RFC 9396
// section 10).
func (ts Types) Names() []string {
	names := make([]string, len(ts))
	for i, t := range ts {
		names[i] = t.Name
	}
	return names
}

// find is the type with a name.
func (ts Types) find(name string) (Type, bool) {
	i := slices.IndexFunc(ts, func(t Type) bool { return t.Name == name })
	if i < 0 {
		return Type{}, false
	}
	return ts[i], true
}
