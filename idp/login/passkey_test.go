package login_test

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"html"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"countersign/audit"
	"countersign/factors"
	"countersign/factors/passkey"
	"countersign/factors/webauthn/webauthntest"
	"countersign/idp/flow"
	"countersign/idp/person"
	"countersign/storage"
)

var options = regexp.MustCompile(`data-options="([^"]*)"`)

// asks is what the page has the browser asked with.
func (p page) asks(t *testing.T) (challenge []byte, allowed []string) {
	t.Helper()
	m := options.FindStringSubmatch(p.body)
	if m == nil {
		t.Fatalf("%s asks for no passkey", p.path)
	}
	var o struct {
		Challenge        string
		UserVerification string
		RPID             string
		AllowCredentials []struct{ ID string }
	}
	if err := json.Unmarshal([]byte(html.UnescapeString(m[1])), &o); err != nil {
		t.Fatal(err)
	}
	if o.UserVerification != "required" || o.RPID != "id.example.com" {
		t.Errorf("the page asks with %+v", o)
	}
	for _, c := range o.AllowCredentials {
		allowed = append(allowed, c.ID)
	}
	challenge, err := base64.RawURLEncoding.DecodeString(o.Challenge)
	if err != nil || len(challenge) != 32 {
		t.Fatalf("challenge %q: %v", o.Challenge, err)
	}
	return challenge, allowed
}

// passkey gives somebody one.
func (h *house) passkey(who person.Person) *webauthntest.Authenticator {
	h.t.Helper()
	account := factors.Account(who.ID)
	c, err := h.passkeys.Begin(h.t.Context(), account, "session", who.Username)
	if err != nil {
		h.t.Fatal(err)
	}
	var o struct {
		Challenge string
		User      struct{ ID string }
	}
	if err := json.Unmarshal([]byte(c.Options), &o); err != nil {
		h.t.Fatal(err)
	}
	challenge, _ := base64.RawURLEncoding.DecodeString(o.Challenge)
	key := webauthntest.New("id.example.com", issuer)
	key.UserHandle, _ = base64.RawURLEncoding.DecodeString(o.User.ID)
	if _, err := h.passkeys.Finish(h.t.Context(), passkey.Registration{
		Account: account, Session: "session", Proof: []factors.Outcome{{Kind: factors.Password}}, Ticket: c.Ticket, Response: key.Register(challenge),
		Name: func(s passkey.Sort) string { return string(s) },
	}); err != nil {
		h.t.Fatal(err)
	}
	return key
}

// answer posts the passkey's answer to what the page asked.
func (b *browser) answer(p page, hub string, key *webauthntest.Authenticator) page {
	b.h.t.Helper()
	challenge, _ := p.asks(b.h.t)
	return b.post(p, hub+"/passkey", "credential", string(key.Assert(challenge)))
}

func (b *browser) finished(p page) bool {
	return strings.HasPrefix(p.path, "/authorize/resume") && b.session().ID != ""
}

func TestPasskeyConfirmsAPassword(t *testing.T) {
	h := newHouse(t)
	key := h.passkey(h.ann)
	b := h.browser()
	hub, p := b.signIn()
	if p.path != hub+"/passkey" || h.pushes.sent() != 0 {
		t.Fatalf("the strongest way is %s, %d requests were sent", p.path, h.pushes.sent())
	}
	if _, allowed := p.asks(t); len(allowed) != 1 || !p.has("other-way") {
		t.Errorf("the page asks for %v", allowed)
	}
	if p = b.answer(p, hub, key); !b.finished(p) {
		t.Fatalf("then: %d at %s", p.status, p.path)
	}
	if a := b.session().Assurance(); strings.Join(a.AMR, " ") != "pwd pop user mfa" || a.Strongest() != factors.PhishingResistant {
		t.Errorf("amr %v, acr %s", a.AMR, a.Strongest())
	}
	if n := h.events(audit.PasskeyRight); n != 1 {
		t.Errorf("%d uses are on record", n)
	}
}

