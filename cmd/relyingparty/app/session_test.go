package app_test

import (
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"golang.org/x/net/html"

	"countersign/cmd/relyingparty/app"
)

func TestSessionCookieIsNewAtEachSignIn(t *testing.T) {
	s := newStage(t)
	s.signIn(t)
	first := s.cookie("rp_session")
	if !first.HttpOnly || first.SameSite != http.SameSiteLaxMode || len(first.Value) < 26 {
		t.Fatalf("cookie %v", first)
	}
	s.click(t, "sign-in-again")
	if s.cookie("rp_session").Value == first.Value {
		t.Fatal("the session kept its value over a sign-in")
	}
	if got := s.homeWith(t, first.Value); !strings.Contains(got, "not signed in") {
		t.Fatal("the old session still lives")
	}
}

// homeWith is the start page as somebody with a copied cookie sees it.
func (s *stage) homeWith(t *testing.T, value string) string {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, strings.Replace(s.url, "localhost", "127.0.0.1", 1), nil)
	if err != nil {
		t.Fatal(err)
	}
	r.AddCookie(&http.Cookie{Name: "rp_session", Value: value})
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

func TestSessionEndsWithItsTime(t *testing.T) {
	s := newStage(t)
	s.signIn(t)
	value := s.cookie("rp_session").Value
	s.time = s.time.Add(8*time.Hour + time.Second)
	if got := s.homeWith(t, value); !strings.Contains(got, "not signed in") {
		t.Fatal("the session outlived its time")
	}
}

func TestSignOutEndsTheSessionHereAndThere(t *testing.T) {
	s := newStage(t)
	s.signIn(t)
	value := s.cookie("rp_session").Value
	if csp := s.Header().Get("Content-Security-Policy"); !strings.Contains(csp, "form-action 'self' "+s.op.URL) {
		t.Errorf("form-action stops the redirect to the provider: %s", csp)
	}
	s.click(t, "sign-out")
	if s.URL() != s.url+"/signed-out" || !s.Has("signed-out") {
		t.Fatalf("ended at %s", s.URL())
	}
	jws, err := jose.ParseSigned(s.op.logout.Get("id_token_hint"), []jose.SignatureAlgorithm{jose.ES256})
	if err != nil || len(jws.Signatures) != 1 {
		t.Fatalf("id_token_hint: %v", err)
	}
	if s.op.logout.Get("client_id") != clientID {
		t.Errorf("logout asked with %v", s.op.logout)
	}
	if s.cookie("rp_session") != nil || !strings.Contains(s.homeWith(t, value), "not signed in") {
		t.Fatal("the session still lives")
	}
}

func TestSignOutWithoutAnEndpointStaysHere(t *testing.T) {
	s := newStage(t)
	s.op.metadata = set(map[string]any{"end_session_endpoint": nil})
	s.signIn(t)
	s.click(t, "sign-out")
	if !s.Has("signed-out") || s.cookie("rp_session") != nil {
		t.Fatalf("ended at %s", s.URL())
	}
}

func TestFormOfAnotherSiteIsRefused(t *testing.T) {
	s := newStage(t)
	s.signIn(t)
	evil := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		_, _ = fmt.Fprintf(w, `<form method=post action="%s/sign-out"><button id=go>x</button></form>`, s.url)
	}))
	defer evil.Close()
	// The same site, another origin: the browser sends the Lax cookie along.
	if err := s.Open(t.Context(), strings.Replace(evil.URL, "127.0.0.1", "localhost", 1)); err != nil {
		t.Fatal(err)
	}
	s.click(t, "go")
	s.wantRefused(t, "cross_origin", "another site")
	s.open(t, "/")
	s.wantSignedIn(t)
}

func TestRenewalShowsTheNewToken(t *testing.T) {
	s := newStage(t)
	s.signIn(t)
	before := s.text(t, "claims")
	signedIn := s.time.Unix()
	s.op.claims = set(map[string]any{"auth_time": signedIn})
	for range 2 { // the second uses the rotated refresh token
		s.time = s.time.Add(time.Minute)
		s.click(t, "refresh")
		s.wantSignedIn(t)
	}
	if s.text(t, "claims") == before || s.op.refreshes != 2 {
		t.Fatalf("%d refreshes, claims %s", s.op.refreshes, s.text(t, "claims"))
	}
}

func TestRenewalForAnotherSignInIsRefused(t *testing.T) {
	for name, value := range map[string]any{"sub": "eve", "aud": []string{clientID, "another"}, "auth_time": 1, "nonce": "another", "at_hash": "AAAAAAAAAAAAAAAAAAAAAA"} {
		t.Run(name, func(t *testing.T) {
			s := newStage(t)
			s.signIn(t)
			s.op.claims = set(map[string]any{name: value})
			if name == "sub" {
				s.op.userInfo = set(map[string]any{"sub": value})
			}
			s.click(t, "refresh")
			s.wantRefused(t, "invalid_id_token", "")
			s.open(t, "/")
			if got := s.text(t, "sub"); got != "ada" {
				t.Fatalf("signed in as %q", got)
			}
		})
	}
}

func TestRenewalRemembersTheFirstNonce(t *testing.T) {
	s := newStage(t)
	s.signIn(t)
	s.click(t, "refresh") // brings no nonce, as it may
	s.wantSignedIn(t)
	s.op.claims = set(map[string]any{"nonce": s.op.asked.Get("nonce")})
	s.click(t, "refresh")
	s.wantSignedIn(t)
	s.op.claims = set(map[string]any{"nonce": "another"})
	s.click(t, "refresh")
	s.wantRefused(t, "invalid_id_token", "not about the same sign-in")
}

