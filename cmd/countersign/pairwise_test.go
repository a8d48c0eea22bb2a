package main

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"countersign/idp/client"
)

// told is what userinfo and introspection call the person of an access token.
func (r *rig) told(q request, access string) (userinfo, introspection string) {
	r.t.Helper()
	get, err := http.NewRequestWithContext(r.t.Context(), http.MethodGet, r.issuer+"/userinfo", nil)
	r.ok(err)
	get.Header.Set("Authorization", "Bearer "+access)
	post, err := http.NewRequestWithContext(r.t.Context(), http.MethodPost, r.issuer+"/introspect", strings.NewReader(url.Values{"token": {access}}.Encode()))
	r.ok(err)
	post.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	post.SetBasicAuth(url.QueryEscape(string(q.client.ID)), url.QueryEscape(q.secret))
	var out []string
	for _, ask := range []*http.Request{get, post} {
		res, err := r.http(0).Do(ask)
		r.ok(err)
		body, err := io.ReadAll(res.Body)
		r.ok(err, res.Body.Close())
		out = append(out, string(body))
	}
	return out[0], out[1]
}

func TestPairwiseSubjectIsTheSameInASectorAndNowhereElse(t *testing.T) {
	onBoth(t, func(t *testing.T, r *rig) {
		ada := r.join("ada")
		b := r.browser(0)
		subject := func(who request) string {
			r.ok(b.Open(t.Context(), who.url))
			if b.Has("password") {
				r.ok(b.Fill("username", "ada"), b.Fill("password", storyPassword), b.Click(t.Context(), "sign-in"))
				r.finish(b, ada.phone)
			}
			_, got := r.redeem(0, who, r.landed(b).Get("code"))
			sub, _ := claims(t, got.ID)["sub"].(string)
			userinfo, introspection := r.told(who, got.Access)
			for name, text := range map[string]string{"userinfo": userinfo, "introspection": introspection} {
				if !strings.Contains(text, `"sub":"`+sub+`"`) {
					t.Errorf("%s has not the sub of the ID token, %s: %s", name, sub, text)
				}
			}
			// The ID token is known again as a hint.
			r.ok(b.Open(t.Context(), who.url+"&prompt=none&id_token_hint="+got.ID))
			if r.landed(b).Get("code") == "" {
				t.Errorf("with its own ID token as hint: %v", r.landed(b))
			}
			return sub
		}
		// Written past the registry, which would read the document of the sector.
		pairwise := func(sector string) request {
			c, secret := r.client()
			c.Metadata.SubjectType, c.Metadata.SectorIdentifierURI = client.SubjectPairwise, sector
			r.ok(r.replicas[0].db.Clients().Update(t.Context(), c))
			return r.request(c, secret)
		}
		public := subject(r.request(r.client()))
		one, two := subject(pairwise("https://a.example/uris")), subject(pairwise("https://a.example/uris"))
		other, host := subject(pairwise("https://b.example/uris")), subject(pairwise(""))
		if public != string(ada.id) {
			t.Errorf("the public subject is %s", public)
		}
		if one != two || one == public || one == other || one == host || other == host || strings.Contains(one, public) {
			t.Errorf("subjects: public %s; one sector %s and %s; another %s; by its redirect URI %s", public, one, two, other, host)
		}
		r.ok(r.replicas[0].db.People().Erase(t.Context(), ada.id, r.clock.Now()))
		if _, err := r.replicas[0].db.Subjects().Person(t.Context(), "a.example", one); err == nil {
			t.Error("the subject outlives the person")
		}
	})
}