func TestPasskeyAloneIsTwoFactors(t *testing.T) {
	h := newHouse(t)
	key := h.passkey(h.ann)
	b := h.browser()
	hub := b.start()
	p := b.get(hub)
	if _, allowed := p.asks(t); len(allowed) != 0 {
		t.Errorf("before anybody said who they are the page names passkeys: %v", allowed)
	}
	if !strings.Contains(p.body, `autocomplete="username webauthn"`) || !p.has("passkey") {
		t.Error("the page offers no passkey in the username's field")
	}
	if p = b.answer(p, hub, key); !b.finished(p) {
		t.Fatalf("then: %d at %s", p.status, p.path)
	}
	if a := b.session().Assurance(); b.session().Person != string(h.ann.ID) || strings.Join(a.AMR, " ") != "pop user mfa" || a.Strongest() != factors.PhishingResistant {
		t.Errorf("amr %v, acr %s", a.AMR, a.Strongest())
	}
}

func TestPasskeyAssertionCountsOnce(t *testing.T) {
	h := newHouse(t)
	key := h.passkey(h.ann)
	b := h.browser()
	hub, p := b.signIn()
	challenge, _ := p.asks(t)
	assertion := string(key.Assert(challenge))
	other := b.get(hub + "/passkey") // a second tab
	if done := b.post(p, hub+"/passkey", "credential", assertion); !b.finished(done) {
		t.Fatalf("at %s", done.path)
	}
	before := h.flow(hub).Version
	b.post(other, hub+"/passkey", "credential", assertion)
	if s := h.flow(hub); s.Version != before || h.proved(hub) != "password passkey" {
		t.Errorf("the assertion moved the sign-in again: %s", h.proved(hub))
	}
	// Nor does it count in another sign-in of the same browser.
	delete(b.cookies, "__Host-cs_session")
	hub, p = b.signIn()
	if p = b.post(p, hub+"/passkey", "credential", assertion); p.status != http.StatusUnprocessableEntity || !p.has("passkey-error") {
		t.Errorf("replayed elsewhere: %d at %s", p.status, p.path)
	}
	if p = b.answer(b.get(hub), hub, key); !b.finished(p) {
		t.Errorf("a new answer: %d at %s", p.status, p.path)
	}
}

// What a page that was shown before the sign-in moved asked for counts for
// nothing after it did.
func TestPasskeyChallengeEndsWithItsVersionOfTheSignIn(t *testing.T) {
	h := newHouse(t)
	key := h.passkey(h.ann)
	b := h.browser()
	hub := b.start()
	challenge, _ := b.get(hub).asks(t)
	p := b.post(b.get(hub), hub+"/sign-in", "username", "ann@example.com", "password", right)
	if p = b.post(p, hub+"/passkey", "credential", string(key.Assert(challenge))); p.status != http.StatusUnprocessableEntity || b.session().ID != "" {
		t.Errorf("the challenge of the page before: %d at %s", p.status, p.path)
	}
}

func TestPasskeyRefusalsLookAlike(t *testing.T) {
	for _, c := range []struct {
		name  string
		alone bool // also in place of a password
		spoil func(h *house, ann, bob, stranger *webauthntest.Authenticator) *webauthntest.Authenticator
	}{
		{"an unknown passkey", true, func(_ *house, _, _, stranger *webauthntest.Authenticator) *webauthntest.Authenticator {
			return stranger
		}},
		{"another person's", false, func(_ *house, _, bob, _ *webauthntest.Authenticator) *webauthntest.Authenticator { return bob }},
		{"a signature of another key", true, func(_ *house, ann, _, stranger *webauthntest.Authenticator) *webauthntest.Authenticator {
			ann.Key = stranger.Key
			return ann
		}},
		{"made at another origin (case 62)", true, func(_ *house, ann, _, _ *webauthntest.Authenticator) *webauthntest.Authenticator {
			ann.Origin = "https://id.example.com.relay.example"
			return ann
		}},
		{"made for another host", true, func(_ *house, ann, _, _ *webauthntest.Authenticator) *webauthntest.Authenticator {
			ann.RPID = "relay.example"
			return ann
		}},
		{"without user verification", true, func(_ *house, ann, _, _ *webauthntest.Authenticator) *webauthntest.Authenticator {
			ann.UserVerified = false
			return ann
		}},
		{"with another user handle", true, func(_ *house, ann, bob, _ *webauthntest.Authenticator) *webauthntest.Authenticator {
			ann.UserHandle = bob.UserHandle
			return ann
		}},
		{"a removed one", true, func(h *house, ann, _, _ *webauthntest.Authenticator) *webauthntest.Authenticator {
			h.removePasskeys(h.ann)
			// Another one, so that the page asks all the same.
			h.passkey(h.ann)
			return ann
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := newHouse(t)
			ann, bob, stranger := h.passkey(h.ann), h.passkey(h.bob), webauthntest.New("id.example.com", issuer)
			stranger.UserHandle = ann.UserHandle
			key := c.spoil(h, ann, bob, stranger)
			b := h.browser()
			hub, p := b.signIn()
			p = b.answer(p, hub, key)
			if p.status != http.StatusUnprocessableEntity || h.proved(hub) != "password" || !strings.Contains(p.body, "That passkey can’t be used here.") {
				t.Errorf("after the password: %d at %s, proved %s", p.status, p.path, h.proved(hub))
			}
			if !c.alone {
				return
			}
			b = h.browser()
			hub = b.start()
			p = b.answer(b.get(hub), hub, key)
			if p.status != http.StatusUnprocessableEntity || h.flow(hub).Person != "" || !strings.Contains(p.body, "That passkey can’t be used here.") {
				t.Errorf("alone: %d at %s", p.status, p.path)
			}
		})
	}
}

