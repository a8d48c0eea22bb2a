package login_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"countersign/audit"
	"countersign/factors"
	"countersign/idp/flow"
	"countersign/idp/rar"
	"countersign/storage"
)

// payments is a type of authorization details.
var payments = rar.Types{{Name: "payment", Label: rar.Label{Default: "Payment"}, Fields: []rar.Field{
	{Name: "amount", Label: rar.Label{Default: "Amount"}, Kind: rar.Amount}, {Name: "payee", Label: rar.Label{Default: "To"}, Kind: rar.Text},
}}}

// asks is a sign-in of ann's at which nothing but her consent is missing, and
// her browser at its hub.
func (h *house) asks(c flow.Consent) (*browser, flow.Session, page) {
	h.t.Helper()
	b := h.browser()
	s := h.flow(b.start(func(s *flow.Session) { s.Need.Consent = &c }))
	s.Person = string(h.ann.ID)
	s.Outcomes = []factors.Outcome{{Kind: factors.Password, At: h.clock.Now()}, {Kind: factors.Push, At: h.clock.Now(), Protection: factors.SoftwareKey, Match: factors.MatchNum2}}
	if err := h.db.Flows().Save(h.t.Context(), s); err != nil {
		h.t.Fatal(err)
	}
	return b, s, b.get("/login/" + string(s.ID))
}

func (h *house) recorded(kind audit.Kind) []audit.Link {
	h.t.Helper()
	links, err := h.db.Events().Find(h.t.Context(), storage.Query{Kind: kind, Limit: 10})
	if err != nil {
		h.t.Fatal(err)
	}
	return links
}

func TestConsentIsAskedAndKept(t *testing.T) {
	h := newHouse(t)
	b, s, p := h.asks(flow.Consent{Scope: []string{"openid", "email", "offline_access"}, Resource: []string{"https://api.example"}})
	if !strings.HasSuffix(p.path, "/consent") || !p.has("consent-allow") || !p.has("consent-deny") {
		t.Fatalf("at %s:\n%s", p.path, p.body)
	}
	for _, text := range []string{"see your email address", "while you are away", "https://api.example", "payroll.example", "ann@example.com"} {
		if !strings.Contains(p.body, text) {
			t.Errorf("the page does not say %q", text)
		}
	}
	if strings.Contains(p.body, "see your name") {
		t.Error("the page says what is not asked")
	}
	done := b.follow(b.send(http.MethodPost, p.path, "answer=allow&_token="+p.token()))
	if !strings.HasPrefix(done.path, "/authorize/resume") {
		t.Errorf("went to %s", done.path)
	}
	got, err := h.db.Consents().Find(t.Context(), string(h.ann.ID), s.App.ID)
	if err != nil || len(got.Scope) != 3 || len(got.Resource) != 1 {
		t.Errorf("kept %+v, %v", got, err)
	}
	if e := h.recorded(audit.ConsentGiven); len(e) != 1 || e[0].Detail["scope"] != "openid email offline_access" || e[0].Detail["resource"] != "https://api.example" || e[0].Person != string(h.ann.ID) {
		t.Errorf("recorded %+v", e)
	}
	// The next time it is not asked, and no more is let through by that.
	if _, _, p := h.asks(flow.Consent{Scope: []string{"openid", "email"}}); !strings.HasPrefix(p.path, "/authorize/resume") {
		t.Errorf("asked again, at %s", p.path)
	}
	if _, _, p := h.asks(flow.Consent{Scope: []string{"openid", "profile"}}); !strings.HasSuffix(p.path, "/consent") {
		t.Errorf("not asked for more, at %s", p.path)
	}
}

func TestWhateverIsNotAllowIsANo(t *testing.T) {
	for _, answer := range []string{"answer=deny", "answer=ALLOW", "answer=", ""} {
		h := newHouse(t)
		b, s, p := h.asks(flow.Consent{Scope: []string{"openid"}})
		done := b.follow(b.send(http.MethodPost, p.path, answer+"&_token="+p.token()))
		after, err := h.db.Flows().Find(t.Context(), s.ID)
		if err != nil || after.State != flow.Ended || after.EndedBy != flow.EndedByDenial || after.Consented || !strings.HasPrefix(done.path, "/authorize/resume") {
			t.Errorf("%q: %s by %q, at %s, %v", answer, after.State, after.EndedBy, done.path, err)
		}
		if got, err := h.db.Consents().Find(t.Context(), string(h.ann.ID), s.App.ID); err != nil || got.Known {
			t.Errorf("%q: kept %+v, %v", answer, got, err)
		}
	}
}

