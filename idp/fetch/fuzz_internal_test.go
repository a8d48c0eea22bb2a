package fetch

import (
	"net/http"
	"net/url"
	"testing"
)

// An address that is asked leads to one host, by TLS, and tells it nothing of
// ours.
func FuzzAddress(f *testing.F) {
	for _, a := range []string{"https://app.example/jwks", "https://user:word@app.example/", "http://app.example/", "https:app.example", "https://app.example/#x", "https://[fe80::1%25a%20b]/"} {
		f.Add(a)
	}
	f.Fuzz(func(t *testing.T, address string) {
		if acceptable(address) != nil {
			return
		}
		r, err := http.NewRequest(http.MethodGet, address, nil)
		if err != nil {
			return // never sent
		}
		u, err := url.Parse(address)
		if err != nil || r.URL.Scheme != "https" || r.URL.User != nil || r.URL.Hostname() == "" || r.URL.Host != u.Host || r.URL.Fragment != "" || len(address) > maxURL {
			t.Errorf("%q asks %v: %v", address, r.URL, err)
		}
	})
}

// Whatever an answer says, it is kept within our bounds.
func FuzzAge(f *testing.F) {
	for _, c := range []string{"max-age=600", `public, max-age="60"`, "max-age=-9223372036854775808", "no-store", "MAX-AGE=99999999999999999999"} {
		f.Add(c)
	}
	f.Fuzz(func(t *testing.T, control string) {
		if age := ageOf(http.Header{"Cache-Control": {control}}); age < minAge || age > maxAge {
			t.Errorf("%q is kept for %v", control, age)
		}
	})
}
