package audit_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"countersign/audit"
)

// chain is a record in memory, which tests spoil.
type chain struct {
	head    audit.Head
	links   []audit.Link
	waiting int
}

func (c *chain) Head(context.Context) (audit.Head, error) { return c.head, nil }
func (c *chain) Waiting(context.Context) (int, error)     { return c.waiting, nil }
func (c *chain) Links(_ context.Context, after int64, limit int) ([]audit.Link, error) {
	var out []audit.Link
	for _, l := range c.links {
		if l.Seq > after && len(out) < limit {
			out = append(out, l)
		}
	}
	return out, nil
}

type witness map[string]audit.Evidence

var errForged = errors.New("the device did not sign this")

func (w witness) Evidence(_ context.Context, e audit.Event) (audit.Evidence, error) {
	v, ok := w[e.Challenge]
	if !ok {
		return audit.Evidence{}, audit.ErrNoEvidence
	}
	return v, nil
}

func (w witness) Check(_ audit.Event, v audit.Evidence) error {
	if string(v.DeviceKey) != "key" {
		return errForged
	}
	return nil
}

var pair = audit.Evidence{Challenge: "challenge", Decision: "decision", DeviceKey: []byte("key")}

func events() []audit.Event {
	at := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	var out []audit.Event
	for i := range 5 {
		out = append(out, audit.Event{
			ID: fmt.Sprintf("evt_%d", i), At: at.Add(time.Duration(i) * time.Second), Kind: audit.PasswordRight,
			Person: "per_1", Detail: map[string]string{"a": "1", "b": "2"},
		})
	}
	out[3].Kind, out[3].Challenge, out[3].Evidence = audit.ChallengeApproved, "chl_1", pair.Digest()
	return out
}

func sealed() *chain {
	c := &chain{}
	for _, e := range events() {
		l := c.head.Next(e)
		c.links, c.head = append(c.links, l), l.Head()
	}
	return c
}

func TestSoundChainIsVerified(t *testing.T) {
	c := sealed()
	c.waiting = 2
	r, err := audit.Verify(t.Context(), c, witness{"chl_1": pair})
	if err != nil || !r.Sound() || r.Links != 5 || r.Head != c.head || r.Waiting != 2 || r.Decisions != 1 {
		t.Errorf("got %+v, %v", r, err)
	}
	r, err = audit.Verify(t.Context(), &chain{}, witness{})
	if err != nil || !r.Sound() {
		t.Errorf("an empty chain: %+v, %v", r, err)
	}
}

func TestBreakIsFoundWhereItIs(t *testing.T) {
	for _, c := range []struct {
		name  string
		spoil func(*chain)
		seq   int64
	}{
		{"an event is changed", func(c *chain) { c.links[1].Reason = "x" }, 2},
		{"a time is changed", func(c *chain) { c.links[1].At = c.links[1].At.Add(time.Millisecond) }, 2},
		{"a detail is changed", func(c *chain) { c.links[1].Detail["a"] = "2" }, 2},
		{"a value moves to the next member", func(c *chain) { c.links[1].Person, c.links[1].Client = "", "per_1" }, 2},
		{"an event is dropped", func(c *chain) { c.links = append(c.links[:1], c.links[2:]...) }, 2},
		{"the first is dropped", func(c *chain) { c.links = c.links[1:] }, 1},
		{"the last is dropped", func(c *chain) { c.links = c.links[:4] }, 5},
		{"two change places", func(c *chain) { c.links[1].Event, c.links[2].Event = c.links[2].Event, c.links[1].Event }, 2},
		{"an evidence digest is changed", func(c *chain) { c.links[3].Evidence = "00" }, 4},
		{"one is put behind the sealed head", func(c *chain) { c.links = append(c.links, c.head.Next(events()[0])) }, 6},
		{"the whole chain is made anew", func(c *chain) {
			head := audit.Head{}
			for i, l := range c.links {
				l.Event.Person = "per_2"
				c.links[i] = head.Next(l.Event)
				head = c.links[i].Head()
			}
		}, 5},
	} {
		t.Run(c.name, func(t *testing.T) {
			spoilt := sealed()
			c.spoil(spoilt)
			r, err := audit.Verify(t.Context(), spoilt, witness{"chl_1": pair})
			if err != nil {
				t.Fatal(err)
			}
			if r.Sound() || r.Break == nil || r.Break.Seq != c.seq {
				t.Errorf("break %+v, want at %d", r.Break, c.seq)
			}
		})
	}
}

func TestDecisionIsCheckedAgainstItsEvidence(t *testing.T) {
	changed, forged := pair, pair
	changed.Decision = "another"
	forged.DeviceKey = []byte("other")
	for _, c := range []struct {
		name    string
		witness witness
		false   int
		missing int
	}{
		{"the pair is what was signed", witness{"chl_1": pair}, 0, 0},
		{"the pair was changed", witness{"chl_1": changed}, 1, 0},
		{"the key is another's", witness{"chl_1": forged}, 1, 0},
		{"the pair is gone", witness{}, 0, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, err := audit.Verify(t.Context(), sealed(), c.witness)
			if err != nil || len(r.False) != c.false || r.Missing != c.missing || r.Links != 5 {
				t.Errorf("got %+v, %v", r, err)
			}
		})
	}
}

func TestEvidenceDigestKeepsItsPartsApart(t *testing.T) {
	if audit.EvidenceDigest("ab", "c") == audit.EvidenceDigest("a", "bc") {
		t.Error("two pairs share a digest")
	}
}
