package push_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"countersign/factors"
	"countersign/factors/push"
	"countersign/factors/wire"
	"countersign/factors/wire/wiretest"
)

// Case 1 to 6, 10, 12 to 14, 26 and each numbered check: what is wrong is
// refused, changes nothing, and is recorded with its check.
func TestEachCheckRefuses(t *testing.T) {
	type scene struct {
		*house
		p, twin phone // twin is another device of alice
		foreign phone
		c       push.Challenge
		other   push.Challenge // bob's
	}
	good := func(s scene) wire.Decision { return s.decision(t, s.p, s.c.ID, wire.Approve, s.c.Number.Reveal()) }
	changed := func(change func(s scene, d *wire.Decision)) func(scene) []byte {
		return func(s scene) []byte {
			d := good(s)
			change(s, &d)
			return sign(t, s.p, d)
		}
	}
	forged := func(header string, change func(claims map[string]any)) func(scene) []byte {
		return func(s scene) []byte {
			raw, err := json.Marshal(good(s))
			if err != nil {
				t.Fatal(err)
			}
			claims := map[string]any{}
			if err := json.Unmarshal(raw, &claims); err != nil {
				t.Fatal(err)
			}
			change(claims)
			if raw, err = json.Marshal(claims); err != nil {
				t.Fatal(err)
			}
			return []byte(wiretest.Forge(s.p.key, fmt.Sprintf(header, thumbprint(t, s.p.key)), string(raw)))
		}
	}
	same := func(map[string]any) {}
	const right = `{"typ":"cs-decision+jwt","alg":"ES256","kid":"%s"}`
	for _, c := range []struct {
		name  string
		check int
		body  func(s scene) []byte
		path  func(s scene) push.ID
		err   error
	}{
		{"nothing", 1, func(scene) []byte { return nil }, nil, push.ErrRefused},
		{"too large", 1, func(s scene) []byte { return []byte(strings.Repeat("a", wire.MaxDecision+1)) }, nil, push.ErrRefused},
		{"alg none", 1, forged(`{"typ":"cs-decision+jwt","alg":"none","kid":"%s"}`, same), nil, push.ErrRefused},
		{"alg HS256", 1, forged(`{"typ":"cs-decision+jwt","alg":"HS256","kid":"%s"}`, same), nil, push.ErrRefused},
		{"crit", 1, forged(`{"typ":"cs-decision+jwt","alg":"ES256","kid":"%s","crit":["x"]}`, same), nil, push.ErrRefused},
		{"jku", 1, forged(`{"typ":"cs-decision+jwt","alg":"ES256","kid":"%s","jku":"https://evil.example"}`, same), nil, push.ErrRefused},
		{"typ of an ID token", 1, forged(`{"typ":"JWT","alg":"ES256","kid":"%s"}`, same), nil, push.ErrRefused},
		{"typ of a device act", 1, forged(`{"typ":"cs-device+jwt","alg":"ES256","kid":"%s"}`, same), nil, push.ErrRefused},
		{"the challenge itself", 1, func(s scene) []byte { jws, _ := s.read(t, s.p, s.c.ID); return []byte(jws) }, nil, push.ErrRefused},
		{"another algorithm", 3, forged(`{"typ":"cs-decision+jwt","alg":"EdDSA","kid":"%s"}`, same), nil, push.ErrRefused},
		{"signed by another device of the account", 3, func(s scene) []byte { return sign(t, s.twin, good(s)) }, nil, push.ErrRefused},
		{"another device's key under this one's name", 3, func(s scene) []byte {
			raw, _ := json.Marshal(good(s))
			return []byte(wiretest.Forge(s.twin.key, fmt.Sprintf(right, thumbprint(t, s.p.key)), string(raw)))
		}, nil, push.ErrRefused},
		{"deny flipped to approve (case 13)", 3, func(s scene) []byte {
			deny := strings.Split(string(s.answers(t, s.p, s.c.ID, wire.Deny, "")), ".")
			approve := strings.Split(string(sign(t, s.p, good(s))), ".")
			return []byte(approve[0] + "." + approve[1] + "." + deny[2])
		}, nil, push.ErrRefused},
		{"audience of another issuer", 4, changed(func(_ scene, d *wire.Decision) { d.Audience = "https://other.example" }), nil, push.ErrRefused},
		{"in another device's name", 4, changed(func(s scene, d *wire.Decision) { d.Device = string(s.twin.ID) }), nil, push.ErrRefused},
		{"in another account's name", 4, changed(func(s scene, d *wire.Decision) { d.Account = s.foreign.Pseudonym }), nil, push.ErrRefused},
		{"no decision (case 10)", 4, forged(right, func(m map[string]any) { delete(m, "decision") }), nil, push.ErrRefused},
		{"APPROVE (case 10)", 4, forged(right, func(m map[string]any) { m["decision"] = "APPROVE" }), nil, push.ErrRefused},
		{"approved: true (case 10)", 4, forged(right, func(m map[string]any) { delete(m, "decision"); m["approved"] = true }), nil, push.ErrRefused},
		{"Decision re-cased (case 10)", 4, forged(right, func(m map[string]any) { delete(m, "decision"); m["Decision"] = "approve" }), nil, push.ErrRefused},
		{"cid of another challenge (case 12)", 5, changed(func(s scene, d *wire.Decision) { d.CID = string(s.other.ID) }), nil, push.ErrRefused},
		{"path of another challenge (case 12)", 5, changed(func(scene, *wire.Decision) {}), func(s scene) push.ID { return s.other.ID }, push.ErrRefused},
		{"both of another's challenge (case 4)", 5, changed(func(s scene, d *wire.Decision) { d.CID = string(s.other.ID) }), func(s scene) push.ID { return s.other.ID }, push.ErrRefused},
		{"a challenge that does not exist", 5, changed(func(_ scene, d *wire.Decision) { d.CID = "chl_x" }), func(scene) push.ID { return "chl_x" }, push.ErrRefused},
		{"nonce of the twin's copy", 6, changed(func(s scene, d *wire.Decision) { _, k := s.read(t, s.twin, s.c.ID); d.Nonce = k.Nonce }), nil, push.ErrRefused},
		{"forged context was shown (case 15)", 6, changed(func(_ scene, d *wire.Decision) { d.CHash = wire.CHash("another challenge") }), nil, push.ErrRefused},
		{"no number (case 38)", 12, changed(func(_ scene, d *wire.Decision) { d.Match = "" }), nil, push.ErrRefused},
		{"a number of six digits", 12, changed(func(_ scene, d *wire.Decision) { d.Match = "0000" + d.Match }), nil, push.ErrRefused},
		{"no digits", 12, changed(func(_ scene, d *wire.Decision) { d.Match = "٤٢" }), nil, push.ErrRefused},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := onSQLite(t, patient())
			h.addPerson(t, "per_bob")
			s := scene{house: h, p: h.enrol(t, alice, "one"), twin: h.enrol(t, alice, "two"), foreign: h.enrol(t, "per_bob", "three")}
			s.c = h.open(t, "flw_a")
			bobs := request("flw_bob")
			bobs.Account = "per_bob"
			var err error
			if s.other, err = h.Open(t.Context(), bobs); err != nil {
				t.Fatal(err)
			}
			path := s.c.ID
			if c.path != nil {
				path = c.path(s)
			}
			_, err = h.send(s.p, path, c.body(s))
			if !errors.Is(err, c.err) || !strings.Contains(err.Error(), fmt.Sprintf("check %d,", c.check)) {
				t.Errorf("got %v, want check %d", err, c.check)
			}
			h.mustBe(t, s.c.ID, wire.StatePending)
			h.mustBe(t, s.other.ID, wire.StatePending)
			// The very same device can still answer: nothing was counted.
			if _, err := h.send(s.p, s.c.ID, sign(t, s.p, good(s))); err != nil {
				t.Errorf("the right answer after it: %v", err)
			}
		})
	}
}