func (h *house) removePasskeys(who person.Person) {
	h.t.Helper()
	all, err := h.passkeys.List(h.t.Context(), factors.Account(who.ID))
	if err != nil {
		h.t.Fatal(err)
	}
	for _, k := range all {
		if err := h.passkeys.Remove(h.t.Context(), passkey.Removal{Account: k.Account, ID: k.ID, Proof: []factors.Outcome{{Kind: factors.Password}}}); err != nil {
			h.t.Fatal(err)
		}
	}
}

func TestPasskeyOfADisabledAccountIsUnknown(t *testing.T) {
	h := newHouse(t)
	key := h.passkey(h.ann)
	if err := h.db.People().Disable(t.Context(), h.ann.ID, h.clock.Now()); err != nil {
		t.Fatal(err)
	}
	b := h.browser()
	hub := b.start()
	if p := b.answer(b.get(hub), hub, key); p.status != http.StatusUnprocessableEntity || h.flow(hub).Person != "" {
		t.Errorf("%d at %s", p.status, p.path)
	}
}

func TestPasskeyOfSomebodyElseCannotConfirmWhoIsSignedIn(t *testing.T) {
	h := newHouse(t)
	h.passkey(h.ann)
	bob := h.passkey(h.bob)
	b := h.browser()
	hub := b.start(func(s *flow.Session) {
		s.Person = string(h.ann.ID)
		s.Outcomes = []factors.Outcome{{Kind: factors.Password, At: h.clock.Now().Add(-time.Hour)}}
		s.Need.Since = h.clock.Now()
	})
	p := b.get(hub)
	if p.path != hub+"/sign-in" {
		t.Fatalf("at %s", p.path)
	}
	if p = b.answer(p, hub, bob); p.status != http.StatusUnprocessableEntity || h.flow(hub).Person != string(h.ann.ID) || b.session().ID != "" {
		t.Errorf("%d at %s", p.status, p.path)
	}
}

func TestPasskeyWorksOnlyInTheBrowserThatAsked(t *testing.T) {
	h := newHouse(t)
	key := h.passkey(h.ann)
	b, thief := h.browser(), h.browser()
	hub := b.start()
	p := b.get(hub)
	challenge, _ := p.asks(t)
	thief.start() // has a cookie of its own
	got := thief.post(p, hub+"/passkey", "credential", string(key.Assert(challenge)))
	if got.status != http.StatusNotFound || h.flow(hub).Person != "" {
		t.Errorf("another browser: %d", got.status)
	}
	if p = b.send(http.MethodPost, hub+"/passkey", "credential=x"); p.status != http.StatusForbidden {
		t.Errorf("without the form's token: %d", p.status)
	}
}

func TestPasskeyFailuresOfANetworkAreBounded(t *testing.T) {
	h := newHouse(t)
	key := h.passkey(h.ann)
	b := h.browser()
	hub := b.start()
	for range 30 {
		b.post(b.get(hub), hub+"/passkey", "credential", "{}")
	}
	p := b.answer(b.get(hub), hub, key)
	if p.status != http.StatusTooManyRequests || p.header.Get("Retry-After") == "" || h.events(audit.PasskeyLimited) != 1 {
		t.Fatalf("past the limit: %d", p.status)
	}
	h.clock.Advance(10 * time.Minute)
	if p = b.answer(b.get(hub), hub, key); !b.finished(p) {
		t.Errorf("later: %d at %s", p.status, p.path)
	}
}

