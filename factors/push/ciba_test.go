package push_test

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"countersign/factors"
	"countersign/factors/push"
	"countersign/factors/wire"
	"countersign/idp/person"
)

const till = "till-4"

// wish is what a client asks by itself.
func wish(client string) push.Request {
	return push.Request{
		Account: alice, AccountLabel: "a***", Purpose: wire.PurposeCIBA, Holder: push.HolderOf(client), Message: "W4SCT",
		Context: wire.Context{Client: &wire.Client{ID: client, Name: "Till 4"}},
	}
}

func payment() push.Agreed {
	return push.Agreed{
		Details: json.RawMessage(`[{"type":"payment","amount":"12.50"}]`),
		Show: func(tag string) ([]wire.Detail, error) {
			label := map[string]string{"de": "Betrag"}[tag]
			if label == "" {
				label = "Amount"
			}
			return []wire.Detail{{Type: "payment", Title: "Payment", Lines: []wire.DetailLine{{Label: label, Text: "12.50 EUR"}}}}, nil
		},
	}
}

// loose takes approvals of clients' own requests by any device.
func loose() push.Policy {
	p := patient()
	p.Unverified = true
	return p
}

func TestPhonesAreShownMessageAndEveryDetailInTheirLanguage(t *testing.T) {
	h := onSQLite(t, loose())
	p := h.enrolWith(t, alice, "one", func(r *wire.Register) { r.Device.Lang = "de" })
	r := wish(till)
	r.Agreed, r.Life = payment(), 200*time.Second
	c, err := h.Open(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	_, got := h.read(t, p, c.ID)
	hash := sha256.Sum256(r.Agreed.Details)
	want := wire.Challenge{
		Message: "W4SCT", DetailsHash: base64.RawURLEncoding.EncodeToString(hash[:]), Purpose: wire.PurposeCIBA, Match: wire.Match{Mode: wire.ModeNone},
		Details: []wire.Detail{{Type: "payment", Title: "Payment", Lines: []wire.DetailLine{{Label: "Betrag", Text: "12.50 EUR"}}}},
	}
	shown := wire.Challenge{Message: got.Message, DetailsHash: got.DetailsHash, Details: got.Details, Purpose: got.Purpose, Match: got.Match}
	if diff := cmp.Diff(want, shown); diff != "" {
		t.Error(diff)
	}
	if got.Expires-got.IssuedAt != 200 || got.Check() != nil {
		t.Errorf("it lives %d s, %v", got.Expires-got.IssuedAt, got.Check())
	}
}

func TestWhatCannotBeShownIsNotAsked(t *testing.T) {
	h := onSQLite(t, loose())
	h.enrol(t, alice, "one")
	for name, change := range map[string]func(*push.Request){
		"a message that turns":   func(r *push.Request) { r.Message = "W4\u202eSCT" },
		"a message in a sign-in": func(r *push.Request) { r.Purpose = wire.PurposeLogin },
		"details without words":  func(r *push.Request) { r.Agreed = payment(); r.Agreed.Show = nil },
		"details that fail to show": func(r *push.Request) {
			r.Agreed = payment()
			r.Agreed.Show = func(string) ([]wire.Detail, error) { return nil, errors.New("gone") }
		},
		"a detail without a title": func(r *push.Request) {
			r.Agreed = payment()
			r.Agreed.Show = func(string) ([]wire.Detail, error) { return []wire.Detail{{Type: "payment"}}, nil }
		},
		"details of a device": func(r *push.Request) { r.Message, r.Purpose, r.Agreed = "", wire.PurposeEndorse, payment() },
		"too short a life":    func(r *push.Request) { r.Life = 29 * time.Second },
		"too long a life":     func(r *push.Request) { r.Life = 301 * time.Second },
	} {
		r := wish(till)
		change(&r)
		if c, err := h.Open(t.Context(), r); err == nil {
			t.Errorf("%s: asked as %s", name, c.ID)
		}
	}
}

func TestClientsOwnRequestNeedsAKeyThatVerifiesThePerson(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		plain := h.enrol(t, alice, "plain")
		if _, err := h.Open(t.Context(), wish(till)); !errors.Is(err, push.ErrNoDevice) || !strings.Contains(err.Error(), "oauth.ciba_unverified") {
			t.Fatalf("a phone without such a key alone: %v", err)
		}
		verified := h.enrolVerified(t, "web", platform())
		c, err := h.Open(t.Context(), wish(till))
		if err != nil {
			t.Fatal(err)
		}
		if _, claims := h.read(t, plain, c.ID); claims.Allows(wire.Approve) {
			t.Error("the phone without such a key is offered to approve")
		}
		if _, err := h.send(plain, c.ID, h.answers(t, plain, c.ID, wire.Approve, "")); !errors.Is(err, push.ErrRefused) {
			t.Errorf("it approved: %v", err)
		}
		if _, err := h.send(verified, c.ID, h.answers(t, verified, c.ID, wire.Approve, "")); !errors.Is(err, push.ErrRefused) {
			t.Errorf("approved without the key: %v", err)
		}
		h.mustBe(t, c.ID, wire.StatePending)
	})
}

