package browser_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"countersign/cmd/demo/browser"
)

func TestNavigationCarriesTheHeadersOfABrowser(t *testing.T) {
	const links = `<a id=own href=/x>x</a><a id=port href="http://localhost:8080/x">x</a><a id=far href="http://127.0.0.1/x">x</a>
<a id=quiet rel=noreferrer href=/x>x</a><a id=bounce href="http://127.0.0.1/bounce">x</a><a id=twice href="http://127.0.0.1/twice">x</a>
<form method=post action="http://127.0.0.1/stay307"><button id=post-stay-307>x</button></form>
<form method=post action=/own307><button id=post-own-307>x</button></form>
<form method=post action=/x><button id=post-own>x</button></form>
<form method=post action="http://127.0.0.1/x"><button id=post-far>x</button></form>
<form method=post action="http://127.0.0.1/307"><button id=post-307>x</button></form>`
	w := newWeb(t)
	w.page("localhost/page", links)
	w.does("localhost/guarded", func(rw http.ResponseWriter, _ *http.Request) {
		rw.Header().Set("Content-Type", "text/html")
		rw.Header().Set("Referrer-Policy", "nonsense, same-origin")
		_, _ = fmt.Fprint(rw, links)
	})
	w.does("127.0.0.1/bounce", redirect(http.StatusFound, "http://localhost/x"))
	w.does("127.0.0.1/twice", redirect(http.StatusFound, "http://localhost/hop"))
	w.does("localhost/hop", redirect(http.StatusFound, "/x"))
	w.does("127.0.0.1/stay307", redirect(http.StatusTemporaryRedirect, "/x"))
	w.does("localhost/own307", redirect(http.StatusTemporaryRedirect, "http://127.0.0.1/x"))
	w.does("127.0.0.1/307", redirect(http.StatusTemporaryRedirect, "http://localhost/x"))
	w.does("/x", func(http.ResponseWriter, *http.Request) {})
	tests := []struct {
		page, id, site, origin, referer string
	}{
		{"/page?q=1", "own", "same-origin", "", "http://localhost/page?q=1"},
		{"/page?q=1", "port", "same-site", "", "http://localhost/"},
		{"/page?q=1", "far", "cross-site", "", "http://localhost/"},
		{"/page", "quiet", "same-origin", "", ""},
		{"/page", "bounce", "cross-site", "", "http://localhost/page"},
		{"/page", "post-own", "same-origin", "http://localhost", "http://localhost/page"},
		{"/page", "post-far", "cross-site", "http://localhost", "http://localhost/"},
		{"/page", "twice", "cross-site", "", "http://localhost/page"},
		{"/page", "post-307", "cross-site", "null", "http://localhost/page"},
		{"/page", "post-stay-307", "cross-site", "http://localhost", "http://localhost/"},
		{"/page", "post-own-307", "cross-site", "http://localhost", "http://localhost/"},
		{"/guarded", "own", "same-origin", "", "http://localhost/guarded"},
		{"/guarded", "far", "cross-site", "", ""},
		{"/guarded", "post-own", "same-origin", "http://localhost", "http://localhost/guarded"},
		{"/guarded", "post-far", "cross-site", "null", ""},
	}
	for _, tt := range tests {
		t.Run(tt.page+" "+tt.id, func(t *testing.T) {
			tab := w.tab()
			open(t, tab, "http://localhost"+tt.page)
			click(t, tab, tt.id)
			h := w.last(t).Header
			got := []string{h.Get("Sec-Fetch-Site"), h.Get("Origin"), h.Get("Referer"), h.Get("Sec-Fetch-Mode"), h.Get("Sec-Fetch-Dest"), h.Get("Sec-Fetch-User")}
			same(t, got, []string{tt.site, tt.origin, tt.referer, "navigate", "document", "?1"})
		})
	}
}

func TestAddressBarHasNoReferrer(t *testing.T) {
	w := newWeb(t)
	w.page("/", "")
	tab := w.tab()
	open(t, tab, "http://127.0.0.1/")
	open(t, tab, "http://localhost/")
	h := w.last(t).Header
	same(t, []string{h.Get("Sec-Fetch-Site"), h.Get("Referer"), h.Get("Origin")}, []string{"none", "", ""})
}

