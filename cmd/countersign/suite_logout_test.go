package main

import (
	"crypto/rand"
	"encoding/base64"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
)

// TestConformanceLogout is oidcc-rp-initiated-logout-certification-test-plan and
// its kin for the back channel and the front channel. Where a person is asked,
// they say yes.
func TestConformanceLogout(t *testing.T) {
	s := newSuite(t, "COUNTERSIGN_OUTBOUND_ALLOW=127.0.0.0/8")
	s.module("oidcc-rp-initiated-logout-discovery-endpoint-verification", func(s *suite) { s.logoutMetadata() })
	s.module("oidcc-backchannel-logout-discovery-endpoint-verification", func(s *suite) {
		s.logoutMetadata("backchannel_logout_supported", "backchannel_logout_session_supported")
	})
	s.module("oidcc-frontchannel-logout-discovery-endpoint-verification", func(s *suite) {
		s.logoutMetadata("frontchannel_logout_supported", "frontchannel_logout_session_supported")
	})
	c := s.leaving(nil)
	for name, m := range logoutModules() {
		s.module(name, func(s *suite) { s.signsOut(c, m) })
	}
	s.module("oidcc-backchannel-rp-initiated-logout", func(s *suite) {
		s.hearsOfSignOut(s.leaving(map[string]any{"backchannel_logout_uri": s.app.URL + "/back", "backchannel_logout_session_required": true}))
	})
	s.module("oidcc-frontchannel-rp-initiated-logout", func(s *suite) {
		s.framesSignOut(s.leaving(map[string]any{"frontchannel_logout_uri": s.app.URL + "/front", "frontchannel_logout_session_required": true}))
	})
}

// logoutModule is what an application asks, and where the browser ends: at the
// application, at our page that says that it is done, or where it was refused.
type logoutModule struct {
	change func(s *suite, q url.Values)
	at     string
}

const (
	atApplication = "application"
	signedOut     = "signed out"
	leftAlone     = "refused"
)