func TestPasskeyIsAskedForOnlyWhereTheOperatorAllowsIt(t *testing.T) {
	h := newHouse(t)
	key := h.passkey(h.ann)
	b := h.browser()
	hub := b.start()
	challenge, _ := b.get(hub).asks(t)
	h.handler = h.room(flow.Policy{SecondFactor: true, PasswordValid: 10 * time.Minute, Methods: []factors.Kind{factors.Push}})
	p := b.get(hub)
	if p.has("passkey") || strings.Contains(p.body, "webauthn") {
		t.Error("the page offers what the operator does not allow")
	}
	if b.post(p, hub+"/passkey", "credential", string(key.Assert(challenge))); h.flow(hub).Person != "" {
		t.Error("a passkey was taken all the same")
	}
}

func TestAppThatWantsMoreThanThePasskeyGetsThePhoneToo(t *testing.T) {
	h := newHouse(t)
	key := h.passkey(h.ann)
	b := h.browser()
	hub := b.start(wants(factors.OutOfBand))
	if p := b.answer(b.get(hub), hub, key); p.path != hub+"/push" && p.path != hub+"/step-up" {
		t.Errorf("2n by a passkey alone: %s", p.path)
	}
	// And who has a phone alone cannot have phr (case 64).
	other := h.browser()
	h.removePasskeys(h.ann)
	hub, p := other.signIn(wants(factors.PhishingResistant))
	if !strings.HasPrefix(p.path, "/authorize/resume") || h.flow(hub).EndedBy != flow.EndedByNeed || h.pushes.sent() > 1 {
		t.Errorf("phr by a phone: %s, ended by %q", p.path, h.flow(hub).EndedBy)
	}
}

func TestCopiedPasskeyIsRefused(t *testing.T) {
	h := newHouse(t)
	key := h.passkey(h.ann)
	key.Counts = true
	b := h.browser()
	hub := b.start()
	if p := b.answer(b.get(hub), hub, key); !b.finished(p) {
		t.Fatalf("at %s", p.path)
	}
	key.SignCount = 0 // what a copy made before that would say next
	delete(b.cookies, "__Host-cs_session")
	hub = b.start()
	if p := b.answer(b.get(hub), hub, key); p.status != http.StatusUnprocessableEntity {
		t.Errorf("a count that did not grow: %d at %s", p.status, p.path)
	}
	all, err := h.db.Events().Find(t.Context(), storage.Query{Kind: audit.PasskeyWrong, Limit: 10})
	if err != nil || len(all) != 1 || !strings.Contains(all[0].Event.Reason, "copied") || all[0].Event.Person != string(h.ann.ID) {
		t.Errorf("the record: %+v, %v", all, err)
	}
}

// slowly is the passkeys, with something that happens meanwhile.
type slowly struct {
	*passkey.Factor
	house *house
}

func (s slowly) Verify(ctx context.Context, a passkey.Attempt) (factors.Account, factors.Outcome, error) {
	who, outcome, err := s.Factor.Verify(ctx, a)
	if s.house.meanwhile != nil {
		s.house.meanwhile()
	}
	return who, outcome, err
}

// Two tabs answer the same question, and one is faster: the other's answer is
// of a version that is over, and is not kept for the next one.
func TestPasskeyAnswerOfTheSlowerTabIsDropped(t *testing.T) {
	h := newHouse(t)
	key := h.passkey(h.ann)
	b := h.browser()
	hub := b.start()
	p := b.get(hub)
	challenge, _ := p.asks(t)
	assertion := string(key.Assert(challenge))
	h.meanwhile = func() {
		h.meanwhile = nil
		faster := h.flow(hub)
		faster.Person = string(h.ann.ID)
		faster.Outcomes = []factors.Outcome{{Kind: factors.Password, At: h.clock.Now()}}
		if err := h.db.Flows().Save(t.Context(), faster); err != nil {
			t.Fatal(err)
		}
	}
	p = b.post(p, hub+"/passkey", "credential", assertion)
	if h.proved(hub) != "password" || p.path != hub+"/passkey" {
		t.Errorf("proved %s, at %s", h.proved(hub), p.path)
	}
}
