package push_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"countersign/factors"
	"countersign/factors/device"
	"countersign/factors/push"
	"countersign/factors/wire"
	"countersign/factors/wire/wiretest"
)

func TestApprovalIsFinishedOnceByItsHolder(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.enrol(t, alice, "one")
		c := h.open(t, "flw_a")
		if _, err := h.Finish(t.Context(), c.ID, "flw_a"); !errors.Is(err, push.ErrNotApproved) {
			t.Errorf("finished before the approval: %v", err)
		}
		got, err := h.send(p, c.ID, h.answers(t, p, c.ID, wire.Approve, c.Number.Reveal()))
		if err != nil || got.State != wire.StateApproved {
			t.Fatalf("approve: %v, %v", got, err)
		}
		// Case 18: the id is no capability.
		for _, holder := range []string{"flw_other", ""} {
			if _, err := h.Finish(t.Context(), c.ID, holder); !errors.Is(err, push.ErrNotApproved) {
				t.Errorf("finished by %q: %v", holder, err)
			}
			if _, err := h.Find(t.Context(), c.ID, holder); !errors.Is(err, push.ErrNotFound) {
				t.Errorf("found by %q: %v", holder, err)
			}
			if _, err := h.Status(t.Context(), c.ID, holder); !errors.Is(err, push.ErrNotFound) {
				t.Errorf("status for %q: %v", holder, err)
			}
		}
		o, err := h.Finish(t.Context(), c.ID, "flw_a")
		if err != nil {
			t.Fatal(err)
		}
		want := factors.Outcome{
			Kind: factors.Push, At: h.clock.Now(), Ref: string(c.ID), Device: string(p.ID), Protection: factors.SoftwareKey, Match: factors.MatchNum2,
		}
		if o != want {
			t.Errorf("outcome %+v, want %+v", o, want)
		}
		if _, err := h.Finish(t.Context(), c.ID, "flw_a"); !errors.Is(err, push.ErrNotApproved) {
			t.Errorf("finished twice: %v", err)
		}
	})
}

func TestApprovalLapsesAfterAMinute(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.enrol(t, alice, "one")
		c := h.open(t, "flw_a")
		h.clock.Advance(119 * time.Second) // the minute starts with the approval
		if _, err := h.send(p, c.ID, h.answers(t, p, c.ID, wire.Approve, c.Number.Reveal())); err != nil {
			t.Fatal(err)
		}
		h.clock.Advance(60 * time.Second)
		if _, err := h.Finish(t.Context(), c.ID, "flw_a"); !errors.Is(err, push.ErrNotApproved) {
			t.Errorf("finished after its time: %v", err)
		}
		h.mustBe(t, c.ID, wire.StateLapsed)
	})
}

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
			h := onSQLite(t, push.DefaultPolicy())
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

func TestDeviceThatIsNotActiveCannotAnswer(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.enrol(t, alice, "one")
		c := h.open(t, "flw_a")
		body := h.answers(t, p, c.ID, wire.Approve, c.Number.Reveal())
		if err := h.devices.Revoke(t.Context(), p.ID, "lost"); err != nil {
			t.Fatal(err)
		}
		h.mustBe(t, c.ID, wire.StateCancelled) // case 52
		_, err := h.send(h.phone(t, p.key), c.ID, body)
		if !errors.Is(err, push.ErrRefused) || !strings.Contains(err.Error(), "check 2,") {
			t.Errorf("got %v, want check 2", err)
		}
		if _, err := h.send(p, c.ID, body); !errors.Is(err, push.ErrConflict) {
			t.Errorf("with what was known before the revocation: %v", err)
		}
	})
}

func TestBadSignaturesSuspendADevice(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.enrol(t, alice, "one")
		c := h.open(t, "flw_a")
		body := h.answers(t, p, c.ID, wire.Deny, "")
		parts := strings.Split(string(body), ".")
		bad := []byte(parts[0] + "." + parts[1] + "." + strings.Repeat("A", 86))
		for range 10 {
			if _, err := h.send(h.phone(t, p.key), c.ID, bad); !errors.Is(err, push.ErrRefused) {
				t.Fatal(err)
			}
		}
		if got := h.phone(t, p.key).Status; got != wire.DeviceSuspended {
			t.Errorf("device is %s", got)
		}
		h.mustBe(t, c.ID, wire.StateCancelled)
	})
}

// Case 11.
func TestSameDecisionTwiceIsAnsweredAlikeWithoutASecondEffect(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.enrol(t, alice, "one")
		c := h.open(t, "flw_a")
		body := h.answers(t, p, c.ID, wire.Approve, c.Number.Reveal())
		other := h.answers(t, p, c.ID, wire.Approve, c.Number.Reveal())
		for range 3 {
			if got, err := h.send(p, c.ID, body); err != nil || got.State != wire.StateApproved {
				t.Fatalf("%v, %v", got, err)
			}
		}
		if _, err := h.send(p, c.ID, other); !errors.Is(err, push.ErrConflict) {
			t.Errorf("another approval: %v, want ErrConflict", err)
		}
		if _, err := h.Finish(t.Context(), c.ID, "flw_a"); err != nil {
			t.Fatal(err)
		}
		h.clock.Advance(time.Hour)
		if got, err := h.send(p, c.ID, body); err != nil || got.State != wire.StateApproved {
			t.Errorf("after the end: %v, %v", got, err)
		}
		h.mustBe(t, c.ID, wire.StateConsumed)
	})
}

