package op_test

import (
	"crypto/sha256"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"countersign/idp/client"
	"countersign/storage"
	"countersign/storage/storagetest"
)

func TestCodeGivesTokensThatSayWhatHappened(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		p := newProvider(t, db, clock)
		a := p.post("/token", exchange(p.code(p.app.ID, "openid email offline_access")), p.basic)
		if a.status != http.StatusOK {
			t.Fatalf("%d %s", a.status, a.body)
		}
		if a.text("token_type") != "Bearer" || a.json["expires_in"] != 900.0 || a.text("scope") != "openid email offline_access" {
			t.Errorf("the answer is %s", a.body)
		}
		if a.header.Get("Cache-Control") != "no-store" || a.header.Get("Pragma") != "no-cache" {
			t.Errorf("tokens may be cached: %v", a.header)
		}
		got, alg := p.claims(a.text("id_token"))
		half := sha256.Sum256([]byte(a.text("access_token")))
		now := float64(clock.Now().Unix())
		want := map[string]any{
			"iss": issuer, "sub": string(p.person.ID), "aud": string(p.app.ID), "exp": now + 3600, "iat": now, "auth_time": now - 60,
			"nonce": "n-1", "acr": "urn:countersign:acr:2", "amr": []any{"pwd", "swk", "mca", "user", "mfa"},
			"at_hash": b64(half[:16]), "sid": string(p.session),
		}
		if diff := cmp.Diff(want, got); diff != "" || alg != "ES256" {
			t.Errorf("%s: %s", alg, diff)
		}
		if u := p.userinfo(a.text("access_token")); u.status != http.StatusOK || u.text("sub") != string(p.person.ID) ||
			u.text("email") != "ada@example.com" || u.json["email_verified"] != false || u.json["name"] != nil {
			t.Errorf("userinfo: %d %s", u.status, u.body)
		}
	})
}

func TestCodeIsRedeemedOnceByManyAtOnce(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		p := newProvider(t, db, clock)
		code := p.code(p.app.ID, "openid")
		var won atomic.Int64
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				if a := p.post("/token", exchange(code), p.basic); a.status == http.StatusOK {
					won.Add(1)
				} else if a.text("error") != "invalid_grant" {
					t.Errorf("%d %s", a.status, a.body)
				}
			})
		}
		wg.Wait()
		if won.Load() != 1 {
			t.Errorf("%d redemptions won, want 1", won.Load())
		}
	})
}

func TestReuseOfACodeRevokesWhatItGave(t *testing.T) {
	clock := storagetest.NewClock()
	p := newProvider(t, storagetest.SQLite(t, clock), clock)
	code := p.code(p.app.ID, "openid offline_access")
	first := p.post("/token", exchange(code), p.basic)
	p.post("/token", exchange(code), p.basic).refused(t, http.StatusBadRequest, "invalid_grant")
	p.userinfo(first.text("access_token")).refused(t, http.StatusUnauthorized, "invalid_token")
	p.post("/token", refresh(first.text("refresh_token")), p.basic).refused(t, http.StatusBadRequest, "invalid_grant")
}

