package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"countersign/audit"
	"countersign/cmd/phone/authenticator"
	"countersign/factors/wire"
	"countersign/factors/wire/wiretest"
)

func TestAttack11SameDecisionTwiceHasOneEffectAndOneAnswer(t *testing.T) {
	attackBoth(t, func(t *testing.T, a attacker) {
		ada := a.join("ada")
		w := a.waits(ada, nil)
		earlier, approval := a.recorded(audit.ChallengeApproved), w.sign()
		first := a.decide(w.phone, w.asked.ID, approval)
		if first.status != http.StatusOK || first.body != `{"state":"approved"}` {
			t.Fatalf("%d %s", first.status, first.body)
		}
		db := a.database()
		before := a.contents(db)
		if again := a.decide(w.phone, w.asked.ID, approval); again.status != first.status || again.body != first.body {
			t.Errorf("while approved: %d %s", again.status, again.body)
		}
		a.unchanged(db, before)
		ctx := t.Context()
		a.ok(await(ctx, w.tab, "push-continue"), w.tab.Click(ctx, "push-continue"))
		a.landed(w.tab)
		before = a.contents(db)
		if again := a.decide(w.phone, w.asked.ID, approval); again.status != first.status || again.body != first.body {
			t.Errorf("after it was used: %d %s", again.status, again.body)
		}
		a.unchanged(db, before)
		if found := a.news(audit.ChallengeApproved, earlier); len(found) != 1 {
			t.Errorf("%d approvals on record, want 1", len(found))
		}
	})
}

func TestAttack12DecisionOfOneChallengeIsNoneOfAnother(t *testing.T) {
	attackBoth(t, func(t *testing.T, a attacker) {
		ada := a.join("ada")
		first, _ := a.signedIn(ada, a.browser(0)) // from now on its browser is known
		one := a.waits(ada, nil)
		two := a.waits(ada, first.tab) // takes the place of one
		for name, c := range map[string]struct {
			path, body string
			status     int
			why        string
		}{
			"path":               {two.asked.ID, one.sign(), 403, "check 5: cid in path and claim differ"},
			"claim":              {one.asked.ID, one.sign(edit("cid", two.asked.ID)), 403, "check 5: cid in path and claim differ"},
			"both":               {two.asked.ID, one.sign(edit("cid", two.asked.ID)), 403, "check 6: "},
			"both and its nonce": {two.asked.ID, one.sign(edit("cid", two.asked.ID), edit("nonce", two.asked.Nonce)), 403, "check 6: "},
			"both and its chash": {two.asked.ID, one.sign(edit("cid", two.asked.ID), edit("chash", wire.CHash(two.asked.Compact()))), 403, "check 6: "},
			"the superseded one": {one.asked.ID, one.sign(), 409, "check 9: challenge is superseded"},
		} {
			before := a.recorded(audit.DecisionRefused)
			a.refuses(a.decide(ada.phone, c.path, c.body), c.status)
			if found := a.news(audit.DecisionRefused, before); len(found) != 1 || !strings.HasPrefix(found[0].Reason, c.why) {
				t.Errorf("%s: on record %+v, want %s", name, found, c.why)
			}
		}
		if s := a.state(two.asked.ID); s != wire.StatePending {
			t.Errorf("the challenge is %s", s)
		}
	})
}

func TestAttack13DenyIsNotTurnedIntoApproveOnTheWay(t *testing.T) {
	attackBoth(t, func(t *testing.T, a attacker) {
		ada := a.join("ada")
		w := a.waits(ada, nil)
		deny := w.sign(edit("decision", "deny"), edit("match", nil))
		parts := strings.Split(deny, ".")
		approval := strings.Split(w.sign(), ".")
		for name, body := range map[string]string{
			"claims exchanged": parts[0] + "." + wiretest.Encode(w.claims()) + "." + parts[2],
			// The attack on protocols that sign the id alone.
			"signature of the deny under an approval": approval[0] + "." + approval[1] + "." + parts[2],
			"an answer beside the signed one":         `{"decision":"approve","jws":"` + deny + `"}`,
		} {
			got := a.decide(w.phone, w.asked.ID, body)
			a.refuses(got, http.StatusForbidden)
			if s := a.state(w.asked.ID); s != wire.StatePending {
				t.Fatalf("%s: the challenge is %s", name, s)
			}
		}
		if got := a.decide(w.phone, w.asked.ID, deny); got.body != `{"state":"denied"}` {
			t.Errorf("the deny itself: %d %s", got.status, got.body)
		}
	})
}

func TestAttack14NumberOrReasonBesideTheSignatureIsRefused(t *testing.T) {
	attackBoth(t, func(t *testing.T, a attacker) {
		ada := a.join("ada")
		w := a.waits(ada, nil)
		wrong := strings.Split(w.sign(edit("match", w.wrong())), ".")
		reason := strings.Split(w.sign(edit("decision", "report"), edit("match", nil), edit("reason", "not_me")), ".")
		for name, body := range map[string]string{
			"number": wrong[0] + "." + wiretest.Encode(w.claims()) + "." + wrong[2],
			"reason": reason[0] + "." + wiretest.Encode(w.claims(edit("decision", "deny"), edit("match", nil), edit("reason", "mistake"))) + "." + reason[2],
		} {
			before := a.recorded(audit.DecisionRefused)
			a.refuses(a.decide(w.phone, w.asked.ID, body), http.StatusForbidden)
			if found := a.news(audit.DecisionRefused, before); len(found) != 1 || !strings.HasPrefix(found[0].Reason, "check 3: ") {
				t.Errorf("%s: on record %+v", name, found)
			}
		}
		if s := a.state(w.asked.ID); s != wire.StatePending {
			t.Errorf("the challenge is %s", s)
		}
	})
}