func TestWrongNumberEndsTwoDigitsAtOnceAndSixAtTheThird(t *testing.T) {
	for mode, tries := range map[factors.Match]int{factors.MatchNum2: 1, factors.MatchNum6: 3} {
		t.Run(string(mode), func(t *testing.T) {
			each(t, func(t *testing.T, h *house) {
				p := h.enrol(t, alice, "one")
				q := request("flw_a")
				q.Mode = mode
				c, err := h.Open(t.Context(), q)
				if err != nil {
					t.Fatal(err)
				}
				right := h.answers(t, p, c.ID, wire.Approve, c.Number.Reveal())
				for i := range tries {
					h.mustBe(t, c.ID, wire.StatePending)
					_, err := h.send(p, c.ID, h.answers(t, p, c.ID, wire.Approve, wrong(c)))
					if !errors.Is(err, push.ErrRefused) {
						t.Fatalf("try %d: %v", i+1, err)
					}
				}
				h.mustBe(t, c.ID, wire.StateFailed)
				if _, err := h.send(p, c.ID, right); !errors.Is(err, push.ErrConflict) {
					t.Errorf("the right number afterwards: %v", err)
				}
			})
		})
	}
}

func TestFiveWrongNumbersInARowLockPushUntilTimeOrApproval(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.enrol(t, alice, "one")
		miss := func() {
			t.Helper()
			c := h.open(t, "flw_a")
			if _, err := h.send(p, c.ID, h.answers(t, p, c.ID, wire.Approve, wrong(c))); !errors.Is(err, push.ErrRefused) {
				t.Fatal(err)
			}
		}
		for range 4 {
			miss()
		}
		c := h.open(t, "flw_a")
		if _, err := h.send(p, c.ID, h.answers(t, p, c.ID, wire.Approve, c.Number.Reveal())); err != nil {
			t.Fatal(err)
		}
		for range 5 { // the approval began a new row
			miss()
		}
		if _, err := h.Open(t.Context(), request("flw_a")); !errors.Is(err, push.ErrOff) {
			t.Errorf("after five: %v, want ErrOff", err)
		}
		h.clock.Advance(24 * time.Hour)
		h.open(t, "flw_a")
	})
}

// Case 80: the limits are judged before the number.
func TestLockedAccountTellsNothingAboutTheNumber(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.enrol(t, alice, "one")
		texts := map[string]bool{}
		for _, guess := range []func(push.Challenge) string{func(c push.Challenge) string { return c.Number.Reveal() }, wrong} {
			stepup := request("flw_s")
			stepup.Purpose = wire.PurposeStepUp
			waiting, err := h.Open(t.Context(), stepup)
			if err != nil {
				t.Fatal(err)
			}
			body := h.answers(t, p, waiting.ID, wire.Approve, guess(waiting))
			for range 5 {
				c, err := h.Open(t.Context(), request("flw_a"))
				if errors.Is(err, push.ErrOff) {
					break
				}
				_, _ = h.send(p, c.ID, h.answers(t, p, c.ID, wire.Approve, wrong(c)))
			}
			_, err = h.send(p, waiting.ID, body)
			if !errors.Is(err, push.ErrRefused) {
				t.Fatalf("a locked account approved: %v", err)
			}
			texts[err.Error()] = true
			h.mustBe(t, waiting.ID, wire.StateCancelled)
			h.clock.Advance(25 * time.Hour)
		}
		if len(texts) != 1 {
			t.Errorf("right and wrong number are told apart: %v", texts)
		}
	})
}

// Case 23: deny after approve, from another device, before the finish.
func TestDenyTakesAnApprovalBack(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		one, two := h.enrol(t, alice, "one"), h.enrol(t, alice, "two")
		c := h.open(t, "flw_a")
		deny := h.answers(t, two, c.ID, wire.Deny, "")
		late := h.answers(t, two, c.ID, wire.Deny, "")
		if _, err := h.send(one, c.ID, h.answers(t, one, c.ID, wire.Approve, c.Number.Reveal())); err != nil {
			t.Fatal(err)
		}
		got, err := h.send(two, c.ID, deny)
		if err != nil || got.State != wire.StateCancelled {
			t.Fatalf("deny: %v, %v", got, err)
		}
		if _, err := h.Finish(t.Context(), c.ID, "flw_a"); !errors.Is(err, push.ErrNotApproved) {
			t.Errorf("finished after the deny: %v", err)
		}
		if _, err := h.send(two, c.ID, late); !errors.Is(err, push.ErrConflict) {
			t.Errorf("a second deny: %v", err)
		}
	})
}

