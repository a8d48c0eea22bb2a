package web_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"

	"countersign/audit"
	"countersign/idp/protocol"
	"countersign/idp/web"
	"countersign/templates/words"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// errorPage shows all that a failure tells the browser.
func errorPage(f web.Failure) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		_, err := fmt.Fprintf(w, "%s|%s|%s|%s|%s", f.Title.In(ctx), f.Message.In(ctx), f.Remedy.In(ctx), f.Reference, f.Time)
		return err
	})
}

// house is a Web for https://id.example.com and what it logged.
func house(t *testing.T, change ...func(*web.Deps)) (*web.Web, *bytes.Buffer) {
	t.Helper()
	var log bytes.Buffer
	d := web.Deps{
		Issuer: &url.URL{Scheme: "https", Host: "id.example.com"}, ErrorPage: errorPage,
		Log: slog.New(slog.NewTextHandler(&log, nil)), Now: func() time.Time { return noon },
	}
	for _, c := range change {
		c(&d)
	}
	w, err := web.New(d)
	if err != nil {
		t.Fatal(err)
	}
	return w, &log
}

// ask sends a request to h behind the manners of w.
func ask(w *web.Web, h web.Handler, change ...func(*http.Request)) *httptest.ResponseRecorder {
	mux := http.NewServeMux()
	mux.Handle("/room/{id}", w.Page(h))
	mux.Handle("/json/{id}", w.JSON(h))
	r := httptest.NewRequest(http.MethodGet, "https://id.example.com/room/secret-id?q=secret-query", nil)
	for _, c := range change {
		c(r)
	}
	rec := httptest.NewRecorder()
	w.Wrap(mux, "/json/").ServeHTTP(rec, r)
	return rec
}

func fine(w http.ResponseWriter, _ *http.Request) error {
	_, err := io.WriteString(w, "fine")
	return err
}

func TestUnknownErrorShowsOnlyAReferenceThatTheLogExplains(t *testing.T) {
	w, log := house(t)
	got := ask(w, func(http.ResponseWriter, *http.Request) error { return errors.New("dial tcp 10.0.0.7: refused") })
	parts := strings.Split(got.Body.String(), "|")
	if got.Code != http.StatusInternalServerError || len(parts) != 5 || parts[3] == "" || strings.Contains(got.Body.String(), "10.0.0.7") {
		t.Errorf("got %d %q", got.Code, got.Body)
	}
	if !strings.Contains(log.String(), "request="+parts[3]) || !strings.Contains(log.String(), "10.0.0.7") || !strings.Contains(log.String(), "level=ERROR") {
		t.Errorf("the log does not explain the reference: %s", log)
	}
}

func TestLogLineHoldsThePatternAndNoPathOrQuery(t *testing.T) {
	w, log := house(t)
	ask(w, func(rw http.ResponseWriter, r *http.Request) error {
		web.EventOf(r.Context()).Set("step", "push")
		return fine(rw, r)
	}, func(r *http.Request) { r.Header.Set("Cookie", "c=secret-cookie") })
	if !strings.Contains(log.String(), "route=/room/{id}") || !strings.Contains(log.String(), "step=push") || strings.Contains(log.String(), "secret") {
		t.Errorf("got %s", log)
	}
}

