package push_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"countersign/factors/wire"
	"countersign/factors/wire/wiretest"
	"countersign/idp/person"
	"countersign/storage/storagetest"
)

// FuzzDecision sends anything as a decision, also rightly signed: nothing
// panics, and nothing without the number is ever read as an approval.
func FuzzDecision(f *testing.F) {
	for _, seed := range []string{
		`{"decision":"approve"}`, `{"decision":"approve","match":"00"}`, `{"decision":"approve","match":null}`,
		`{"Decision":"approve","decision":"deny"}`, `{"decision":"report","match":"1"}`, `{"decision":["approve"]}`, `{}`,
	} {
		f.Add([]byte(seed), true)
	}
	f.Add([]byte(`a.b.c`), false)
	policy := patient()
	policy.Misses = 1 << 30 // a lock would hide what the number decides
	clock := storagetest.NewClock()
	h := newHouse(f, storagetest.SQLite(f, clock), clock, policy)
	p := h.enrol(f, alice, "one")
	f.Fuzz(func(t *testing.T, body []byte, signed bool) {
		c := h.open(t, "flw_a")
		if strings.Contains(string(body), c.Number.Reveal()) {
			return // it may be the right answer
		}
		if signed {
			d := h.decision(t, p, c.ID, wire.Approve, "")
			right := fmt.Sprintf(`{"iss":%q,"aud":%q,"sub":%q,"jti":"j","iat":1,"cid":%q,"nonce":%q,"chash":%q,`,
				d.Device, d.Audience, d.Account, d.CID, d.Nonce, d.CHash)
			header := `{"typ":"cs-decision+jwt","alg":"ES256","kid":"` + p.Key.Thumbprint() + `"}`
			claims := right + strings.TrimPrefix(string(body), "{")
			body = []byte(wiretest.Forge(p.key, header, claims))
		}
		if got, err := h.Decide(context.Background(), p.Device, string(c.ID), body); err == nil && got.State == wire.StateApproved {
			t.Fatalf("approved by %s", body)
		}
		stored, err := h.db.Challenges().FindChallenge(context.Background(), c.ID)
		if err != nil {
			t.Fatal(err)
		}
		if stored.State == wire.StateApproved {
			t.Fatalf("approved by %s", body)
		}
		if stored.State == wire.StateReported {
			if err := h.db.People().ClearReport(context.Background(), person.ID(alice), clock.Now()); err != nil {
				t.Fatal(err)
			}
		}
	})
}
