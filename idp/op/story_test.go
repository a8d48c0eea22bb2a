package op_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"countersign/factors"
	"countersign/idp/authorize"
	"countersign/idp/client"
	"countersign/idp/clientkeys"
	"countersign/idp/flow"
	"countersign/idp/par"
	"countersign/idp/rar"
	"countersign/idp/requestobject"
	"countersign/idp/sso"
	"countersign/idp/token"
	"countersign/idp/web"
	"countersign/storage"
	"countersign/storage/storagetest"
)

// front is the browser's side of the provider, with a stand-in for the pages.
type front struct {
	*provider
	handler http.Handler
	cookies map[string]string
}

func newFront(t *testing.T, db *storage.DB, clock *storagetest.Clock) *front {
	t.Helper()
	f := &front{provider: newProvider(t, db, clock), cookies: map[string]string{}}
	w, err := web.New(web.Deps{Issuer: mustURL(t), ErrorPage: nopPage, Log: quiet(t), Now: clock.Now})
	f.must(err)
	sessions, err := sso.New(sso.Deps{Store: db.Sessions(), Idle: 12 * time.Hour, Max: 7 * 24 * time.Hour, KnownFor: time.Hour, Now: clock.Now})
	f.must(err)
	minter, err := token.New(token.Deps{Issuer: issuer, Lifetime: time.Hour, Sign: f.ring.Sign, Verify: f.ring.Verify, Subjects: f.subjects, Now: clock.Now})
	f.must(err)
	book, err := clientkeys.New(nowhere{})
	f.must(err)
	objects, err := requestobject.New(requestobject.Deps{Issuer: issuer, Keys: book, Now: clock.Now})
	f.must(err)
	pushed, err := par.NewBook(db.Pushed(), time.Minute, clock.Now)
	f.must(err)
	room, err := authorize.New(authorize.Deps{
		Web: w, Clients: f.clients, Flows: db.Flows(), Sessions: sessions, Accounts: db.Accounts(), Grants: f.grants, Hints: minter,
		Log: db.Events(), Policy: flow.Policy{SecondFactor: true, PasswordValid: 10 * time.Minute}, FlowLifetime: 30 * time.Minute, Now: clock.Now,
		Flood: web.NewFlood(1000, time.Minute, clock.Now), Sign: f.ring.Sign, Consents: db.Consents(), Logo: noLogo, Objects: objects, Once: db.Spent().Spend, Pushed: pushed,
		Asked: authorize.Asked{
			Person: f.subjects.Person, Details: rar.Types{}.Validate, Resource: func(string) bool { return false },
		},
	})
	f.must(err)
	mux := http.NewServeMux()
	mux.Handle("/authorize", w.Page(room.Begin))
	mux.Handle("GET /authorize/resume", w.Page(room.Resume))
	f.handler = w.Wrap(mux, "/authorize")
	return f
}

// browse is one GET with the browser's cookies.
func (f *front) browse(path string) (int, *url.URL) {
	f.t.Helper()
	r := httptest.NewRequest(http.MethodGet, path, nil)
	r.Host = "id.example"
	for name, value := range f.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	rec := httptest.NewRecorder()
	f.handler.ServeHTTP(rec, r)
	for _, c := range rec.Result().Cookies() {
		f.cookies[c.Name] = c.Value
	}
	to, err := url.Parse(rec.Header().Get("Location"))
	f.must(err)
	return rec.Code, to
}

func (f *front) authorize(more ...string) *url.URL {
	f.t.Helper()
	v := url.Values{
		"client_id": {string(f.app.ID)}, "redirect_uri": {redirect}, "response_type": {"code"}, "scope": {"openid offline_access"},
		"state": {"s-1"}, "nonce": {"n-2"}, "code_challenge": {challenge}, "code_challenge_method": {"S256"},
	}
	for i := 0; i < len(more); i += 2 {
		v.Set(more[i], more[i+1])
	}
	status, to := f.browse("/authorize?" + v.Encode())
	if status != http.StatusSeeOther {
		f.t.Fatalf("/authorize is %d", status)
	}
	return to
}