func TestErrorsTakeTheFormOfTheirReader(t *testing.T) {
	for _, c := range []struct {
		name   string
		err    error
		status int
		code   string
		says   string
	}{
		{"a failure", web.BadRequest(words.As("Fields are missing."), errors.New("why")), 400, "invalid_request", "Fields are missing."},
		{"a wrapped failure", fmt.Errorf("sign in: %w", web.Busy(errors.New("why"))), 503, "temporarily_unavailable", "Nothing was lost."},
		{"not found", web.NotFound(), 404, "not_found", ""},
		{"a protocol error", protocol.InvalidClient(), 401, "invalid_client", "client authentication failed"},
		{"too large a body", &http.MaxBytesError{Limit: 1}, 413, "invalid_request", ""},
		{"anything else", errors.New("why"), 500, "server_error", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			w, _ := house(t)
			h := func(http.ResponseWriter, *http.Request) error { return c.err }
			page := ask(w, h)
			program := ask(w, h, func(r *http.Request) { r.URL.Path = "/json/1" })
			if page.Code != c.status || program.Code != c.status {
				t.Errorf("status %d and %d, want %d", page.Code, program.Code, c.status)
			}
			if !strings.HasPrefix(page.Header().Get("Content-Type"), "text/html") || program.Header().Get("Content-Type") != "application/json" {
				t.Errorf("types %q, %q", page.Header().Get("Content-Type"), program.Header().Get("Content-Type"))
			}
			if body := program.Body.String(); !strings.Contains(body, `"error":"`+c.code+`"`) || !strings.Contains(body, c.says) || strings.Contains(body, "why") {
				t.Errorf("JSON is %s", body)
			}
			if page.Header().Get("Cache-Control") != "no-store" || program.Header().Get("Cache-Control") != "no-store" {
				t.Error("an error may be cached")
			}
		})
	}
}

func TestPanicIsAnsweredAndLogged(t *testing.T) {
	w, log := house(t)
	got := ask(w, func(http.ResponseWriter, *http.Request) error { panic("impossible") })
	if got.Code != http.StatusInternalServerError || strings.Contains(got.Body.String(), "impossible") || !strings.Contains(log.String(), "impossible") {
		t.Errorf("got %d %q; log %s", got.Code, got.Body, log)
	}
}

func TestAbortPassesThrough(t *testing.T) {
	w, _ := house(t)
	defer func() {
		if p := recover(); p != http.ErrAbortHandler { //nolint:errorlint // the very value
			t.Errorf("recovered %v, want http.ErrAbortHandler", p)
		}
	}()
	ask(w, func(http.ResponseWriter, *http.Request) error { panic(http.ErrAbortHandler) })
}

func TestForeignHostIsRefusedExceptForProbes(t *testing.T) {
	w, _ := house(t)
	for host, want := range map[string]int{
		"id.example.com": 200, "ID.example.com": 200,
		"evil.example": 421, "id.example.com:8443": 421, "id.example.com.evil.example": 421, "": 421,
	} {
		if got := ask(w, fine, func(r *http.Request) { r.Host = host }); got.Code != want {
			t.Errorf("Host %q: %d, want %d", host, got.Code, want)
		}
	}
	got := ask(w, fine, func(r *http.Request) {
		r.Host = "10.0.0.1:8080"
		r.URL.Path = "/livez"
	})
	if got.Code != http.StatusNotFound { // it reached the mux, which has no probe here
		t.Errorf("a probe by address: %d", got.Code)
	}
}

func TestForwardedHeadersChangeNoURL(t *testing.T) {
	w, _ := house(t)
	got := ask(w, func(rw http.ResponseWriter, _ *http.Request) error {
		_, err := io.WriteString(rw, w.URL("/a"))
		return err
	}, func(r *http.Request) {
		for _, h := range []string{"X-Forwarded-Host", "X-Forwarded-Proto", "Forwarded", "X-Original-Host"} {
			r.Header.Set(h, "evil.example")
		}
	})
	if got.Body.String() != "https://id.example.com/a" {
		t.Errorf("got %q", got.Body)
	}
}

func TestFormsOfOtherSitesAreRefused(t *testing.T) {
	w, _ := house(t)
	for _, c := range []struct {
		name, header, value string
		path                string
		want                int
	}{
		{"our own", "Sec-Fetch-Site", "same-origin", "/room/1", 200},
		{"typed", "Sec-Fetch-Site", "none", "/room/1", 200},
		{"another site's", "Sec-Fetch-Site", "cross-site", "/room/1", 403},
		{"a sister host's", "Sec-Fetch-Site", "same-site", "/room/1", 403},
		{"an old browser, another origin", "Origin", "https://evil.example", "/room/1", 403},
		{"an old browser, our origin", "Origin", "https://id.example.com", "/room/1", 200},
		{"an endpoint that authenticates by itself", "Sec-Fetch-Site", "cross-site", "/json/1", 200},
	} {
		got := ask(w, fine, func(r *http.Request) {
			r.Method, r.URL.Path = http.MethodPost, c.path
			r.Header.Set(c.header, c.value)
		})
		if got.Code != c.want {
			t.Errorf("%s: %d, want %d", c.name, got.Code, c.want)
		}
	}
}