func TestTokenEndpointRefuses(t *testing.T) {
	clock := storagetest.NewClock()
	p := newProvider(t, storagetest.SQLite(t, clock), clock)
	with := func(pairs ...string) func(url.Values) {
		return func(v url.Values) {
			for i := 0; i < len(pairs); i += 2 {
				v.Set(pairs[i], pairs[i+1])
			}
		}
	}
	without := func(name string) func(url.Values) { return func(v url.Values) { v.Del(name) } }
	none := func(url.Values) {}
	noAuth := func(*http.Request) {}
	for name, c := range map[string]struct {
		form    func(url.Values)
		request func(*http.Request)
		status  int
		code    string
	}{
		"wrong verifier":              {with("code_verifier", strings.Repeat("a", 43)), p.basic, 400, "invalid_grant"},
		"no verifier":                 {without("code_verifier"), p.basic, 400, "invalid_grant"},
		"challenge as verifier":       {with("code_verifier", challenge), p.basic, 400, "invalid_grant"},
		"another redirect URI":        {with("redirect_uri", redirect+"?x"), p.basic, 400, "invalid_grant"},
		"percent-decoded redirect":    {with("redirect_uri", "https://app.example/c%62"), p.basic, 400, "invalid_grant"},
		"no redirect URI":             {without("redirect_uri"), p.basic, 400, "invalid_request"},
		"no code":                     {without("code"), p.basic, 400, "invalid_request"},
		"empty code":                  {with("code", ""), p.basic, 400, "invalid_request"},
		"no grant type":               {without("grant_type"), p.basic, 400, "invalid_request"},
		"repeated code":               {func(v url.Values) { v.Add("code", "x") }, p.basic, 400, "invalid_request"},
		"repeated unknown":            {func(v url.Values) { v["x"] = []string{"1", "2"} }, p.basic, 400, "invalid_request"},
		"NUL":                         {with("redirect_uri", "a\x00"), p.basic, 400, "invalid_request"},
		"not UTF-8":                   {with("redirect_uri", "a\xff"), p.basic, 400, "invalid_request"},
		"no client":                   {none, noAuth, 401, "invalid_client"},
		"unknown client":              {with("client_id", "client_x", "client_secret", p.secret), noAuth, 401, "invalid_client"},
		"client id with NUL":          {none, func(r *http.Request) { r.SetBasicAuth("a%00", p.secret) }, 401, "invalid_client"},
		"wrong secret in header":      {none, func(r *http.Request) { r.SetBasicAuth(string(p.app.ID), p.secret+"x") }, 401, "invalid_client"},
		"wrong secret in body":        {with("client_id", string(p.app.ID), "client_secret", "x"), noAuth, 401, "invalid_client"},
		"confidential without secret": {with("client_id", string(p.app.ID)), noAuth, 401, "invalid_client"},
		"public with a secret":        {with("client_id", string(p.public.ID), "client_secret", "x"), noAuth, 401, "invalid_client"},
		"public in the header":        {none, func(r *http.Request) { r.SetBasicAuth(string(p.public.ID), "x") }, 401, "invalid_client"},
		"another client's code":       {with("client_id", string(p.public.ID)), noAuth, 400, "invalid_grant"},
		"two ways at once":            {with("client_id", string(p.app.ID), "client_secret", p.secret), p.basic, 400, "invalid_request"},
		"two client ids":              {with("client_id", string(p.public.ID)), p.basic, 401, "invalid_client"},
		"two headers":                 {none, func(r *http.Request) { p.basic(r); r.Header.Add("Authorization", "Basic eDp5") }, 401, "invalid_client"},
		"bearer as client":            {none, func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+p.secret) }, 401, "invalid_client"},
		"an assertion":                {with("client_assertion", "a.b.c", "client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"), noAuth, 401, "invalid_client"},
		"JSON":                        {none, func(r *http.Request) { p.basic(r); r.Header.Set("Content-Type", "application/json") }, 400, "invalid_request"},
		"secret in the query":         {none, func(r *http.Request) { r.URL.RawQuery = "client_id=" + string(p.app.ID) + "&client_secret=" + p.secret }, 400, "invalid_request"},
		"GET":                         {none, func(r *http.Request) { p.basic(r); r.Method = http.MethodGet }, 405, "invalid_request"},
		"PUT":                         {none, func(r *http.Request) { p.basic(r); r.Method = http.MethodPut }, 405, "invalid_request"},
		"client credentials":          {with("grant_type", "client_credentials"), p.basic, 400, "unauthorized_client"},
		"jwt-bearer":                  {with("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer", "assertion", "a.b.c"), p.basic, 400, "unsupported_grant_type"},
		"token exchange":              {with("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange"), p.basic, 400, "unsupported_grant_type"},
		"device code":                 {with("grant_type", "urn:ietf:params:oauth:grant-type:device_code", "device_code", "x"), p.basic, 400, "unsupported_grant_type"},
		"password":                    {with("grant_type", "password"), p.basic, 400, "unsupported_grant_type"},
	} {
		t.Run(name, func(t *testing.T) {
			code := p.code(p.app.ID, "openid")
			form := exchange(code)
			c.form(form)
			a := p.post("/token", form, c.request)
			a.refused(t, c.status, c.code)
			if a.header.Get("Cache-Control") != "no-store" {
				t.Error("the refusal may be cached")
			}
			if got := a.header.Get("WWW-Authenticate"); (c.status == 401) != strings.HasPrefix(got, "Basic ") {
				t.Errorf("WWW-Authenticate is %q", got)
			}
			if a := p.post("/token", exchange(code), p.basic); a.status != http.StatusOK {
				t.Errorf("the refusal cost the code: %d %s", a.status, a.body)
			}
		})
	}
}

