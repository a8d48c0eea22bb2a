package client

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"
	"strings"
	"testing"
	"time"
)

// An address that may be registered is led to as it stands, and its origin is
// one word of a policy, which names that host and no other.
func FuzzRedirectURI(f *testing.F) {
	for _, uri := range []string{
		"https://app.example/cb?x=1", "http://127.0.0.1:8080/cb", "http://[::1]/cb", "com.example.app:/cb", "https://app.example;x/cb",
		"https://[fe80::1%25a%20%2A%20b]/cb", "https://%C3%A4.example/cb", "https://user@app.example/", "https://app.example:0443/", "https:app.example",
	} {
		f.Add(uri)
	}
	f.Fuzz(func(t *testing.T, uri string) {
		if !acceptable(uri) {
			return
		}
		u, err := url.Parse(uri)
		if err != nil {
			t.Fatalf("%q: %v", uri, err)
		}
		origin := u.Scheme + "://" + u.Host
		if strings.ContainsAny(origin, " \t;,'\"*%\\@") || strings.ContainsFunc(origin, func(r rune) bool { return r < ' ' || r > '~' }) {
			t.Errorf("%q: its origin %q says more than one thing", uri, origin)
		}
		if again, err := url.Parse(origin); err != nil || again.Host != u.Host {
			t.Errorf("%q: its origin %q is of %v: %v", uri, origin, again, err)
		}
		rec := httptest.NewRecorder()
		rec.Header().Set("Location", uri)
		rec.WriteHeader(http.StatusSeeOther)
		if led, err := rec.Result().Location(); err != nil || led.Host != u.Host || led.Scheme != u.Scheme {
			t.Errorf("%q leads to %v: %v", uri, led, err)
		}
		if (u.Scheme == "http" || u.Scheme == "https") && u.Hostname() == "" {
			t.Errorf("%q has no host", uri)
		}
	})
}

// The port of a native application's loopback address is all that may differ
// from what it registered.
func FuzzLoopbackPort(f *testing.F) {
	const one, six = "http://127.0.0.1:1/cb?x=1", "http://[::1]/cb"
	for _, uri := range []string{one, six, "http://127.0.0.1:65535/cb?x=1", "http://127.0.0.1:0/cb?x=1", "http://127.0.0.1.evil.example/cb?x=1", "http://[::1]:9@evil.example/cb"} {
		f.Add(uri)
	}
	app := Client{RedirectURIs: []string{one, six}, Metadata: Metadata{ApplicationType: Native}}
	f.Fuzz(func(t *testing.T, uri string) {
		if !app.AllowsRedirect(uri) {
			return
		}
		u, err := url.Parse(uri)
		if err != nil {
			t.Fatalf("%q: %v", uri, err)
		}
		switch u.Host = u.Hostname(); {
		case u.String() == "http://127.0.0.1/cb?x=1", u.String() == "http://::1/cb":
		default:
			t.Errorf("%q is allowed, and leads to %q", uri, u)
		}
	})
}

// A web origin is what a browser would send of that address.
func FuzzWebOrigin(f *testing.F) {
	for _, origin := range []string{"https://app.example", "https://app.example:8443", "http://localhost:3000", "https://app.example:443", "https://app.example:", "null", "https://[::1]"} {
		f.Add(origin)
	}
	f.Fuzz(func(t *testing.T, origin string) {
		if !originLike(origin) {
			return
		}
		u, err := url.Parse(origin + "/path")
		if err != nil || u.Scheme+"://"+u.Host != origin || u.Path != "/path" || strings.ToLower(origin) != origin {
			t.Errorf("%q is of %v: %v", origin, u, err)
		}
	})
}

// What a client may register is kept as it is: written as a document and read
// again it may be registered again, and is the same client.
func FuzzDocument(f *testing.F) {
	f.Add([]byte(`{"redirect_uris":["https://app.example/cb"],"client_name":"App","application_type":"web"}`))
	f.Add([]byte(`{"redirect_uris":["http://127.0.0.1/cb"],"client_name":"App","token_endpoint_auth_method":"none","application_type":"native"}`))
	f.Add([]byte(`{"redirect_uris":["https://app.example/cb"],"client_name":"\u00c4pp","jwks":null,"default_max_age":5,"scope":"openid email","subject_type":"pairwise","logo_uri":"https://app.example/l.png"}`))
	f.Add([]byte(`{"redirect_uris":["https://app.example/cb"],"client_name":"x","Client_Name":"y","frontchannel_logout_uri":"https://app.example/out","tls_client_auth_subject_dn":"CN=a"}`))
	now := time.Unix(1_790_000_000, 0)
	f.Fuzz(func(t *testing.T, text []byte) {
		d, _, err := ParseDocument(text)
		if err != nil {
			return
		}
		wish, err := d.Registration()
		if err != nil {
			return
		}
		wish.Metadata.ThirdParty = true
		c, _, err := NewDynamic(wish, []byte("hash"), "", now)
		if err != nil {
			return
		}
		whole, err := json.Marshal(c.Document())
		if err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		d, unknown, err := ParseDocument(whole)
		if err != nil || len(unknown) > 0 {
			t.Fatalf("%q became %q, which is no document: %v, %v", text, whole, unknown, err)
		}
		if wish, err = d.Registration(); err != nil {
			t.Fatalf("%q became %q, which may not be asked for: %v", text, whole, err)
		}
		again, _, err := c.Replaced(wish, now)
		if err != nil {
			t.Fatalf("%q became %q, which may not be registered: %v", text, whole, err)
		}
		if once, twice := c.Document(), again.Document(); !reflect.DeepEqual(once, twice) {
			t.Errorf("%q became %+v and then %+v", text, once, twice)
		}
	})
}
