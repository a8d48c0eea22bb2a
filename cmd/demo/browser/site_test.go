package browser_test

import (
	"bytes"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"countersign/cmd/demo/browser"
)

// web is a pretended internet: one server behind every host, whose handlers
// are chosen by host and path.
type web struct {
	mux  *http.ServeMux
	seen []*http.Request
	body string // of the last request
	addr string
}

func newWeb(t *testing.T) *web {
	t.Helper()
	w := &web{mux: http.NewServeMux()}
	s := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		r.Body = io.NopCloser(bytes.NewReader(body))
		_ = r.ParseMultipartForm(1 << 20) // so that tests can read the form afterwards
		w.seen, w.body = append(w.seen, r), string(body)
		w.mux.ServeHTTP(rw, r)
	}))
	t.Cleanup(s.Close)
	w.addr = strings.TrimPrefix(s.URL, "http://")
	return w
}

func (w *web) page(pattern, html string) {
	w.mux.HandleFunc(pattern, func(rw http.ResponseWriter, _ *http.Request) {
		rw.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = fmt.Fprint(rw, html)
	})
}

func (w *web) does(pattern string, h http.HandlerFunc) { w.mux.HandleFunc(pattern, h) }

func (w *web) last(t *testing.T) *http.Request {
	t.Helper()
	if len(w.seen) == 0 {
		t.Fatal("nothing was asked of the server")
	}
	return w.seen[len(w.seen)-1]
}

// tab is a browser for which all these hosts live in w.
func (w *web) tab() *browser.Tab {
	to := map[string]string{}
	for _, host := range []string{"localhost:80", "localhost:8080", "app.localhost:80", "127.0.0.1:80", "a.example.org:80", "b.example.org:80", "evil.test:80"} {
		to[host] = w.addr
	}
	return browser.New(browser.Options{DialTo: to})
}

func open(t *testing.T, tab *browser.Tab, url string) {
	t.Helper()
	if err := tab.Open(t.Context(), url); err != nil {
		t.Fatal(err)
	}
}

func click(t *testing.T, tab *browser.Tab, id string) {
	t.Helper()
	if err := tab.Click(t.Context(), id); err != nil {
		t.Fatal(err)
	}
}

func fill(t *testing.T, tab *browser.Tab, name, value string) {
	t.Helper()
	if err := tab.Fill(name, value); err != nil {
		t.Fatal(err)
	}
}

func wantErr(t *testing.T, err error, part string) {
	t.Helper()
	if err == nil || !strings.Contains(err.Error(), part) {
		t.Fatalf("error is %v; want one with %q", err, part)
	}
}

// quiet swallows what a server says of handshakes that a test breaks.
func quiet() *log.Logger { return log.New(io.Discard, "", 0) }
