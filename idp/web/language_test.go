package web_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"countersign/idp/web"
	"countersign/templates/words"
)

// speaking is a house in German and French that answers with its language.
func speaking(t *testing.T) http.Handler {
	t.Helper()
	manners, _ := house(t, func(d *web.Deps) { d.Languages = []words.Language{words.German, words.French} })
	mux := http.NewServeMux()
	mux.Handle("GET /", manners.Page(func(w http.ResponseWriter, r *http.Request) error {
		_, err := w.Write([]byte(words.Of(r.Context())))
		return err
	}))
	mux.Handle("POST /language", manners.Page(manners.SwitchLanguage))
	mux.Handle("GET /begin", manners.Page(func(w http.ResponseWriter, r *http.Request) error {
		manners.Speak(w, "/login/flow_1", r.URL.Query().Get("ui_locales"))
		return nil
	}))
	return manners.Wrap(mux)
}

func TestPageSpeaksWhatWasChosenElseWhatTheBrowserAsksFor(t *testing.T) {
	h := speaking(t)
	for _, c := range []struct{ cookie, accept, want string }{
		{"", "", "de"}, {"", "fr-CH, de;q=0.5", "fr"}, {"fr", "de", "fr"}, {"es", "fr", "fr"}, {"fr de", "", "fr"}, {"<b>", "", "de"},
	} {
		r := httptest.NewRequest(http.MethodGet, "https://id.example.com/", nil)
		r.Header.Set("Accept-Language", c.accept)
		if c.cookie != "" {
			r.Header.Set("Cookie", "__Host-cs_language="+c.cookie)
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if got := w.Body.String(); got != c.want {
			t.Errorf("cookie %q, browser %q: %q, want %q", c.cookie, c.accept, got, c.want)
		}
	}
}

func TestSwitchOfLanguagesLeadsBackToThePageAndNowhereElse(t *testing.T) {
	h := speaking(t)
	for _, c := range []struct{ language, referer, to string }{
		{"fr", "https://id.example.com/login/x/sign-in?a=b", "/login/x/sign-in?a=b"},
		{"fr", "https://evil.example/login", "/me"},
		{"fr", "https://id.example.com.evil.example/", "/me"},
		{"fr", "http://id.example.com/login/x", "/me"},
		{"fr", "https://id.example.com", "/me"},
		{"fr", "", "/me"},
		{"fr", "https://id.example.com//evil.example/x", "/me"},
		{"es", "https://id.example.com/", ""},
		{"", "https://id.example.com/", ""},
	} {
		r := httptest.NewRequest(http.MethodPost, "https://id.example.com/language", strings.NewReader(url.Values{"language": {c.language}}.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Referer", c.referer)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		set := w.Header().Get("Set-Cookie")
		if c.to == "" {
			if w.Code != http.StatusBadRequest || set != "" {
				t.Errorf("%q: %d, cookie %q", c.language, w.Code, set)
			}
			continue
		}
		if to := w.Header().Get("Location"); w.Code != http.StatusSeeOther || to != c.to || !strings.HasPrefix(set, "__Host-cs_language=fr;") {
			t.Errorf("from %q: %d to %q, cookie %q", c.referer, w.Code, to, set)
		}
	}
}

func TestSwitchOfLanguagesTakesAnOrdinaryFormAlone(t *testing.T) {
	h := speaking(t)
	for _, c := range []struct {
		kind, body string
		status     int
	}{
		{"application/x-www-form-urlencoded", "language=fr", http.StatusSeeOther},
		{"application/x-www-form-urlencoded", "language=fr&language=de", http.StatusBadRequest},
		{"application/x-www-form-urlencoded", "language=%zz", http.StatusBadRequest},
		{"text/plain", "language=fr", http.StatusBadRequest},
		{"application/x-www-form-urlencoded", "language=fr&x=" + strings.Repeat("x", 1<<20), http.StatusRequestEntityTooLarge},
	} {
		r := httptest.NewRequest(http.MethodPost, "https://id.example.com/language", strings.NewReader(c.body))
		r.Header.Set("Content-Type", c.kind)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if set := w.Header().Get("Set-Cookie"); w.Code != c.status || (set != "") != (c.status == http.StatusSeeOther) {
			t.Errorf("%s %.40q: %d, cookie %q", c.kind, c.body, w.Code, set)
		}
	}
}

func TestApplicationChoosesTheLanguageOfItsSignInAlone(t *testing.T) {
	h := speaking(t)
	begin := func(locales string) string {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "https://id.example.com/begin?"+url.Values{"ui_locales": {locales}}.Encode(), nil))
		set, _, _ := strings.Cut(w.Header().Get("Set-Cookie"), ";")
		return set
	}
	for _, locales := range []string{"", "es", "<b>", strings.Repeat("fr ", 100)} {
		if set := begin(locales); set != "" {
			t.Errorf("ui_locales %q set %q", locales, set)
		}
	}
	asked := begin("es fr-CA de")
	for _, c := range []struct{ path, cookie, want string }{
		{"/login/flow_1", asked, "fr"},
		{"/login/flow_1/push", asked + "; __Host-cs_language=de", "fr"},
		{"/login/flow_12", asked, "de"},
		{"/login/flow_2/push", asked, "de"},
		{"/me", asked, "de"},
		{"/me", "__Host-cs_asked=fr:", "de"},
		{"/me", "__Host-cs_asked=fr", "de"},
		{"/login/flow_1", asked + "; " + asked, "de"},
	} {
		r := httptest.NewRequest(http.MethodGet, "https://id.example.com"+c.path, nil)
		r.Header.Set("Cookie", c.cookie)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if got := w.Body.String(); got != c.want {
			t.Errorf("%s with %q: %q, want %q", c.path, c.cookie, got, c.want)
		}
	}
}