func TestClientAuthenticatesInHeaderOrBodyOrAsPublic(t *testing.T) {
	clock := storagetest.NewClock()
	p := newProvider(t, storagetest.SQLite(t, clock), clock)
	body := exchange(p.code(p.app.ID, "openid"))
	body.Set("client_id", string(p.app.ID))
	body.Set("client_secret", p.secret)
	public := exchange(p.code(p.public.ID, "openid"))
	public.Set("client_id", string(p.public.ID))
	same := exchange(p.code(p.app.ID, "openid"))
	same.Set("client_id", string(p.app.ID))
	for name, a := range map[string]answer{
		"post":                      p.post("/token", body),
		"public":                    p.post("/token", public),
		"basic with same client_id": p.post("/token", same, p.basic),
	} {
		if a.status != http.StatusOK {
			t.Errorf("%s: %d %s", name, a.status, a.body)
		}
	}
}

func TestPKCEMayBeLeftOutOnlyWhereTheCodeHasNoChallenge(t *testing.T) {
	clock := storagetest.NewClock()
	p := newProvider(t, storagetest.SQLite(t, clock), clock)
	form := exchange(p.codeWith(p.app.ID, "openid", ""))
	// RFC 9700 section 2.1.1: a verifier without a challenge is an attack.
	p.post("/token", form, p.basic).refused(t, http.StatusBadRequest, "invalid_grant")
	form.Del("code_verifier")
	if a := p.post("/token", form, p.basic); a.status != http.StatusOK {
		t.Errorf("%d %s", a.status, a.body)
	}
}

func TestCodeExpiresAfterAMinute(t *testing.T) {
	clock := storagetest.NewClock()
	p := newProvider(t, storagetest.SQLite(t, clock), clock)
	code := p.code(p.app.ID, "openid")
	clock.Advance(time.Minute)
	p.post("/token", exchange(code), p.basic).refused(t, http.StatusBadRequest, "invalid_grant")
}

func TestRefreshedIDTokenKeepsWhatWasProved(t *testing.T) {
	clock := storagetest.NewClock()
	p := newProvider(t, storagetest.SQLite(t, clock), clock)
	first := p.post("/token", exchange(p.code(p.app.ID, "openid offline_access")), p.basic)
	before, _ := p.claims(first.text("id_token"))
	clock.Advance(29 * 24 * time.Hour)
	second := p.post("/token", refresh(first.text("refresh_token")), p.basic)
	if second.status != http.StatusOK {
		t.Fatalf("%d %s", second.status, second.body)
	}
	after, _ := p.claims(second.text("id_token"))
	for _, name := range []string{"iss", "sub", "aud", "auth_time", "acr", "amr", "sid"} {
		if diff := cmp.Diff(before[name], after[name]); diff != "" {
			t.Errorf("%s changed: %s", name, diff)
		}
	}
	if after["nonce"] != nil {
		t.Error("a refreshed ID token has a nonce")
	}
	clock.Advance(29 * 24 * time.Hour)
	if a := p.post("/token", refresh(second.text("refresh_token")), p.basic); a.status != http.StatusOK {
		t.Errorf("the successor had no fresh 30 days: %d %s", a.status, a.body)
	}
}

