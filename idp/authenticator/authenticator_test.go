package authenticator_test

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"

	"countersign/factors/device"
	"countersign/factors/wire"
	"countersign/idp/authenticator"
	"countersign/idp/web"
	"countersign/templates/words"
)

const aTicket = "AAAAAAAAAAAAAAAAAAAAAA"

// call asks the room, which exchanges the code "good" and meets err otherwise.
func call(t *testing.T, method, path, body string, err error, accept ...string) *httptest.ResponseRecorder {
	t.Helper()
	x, failed := authenticator.New(authenticator.Deps{
		Issuer: "https://id.example.com", Organisation: "Northwind", Languages: []words.Language{words.English, words.German, words.Arabic},
		Exchange: func(_ context.Context, code wire.Secret) (wire.Secret, error) {
			if code.Reveal() == "good" {
				return aTicket, nil
			}
			return "", err
		},
	})
	if failed != nil {
		t.Fatal(failed)
	}
	manners, failed := web.New(web.Deps{
		Languages: []words.Language{words.English, words.German, words.Arabic, words.French},
		Issuer:    &url.URL{Scheme: "https", Host: "id.example.com"}, Log: slog.New(slog.DiscardHandler), Now: time.Now,
		ErrorPage: func(web.Failure) templ.Component { return templ.NopComponent },
	})
	if failed != nil {
		t.Fatal(failed)
	}
	mux := http.NewServeMux()
	mux.Handle("GET /a/{$}", manners.Page(x.Page))
	mux.Handle("GET /a", manners.Page(x.Home))
	mux.Handle("GET /a/sw.js", manners.Page(x.Worker))
	mux.Handle("GET /a/manifest.webmanifest", manners.Page(x.Manifest))
	mux.Handle("GET /a/m/{ticket}", manners.Page(x.TicketManifest))
	mux.Handle("POST /a/ticket", manners.JSON(x.Ticket))
	w := httptest.NewRecorder()
	r := httptest.NewRequest(method, "https://id.example.com"+path, strings.NewReader(body))
	r.Header["Accept-Language"] = accept
	manners.Wrap(mux).ServeHTTP(w, r)
	return w
}

func TestCodeIsExchangedForATicketOrRefused(t *testing.T) {
	for _, c := range []struct {
		name, body string
		err        error
		status     int
		want       string
	}{
		{"good", `{"code":"good"}`, nil, 201, `{"ticket":"` + aTicket + `"}`},
		{"spent", `{"code":"bad"}`, device.ErrRefused, 403, `"refused"`},
		{"too often", `{"code":"bad"}`, &device.SlowDown{After: 90 * time.Second}, 429, `"slow_down"`},
		{"no code", `good`, nil, 400, `"invalid_request"`},
		{"too long", `{"code":"` + strings.Repeat("a", 2000) + `"}`, nil, 413, `"invalid_request"`},
		{"followed by more", `{"code":"good"} {}`, nil, 400, `"invalid_request"`},
		{"broken", `{"code":"bad"}`, errors.New("the database is away"), 500, `"server_error"`},
	} {
		got := call(t, http.MethodPost, "/a/ticket", c.body, c.err)
		if got.Code != c.status || !strings.Contains(got.Body.String(), c.want) || got.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("%s: %d %s", c.name, got.Code, got.Body)
		}
		if after := got.Header().Get("Retry-After"); (after == "90") != (c.status == 429) {
			t.Errorf("%s: Retry-After %q", c.name, after)
		}
	}
}

