package main

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"countersign/idp/client"
)

// shownJSON is what client show prints: what was registered, and what we know of
// it besides.
type shownJSON struct {
	ID string `json:"client_id"`
	client.Document
	Created time.Time `json:"created"`
	Updated time.Time `json:"updated"`
}

// ours are the members of shownJSON that a file may bring back, where they say
// nothing.
var ours = []string{"client_id", "created", "updated"} //nolint:gochecknoglobals // a table, never written

// wish is what a file asks for; nothing if no file is named. A member that is
// not known is a mistake in writing, which would otherwise weaken what it was
// meant to say. A file that names another client than id is the wrong one.
func (p *program) wish(file, id string) (client.Registration, error) {
	if file == "" {
		return client.Registration{}, nil
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return client.Registration{}, fmt.Errorf("--metadata: %w", err)
	}
	d, unknown, err := client.ParseDocument(text)
	if err != nil {
		return client.Registration{}, fmt.Errorf("--metadata %s: %w", file, err)
	}
	var named struct {
		ID string `json:"client_id"`
	}
	if err := json.Unmarshal(text, &named); err != nil {
		return client.Registration{}, fmt.Errorf("--metadata %s: %w", file, err)
	}
	if id != "" && named.ID != "" && named.ID != id {
		return client.Registration{}, fmt.Errorf("--metadata %s: it is of %s, not of %s", file, visible(named.ID), visible(id))
	}
	unknown = slices.DeleteFunc(unknown, func(name string) bool { return slices.Contains(ours, name) })
	if len(unknown) > 0 {
		return client.Registration{}, fmt.Errorf("--metadata %s: not known: %s; known are: %s", file, visible(strings.Join(unknown, ", ")), strings.Join(client.Members(), ", "))
	}
	return d.Registration()
}

// overlay is what flags ask for, and the file where they say nothing.
func overlay(file, flags client.Registration) client.Registration {
	w := file
	for _, f := range []struct{ from, to *[]string }{
		{&flags.RedirectURIs, &w.RedirectURIs},
		{&flags.PostLogoutRedirectURIs, &w.PostLogoutRedirectURIs},
		{&flags.Grants, &w.Grants},
		{&flags.Scopes, &w.Scopes},
		{&flags.Origins.Web, &w.Origins.Web},
	} {
		if len(*f.from) > 0 {
			*f.to = *f.from
		}
	}
	for _, f := range []struct{ from, to *string }{
		{&flags.Name, &w.Name}, {&flags.IDTokenAlg, &w.IDTokenAlg}, {&flags.Metadata.ApplicationType, &w.Metadata.ApplicationType},
		{(*string)(&flags.Method), (*string)(&w.Method)},
	} {
		if *f.from != "" {
			*f.to = *f.from
		}
	}
	w.Public = w.Public || flags.Public
	w.PKCEOptional = w.PKCEOptional || flags.PKCEOptional
	w.Origins.JSONSignIn = w.Origins.JSONSignIn || flags.Origins.JSONSignIn
	return w
}

// printShown prints an application as JSON, which is as good for people as for
// scripts.
func (p *program) printShown(c client.Client) error {
	e := json.NewEncoder(p.out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(shownJSON{ID: string(c.ID), Document: c.Document(), Created: c.Created, Updated: c.Updated})
}