func logoutModules() map[string]logoutModule {
	without := func(names ...string) func(*suite, url.Values) {
		return func(_ *suite, q url.Values) {
			for _, name := range names {
				q.Del(name)
			}
		}
	}
	const hint, uri = "id_token_hint", "post_logout_redirect_uri"
	to := func(suffix string) func(*suite, url.Values) {
		return func(_ *suite, q url.Values) { q.Set(uri, q.Get(uri)+suffix) }
	}
	return map[string]logoutModule{
		"oidcc-rp-initiated-logout":                                         {without(), atApplication},
		"oidcc-rp-initiated-logout-no-state":                                {without("state"), atApplication},
		"oidcc-rp-initiated-logout-no-params":                               {without("state", hint, uri), signedOut},
		"oidcc-rp-initiated-logout-only-state":                              {without(hint, uri), signedOut},
		"oidcc-rp-initiated-logout-no-post-logout-redirect-uri":             {without(uri), signedOut},
		"oidcc-rp-initiated-logout-no-id-token-hint":                        {without(hint), leftAlone},
		"oidcc-rp-initiated-logout-bad-post-logout-redirect-uri":            {to("/x"), leftAlone},
		"oidcc-rp-initiated-logout-query-added-to-post-logout-redirect-uri": {to("?foo=bar"), leftAlone},
		"oidcc-rp-initiated-logout-bad-id-token-hint": {func(s *suite, q url.Values) { // signed by who else may know its claims
			key := jose.SigningKey{Algorithm: jose.HS256, Key: []byte(rand.Text() + rand.Text())}
			q.Set(hint, signed(key, nil, s.verified(q.Get(hint))))
		}, leftAlone},
		"oidcc-rp-initiated-logout-modified-id-token-hint": {func(_ *suite, q url.Values) {
			none := base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"none","typ":"JWT"}`))
			q.Set(hint, none+"."+strings.Split(q.Get(hint), ".")[1]+".")
		}, leftAlone},
	}
}

// logoutMetadata wants https everywhere, and what is named.
func (s *suite) logoutMetadata(names ...string) {
	s.t.Helper()
	for name, value := range s.metadata {
		if at, _ := value.(string); strings.HasSuffix(name, "_endpoint") && !strings.HasPrefix(at, "https://") {
			s.t.Errorf("%s is %v", name, value)
		}
	}
	s.str("end_session_endpoint")
	for _, name := range names {
		if s.metadata[name] != true {
			s.t.Errorf("%s is %v", name, s.metadata[name])
		}
	}
}

// leaving registers an application to which people come back.
func (s *suite) leaving(more map[string]any) suiteClient {
	s.t.Helper()
	metadata := map[string]any{"post_logout_redirect_uris": []string{s.app.URL + "/out"}}
	for name, value := range more {
		metadata[name] = value
	}
	return s.registered(metadata)
}

// ending is a request to sign out after a sign-in, with its ID token's claims. Its
// state must come back as it was.
func (s *suite) ending(c suiteClient) (url.Values, map[string]any) {
	s.t.Helper()
	got, claims := s.tokens(s.ask(c).pkce())
	return url.Values{"id_token_hint": {got.ID}, "post_logout_redirect_uri": {s.app.URL + "/out"}, "state": {strings.Repeat("aZ09-._~", 16)}}, claims
}

// leave sends the browser to the end session endpoint.
func (s *suite) leave(q url.Values) string {
	s.t.Helper()
	to := s.str("end_session_endpoint") + "?" + q.Encode()
	s.ok(s.tab.Open(s.t.Context(), to))
	if s.tab.Has("sign-out") {
		s.ok(s.tab.Click(s.t.Context(), "sign-out"))
	}
	return to
}

// back is the application's page, where people come back to by q.
func (s *suite) back(q url.Values) string {
	if q.Has("state") {
		return s.app.URL + "/out?state=" + q.Get("state")
	}
	return s.app.URL + "/out"
}

func (s *suite) signsOut(c suiteClient, m logoutModule) {
	s.t.Helper()
	q, _ := s.ending(c)
	m.change(s, q)
	stays := s.leave(q)
	want := map[string]string{atApplication: s.back(q), signedOut: s.issuer + "/signed-out", leftAlone: stays}[m.at]
	if s.tab.URL() != want {
		s.t.Fatalf("the browser is at %s, want %s:\n%s", s.tab.URL(), want, s.tab.PageText())
	}
	s.isOver(c, m.at != leftAlone)
}

// isOver asks without a page whether the session is over.
func (s *suite) isOver(c suiteClient, want bool) {
	s.t.Helper()
	again := s.ask(c, set("prompt", "none")).pkce()
	s.visit(again)
	if over := s.landed(again).Get("error") == "login_required"; over != want {
		s.t.Errorf("the session is over: %v, want %v", over, want)
	}
}

// hearsOfSignOut is what an application is posted (Back-Channel Logout section 2.5).
func (s *suite) hearsOfSignOut(c suiteClient) {
	s.t.Helper()
	q, claims := s.ending(c)
	s.leave(q)
	if s.tab.URL() != s.back(q) {
		s.t.Fatalf("the browser is at %s", s.tab.URL())
	}
	form := s.inbox.wait(s.t)
	token := form.Get("logout_token")
	if len(form) != 1 || token == "" {
		s.t.Fatalf("it was posted %v", form)
	}
	told := s.verified(token)
	checkLogoutClaims(s.t, told, claims, c.ID)
	if issued, _ := told["iat"].(float64); time.Since(time.Unix(int64(issued), 0)).Abs() > time.Minute {
		s.t.Errorf("iat %v", told["iat"])
	}
	jws, err := jose.ParseSignedCompact(token, []jose.SignatureAlgorithm{jose.ES256, jose.RS256})
	s.ok(err)
	if typ := jws.Signatures[0].Protected.ExtraHeaders[jose.HeaderType]; typ != "logout+jwt" {
		s.t.Errorf("typ %v", typ)
	}
	s.isOver(c, true)
}

// wait is the form that was posted last, once there is one.
func (i *suiteInbox) wait(t *testing.T) url.Values {
	t.Helper()
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		i.mu.Lock()
		form := i.form
		i.form = nil
		i.mu.Unlock()
		if form != nil {
			return form
		}
	}
	t.Fatal("nothing was posted")
	return nil
}

// framesSignOut loads the frames of the page on the way out, and goes on as it
// says (Front-Channel Logout section 2); what real browsers do of it, with script
// and without, TestBrowserTellsApplicationsOnItsWayOut tries.
func (s *suite) framesSignOut(c suiteClient) {
	s.t.Helper()
	ctx := s.t.Context()
	q, claims := s.ending(c)
	s.leave(q)
	frames := regexp.MustCompile(`<iframe[^>]* src="([^"]*)"`).FindAllStringSubmatch(s.tab.Body(), -1)
	if len(frames) != 1 {
		s.t.Fatalf("%d frames at %s:\n%s", len(frames), s.tab.URL(), s.tab.Body())
	}
	src := must(url.Parse(strings.ReplaceAll(frames[0][1], "&amp;", "&")))
	if told := src.Query(); src.Scheme+"://"+src.Host+src.Path != s.app.URL+"/front" || len(told) != 2 || told.Get("iss") != s.issuer || told.Get("sid") != claims["sid"] || claims["sid"] == nil {
		s.t.Errorf("the frame is %s", src)
	}
	if policy := s.tab.Header().Get("Content-Security-Policy"); !strings.Contains(policy, "frame-src "+s.app.URL) {
		s.t.Errorf("the page may not frame it: %s", policy)
	}
	res, err := s.tab.Fetch(ctx, src.String())
	s.ok(err)
	_, _ = io.Copy(io.Discard, res.Body)
	s.ok(res.Body.Close())
	if res.StatusCode != http.StatusOK {
		s.t.Errorf("the frame: %d", res.StatusCode)
	}
	s.ok(s.tab.Refresh(ctx))
	if s.tab.URL() != s.back(q) {
		s.t.Errorf("the browser is at %s", s.tab.URL())
	}
	s.isOver(c, true)
}