func TestClientsOwnRequestsHoldUpThatClientAlone(t *testing.T) {
	policy := loose()
	policy.Limits = push.DefaultLimits()
	h := onSQLite(t, policy)
	p := h.enrol(t, alice, "one")
	for range 2 {
		c, err := h.Open(t.Context(), wish(till))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := h.send(p, c.ID, h.answers(t, p, c.ID, wire.Deny, "")); err != nil {
			t.Fatal(err)
		}
		h.clock.Advance(2 * time.Minute)
	}
	if _, err := h.Open(t.Context(), wish(till)); !errors.As(err, new(*push.Paused)) {
		t.Errorf("after two denials: %v", err)
	}
	h.clock.Advance(time.Hour)
	if _, err := h.Open(t.Context(), wish(till)); !errors.Is(err, push.ErrCrowded) {
		t.Errorf("where six digits are asked for, which nobody could show: %v", err)
	}
	if _, err := h.Open(t.Context(), wish("another")); err != nil {
		t.Errorf("another client: %v", err)
	}
	c, err := h.Open(t.Context(), request("flw_a"))
	if err != nil || c.Mode != factors.MatchNum2 {
		t.Errorf("a sign-in: %v in mode %s", err, c.Mode)
	}
}

func TestClientReplacesItsOwnRequestAndNobodyElses(t *testing.T) {
	h := onSQLite(t, loose())
	h.enrol(t, alice, "one")
	first, err := h.Open(t.Context(), wish(till))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.Open(t.Context(), wish("another")); !errors.Is(err, push.ErrBusy) {
		t.Errorf("another client: %v", err)
	}
	if _, err := h.Open(t.Context(), wish(till)); err != nil {
		t.Fatal(err)
	}
	h.mustBe(t, first.ID, wire.StateSuperseded)
}

func TestApprovalWaitsForItsClientAsLongAsTheRequestLasts(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.Policy.Unverified = true
		p := h.enrol(t, alice, "one")
		c, err := h.Open(t.Context(), wish(till))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := h.send(p, c.ID, h.answers(t, p, c.ID, wire.Approve, "")); err != nil {
			t.Fatal(err)
		}
		h.clock.Advance(h.Policy.Life + h.Policy.FinishWithin - time.Second)
		if _, err := h.Approved(t.Context(), c.ID, push.HolderOf("another")); !errors.Is(err, push.ErrNotApproved) {
			t.Errorf("another client's: %v", err)
		}
		for range 2 { // to look takes nothing
			if o, err := h.Approved(t.Context(), c.ID, push.HolderOf(till)); err != nil || o.Match != factors.MatchNone {
				t.Errorf("got %+v, %v", o, err)
			}
		}
		if _, err := h.Finish(t.Context(), c.ID, push.HolderOf(till)); !errors.Is(err, push.ErrNotApproved) {
			t.Errorf("it can be finished without a grant: %v", err)
		}
		h.clock.Advance(time.Second)
		if _, err := h.Approved(t.Context(), c.ID, push.HolderOf(till)); !errors.Is(err, push.ErrNotApproved) {
			t.Errorf("too late: %v", err)
		}
	})
}

func TestReportOfAClientsRequestLeavesTheAccountAlone(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.Policy.Unverified = true
		p := h.enrol(t, alice, "one")
		other := h.open(t, "flw_a")
		c, err := h.Open(t.Context(), wish(till))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := h.send(p, c.ID, h.answers(t, p, c.ID, wire.Report, "")); err != nil {
			t.Fatal(err)
		}
		h.mustBe(t, c.ID, wire.StateReported)
		h.mustBe(t, other.ID, wire.StatePending)
		who, err := h.db.People().Find(t.Context(), person.ID(alice))
		if err != nil || !who.Reported.IsZero() {
			t.Errorf("reported %v, %v", who.Reported, err)
		}
	})
}
