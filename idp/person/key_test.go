package person_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"countersign/idp/person"
)

func TestEveryTypedVariantHasOneKey(t *testing.T) {
	for _, group := range [][]string{
		{"ada", "Ada", "ADA", " ada ", "\tada\n", "ａｄａ"},
		{"ada@example.com", "Ada@Example.COM", "ada＠example.com"},
		{"jörg", "JÖRG", "jo\u0308rg", "Jo\u0308RG"},
		{"straße", "Straße"},
	} {
		want, err := person.KeyOf(group[0])
		if err != nil {
			t.Fatalf("KeyOf(%q): %v", group[0], err)
		}
		for _, typed := range group[1:] {
			if got, err := person.KeyOf(typed); err != nil || got != want {
				t.Errorf("KeyOf(%q) = %q, %v; want %q", typed, got, err, want)
			}
		}
	}
}

func TestWhatCannotBeANameIsRefused(t *testing.T) {
	for _, typed := range []string{
		"", " ", "a b", "a\x00b", "a\u200bb", "a\u202eb", "\xff", strings.Repeat("a", 121), strings.Repeat("é", 1000),
	} {
		if key, err := person.KeyOf(typed); !errors.Is(err, person.ErrName) {
			t.Errorf("KeyOf(%q) = %q, %v; want ErrName", typed, key, err)
		}
	}
	if _, err := person.KeyOf(strings.Repeat("a", 120)); err != nil {
		t.Errorf("a name of 120 characters: %v", err)
	}
}

func FuzzKeyOfStandsStill(f *testing.F) {
	for _, s := range []string{"ada", "İ", "ẞ", "ͅ", "Å", "ﬀ", "ａ@ｂ", "אבג", "a\u0345"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		key, err := person.KeyOf(typed)
		if err != nil {
			return
		}
		again, err := person.KeyOf(key)
		if err != nil || again != key {
			t.Errorf("KeyOf(%q) = %q, and of that %q, %v", typed, key, again, err)
		}
	})
}

func TestParticularsAreChecked(t *testing.T) {
	now := time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		in   person.Particulars
		want error
	}{
		{person.Particulars{Username: "ada"}, nil},
		{person.Particulars{Username: "ada", Name: "Ada Lovelace", Email: "ada@example.com"}, nil},
		{person.Particulars{Username: "a da"}, person.ErrName},
		{person.Particulars{Username: "ada", Name: "A\nB"}, person.ErrDisplayName},
		{person.Particulars{Username: "ada", Name: strings.Repeat("x", 201)}, person.ErrDisplayName},
		{person.Particulars{Username: "ada", Email: "ada"}, person.ErrEmail},
		{person.Particulars{Username: "ada", Email: "Ada <ada@example.com>"}, person.ErrEmail},
		{person.Particulars{Username: "ada", Email: "a@example.com, b@example.com"}, person.ErrEmail},
	} {
		p, err := person.New(c.in, now)
		if !errors.Is(err, c.want) {
			t.Errorf("New(%+v): %v, want %v", c.in, err, c.want)
		}
		if err == nil && (p.ID == "" || strings.Contains(string(p.ID), ":") || p.Status != person.Active) {
			t.Errorf("New(%+v) = %+v", c.in, p)
		}
	}
}

func TestTokenHidesItself(t *testing.T) {
	i, token := person.NewInvitation("per_1", person.Invite, time.Unix(0, 0), time.Hour)
	if s := token.String() + token.GoString() + token.LogValue().String(); strings.Contains(s, token.Reveal()) {
		t.Errorf("the token is written out: %s", s)
	}
	if len(token.Reveal()) != 43 || len(token.Hash()) != 32 {
		t.Errorf("token of %d characters, hash of %d bytes", len(token.Reveal()), len(token.Hash()))
	}
	if got := token.Link("https://id.example"); got != "https://id.example/invite/"+token.Reveal() {
		t.Error(got)
	}
	if !i.Good(i.Created) || i.Good(i.Expires) {
		t.Error("want an invitation to be good until it expires")
	}
}