// prove does what the pages would: both factors, then the browser session.
func (f *front) prove(id flow.ID) {
	f.t.Helper()
	s, err := f.db.Flows().Find(f.t.Context(), id)
	f.must(err)
	now := f.clock.Now()
	s.Person = string(f.person.ID)
	s.Outcomes = []factors.Outcome{
		{Kind: factors.Password, At: now},
		{Kind: factors.Push, At: now.Add(time.Second), Match: factors.MatchNum2, Protection: factors.SoftwareKey},
	}
	f.must(f.db.Flows().Save(f.t.Context(), s))
	s.Version++
	cookie := web.Secret()
	f.must(f.db.Flows().Finish(f.t.Context(), s, sso.Change{Hash: web.Hash(cookie), Session: sso.Session{
		ID: "ses_browser", Person: s.Person, Outcomes: s.Outcomes, Browser: s.Browser, Started: now, LastUsed: now, Expires: now.Add(24 * time.Hour),
	}}))
	f.cookies["__Host-"+web.SessionCookie] = cookie
	f.clock.Advance(5 * time.Second)
}

func TestSignInFromRequestToTokensAndSingleSignOn(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		f := newFront(t, db, clock)
		proved := clock.Now()
		id := flow.ID(strings.TrimPrefix(f.authorize().Path, "/login/"))
		f.prove(id)

		var mu sync.Mutex
		var codes []string
		var wg sync.WaitGroup
		for range 4 { // a double click, on two replicas or one
			wg.Go(func() {
				own := &front{provider: f.provider, handler: f.handler, cookies: map[string]string{}}
				for k, v := range f.cookies {
					own.cookies[k] = v
				}
				if status, to := own.browse("/authorize/resume?flow=" + string(id)); status == http.StatusSeeOther {
					mu.Lock()
					defer mu.Unlock()
					codes = append(codes, to.Query().Get("code"))
				}
			})
		}
		wg.Wait()
		if len(codes) != 1 {
			t.Fatalf("the sign-in gave %d codes", len(codes))
		}
		first := f.post("/token", exchange(codes[0]), f.basic)
		got, _ := f.claims(first.text("id_token"))
		for name, want := range map[string]any{
			"sub": string(f.person.ID), "aud": string(f.app.ID), "nonce": "n-2", "acr": string(factors.TwoFactors), "sid": "ses_browser",
			"auth_time": float64(proved.Unix()), "amr": []any{"pwd", "swk", "mca", "user", "mfa"},
		} {
			if diff := cmp.Diff(want, got[name]); diff != "" {
				t.Errorf("%s: %s", name, diff)
			}
		}

		// Later the same browser comes again: no page, and the same facts.
		clock.Advance(time.Hour)
		to := f.authorize("prompt", "none", "id_token_hint", first.text("id_token"))
		if to.Query().Get("state") != "s-1" || to.Query().Get("iss") != issuer {
			t.Fatalf("sent to %s", to)
		}
		again, _ := f.claims(f.post("/token", exchange(to.Query().Get("code")), f.basic).text("id_token"))
		for _, name := range []string{"sub", "acr", "amr", "auth_time", "sid"} {
			if diff := cmp.Diff(got[name], again[name]); diff != "" {
				t.Errorf("single sign-on changed %s: %s", name, diff)
			}
		}
		if e := f.authorize("prompt", "none", "max_age", "60").Query().Get("error"); e != "login_required" {
			t.Errorf("max_age is told %q", e)
		}
		if to := f.authorize("max_age", "60"); !strings.HasPrefix(to.Path, "/login/flow_") {
			t.Errorf("max_age leads to %s", to)
		}
	})
}

func noLogo(context.Context, client.Client) string { return "" }