func TestRenewalNeedsARefreshToken(t *testing.T) {
	s := newStage(t)
	s.signIn(t)
	stale := s.Tab
	s.Tab = stale.Tab()
	s.op.token = set(map[string]any{"refresh_token": nil})
	s.open(t, "/sign-in")
	if s.Has("refresh") {
		t.Fatal("a button without a refresh token")
	}
	s.Tab = stale // still shows the button
	s.click(t, "refresh")
	s.wantRefused(t, "no_refresh_token", "offline_access")
}

func TestRenewalNeedsASession(t *testing.T) {
	s := newStage(t)
	s.signIn(t)
	s.DropCookie("rp_session")
	s.click(t, "refresh")
	s.wantRefused(t, "no_session", "not signed in")
}

func TestNoSecretReachesALogOrAPage(t *testing.T) {
	s := newStage(t)
	var secrets []string
	s.op.token = func(m map[string]any) {
		secrets = append(secrets, m["access_token"].(string), m["refresh_token"].(string), m["id_token"].(string))
	}
	s.signIn(t)
	pages := s.Body()
	s.click(t, "refresh")
	pages += s.Body()
	s.op.sign = func([]byte) string { return "not.a.token" }
	s.click(t, "sign-in-again")
	pages += s.Body()
	for _, secret := range append(secrets, clientSecret) {
		if strings.Contains(pages, secret) || strings.Contains(s.log.String(), secret) {
			t.Errorf("%.20s… shows", secret)
		}
	}
	if !strings.Contains(s.log.String(), "signed in") || !strings.Contains(s.log.String(), "refused") {
		t.Errorf("the log says %s", s.log.String())
	}
	for _, shown := range []string{fmt.Sprint(app.Secret("x1y2")), fmt.Sprintf("%#v %+v %s", app.Secret("x1y2"), app.Config{ClientSecret: "x1y2"}, app.Secret("x1y2"))} {
		if strings.Contains(shown, "x1y2") {
			t.Errorf("printed as %s", shown)
		}
	}
}

func TestPagesObeyTheirPolicy(t *testing.T) {
	s := newStage(t)
	check := func(name string) {
		t.Helper()
		csp := s.Header().Get("Content-Security-Policy")
		if !strings.Contains(csp, "default-src 'none'") || strings.Contains(csp, "unsafe") || strings.Contains(csp, "script-src") {
			t.Errorf("%s: policy %s", name, csp)
		}
		if s.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("%s may be cached", name)
		}
		root, err := html.Parse(strings.NewReader(s.Body()))
		if err != nil {
			t.Fatal(err)
		}
		ids, headings := map[string]bool{}, 0
		for n := range root.Descendants() {
			if n.Type != html.ElementNode {
				continue
			}
			if n.Data == "script" || n.Data == "style" {
				t.Errorf("%s has an inline %s", name, n.Data)
			}
			if n.Data == "h1" {
				headings++
			}
			for _, a := range n.Attr {
				if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
					t.Errorf("%s has an attribute %s", name, a.Key)
				}
				if a.Key == "id" && ids[a.Val] {
					t.Errorf("%s has id %s twice", name, a.Val)
				}
				if a.Key == "id" {
					ids[a.Val] = true
				}
			}
		}
		if headings != 1 {
			t.Errorf("%s has %d h1", name, headings)
		}
	}
	s.open(t, "/")
	check("home")
	s.signIn(t)
	check("signed in")
	s.open(t, "/signed-out")
	check("signed out")
	s.open(t, "/nowhere")
	check("not found")
	for path, kind := range map[string]string{"/style.css": "text/css", "/icon.svg": "image/svg+xml"} {
		s.open(t, path)
		if got := s.Header().Get("Content-Type"); s.Status() != http.StatusOK || !strings.HasPrefix(got, kind) {
			t.Errorf("%s is %d %s", path, s.Status(), got)
		}
	}
}

func TestConfigNamesWhatIsWrong(t *testing.T) {
	good := app.Config{
		BaseURL: "http://localhost:9090", Issuer: "https://id.example", ClientID: "demo",
		Log: slog.New(slog.DiscardHandler), Now: time.Now,
	}
	if _, err := app.New(good); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name, want string
		bend       func(*app.Config)
	}{
		{"base with a path", "base URL", func(c *app.Config) { c.BaseURL += "/" }},
		{"base without a host", "base URL", func(c *app.Config) { c.BaseURL = "http://:9090" }},
		{"no base", "base URL", func(c *app.Config) { c.BaseURL = "" }},
		{"plain http issuer", "must be https", func(c *app.Config) { c.Issuer = "http://id.example" }},
		{"issuer with a query", "issuer", func(c *app.Config) { c.Issuer += "?a=b" }},
		{"no client ID", "client ID", func(c *app.Config) { c.ClientID = "" }},
		{"no log", "log", func(c *app.Config) { c.Log = nil }},
		{"no clock", "clock", func(c *app.Config) { c.Now = nil }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := good
			tt.bend(&c)
			if _, err := app.New(c); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Fatalf("error %v, want one with %q", err, tt.want)
			}
		})
	}
}
