package authorize_test

import (
	"net/http"
	"slices"
	"testing"
	"time"

	"countersign/factors"
	"countersign/idp/flow"
	"countersign/idp/web"
)

func TestGoodSessionGivesACodeAtOnce(t *testing.T) {
	h := newHouse(t).signedIn(2 * time.Hour)
	q := h.begin(request("prompt", "none")).sentBack(t)
	if q.Get("code") != "cs_ac_code" || q.Get("state") != "a=b&c d/é" || q.Has("error") {
		t.Fatalf("told %v", q)
	}
	o := h.orders[0]
	if o.Grant.Person != ada || o.Grant.Session != "ses_1" || o.Grant.Client != "app" || o.RedirectURI != redirect ||
		o.Challenge != challenge || o.Grant.Nonce != "n-1" || o.Flow != "" {
		t.Errorf("ordered %+v", o)
	}
	// Case 66: the code states what was proved then, not now.
	if !o.Grant.AuthTime.Equal(noon.Add(-2*time.Hour)) || o.Grant.ACR != string(factors.TwoFactors) ||
		!slices.Equal(o.Grant.AMR, []string{"pwd", "swk", "mca", "user", "mfa"}) {
		t.Errorf("states %+v", o.Grant)
	}
}

func TestSessionThatIsNotEnoughLeadsToASignIn(t *testing.T) {
	for name, c := range map[string]struct {
		pairs  []string
		change func(*house)
		person string // whom the sign-in starts with
		atNone string // what prompt=none is told
	}{
		"login":               {[]string{"prompt", "login"}, nil, "", ""},
		"select account":      {[]string{"prompt", "select_account"}, nil, "", ""},
		"max_age 0":           {[]string{"max_age", "0"}, nil, "", "login_required"},
		"max_age":             {[]string{"max_age", "60"}, nil, "", "login_required"},
		"a higher class":      {[]string{"acr_values", string(factors.OutOfBand)}, nil, ada, "interaction_required"},
		"another person":      {[]string{"id_token_hint", "bob"}, nil, "", "login_required"},
		"disabled":            {nil, func(h *house) { h.account.Disabled = true }, "", "login_required"},
		"only a password yet": {nil, func(h *house) { h.session.Outcomes = h.session.Outcomes[:1] }, ada, "interaction_required"},
		"only a push yet":     {nil, func(h *house) { h.session.Outcomes = h.session.Outcomes[1:] }, ada, "login_required"},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHouse(t).signedIn(2 * time.Hour)
			if c.change != nil {
				c.change(h)
			}
			if s := h.started(h.begin(request(c.pairs...))); s.Person != c.person || (len(s.Outcomes) > 0) != (c.person != "") {
				t.Errorf("starts with %q and %v", s.Person, s.Outcomes)
			}
			if c.atNone == "" {
				return
			}
			q := h.begin(request(append(c.pairs, "prompt", "none")...)).sentBack(t)
			if q.Get("error") != c.atNone {
				t.Errorf("prompt=none is told %v, want %s", q, c.atNone)
			}
		})
	}
}

func TestHintOfThePersonWhoIsSignedInIsFine(t *testing.T) {
	h := newHouse(t).signedIn(time.Hour)
	if q := h.begin(request("id_token_hint", "ada", "prompt", "none")).sentBack(t); q.Get("code") == "" {
		t.Errorf("told %v", q)
	}
}

// finished is a sign-in that the hub brought to its end.
func finished(h *house, pairs ...string) flow.Session {
	h.t.Helper()
	s := h.started(h.begin(request(pairs...)))
	h.now = h.now.Add(time.Minute)
	s.State, s.Person, s.Session = flow.Done, ada, "ses_2"
	s.Outcomes = []factors.Outcome{
		{Kind: factors.Password, At: h.now.Add(-50 * time.Second)},
		{Kind: factors.Password, At: h.now.Add(-30 * time.Second)},
		{Kind: factors.Push, At: h.now.Add(-10 * time.Second), Match: factors.MatchNum2, Protection: factors.SoftwareKey},
	}
	h.flows[s.ID] = s
	return s
}

func TestFinishedSignInGivesOneCode(t *testing.T) {
	h := newHouse(t)
	s := finished(h, "acr_values", string(factors.TwoFactors))
	q := h.resume(string(s.ID)).sentBack(t)
	if q.Get("code") != "cs_ac_code" || q.Get("state") != "a=b&c d/é" {
		t.Fatalf("told %v", q)
	}
	o := h.orders[0]
	if o.Grant.Session != "ses_2" || o.Flow != string(s.ID) || o.Grant.ACR != string(factors.TwoFactors) ||
		!o.Grant.AuthTime.Equal(h.now.Add(-30*time.Second)) || o.RedirectURI != redirect || o.Challenge != challenge {
		t.Errorf("ordered %+v", o)
	}
	again := h.resume(string(s.ID))
	if again.failure == nil || again.failure.Back != "https://app.example/" || len(h.orders) != 1 {
		t.Errorf("a second return: %+v, %d codes", again, len(h.orders))
	}
}