func TestPlainHTTPElsewhereGetsNoFetchMetadata(t *testing.T) {
	w := newWeb(t)
	w.page("/", "")
	tab := w.tab()
	open(t, tab, "http://evil.test/")
	if got := w.last(t).Header.Get("Sec-Fetch-Site"); got != "" {
		t.Fatalf("Sec-Fetch-Site is %q", got)
	}
}

func redirect(status int, to string) http.HandlerFunc {
	return func(rw http.ResponseWriter, _ *http.Request) {
		rw.Header().Set("Location", to)
		rw.WriteHeader(status)
	}
}

func TestRedirectsKeepOrChangeTheMethod(t *testing.T) {
	tests := []struct {
		status int
		method string
	}{{301, "GET"}, {302, "GET"}, {303, "GET"}, {307, "POST"}, {308, "POST"}}
	for _, tt := range tests {
		t.Run(fmt.Sprint(tt.status), func(t *testing.T) {
			w := newWeb(t)
			w.page("/form", `<form method=post action=/a><input name=n value=v><button id=go>x</button></form>`)
			w.does("/a", redirect(tt.status, "/b#part"))
			w.page("/b", "<title>There</title>")
			tab := w.tab()
			open(t, tab, "http://localhost/form")
			click(t, tab, "go")
			r := w.last(t)
			if r.Method != tt.method || (r.PostForm.Get("n") == "v") != (tt.method == "POST") {
				t.Fatalf("%s with form %v, want %s", r.Method, r.PostForm, tt.method)
			}
			if tab.URL() != "http://localhost/b#part" || tab.Title() != "There" {
				t.Fatalf("at %s %q", tab.URL(), tab.Title())
			}
			if err := tab.Reload(t.Context()); err != nil {
				t.Fatal(err)
			}
			if r := w.last(t); r.Method != tt.method || r.URL.Path != "/b" {
				t.Fatalf("reload sent %s %s", r.Method, r.URL)
			}
		})
	}
}

func TestNavigationThatCannotEndIsAnError(t *testing.T) {
	w := newWeb(t)
	w.does("/loop", redirect(http.StatusFound, "/loop?code=secret"))
	w.does("/out", redirect(http.StatusFound, "otherapp://callback?code=secret"))
	w.page("/", "")
	tab := w.tab()
	open(t, tab, "http://localhost/")
	wantErr(t, tab.Open(t.Context(), "http://localhost/loop"), "more than 20 redirects")
	err := tab.Open(t.Context(), "http://localhost/out")
	wantErr(t, err, `scheme "otherapp"`)
	if strings.Contains(err.Error(), "secret") {
		t.Fatalf("the error tells the query: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	err = tab.Open(ctx, "http://localhost/?code=secret")
	wantErr(t, err, "GET http://localhost/: context canceled")
	if tab.URL() != "http://localhost/" {
		t.Fatalf("a failed navigation moved the tab to %s", tab.URL())
	}
}

func TestTextIsWhatAPersonReads(t *testing.T) {
	w := newWeb(t)
	w.page("/", `<title> A
 title </title><p id=p>One <b>two</b>
 three<script>no()</script><span hidden>no</span></p><pre id=pre>
{
  "a": 1
}</pre><span id=n>4<i>2</i></span><input id=in value=typed><div id=d><p>a</p><p>b</p></div><noscript><p id=no>Shown</p></noscript>`)
	tab := w.tab()
	open(t, tab, "http://localhost/")
	for id, want := range map[string]string{
		"p": "One two three", "pre": "{\n  \"a\": 1\n}", "n": "42", "in": "typed", "d": "a b", "no": "Shown",
	} {
		if got, err := tab.Text(id); err != nil || got != want {
			t.Errorf("text of %s is %q, %v; want %q", id, got, err, want)
		}
	}
	if tab.Title() != "A title" || !tab.Has("p") || tab.Has("q") {
		t.Errorf("title %q, p %v, q %v", tab.Title(), tab.Has("p"), tab.Has("q"))
	}
}

func TestRefreshIsFollowedFromHeaderAndNoscript(t *testing.T) {
	tests := []struct {
		name, header, meta, want string
		wait                     time.Duration
	}{
		{"meta in noscript", "", `<noscript><meta http-equiv=Refresh content="3"></noscript>`, "/", 3 * time.Second},
		{"meta with a URL", "", `<meta http-equiv=refresh content="0; url='/next'">`, "/next", 0},
		{"header", "5;URL=/next", "", "/next", 5 * time.Second},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := newWeb(t)
			w.does("/", func(rw http.ResponseWriter, _ *http.Request) {
				rw.Header().Set("Content-Type", "text/html")
				if tt.header != "" {
					rw.Header().Set("Refresh", tt.header)
				}
				_, _ = fmt.Fprint(rw, "<!doctype html><head>"+tt.meta+"</head>")
			})
			tab := w.tab()
			open(t, tab, "http://localhost/")
			wait, ok := tab.RefreshAfter()
			if !ok || wait != tt.wait {
				t.Fatalf("refresh after %v, %v; want %v", wait, ok, tt.wait)
			}
			if err := tab.Refresh(t.Context()); err != nil {
				t.Fatal(err)
			}
			if r := w.last(t); len(w.seen) != 2 || r.URL.Path != tt.want || r.Header.Get("Sec-Fetch-User") != "" {
				t.Fatalf("request %d is for %s", len(w.seen), r.URL)
			}
			if tab.Back() == nil {
				t.Fatal("a refresh left its page in the history")
			}
		})
	}
}

