package main

import (
	"encoding/base64"
	"net/http"
	"strings"
	"testing"

	"countersign/cmd/demo/browser"
)

// "Nobody is looked up too": a name that exists costs as many statements as
// one that does not, whatever cookie the caller made up.
func TestFlawUnknownNameCostsAsMuchAsAKnownOne(t *testing.T) {
	onBoth(t, func(t *testing.T, r *rig) {
		ctx := t.Context()
		r.join("ada")
		c, secret := r.client()
		tries := func(name string) int {
			t.Helper()
			b := r.browser(0)
			r.ok(b.Open(ctx, r.request(c, secret).url))
			_, rest, _ := strings.Cut(b.Body(), `name="_token" value="`)
			token, _, _ := strings.Cut(rest, `"`)
			page, _, _ := strings.Cut(b.URL(), "?")
			text, err := r.statements.during(func() error {
				return wrongPassword(r, b, page, "_token="+token+"&username="+name+"&password=wrong")
			})
			r.ok(err)
			return len(text)
		}
		if known, unknown := tries("ada"), tries("nobody"); known != unknown {
			t.Errorf("a name that exists costs %d statements, another %d", known, unknown)
		}
	})
}

// wrongPassword posts a form with a made-up cookie of a known browser.
func wrongPassword(r *rig, b *browser.Tab, page, form string) error {
	q, err := http.NewRequestWithContext(r.t.Context(), http.MethodPost, page, strings.NewReader(form))
	if err != nil {
		return err
	}
	q.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	name := ""
	for _, k := range b.Cookies() {
		q.AddCookie(&http.Cookie{Name: k.Name, Value: k.Value})
		name = strings.Replace(k.Name, "cs_flow", "cs_browser", 1)
	}
	q.AddCookie(&http.Cookie{Name: name, Value: base64.RawURLEncoding.EncodeToString(make([]byte, 32))})
	res, err := r.http(0).Do(q)
	if err != nil {
		return err
	}
	return res.Body.Close()
}