// altered is a store whose facts a test changes, for what no policy can ask
// for yet.
type altered struct {
	push.Store
	change func(*push.Facts)
}

func (a altered) AskedOf(ctx context.Context, jkt string, id push.ID, digest string) (push.Asked, error) {
	q, err := a.Store.AskedOf(ctx, jkt, id, digest)
	if q.Facts != nil {
		a.change(q.Facts)
	}
	return q, err
}

func TestWhatWasNotOfferedOrNeedsMoreIsRefused(t *testing.T) {
	for check, change := range map[string]func(*push.Facts){
		"check 8,":  func(f *push.Facts) { f.Verdicts = []wire.Verdict{wire.Deny} },
		"check 11,": func(f *push.Facts) { f.UV = wire.UVRequired },
	} {
		h := onSQLite(t, patient())
		p := h.enrol(t, alice, "one")
		c := h.open(t, "flw_a")
		deps := h.Deps
		deps.Store = altered{h.Store, change}
		strict, err := push.New(deps)
		if err != nil {
			t.Fatal(err)
		}
		_, err = decide(t.Context(), strict, p.Device, string(c.ID), h.answers(t, p, c.ID, wire.Approve, c.Number.Reveal()))
		if !errors.Is(err, push.ErrRefused) || !strings.Contains(err.Error(), check) {
			t.Errorf("got %v, want %s", err, check)
		}
		h.mustBe(t, c.ID, wire.StatePending)
		if _, err := decide(t.Context(), strict, p.Device, string(c.ID), h.answers(t, p, c.ID, wire.Deny, "")); err != nil {
			t.Errorf("deny: %v", err)
		}
	}
}

func TestModeNoneTakesNoNumber(t *testing.T) {
	policy := patient()
	policy.Mode, policy.AllowNone = factors.MatchNone, true
	h := onSQLite(t, policy)
	p := h.enrol(t, alice, "one")
	c := h.open(t, "flw_a")
	if c.Number != "" {
		t.Error("a number was made")
	}
	if _, err := h.send(p, c.ID, h.answers(t, p, c.ID, wire.Approve, "42")); !errors.Is(err, push.ErrRefused) {
		t.Errorf("with a number: %v", err)
	}
	h.mustBe(t, c.ID, wire.StatePending)
	if _, err := h.send(p, c.ID, h.answers(t, p, c.ID, wire.Approve, "")); err != nil {
		t.Error(err)
	}
}