// interceptor is somebody on the phone's connection, as with a root certificate
// that was put on the phone (case 61).
type interceptor struct {
	next     http.RoundTripper
	question func(*http.Request)           // alters what the phone sends
	answer   func(body string) (to string) // alters what it gets
}

func (i interceptor) RoundTrip(r *http.Request) (*http.Response, error) {
	if i.question != nil {
		i.question(r)
	}
	res, err := i.next.RoundTrip(r)
	if err != nil || i.answer == nil {
		return res, err
	}
	body, err := io.ReadAll(res.Body)
	if err != nil {
		return nil, err
	}
	to := i.answer(string(body))
	res.Body, res.ContentLength = io.NopCloser(strings.NewReader(to)), int64(len(to))
	return res, nil
}

// intercepted is a phone whose connection i sits on.
func (a attacker) intercepted(phone *authenticator.Phone, i interceptor) *authenticator.Phone {
	a.t.Helper()
	c := a.http(0)
	i.next, c.Transport = c.Transport, nil
	c.Transport = i
	p, err := authenticator.Restore(phone.State(), authenticator.Options{HTTP: c})
	a.ok(err)
	return p
}

// forgeContext changes what the phone would show, as a proxy can.
func forgeContext(jws string) string {
	parts := strings.Split(jws, ".")
	payload := strings.NewReplacer("Payroll", "Holiday", "127.0.0.1", "192.0.2.1").Replace(decodedPart(parts[1]))
	return parts[0] + "." + wiretest.Encode(payload) + "." + parts[2]
}

func TestAttack15ForgedContextIsDroppedByThePhoneAndRefusedByTheServer(t *testing.T) {
	attackBoth(t, func(t *testing.T, a attacker) {
		ada := a.join("ada")
		w := a.waits(ada, nil)
		fooled := a.intercepted(ada.phone, interceptor{answer: func(body string) string {
			var list wire.Challenges
			if json.Unmarshal([]byte(body), &list) != nil || len(list.Challenges) != 1 {
				return body
			}
			return strings.Replace(body, list.Challenges[0], forgeContext(list.Challenges[0]), 1)
		}})
		if open, err := fooled.Challenges(t.Context(), false); len(open) != 0 || !errors.Is(err, authenticator.ErrChallenge) {
			t.Errorf("the phone shows %d requests, %v", len(open), err)
		}
		forged := forgeContext(w.asked.Compact())
		if forged == w.asked.Compact() {
			t.Fatal("the test forges nothing")
		}
		// An authenticator that shows it all the same signs what it showed.
		before := a.recorded(audit.DecisionRefused)
		a.refuses(a.decide(w.phone, w.asked.ID, w.sign(edit("chash", wire.CHash(forged)))), http.StatusForbidden)
		if found := a.news(audit.DecisionRefused, before); len(found) != 1 || !strings.HasPrefix(found[0].Reason, "check 6: ") {
			t.Errorf("on record %+v", found)
		}
		if s := a.state(w.asked.ID); s != wire.StatePending {
			t.Errorf("the challenge is %s", s)
		}
	})
}

func TestAttack16ChallengeOfAnotherIssuerIsDropped(t *testing.T) {
	attackBoth(t, func(t *testing.T, a attacker) {
		ada := a.join("ada")
		there := attacker{newRig(t, "sqlite", 1)}
		w := there.waits(there.join("ada"), nil)
		if _, err := ada.phone.Verify(t.Context(), w.asked.Compact()); !errors.Is(err, authenticator.ErrChallenge) {
			t.Errorf("error %v, want ErrChallenge", err)
		}
	})
}

func TestAttack61InterceptorOfThePhoneCannotAlterADecision(t *testing.T) {
	attackBoth(t, func(t *testing.T, a attacker) {
		ada := a.join("ada")
		w := a.waits(ada, nil)
		phone := a.intercepted(ada.phone, interceptor{question: func(r *http.Request) {
			if r.Method != http.MethodPost {
				return
			}
			body, _ := io.ReadAll(r.Body)
			parts := strings.Split(string(body), ".")
			claims := strings.Replace(decodedPart(parts[1]), `"decision":"deny"`, `"decision":"approve","match":"`+w.number+`"`, 1)
			to := parts[0] + "." + wiretest.Encode(claims) + "." + parts[2]
			r.Body, r.ContentLength = io.NopCloser(bytes.NewReader([]byte(to))), int64(len(to))
		}})
		if _, err := phone.Deny(t.Context(), w.asked, ""); !errors.Is(err, authenticator.ErrRefused) {
			t.Errorf("error %v, want ErrRefused", err)
		}
		if s := a.state(w.asked.ID); s != wire.StatePending {
			t.Errorf("the challenge is %s", s)
		}
	})
}
