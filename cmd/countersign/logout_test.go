package main

import (
	"crypto/rand"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"

	"countersign/cmd/demo/browser"
	"countersign/config"
	"countersign/idp/client"
)

// listener is an application that hears of sign-outs.
type listener struct {
	*httptest.Server
	mu     sync.Mutex
	tokens []string
}

func newListener(t *testing.T) *listener {
	l := &listener{}
	l.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodPost || r.URL.Path != "/back" || r.ParseForm() != nil || len(r.PostForm) != 1 {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		l.mu.Lock()
		defer l.mu.Unlock()
		l.tokens = append(l.tokens, r.PostForm.Get("logout_token"))
	}))
	t.Cleanup(l.Close)
	return l
}

// heard are the tokens that came since it was asked last.
func (l *listener) heard() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	out := l.tokens
	l.tokens = nil
	return out
}

// listens registers an application that hears of sign-outs.
func (r *rig) listens(l *listener) (client.Client, string) {
	return r.client(func(w *client.Registration) {
		w.Metadata.BackchannelLogoutURI, w.Metadata.BackchannelLogoutSession = l.URL+"/back", true
	})
}

func callsLoopback(c *config.Config) {
	c.Outbound.Allow = []config.Prefix{{Prefix: netip.MustParsePrefix("127.0.0.0/8")}, {Prefix: netip.MustParsePrefix("::1/128")}}
}

// signsIn gives what the application got from a sign-in.
func (r *rig) signsIn(b *browser.Tab, q request, who member) tokens {
	r.t.Helper()
	r.toPush(b, q, who.name)
	r.finish(b, who.phone)
	status, got := r.redeem(0, q, r.landed(b).Get("code"))
	if status != http.StatusOK {
		r.t.Fatalf("redeem: %d %+v", status, got)
	}
	return got
}

// Every end of a session is told to the applications that were used in it
// (issue: sign-out here and by the application, the account page, a report, a
// changed password, an administrator, a deleted account).
func TestEveryEndOfASessionReachesItsApplications(t *testing.T) {
	ends := map[string]func(r *rig, b *browser.Tab, who member, id string){
		"the application": func(r *rig, b *browser.Tab, _ member, id string) {
			r.ok(b.Open(r.t.Context(), r.issuer+"/logout?id_token_hint="+id))
		},
		"the person": func(r *rig, b *browser.Tab, _ member, _ string) {
			r.ok(b.Open(r.t.Context(), r.issuer+"/logout"), b.Click(r.t.Context(), "sign-out"))
		},
		"the account page elsewhere": func(r *rig, _ *browser.Tab, who member, _ string) {
			me := r.atAccount(who)
			r.ok(me.Open(r.t.Context(), r.issuer+"/me/sessions"), me.Click(r.t.Context(), "end-others"))
		},
		"a report": func(r *rig, b *browser.Tab, who member, _ string) {
			c, secret := r.client()
			r.clock.Advance(time.Minute)
			r.toPush(b, r.request(c, secret, askAgain), who.name)
			r.report(who.phone)
		},
		"a changed password": func(r *rig, _ *browser.Tab, who member, _ string) { r.setPassword(who) },
		"an administrator who signs out": func(r *rig, _ *browser.Tab, who member, _ string) {
			r.ok(r.replicas[0].db.People().SignOut(r.t.Context(), who.id, r.clock.Now()))
		},
		"an administrator who disables": func(r *rig, _ *browser.Tab, who member, _ string) {
			r.ok(r.replicas[0].db.People().Disable(r.t.Context(), who.id, r.clock.Now()))
		},
		"a deleted account": func(r *rig, _ *browser.Tab, who member, _ string) {
			r.ok(r.replicas[0].db.People().Erase(r.t.Context(), who.id, r.clock.Now()))
		},
	}
	for _, database := range []string{"sqlite", "postgres"} {
		t.Run(database, func(t *testing.T) {
			r := newRig(t, database, 1, callsLoopback)
			for name, end := range ends {
				t.Run(name, func(t *testing.T) {
					l := newListener(t)
					who := r.join("ada" + strings.ToLower(rand.Text()[:8]))
					c, secret := r.listens(l)
					b := r.browser(0)
					got := r.signsIn(b, r.request(c, secret), who)
					r.ok(r.replicas[0].courier.Once(t.Context()))
					if heard := l.heard(); len(heard) != 0 {
						t.Fatalf("it heard %v before the end", heard)
					}
					end(r, b, who, got.ID)
					r.ok(r.replicas[0].courier.Once(t.Context()), r.replicas[0].courier.Once(t.Context()))
					heard := l.heard()
					if len(heard) != 1 {
						t.Fatalf("it heard %d times", len(heard))
					}
					r.checkLogoutToken(t, heard[0], c, got)
				})
			}
		})
	}
}

