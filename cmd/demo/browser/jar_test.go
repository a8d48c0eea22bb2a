package browser_test

import (
	"crypto/tls"
	"crypto/x509"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"countersign/cmd/demo/browser"
)

func TestCookiesAreKeptAsBrowsersKeepThem(t *testing.T) {
	tests := []struct {
		name, at, line, then string
		sent                 bool
	}{
		{"session cookie", "http://localhost/", "a=1", "http://localhost/x", true},
		{"secure on loopback http", "http://localhost/", "a=1; Secure", "http://localhost/", true},
		{"secure on 127.0.0.1", "http://127.0.0.1/", "a=1; Secure", "http://127.0.0.1/", true},
		{"secure under .localhost", "http://app.localhost/", "a=1; Secure", "http://app.localhost/", true},
		{"secure on plain http elsewhere", "http://a.example.org/", "a=1; Secure", "http://a.example.org/", false},
		{"ports share cookies", "http://localhost/", "a=1", "http://localhost:8080/", true},
		{"__Host-", "http://localhost/", "__Host-a=1; Secure; Path=/", "http://localhost/", true},
		{"__Host- without Secure", "http://localhost/", "__Host-a=1; Path=/", "http://localhost/", false},
		{"__Host- without Path", "http://localhost/", "__Host-a=1; Secure", "http://localhost/", false},
		{"__Host- with another path", "http://localhost/", "__Host-a=1; Secure; Path=/x", "http://localhost/x", false},
		{"__Host- with Domain", "http://localhost/", "__Host-a=1; Secure; Path=/; Domain=localhost", "http://localhost/", false},
		{"__host- in small letters", "http://localhost/", "__host-a=1; Path=/", "http://localhost/", false},
		{"__Secure-", "http://localhost/", "__Secure-a=1; Secure", "http://localhost/", true},
		{"__Secure- without Secure", "http://localhost/", "__Secure-a=1", "http://localhost/", false},
		{"another host", "http://a.example.org/", "a=1", "http://b.example.org/", false},
		{"the parent domain", "http://a.example.org/", "a=1; Domain=example.org", "http://b.example.org/", true},
		{"a public suffix", "http://a.example.org/", "a=1; Domain=org", "http://b.example.org/", false},
		{"a stranger's domain", "http://evil.test/", "a=1; Domain=example.org", "http://a.example.org/", false},
		{"another path", "http://localhost/in/here", "a=1", "http://localhost/out", false},
		{"the default path", "http://localhost/in/here", "a=1", "http://localhost/in/there", true},
		{"no half directory", "http://localhost/", "a=1; Path=/in", "http://localhost/inside", false},
		{"below the path", "http://localhost/", "a=1; Path=/in", "http://localhost/in/side", true},
		{"SameSite=None without Secure", "http://localhost/", "a=1; SameSite=None", "http://localhost/", false},
		{"expired by Max-Age", "http://localhost/", "a=1; Max-Age=0", "http://localhost/", false},
		{"expired by Expires", "http://localhost/", "a=1; Expires=Thu, 01 Jan 2015 00:00:00 GMT", "http://localhost/", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := newWeb(t)
			w.does("/", func(rw http.ResponseWriter, _ *http.Request) {
				if len(w.seen) == 1 {
					rw.Header().Add("Set-Cookie", tt.line)
				}
			})
			tab := w.tab()
			open(t, tab, tt.at)
			open(t, tab, tt.then)
			if got := len(w.last(t).Cookies()) == 1; got != tt.sent {
				t.Fatalf("cookie %q sent: %v, want %v", tt.line, got, tt.sent)
			}
		})
	}
}

func TestSameSiteRulesTheWayFromAnotherSite(t *testing.T) {
	const links = `<a id=link href="http://localhost/there">x</a><form method=post action="http://localhost/there"><button id=post>x</button></form>`
	w := newWeb(t)
	w.does("localhost/", func(rw http.ResponseWriter, _ *http.Request) {
		for _, line := range []string{"strict=1; SameSite=Strict", "lax=1; SameSite=Lax", "unset=1", "none=1; SameSite=None; Secure"} {
			rw.Header().Add("Set-Cookie", line)
		}
	})
	w.page("/", links)
	w.page("localhost/own", links)
	w.does("localhost/there", func(http.ResponseWriter, *http.Request) {})
	tests := []struct {
		name, from, id string
		want           []string
	}{
		{"link from another site", "http://127.0.0.1/", "link", []string{"lax", "unset", "none"}},
		{"form from another site", "http://127.0.0.1/", "post", []string{"none"}},
		{"link from another port", "http://localhost:8080/own", "link", []string{"strict", "lax", "unset", "none"}},
		{"form from its own pages", "http://localhost/own", "post", []string{"strict", "lax", "unset", "none"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tab := w.tab()
			open(t, tab, "http://localhost/")
			open(t, tab, tt.from)
			click(t, tab, tt.id)
			r := w.last(t)
			var got []string
			for _, c := range r.Cookies() {
				got = append(got, c.Name)
			}
			same(t, got, tt.want)
		})
	}
}

