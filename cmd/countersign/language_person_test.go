package main

import (
	"cmp"
	"strings"
	"testing"

	"countersign/idp/person"
)

// reads is what is kept of the language of a person.
func (r *rig) reads(id person.ID) string {
	r.t.Helper()
	who, err := r.replicas[0].db.People().Find(r.t.Context(), id)
	r.ok(err)
	return who.Language
}

func TestInvitedPersonKeepsTheLanguageOfTheirPages(t *testing.T) {
	r := newRig(t, "sqlite", 1)
	ctx := t.Context()
	follow := func(link, chosen string) (title string) {
		b := r.browser(0)
		r.ok(b.Open(ctx, link))
		if chosen != "" {
			r.ok(b.Click(ctx, "language-"+chosen))
		}
		r.ok(b.Click(ctx, "invite-start"))
		return b.Title()
	}
	for _, c := range []struct{ name, saved, chosen, want, title string }{
		{"nobody-said-anything", "", "", "en", "Choose a password"},
		{"by-choice", "", "de", "de", "Wählen Sie ein Passwort"},
		{"an-administrator", "fr", "", "fr", "Choisissez un mot de passe"},
		{"choice-wins", "fr", "ar", "ar", "اختر كلمة مرور"},
	} {
		id, link := r.invite(c.name)
		r.ok(r.replicas[0].db.People().SetLanguage(ctx, id, c.saved, r.clock.Now()))
		if got := follow(link, c.chosen); !strings.HasPrefix(got, c.title) {
			t.Errorf("%s: the page after is %q, want %q", c.name, got, c.title)
		}
		if got := r.reads(id); got != c.want {
			t.Errorf("%s: kept %q, want %q", c.name, got, c.want)
		}
	}
}

func TestPagesFollowThePersonsLanguageFromThePasswordOn(t *testing.T) {
	r := newRig(t, "sqlite", 1)
	ctx := t.Context()
	ada := r.join("ada")
	app, secret := r.client()
	r.ok(r.replicas[0].db.People().SetLanguage(ctx, ada.id, "de", r.clock.Now()))
	// The third finds the second's request open, which the hub says by itself.
	for _, chosen := range []string{"", "fr", ""} {
		want := cmp.Or(chosen, "de")
		b := r.browser(0)
		r.ok(b.Open(ctx, r.request(app, secret).url))
		if chosen != "" {
			r.ok(b.Click(ctx, "language-"+chosen))
		}
		r.ok(b.Fill("username", "ada"), b.Fill("password", storyPassword), b.Click(ctx, "sign-in"))
		if got := b.PageText(); !strings.Contains(got, map[string]string{"de": "Ihrem Telefon", "fr": "votre téléphone"}[want]) {
			t.Errorf("chosen %q: the page is not in %q: %s", chosen, want, got)
		}
	}
}

func TestAdministratorSaysWhatSomebodyReads(t *testing.T) {
	eachConsole(t, func(t *testing.T, c *console) {
		var made personJSON
		c.decode(&made, "user", "create", "--username", "ada", "--language", "ar")
		if made.Language != "ar" {
			t.Errorf("got %+v", made)
		}
		c.refused(exitUsage, "en, de, fr, es, ar", "user", "create", "--username", "bob", "--language", "xx")
	})
}