// Case 21: whoever commits first wins, and nothing is approved after a deny.
func TestApproveAndDenyAtTheSameMomentHaveOneWinner(t *testing.T) {
	runs := 200
	if testing.Short() {
		runs = 20
	}
	each(t, func(t *testing.T, h *house) {
		one, two := h.enrol(t, alice, "one"), h.enrol(t, alice, "two")
		for range runs {
			c := h.open(t, "flw_a")
			bodies := map[*phone][]byte{
				&one: h.answers(t, one, c.ID, wire.Approve, c.Number.Reveal()), &two: h.answers(t, two, c.ID, wire.Deny, ""),
			}
			answers := map[wire.State]int{}
			conflicts := 0
			var mu sync.Mutex
			var wg sync.WaitGroup
			for p, body := range bodies {
				wg.Go(func() {
					got, err := h.Decide(context.Background(), p.Device, string(c.ID), body)
					mu.Lock()
					defer mu.Unlock()
					switch {
					case errors.Is(err, push.ErrConflict):
						conflicts++
					case err != nil:
						t.Error(err)
					default:
						answers[got.State]++
					}
				})
			}
			wg.Wait()
			// Deny first: the approval conflicts. Approve first: the deny either
			// takes it back or, judged while pending, conflicts.
			_, err := h.Finish(t.Context(), c.ID, "flw_a")
			finished := err == nil
			if denied := answers[wire.StateDenied] + answers[wire.StateCancelled]; denied > 0 && finished {
				t.Fatalf("finished after a committed deny: %v", answers)
			}
			if answers[wire.StateDenied] == 1 && (conflicts != 1 || answers[wire.StateApproved] > 0) {
				t.Fatalf("two winners: %v, %d conflicts", answers, conflicts)
			}
			if len(answers) == 0 {
				t.Fatal("nobody won")
			}
		}
	})
}

// Case 20.
func TestFinishAtTheSameMomentHappensOnce(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.enrol(t, alice, "one")
		c := h.open(t, "flw_a")
		if _, err := h.send(p, c.ID, h.answers(t, p, c.ID, wire.Approve, c.Number.Reveal())); err != nil {
			t.Fatal(err)
		}
		var mu sync.Mutex
		finished := 0
		var wg sync.WaitGroup
		for range 16 {
			wg.Go(func() {
				_, err := h.Finish(context.Background(), c.ID, "flw_a")
				if err != nil && !errors.Is(err, push.ErrNotApproved) {
					t.Error(err)
				}
				mu.Lock()
				defer mu.Unlock()
				if err == nil {
					finished++
				}
			})
		}
		wg.Wait()
		if finished != 1 {
			t.Errorf("finished %d times", finished)
		}
	})
}

// Guesses that arrive together are no more guesses than one after another.
func TestParallelGuessesAreLimitedToo(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.enrol(t, alice, "one")
		c := h.open(t, "flw_a")
		bodies := make([][]byte, 0, 100)
		for n := range 20 {
			if s := fmt.Sprintf("%02d", n); s != c.Number.Reveal() {
				bodies = append(bodies, h.answers(t, p, c.ID, wire.Approve, s))
			}
		}
		var wg sync.WaitGroup
		for _, body := range bodies {
			wg.Go(func() { _, _ = h.Decide(context.Background(), p.Device, string(c.ID), body) })
		}
		wg.Wait()
		h.mustBe(t, c.ID, wire.StateFailed)
		h.open(t, "flw_a") // one try counted once, so push is not locked
	})
}

// altered is a store whose facts a test changes, for what no policy can ask
// for yet.
type altered struct {
	push.Store
	change func(*push.Facts)
}

func (a altered) Facts(ctx context.Context, id push.ID, d device.ID, digest string) (push.Facts, error) {
	f, err := a.Store.Facts(ctx, id, d, digest)
	a.change(&f)
	return f, err
}

func TestWhatWasNotOfferedOrNeedsMoreIsRefused(t *testing.T) {
	for check, change := range map[string]func(*push.Facts){
		"check 8,":  func(f *push.Facts) { f.Verdicts = []wire.Verdict{wire.Deny} },
		"check 11,": func(f *push.Facts) { f.UV = wire.UVRequired },
	} {
		h := onSQLite(t, push.DefaultPolicy())
		p := h.enrol(t, alice, "one")
		c := h.open(t, "flw_a")
		deps := h.Deps
		deps.Store = altered{h.Store, change}
		strict, err := push.New(deps)
		if err != nil {
			t.Fatal(err)
		}
		_, err = strict.Decide(t.Context(), p.Device, string(c.ID), h.answers(t, p, c.ID, wire.Approve, c.Number.Reveal()))
		if !errors.Is(err, push.ErrRefused) || !strings.Contains(err.Error(), check) {
			t.Errorf("got %v, want %s", err, check)
		}
		h.mustBe(t, c.ID, wire.StatePending)
		if _, err := strict.Decide(t.Context(), p.Device, string(c.ID), h.answers(t, p, c.ID, wire.Deny, "")); err != nil {
			t.Errorf("deny: %v", err)
		}
	}
}

func TestModeNoneTakesNoNumber(t *testing.T) {
	policy := push.DefaultPolicy()
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