// checkLogoutToken is what ValidateLogoutTokenClaims and its kin of the
// conformance suite check in oidcc-backchannel-rp-initiated-logout.
func (r *rig) checkLogoutToken(t *testing.T, text string, c client.Client, got tokens) {
	t.Helper()
	if _, err := r.replicas[0].ring.Verify(t.Context(), "logout+jwt", text); err != nil {
		t.Errorf("its signature: %v", err)
	}
	if _, err := r.replicas[0].minter.ReadHint(t.Context(), text); err == nil {
		t.Error("a logout token passes for an ID token")
	}
	out := claims(t, text)
	checkLogoutClaims(t, out, claims(t, got.ID), string(c.ID))
	if at := float64(r.clock.Now().Unix()); out["iat"] != at {
		t.Errorf("iat %v at %v", out["iat"], at)
	}
}

// checkLogoutClaims compares a logout token with the ID token of the session.
func checkLogoutClaims(t *testing.T, out, id map[string]any, app string) {
	t.Helper()
	for _, same := range []string{"iss", "sub", "sid"} {
		if out[same] != id[same] || out[same] == nil {
			t.Errorf("%s is %v, that of the ID token %v", same, out[same], id[same])
		}
	}
	events, _ := out["events"].(map[string]any)
	body, _ := events["http://schemas.openid.net/event/backchannel-logout"].(map[string]any)
	if out["aud"] != app || out["nonce"] != nil || out["jti"] == "" || len(events) != 1 || body == nil || len(body) != 0 {
		t.Errorf("claims %v", out)
	}
	issued, _ := out["iat"].(float64)
	expires, _ := out["exp"].(float64)
	if expires-issued > 120 || expires <= issued {
		t.Errorf("iat %v, exp %v", issued, expires)
	}
}

// A refresh token that needs the session ends with it; an offline one stays
// (Back-Channel Logout section 2.7).
func TestSignOutEndsWhatDoesNotOutliveTheSession(t *testing.T) {
	r := newRig(t, "sqlite", 1, callsLoopback)
	who := r.join("ada")
	c, secret := r.listens(newListener(t))
	b := r.browser(0)
	q := r.request(c, secret)
	got := r.signsIn(b, q, who)
	r.ok(b.Open(t.Context(), r.issuer+"/logout?id_token_hint="+got.ID))
	if status, _ := r.token(0, q, map[string][]string{"grant_type": {"refresh_token"}, "refresh_token": {got.Refresh}}); status != http.StatusOK {
		t.Errorf("offline access ended with the session: %d", status)
	}
}

func TestLogoutTokenIsNotPostedIntoOurOwnNetwork(t *testing.T) {
	r := newRig(t, "sqlite", 1)
	who, l := r.join("ada"), newListener(t)
	c, secret := r.listens(l)
	b := r.browser(0)
	got := r.signsIn(b, r.request(c, secret), who)
	r.ok(b.Open(t.Context(), r.issuer+"/logout?id_token_hint="+got.ID), r.replicas[0].courier.Once(t.Context()))
	if heard := l.heard(); len(heard) != 0 {
		t.Errorf("it heard %v", heard)
	}
	if waits, err := r.replicas[0].db.Logouts().Claim(t.Context(), time.Minute, 9); err != nil || len(waits) != 0 {
		t.Errorf("it is due at once again: %v, %v", waits, err)
	}
	r.clock.Advance(time.Minute)
	if waits, err := r.replicas[0].db.Logouts().Claim(t.Context(), time.Minute, 9); err != nil || len(waits) != 1 || waits[0].Tries != 1 {
		t.Errorf("it waits: %v, %v", waits, err)
	}
	if s := r.log.String(); !strings.Contains(s, "did not take a logout notice") || strings.Contains(s, "logout_token") {
		t.Error("the log does not say so, or says too much")
	}
}