// Neither another page's token, nor the form before its turn, nor that of a
// browser that did not sign in allows anything.
func TestConsentIsOfItsPageAlone(t *testing.T) {
	h := newHouse(t)
	b, s, p := h.asks(flow.Consent{Scope: []string{"openid"}})
	stranger := h.browser()
	early := h.browser()
	open := h.flow(early.start(func(s *flow.Session) { s.Need.Consent = &flow.Consent{Scope: []string{"openid"}} }))
	for name, got := range map[string]page{
		"no token":        b.send(http.MethodPost, p.path, "answer=allow"),
		"another's token": b.send(http.MethodPost, p.path, "answer=allow&_token="+early.get("/login/"+string(open.ID)).token()),
		"another browser": stranger.send(http.MethodPost, p.path, "answer=allow&_token="+p.token()),
		"before its turn": early.send(http.MethodPost, "/login/"+string(open.ID)+"/consent", "answer=allow&_token="+early.get("/login/"+string(open.ID)).token()),
	} {
		if got.status == http.StatusOK || got.header.Get("Location") == "/login/"+string(s.ID) {
			t.Errorf("%s: %d to %s", name, got.status, got.header.Get("Location"))
		}
	}
	for _, id := range []flow.ID{s.ID, open.ID} {
		if after, err := h.db.Flows().Find(t.Context(), id); err != nil || after.Consented {
			t.Errorf("%+v, %v", after, err)
		}
	}
	if len(h.recorded(audit.ConsentGiven)) != 0 {
		t.Error("a consent is on record")
	}
}

// What is asked in detail is shown in all of it, and asked each time.
func TestDetailsAreShownAndAskedEachTime(t *testing.T) {
	h := newHouse(t)
	details := json.RawMessage(`[{"type":"payment","amount":{"amount":"123.50","currency":"EUR"},"payee":"Merchant <b>Ltd</b>"}]`)
	for range 2 {
		b, _, p := h.asks(flow.Consent{Scope: []string{"openid"}, Details: details})
		for _, text := range []string{"Payment", "Amount", "123.50", "EUR", "Merchant &lt;b&gt;Ltd&lt;/b&gt;", "this one time"} {
			if !strings.Contains(p.body, text) {
				t.Fatalf("the page does not say %q:\n%s", text, p.body)
			}
		}
		b.send(http.MethodPost, p.path, "answer=allow&_token="+p.token())
	}
	for _, e := range h.recorded(audit.ConsentGiven) {
		if d := e.Detail["authorization_details_sha256"]; len(d) != 64 || strings.Contains(e.Detail["scope"], "Merchant") {
			t.Errorf("recorded %v", e.Detail)
		}
	}
}

func TestScopeWithoutWordsIsNamed(t *testing.T) {
	if _, _, p := newHouse(t).asks(flow.Consent{Scope: []string{"openid", "invoices:read"}}); !strings.Contains(p.body, "invoices:read") {
		t.Errorf("the page hides a scope:\n%s", p.body)
	}
}

// Names and pages of applications are text in ours, whatever they say.
func TestNameOfAnApplicationIsText(t *testing.T) {
	h := newHouse(t)
	const name = `<script>alert(1)</script>"'&`
	b := h.browser()
	hub := b.start(func(s *flow.Session) {
		s.App.Name, s.App.Policy, s.Need.Consent = name, "https://app.example/?\"><script>", &flow.Consent{Scope: []string{"<img src=x>"}}
	})
	first := b.get(hub)
	s := h.flow(hub)
	s.Person = string(h.ann.ID)
	s.Outcomes = []factors.Outcome{{Kind: factors.Passkey, At: h.clock.Now(), Verified: true, Protection: factors.PossessedKey}}
	if err := h.db.Flows().Save(t.Context(), s); err != nil {
		t.Fatal(err)
	}
	second := b.get(hub)
	if !second.has("consent-allow") {
		t.Fatalf("at %s", second.path)
	}
	for _, p := range []page{first, second} {
		if strings.Contains(p.body, "<script>") || strings.Contains(p.body, "<img src=x>") || !strings.Contains(p.body, "&lt;script&gt;alert(1)") {
			t.Errorf("the page at %s holds markup of others", p.path)
		}
	}
}