func TestEveryAnswerCarriesTheSafeHeaders(t *testing.T) {
	w, _ := house(t)
	for _, h := range []web.Handler{fine, func(http.ResponseWriter, *http.Request) error { return web.NotFound() }} {
		got := ask(w, h).Header()
		policy := got.Get("Content-Security-Policy")
		for _, want := range []string{"default-src 'none'", "form-action 'self';", "frame-ancestors 'none'", "base-uri 'none'", "require-trusted-types-for 'script'"} {
			if !strings.Contains(policy, want) {
				t.Errorf("the policy lacks %s: %s", want, policy)
			}
		}
		if strings.Contains(policy, "unsafe") {
			t.Errorf("the policy is unsafe: %s", policy)
		}
		if got.Get("X-Content-Type-Options") != "nosniff" || got.Get("X-Frame-Options") != "DENY" || got.Get("Referrer-Policy") != "same-origin" {
			t.Errorf("got %v", got)
		}
	}
	if p := web.Policy("https://app.example"); !strings.Contains(p, "form-action 'self' https://app.example;") {
		t.Errorf("a widened policy is %s", p)
	}
}

func TestBodiesAreBounded(t *testing.T) {
	w, _ := house(t)
	got := ask(w, func(_ http.ResponseWriter, r *http.Request) error {
		_, err := io.Copy(io.Discard, r.Body)
		return err
	}, func(r *http.Request) {
		r.Method, r.Body = http.MethodPost, io.NopCloser(strings.NewReader(strings.Repeat("a", 65<<10)))
	})
	if got.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("65 KiB: %d, want 413", got.Code)
	}
}

func TestAddressIsReadPastTrustedProxiesOnly(t *testing.T) {
	w, _ := house(t, func(d *web.Deps) { d.TrustedProxies = []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")} })
	for _, c := range []struct{ peer, forwarded, want string }{
		{"192.0.2.1:1", "", "192.0.2.1"},
		{"192.0.2.1:1", "198.51.100.9", "192.0.2.1"},
		{"10.0.0.1:1", "", "10.0.0.1"},
		{"10.0.0.1:1", "198.51.100.9", "198.51.100.9"},
		{"10.0.0.1:1", "203.0.113.66, 198.51.100.9", "198.51.100.9"},
		{"10.0.0.1:1", "203.0.113.66, 198.51.100.9, 10.0.0.2", "198.51.100.9"},
		{"10.0.0.1:1", "198.51.100.9, garbage", "10.0.0.1"},
		{"[::ffff:10.0.0.1]:1", "2001:db8::1", "2001:db8::1"},
		{"nonsense", "198.51.100.9", ""},
	} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.RemoteAddr = c.peer
		if c.forwarded != "" {
			r.Header.Set("X-Forwarded-For", c.forwarded)
		}
		if got := w.Address(r); got != c.want {
			t.Errorf("from %s, forwarded for %q: %q, want %q", c.peer, c.forwarded, got, c.want)
		}
	}
}

func TestRequestIsKnownToTheRecord(t *testing.T) {
	w, _ := house(t)
	ask(w, func(_ http.ResponseWriter, r *http.Request) error {
		got := audit.RequestOf(r.Context())
		if got.ID != web.EventOf(r.Context()).ID() || got.ID == "" || got.Address != "192.0.2.1" {
			t.Errorf("got %+v", got)
		}
		return nil
	})
}

func TestNewRejectsWhatIsMissing(t *testing.T) {
	if _, err := web.New(web.Deps{}); err == nil {
		t.Error("New took nothing")
	}
}