func TestRefreshTokenIsRefused(t *testing.T) {
	clock := storagetest.NewClock()
	p := newProvider(t, storagetest.SQLite(t, clock), clock)
	first := p.post("/token", exchange(p.code(p.app.ID, "openid offline_access")), p.basic)
	rt := first.text("refresh_token")
	p.post("/token", refresh(rt, "scope", "openid email"), p.basic).refused(t, http.StatusBadRequest, "invalid_scope")
	p.post("/token", refresh(rt, "client_id", string(p.public.ID))).refused(t, http.StatusBadRequest, "invalid_grant")
	p.post("/token", refresh(first.text("access_token")), p.basic).refused(t, http.StatusBadRequest, "invalid_grant")
	p.post("/token", refresh(first.text("id_token")), p.basic).refused(t, http.StatusBadRequest, "invalid_grant")
	p.post("/token", refresh(""), p.basic).refused(t, http.StatusBadRequest, "invalid_request")

	narrow := p.post("/token", refresh(rt, "scope", "openid"), p.basic)
	if narrow.text("scope") != "openid" {
		t.Fatalf("narrowed: %d %s", narrow.status, narrow.body)
	}
	whole := p.post("/token", refresh(narrow.text("refresh_token")), p.basic)
	if whole.text("scope") != "openid offline_access" {
		t.Errorf("the successor of a narrowed refresh covers %q", whole.text("scope"))
	}
	// Reuse ends the family (RFC 9700 section 4.14.2).
	p.post("/token", refresh(rt), p.basic).refused(t, http.StatusBadRequest, "invalid_grant")
	p.post("/token", refresh(whole.text("refresh_token")), p.basic).refused(t, http.StatusBadRequest, "invalid_grant")
	p.userinfo(whole.text("access_token")).refused(t, http.StatusUnauthorized, "invalid_token")
}

func TestRefreshTokenNeedsOfflineAccessAndTheGrant(t *testing.T) {
	clock := storagetest.NewClock()
	p := newProvider(t, storagetest.SQLite(t, clock), clock)
	if a := p.post("/token", exchange(p.code(p.app.ID, "openid")), p.basic); a.json["refresh_token"] != nil {
		t.Error("a refresh token without offline_access")
	}
	c, secret, err := p.clients.Create(t.Context(), client.Registration{
		Name: "Online", RedirectURIs: []string{redirect}, Grants: []string{client.GrantCode}, Scopes: []string{"openid", "offline_access"},
	})
	p.must(err)
	auth := func(r *http.Request) { r.SetBasicAuth(string(c.ID), secret) }
	if a := p.post("/token", exchange(p.code(c.ID, "openid offline_access")), auth); a.status != http.StatusOK || a.json["refresh_token"] != nil {
		t.Errorf("a refresh token without the grant: %d %s", a.status, a.body)
	}
	p.post("/token", refresh("x"), auth).refused(t, http.StatusBadRequest, "unauthorized_client")
}

func TestClientGetsTheAlgorithmItAskedFor(t *testing.T) {
	clock := storagetest.NewClock()
	p := newProvider(t, storagetest.SQLite(t, clock), clock)
	c, secret, err := p.clients.Create(t.Context(), client.Registration{Name: "Old", RedirectURIs: []string{redirect}, IDTokenAlg: "RS256"})
	p.must(err)
	a := p.post("/token", exchange(p.code(c.ID, "openid")), func(r *http.Request) { r.SetBasicAuth(string(c.ID), secret) })
	if _, alg := p.claims(a.text("id_token")); alg != "RS256" {
		t.Errorf("signed with %s", alg)
	}
}
