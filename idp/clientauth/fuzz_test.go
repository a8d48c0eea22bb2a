package clientauth_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"countersign/idp/client"
)

// Nobody is let in who does not show the secret, whatever is written into the
// header and the form; and no header in two readings lets one in as another.
func FuzzSecret(f *testing.F) {
	for _, header := range []string{
		"Basic c2hvcDpjc19jc19zZWNyZXQ=", "basic  c2hvcDpjc19jc19zZWNyZXQ", "Basic c2hvcDo=", "Basic Og==", "Basic c2hvcCUzQTpjc19jc19zZWNyZXQ=", "Bearer x", "Basic %",
	} {
		f.Add(header, "client_id=shop")
	}
	f.Add("", "client_id=shop&client_secret="+secret)
	f.Add("", "client_id=post&client_secret="+secret)
	f.Add("", "client_id=public")
	f.Add("Basic cG9zdDpjc19jc19zZWNyZXQ=", "client_id=post&client_secret=x&client_assertion=a.b.c")
	f.Fuzz(func(t *testing.T, header, body string) {
		d := newDoor(t)
		d.clients["shop"] = client.Client{ID: "shop", Method: client.Basic, SecretHash: hashed(secret)}
		d.clients["post"] = client.Client{ID: "post", Method: client.Post, SecretHash: hashed(secret)}
		d.clients["none"] = client.Client{ID: "none", Method: client.Basic}
		form, err := url.ParseQuery(body)
		if err != nil {
			return
		}
		got := d.post(form, func(r *http.Request) {
			if header != "" {
				r.Header.Set("Authorization", header)
			}
		})
		if got.status != http.StatusOK {
			if got.status >= http.StatusInternalServerError || got.json["error"] == "" {
				t.Errorf("%q, %q: %d %v", header, body, got.status, got.json)
			}
			return
		}
		user, password, basic := (&http.Request{Header: http.Header{"Authorization": {header}}}).BasicAuth()
		for _, part := range []*string{&user, &password} {
			if plain, err := url.QueryUnescape(*part); err == nil {
				*part = plain
			}
		}
		byHeader := d.seen.ID == "shop" && basic && user == "shop" && password == secret && form.Get("client_secret") == ""
		byForm := (d.seen.ID == "post" || d.seen.ID == "shop") && !strings.HasPrefix(strings.ToLower(header), "basic ") && form.Get("client_id") == string(d.seen.ID) && form.Get("client_secret") == secret
		if !byHeader && !byForm || len(form["client_id"]) > 1 || len(form["client_secret"]) > 1 || form.Get("client_assertion") != "" {
			t.Errorf("%q, %q let %s in", header, body, d.seen.ID)
		}
	})
}
