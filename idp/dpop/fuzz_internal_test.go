package dpop

import (
	"net/url"
	"strings"
	"testing"
)

// The form in which URLs are compared is their own, and leads to the same host.
func FuzzNormal(f *testing.F) {
	for _, u := range []string{
		"https://id.example/token", "HTTPS://ID.example:443/a/../token?x#y", "https://id.example/%7Etoken/%2e%2E/%c3%a4", "http://[::1]:80", "https://id.example//..//token",
		"https://id.example/%", "https://user@id.example/", "https:token", "https://id.example/a%2fb/./c",
	} {
		f.Add(u)
	}
	f.Fuzz(func(t *testing.T, text string) {
		once := normal(text)
		if once == "" {
			return
		}
		if twice := normal(once); twice != once {
			t.Errorf("%q is %q, and that is %q", text, once, twice)
		}
		was, err := url.Parse(text)
		is, bad := url.Parse(once)
		if err != nil || bad != nil || !strings.EqualFold(was.Hostname(), is.Hostname()) || is.RawQuery != "" || is.Fragment != "" {
			t.Errorf("%q is %q: %v, %v", text, once, err, bad)
		}
	})
}