func TestBackShowsThePageAsItWasLeft(t *testing.T) {
	w := newWeb(t)
	w.page("/", `<form method=post action=/done><input id=in name=in><button id=go>x</button></form>`)
	w.does("/done", redirect(http.StatusSeeOther, "/end"))
	w.page("/end", "")
	tab := w.tab()
	open(t, tab, "http://localhost/")
	fill(t, tab, "in", "kept")
	click(t, tab, "go")
	asked := len(w.seen)
	if err := tab.Back(); err != nil {
		t.Fatal(err)
	}
	if got, _ := tab.Text("in"); got != "kept" || len(w.seen) != asked {
		t.Fatalf("field holds %q after %d requests", got, len(w.seen)-asked)
	}
	click(t, tab, "go") // sends the same form a second time
	if r := w.seen[len(w.seen)-2]; r.Method != http.MethodPost || r.PostForm.Get("in") != "kept" {
		t.Fatalf("%s %s %v", r.Method, r.URL, r.PostForm)
	}
}

func TestOneNameLeadsToTheReplicaThatIsDialled(t *testing.T) {
	one, two := newWeb(t), newWeb(t)
	one.page("/", "<title>one</title>")
	two.page("/", "<title>two</title>")
	tab := browser.New(browser.Options{DialTo: map[string]string{"localhost:8080": one.addr}})
	open(t, tab, "http://localhost:8080/")
	tab.DialTo("localhost:8080", two.addr)
	first := tab.Title()
	if err := tab.Reload(t.Context()); err != nil {
		t.Fatal(err)
	}
	if first != "one" || tab.Title() != "two" {
		t.Fatalf("saw %q, then %q", first, tab.Title())
	}
}

func TestFetchCarriesCookiesAndLeavesThePage(t *testing.T) {
	w := newWeb(t)
	w.does("/", func(rw http.ResponseWriter, _ *http.Request) { rw.Header().Add("Set-Cookie", "a=1") })
	tab := w.tab()
	open(t, tab, "http://localhost/page")
	res, err := tab.Fetch(t.Context(), "/status")
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	r := w.last(t)
	if len(r.Cookies()) != 1 || r.Header.Get("Sec-Fetch-Mode") != "cors" || r.Header.Get("Sec-Fetch-Site") != "same-origin" {
		t.Fatalf("headers %v", r.Header)
	}
	if tab.URL() != "http://localhost/page" {
		t.Fatalf("the tab moved to %s", tab.URL())
	}
}

func TestHTTPSIsCheckedAgainstTheGivenRoots(t *testing.T) {
	s := httptest.NewUnstartedServer(http.NotFoundHandler())
	s.Config.ErrorLog = quiet()
	s.StartTLS()
	defer s.Close()
	wantErr(t, browser.New(browser.Options{}).Open(t.Context(), s.URL), "certificate")
	roots := x509.NewCertPool()
	roots.AddCert(s.Certificate())
	tab := browser.New(browser.Options{TLS: &tls.Config{RootCAs: roots}})
	open(t, tab, s.URL)
	if tab.Status() != http.StatusNotFound {
		t.Fatalf("status %d", tab.Status())
	}
}