func TestSecureCookieIsNeitherTakenFromNorSentOverPlainHTTP(t *testing.T) {
	w := newWeb(t)
	w.does("/", func(rw http.ResponseWriter, _ *http.Request) { rw.Header().Add("Set-Cookie", "a=1; Secure") })
	safe := httptest.NewTLSServer(http.HandlerFunc(w.mux.ServeHTTP))
	defer safe.Close()
	roots := x509.NewCertPool()
	roots.AddCert(safe.Certificate())
	tab := browser.New(browser.Options{
		DialTo: map[string]string{"example.com:80": w.addr, "example.com:443": strings.TrimPrefix(safe.URL, "https://")},
		TLS:    &tls.Config{RootCAs: roots},
	})
	open(t, tab, "http://example.com/")
	if n := len(tab.Cookies()); n != 0 {
		t.Fatal("a Secure cookie was taken over plain http")
	}
	open(t, tab, "https://example.com/")
	if n := len(tab.Cookies()); n != 1 {
		t.Fatalf("%d cookies over https, want 1", n)
	}
	open(t, tab, "http://example.com/")
	if len(w.last(t).Cookies()) != 0 {
		t.Fatal("a Secure cookie went over plain http")
	}
}

func TestBackgroundRequestToAnotherSiteSetsNoLaxCookie(t *testing.T) {
	w := newWeb(t)
	w.page("localhost/", "")
	w.does("127.0.0.1/", func(rw http.ResponseWriter, _ *http.Request) {
		rw.Header().Add("Set-Cookie", "lax=1")
		rw.Header().Add("Set-Cookie", "none=1; Secure; SameSite=None")
	})
	tab := w.tab()
	open(t, tab, "http://localhost/")
	res, err := tab.Fetch(t.Context(), "http://127.0.0.1/")
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	if got := tab.Cookies(); len(got) != 1 || got[0].Name != "none" {
		t.Fatalf("cookies %v, want none alone", got)
	}
}

func TestCookieEndsWithItsTime(t *testing.T) {
	w := newWeb(t)
	w.does("/", func(rw http.ResponseWriter, _ *http.Request) {
		rw.Header().Add("Set-Cookie", "a=1; Max-Age=60")
	})
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	tab := browser.New(browser.Options{
		DialTo: map[string]string{"localhost:80": w.addr}, Now: func() time.Time { return now },
	})
	open(t, tab, "http://localhost/")
	now = now.Add(59 * time.Second)
	if n := len(tab.Cookies()); n != 1 {
		t.Fatalf("%d cookies before the end, want 1", n)
	}
	now = now.Add(time.Second)
	if n := len(tab.Cookies()); n != 0 {
		t.Fatalf("%d cookies after the end, want none", n)
	}
}

func TestTabsShareCookiesAndNotPages(t *testing.T) {
	w := newWeb(t)
	w.does("/", func(rw http.ResponseWriter, _ *http.Request) { rw.Header().Add("Set-Cookie", "a=1") })
	one := w.tab()
	open(t, one, "http://localhost/one")
	two := one.Tab()
	if two.URL() != "" || two.Status() != 0 {
		t.Fatalf("a new tab shows %q", two.URL())
	}
	open(t, two, "http://localhost/two")
	if len(w.last(t).Cookies()) != 1 {
		t.Fatal("the second tab did not send the first one's cookie")
	}
	if one.URL() != "http://localhost/one" {
		t.Fatalf("the first tab moved to %s", one.URL())
	}
	two.DropCookie("a")
	if len(one.Cookies()) != 0 {
		t.Fatal("a dropped cookie is still there")
	}
}

func same(t *testing.T, got, want []string) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("got %q, want %q", got, want)
	}
	for i := range got {
		if got[i] != want[i] {
			t.Fatalf("got %q, want %q", got, want)
		}
	}
}