// The identity stays whatever the app starts with: else a phone would hold two.
func TestManifestsAreOneAppWithTwoStarts(t *testing.T) {
	type manifest struct {
		ID    string `json:"id"`
		Start string `json:"start_url"`
		Scope string `json:"scope"`
		Name  string `json:"name"`
	}
	for path, start := range map[string]string{"/a/manifest.webmanifest": "/a/", "/a/m/" + aTicket: "/a/#t=" + aTicket} {
		got := call(t, http.MethodGet, path, "", nil)
		var m manifest
		if err := json.Unmarshal(got.Body.Bytes(), &m); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		if want := (manifest{"/a/", start, "/a/", "Countersign Northwind"}); m != want {
			t.Errorf("%s: %+v", path, m)
		}
		if got.Header().Get("Content-Type") != "application/manifest+json" {
			t.Errorf("%s: type %q", path, got.Header().Get("Content-Type"))
		}
	}
	if c := call(t, http.MethodGet, "/a/m/"+aTicket, "", nil).Header().Get("Cache-Control"); c != "no-store" {
		t.Errorf("a manifest with a ticket may be kept: %q", c)
	}
	for _, odd := range []string{"short", aTicket + "A", strings.Repeat("\"", 22)} {
		if got := call(t, http.MethodGet, "/a/m/"+url.PathEscape(odd), "", nil); got.Code != http.StatusNotFound {
			t.Errorf("a ticket of another form: %d", got.Code)
		}
	}
}

func TestPageIsTheSameForAllAndMayStartAWorker(t *testing.T) {
	got := call(t, http.MethodGet, "/a/", "", nil)
	policy := got.Header().Get("Content-Security-Policy")
	for _, want := range []string{"worker-src 'self'", "manifest-src 'self'", "require-trusted-types-for 'script'; trusted-types cs", "default-src 'none'"} {
		if !strings.Contains(policy, want) {
			t.Errorf("the policy lacks %s: %s", want, policy)
		}
	}
	if got.Header().Get("ETag") == "" || got.Header().Get("Set-Cookie") != "" || strings.Contains(policy, "unsafe") {
		t.Errorf("got %v", got.Header())
	}
	if w := call(t, http.MethodGet, "/a/sw.js", "", nil); w.Header().Get("Service-Worker-Allowed") != "/a/" || w.Header().Get("Cache-Control") != "no-cache" {
		t.Errorf("the worker comes with %v", w.Header())
	}
	if w := call(t, http.MethodGet, "/a", "", nil); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/a/" {
		t.Errorf("/a: %d %v", w.Code, w.Header())
	}
}

func TestNewRejectsWhatIsMissing(t *testing.T) {
	if _, err := authenticator.New(authenticator.Deps{Issuer: "https://id.example.com", Organisation: "Northwind"}); err == nil {
		t.Error("New took no exchange")
	}
}

// The browser keeps the page and the worker: neither may be taken for the one
// in another language.
func TestAppSpeaksTheLanguageOfThePhone(t *testing.T) {
	tags := map[string]bool{}
	for accept, c := range map[string]struct{ head, deny string }{
		"":      {`<html lang="en" dir="ltr">`, "It's not me"},
		"de-CH": {`<html lang="de" dir="ltr">`, "Das bin ich nicht"},
		"ar":    {`<html lang="ar" dir="rtl">`, "لست أنا"},
		"fr":    {`<html lang="en" dir="ltr">`, "It's not me"}, // offered by the pages, not by this app
	} {
		page := call(t, http.MethodGet, "/a/", "", nil, accept)
		if !strings.Contains(page.Body.String(), c.head) || !slices.Contains(page.Header().Values("Vary"), "Accept-Language, Cookie") {
			t.Errorf("%q: no %s, or Vary %q", accept, c.head, page.Header().Values("Vary"))
		}
		tags[page.Header().Get("ETag")] = true
		worker := call(t, http.MethodGet, "/a/sw.js", "", nil, accept)
		_, texts, _ := strings.Cut(worker.Body.String(), "self.texts = ")
		var said map[string]string
		if err := json.Unmarshal([]byte(strings.TrimSuffix(texts, ";\n")), &said); err != nil || said["deny"] != c.deny || worker.Header().Get("Vary") == "" {
			t.Errorf("%q: the worker says %q (%v), Vary %q", accept, said["deny"], err, worker.Header().Get("Vary"))
		}
	}
	if len(tags) != 3 {
		t.Errorf("%d pages by their tags, want 3", len(tags))
	}
	for path, want := range map[string]string{"/a/manifest.webmanifest": `"lang":"ar","dir":"rtl"`, "/a/m/" + aTicket: `"lang":"ar","dir":"rtl"`} {
		if got := call(t, http.MethodGet, path, "", nil, "ar").Body.String(); !strings.Contains(got, want) {
			t.Errorf("%s: %s", path, got)
		}
	}
}