func TestSignInOfAnotherBrowserGivesNothing(t *testing.T) {
	h := newHouse(t)
	s := finished(h)
	for _, cookie := range []string{"", web.Secret()} {
		h.flowCookie = cookie
		if r := h.resume(string(s.ID)); r.failure == nil || r.failure.Back != "" || r.failure.Status != http.StatusGone {
			t.Errorf("with cookie %q: %+v", cookie, r)
		}
	}
	if r := h.resume("flow_unknown"); r.failure == nil {
		t.Errorf("an unknown one: %+v", r)
	}
	if len(h.orders) != 0 {
		t.Error("a code was issued")
	}
}

// How it ended, and the state that the application sent, are told to the browser
// that has it alone; to another it is as if it never was, open or over.
func TestWhatBecameOfASignInIsToldToItsOwnBrowserAlone(t *testing.T) {
	for _, ended := range []flow.State{flow.Ended, flow.Open} {
		h := newHouse(t)
		s := h.started(h.begin(request()))
		s.State, s.EndedBy = ended, flow.EndedByPerson
		h.flows[s.ID] = s
		unknown := h.resume("flow_unknown")
		for _, cookie := range []string{"", web.Secret()} {
			h.flowCookie = cookie
			if r := h.resume(string(s.ID)); r.to != "" || r.failure == nil || r.failure.Status != unknown.failure.Status || r.failure.Back != unknown.failure.Back {
				t.Errorf("%s, with cookie %q: %+v", ended, cookie, r)
			}
		}
	}
}

func TestSignInThatIsOpenGoesOnAtItsHub(t *testing.T) {
	h := newHouse(t)
	s := h.started(h.begin(request()))
	if r := h.resume(string(s.ID)); r.to != "/login/"+string(s.ID) {
		t.Errorf("got %+v", r)
	}
}

func TestEndedSignInIsToldToTheApplication(t *testing.T) {
	for by, want := range map[string]string{
		flow.EndedByNeed: "unmet_authentication_requirements", flow.EndedByPerson: "access_denied", flow.EndedByReport: "access_denied",
	} {
		h := newHouse(t)
		s := h.started(h.begin(request()))
		s.State, s.EndedBy = flow.Ended, by
		h.flows[s.ID] = s
		if q := h.resume(string(s.ID)).sentBack(t); q.Get("error") != want || q.Get("state") != "a=b&c d/é" {
			t.Errorf("%s: told %v", by, q)
		}
	}
}

func TestNoClassIsStatedThatDoesNotHold(t *testing.T) {
	h := newHouse(t)
	s := finished(h, "acr_values", string(factors.OutOfBand)) // case 64
	if q := h.resume(string(s.ID)).sentBack(t); q.Get("error") != "unmet_authentication_requirements" || len(h.orders) != 0 {
		t.Errorf("told %v", q)
	}
}

func TestAnotherPersonThanTheHintGetsNoCode(t *testing.T) {
	h := newHouse(t)
	s := finished(h, "id_token_hint", "bob")
	if q := h.resume(string(s.ID)).sentBack(t); q.Get("error") != "login_required" || len(h.orders) != 0 {
		t.Errorf("told %v", q)
	}
}

func TestRedirectURIThatWasTakenBackIsNotUsed(t *testing.T) {
	h := newHouse(t)
	s := finished(h)
	c := h.clients["app"]
	c.RedirectURIs = c.RedirectURIs[1:]
	h.clients["app"] = c
	if r := h.resume(string(s.ID)); r.failure == nil || len(h.orders) != 0 {
		t.Errorf("got %+v", r)
	}
}

func TestClientThatWasDeletedMeanwhileGetsNoCodeAndIsNoFaultOfOurs(t *testing.T) {
	h := newHouse(t)
	s := finished(h)
	delete(h.clients, "app")
	if r := h.resume(string(s.ID)); r.failure == nil || r.failure.Status != http.StatusBadRequest || len(h.orders) != 0 {
		t.Errorf("got %+v", r)
	}
}

func TestSessionThatEndsMeanwhileGivesNoCode(t *testing.T) {
	h := newHouse(t)
	s := finished(h)
	h.over = true
	if r := h.resume(string(s.ID)); r.failure == nil || r.failure.Back == "" {
		t.Errorf("got %+v", r)
	}
}
