package logout_test

import (
	"context"
	"errors"
	"html"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"

	"countersign/audit"
	"countersign/idp/client"
	"countersign/idp/logout"
	"countersign/idp/sso"
	"countersign/idp/token"
	"countersign/idp/web"
	"countersign/templates/words"
)

const back = "https://app.example/bye"

// house is the room with hand-made neighbours.
type house struct {
	t      *testing.T
	room   *logout.Room
	cookie string
	chose  string      // the language of the browser's owner, if any
	apps   []client.ID // that were used in the session
	ended  []sso.ID
	events []audit.Event
}

func newHouse(t *testing.T) *house {
	t.Helper()
	h := &house{t: t, cookie: web.Secret()}
	u, err := url.Parse("https://id.example")
	if err != nil {
		t.Fatal(err)
	}
	now := func() time.Time { return time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC) }
	w, err := web.New(web.Deps{
		Issuer: u, ErrorPage: func(web.Failure) templ.Component { return templ.NopComponent }, Log: slog.New(slog.DiscardHandler), Now: now,
		Languages: words.All(),
	})
	if err != nil {
		t.Fatal(err)
	}
	h.room, err = logout.New(logout.Deps{
		Web: w, Clients: clients{}, Sessions: h, Hints: hints{}, Now: now, Issuer: "https://id.example",
		Apps: func(_ context.Context, session string) ([]client.ID, error) {
			if session != "ses_1" {
				return nil, nil
			}
			return h.apps, nil
		},
		Label: func(context.Context, string) (string, error) { return "Ada <b>", nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

type clients struct{}

func (clients) Find(_ context.Context, id client.ID) (client.Client, error) {
	switch id {
	case "front", "query", "quiet", "native":
		return framed(id), nil
	case "app", "other":
	default:
		return client.Client{}, client.ErrNotFound
	}
	return client.Client{ID: id, Name: "Northwind", PostLogoutRedirectURIs: []string{back}}, nil
}

type hints struct{}

func (hints) ReadHint(_ context.Context, hint string) (token.Hint, error) {
	session, ok := strings.CutPrefix(hint, "hint-")
	if hint == "native" {
		return token.Hint{Person: "per_ada", Client: "native", Session: "ses_1"}, nil
	}
	if !ok {
		return token.Hint{}, token.ErrHint
	}
	return token.Hint{Person: "per_ada", Client: "app", Session: session}, nil
}

func (h *house) Find(_ context.Context, cookie string) (sso.Session, error) {
	if cookie != h.cookie || len(h.ended) > 0 {
		return sso.Session{}, sso.ErrNone
	}
	return sso.Session{ID: "ses_1", Person: "per_ada"}, nil
}

func (h *house) End(_ context.Context, id sso.ID, events ...audit.Event) error {
	h.ended, h.events = append(h.ended, id), append(h.events, events...)
	return nil
}

type result struct {
	failure *web.Failure
	*httptest.ResponseRecorder
}

func (r result) to() string { return r.Header().Get("Location") }

func (h *house) serve(method string, form url.Values, cookie string) result {
	h.t.Helper()
	handler, r := h.room.Page, httptest.NewRequest(method, logout.Path+"?"+form.Encode(), nil)
	if method == http.MethodPost {
		handler, r = h.room.Submit, httptest.NewRequest(method, logout.Path, strings.NewReader(form.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if cookie != "" {
		r.AddCookie(&http.Cookie{Name: "__Host-" + web.SessionCookie, Value: cookie})
	}
	if h.chose != "" {
		r.AddCookie(&http.Cookie{Name: "__Host-" + web.LanguageCookie, Value: h.chose})
	}
	out := result{ResponseRecorder: httptest.NewRecorder()}
	if err := handler(out, r); err != nil && !errors.As(err, &out.failure) {
		h.t.Fatal(err)
	}
	return out
}

func (h *house) get(form url.Values) result { return h.serve(http.MethodGet, form, h.cookie) }

func ask(pairs ...string) url.Values {
	v := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		v.Set(pairs[i], pairs[i+1])
	}
	return v
}

func TestIDTokenOfThisSessionSignsOutAtOnce(t *testing.T) {
	h := newHouse(t)
	r := h.get(ask("id_token_hint", "hint-ses_1", "post_logout_redirect_uri", back, "state", "a b&c"))
	if r.Code != http.StatusSeeOther || r.to() != back+"?state=a+b%26c" {
		t.Errorf("%d to %q", r.Code, r.to())
	}
	if len(h.ended) != 1 || h.ended[0] != "ses_1" || h.events[0].Kind != audit.SessionEnded || h.events[0].Client != "app" {
		t.Errorf("ended %v, recorded %+v", h.ended, h.events)
	}
	if c := r.Result().Cookies(); len(c) != 1 || c[0].MaxAge >= 0 {
		t.Errorf("cookies %v", c)
	}
}

func TestEverybodyElseIsAskedFirst(t *testing.T) {
	for name, v := range map[string]url.Values{
		"no parameters":               ask(),
		"client and registered URI":   ask("client_id", "app", "post_logout_redirect_uri", back),
		"a token of another session":  ask("id_token_hint", "hint-ses_2", "post_logout_redirect_uri", back),
		"a token without session":     ask("id_token_hint", "hint-"),
		"a token that is not ours":    ask("id_token_hint", "forged"),
		"another token with a client": ask("id_token_hint", "forged", "client_id", "app", "post_logout_redirect_uri", back),
	} {
		t.Run(name, func(t *testing.T) {
			h := newHouse(t)
			r := h.get(v)
			if r.Code != http.StatusOK || len(h.ended) != 0 || !strings.Contains(r.Body.String(), "Ada &lt;b&gt;") {
				t.Fatalf("%d, ended %v: %s", r.Code, h.ended, r.Body)
			}
			if v.Has("post_logout_redirect_uri") && !strings.Contains(r.Header().Get("Content-Security-Policy"), "form-action 'self' https://app.example;") {
				t.Errorf("the form may not lead to the application: %s", r.Header().Get("Content-Security-Policy"))
			}
			form := fields(r.Body.String())
			form.Set("answer", "sign-out")
			r = h.serve(http.MethodPost, form, h.cookie)
			want := logout.SignedOutPath
			if v.Has("post_logout_redirect_uri") {
				want = back
			}
			if r.to() != want || !slices.Contains(h.ended, "ses_1") {
				t.Errorf("answered %d to %q, ended %v", r.Code, r.to(), h.ended)
			}
		})
	}
}

// fields are the hidden inputs of a page.
func fields(page string) url.Values {
	v := url.Values{}
	for _, tag := range regexp.MustCompile(`<input[^>]*type="hidden"[^>]*>`).FindAllString(page, -1) {
		name := regexp.MustCompile(`name="([^"]*)"`).FindStringSubmatch(tag)
		value := regexp.MustCompile(`value="([^"]*)"`).FindStringSubmatch(tag)
		v.Set(html.UnescapeString(name[1]), html.UnescapeString(value[1]))
	}
	return v
}

func TestWhoStaysIsNotSignedOut(t *testing.T) {
	h := newHouse(t)
	form := fields(h.get(ask()).Body.String())
	form.Set("answer", "stay")
	if r := h.serve(http.MethodPost, form, h.cookie); r.Code != http.StatusOK || len(h.ended) != 0 {
		t.Errorf("%d, ended %v", r.Code, h.ended)
	}
}

func TestForgedAnswerSignsNobodyOut(t *testing.T) {
	for name, forged := range map[string]string{"none": "", "wrong": "x"} {
		h := newHouse(t)
		r := h.serve(http.MethodPost, ask("answer", "sign-out", "_token", forged), h.cookie)
		if r.failure == nil || r.failure.Status != http.StatusBadRequest || len(h.ended) != 0 {
			t.Errorf("%s: %+v, ended %v", name, r.failure, h.ended)
		}
	}
}

func TestUnregisteredAddressIsNeverGoneTo(t *testing.T) {
	for name, v := range map[string]url.Values{
		"unregistered":         ask("client_id", "app", "post_logout_redirect_uri", "https://evil.example"),
		"longer":               ask("client_id", "app", "post_logout_redirect_uri", back+"/x"),
		"with a query":         ask("client_id", "app", "post_logout_redirect_uri", back+"?x"),
		"without a client":     ask("post_logout_redirect_uri", back),
		"unknown client":       ask("client_id", "nobody", "post_logout_redirect_uri", back),
		"forged hint only":     ask("id_token_hint", "forged", "post_logout_redirect_uri", back),
		"hint of another":      ask("id_token_hint", "hint-ses_1", "client_id", "other", "post_logout_redirect_uri", back),
		"unregistered by hint": ask("id_token_hint", "hint-ses_1", "post_logout_redirect_uri", "https://evil.example"),
		"repeated":             {"client_id": {"app"}, "post_logout_redirect_uri": {back, "https://evil.example"}},
	} {
		for _, method := range []string{http.MethodGet, http.MethodPost} {
			h := newHouse(t)
			r := h.serve(method, v, h.cookie)
			if r.failure == nil || r.failure.Status != http.StatusBadRequest || r.to() != "" || len(h.ended) != 0 {
				t.Errorf("%s by %s: %d to %q, ended %v", name, method, r.Code, r.to(), h.ended)
			}
		}
	}
}

func TestPostOfAnApplicationIsAskedAgainByGet(t *testing.T) {
	h := newHouse(t)
	v := ask("id_token_hint", "hint-ses_1", "post_logout_redirect_uri", back, "state", "s", "ignored", "x")
	r := h.serve(http.MethodPost, v, "")
	v.Del("ignored")
	if r.to() != logout.Path+"?"+v.Encode() || len(h.ended) != 0 {
		t.Errorf("%d to %q", r.Code, r.to())
	}
}

func TestWithoutASessionThereIsNothingToAsk(t *testing.T) {
	h := newHouse(t)
	if r := h.serve(http.MethodGet, ask("client_id", "app", "post_logout_redirect_uri", back), ""); r.to() != back {
		t.Errorf("to %q", r.to())
	}
	if r := h.serve(http.MethodGet, ask(), ""); r.to() != logout.SignedOutPath {
		t.Errorf("to %q", r.to())
	}
	out := httptest.NewRecorder()
	if err := h.room.SignedOut(out, httptest.NewRequest(http.MethodGet, logout.SignedOutPath, nil)); err != nil || !strings.Contains(out.Body.String(), "You are signed out") {
		t.Errorf("%v: %s", err, out.Body)
	}
}

// The session of a sign-in by JSON has no browser: the ID token says which one
// it is.
func TestIDTokenEndsTheSessionThatNoBrowserHas(t *testing.T) {
	h := newHouse(t)
	q := ask("id_token_hint", "hint-ses_2", "post_logout_redirect_uri", back)
	if r := h.serve(http.MethodGet, q, ""); r.to() != back || !slices.Equal(h.ended, []sso.ID{"ses_2"}) || h.events[0].Session != "ses_2" {
		t.Errorf("to %q, ended %v, recorded %+v", r.to(), h.ended, h.events)
	}
	h = newHouse(t)
	if h.serve(http.MethodGet, ask("id_token_hint", "forged"), ""); len(h.ended) != 0 {
		t.Errorf("a forged one ended %v", h.ended)
	}
}
