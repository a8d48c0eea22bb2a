package audit

import (
	"context"
	"errors"
	"fmt"
)

// verifyBatch is how many links are read at once.
const verifyBatch = 1000

// Chain is where Verify reads.
type Chain interface {
	// Head is the head as it was sealed under the master key.
	Head(ctx context.Context) (Head, error)
	// Links is up to limit links after a place, in order.
	Links(ctx context.Context, after int64, limit int) ([]Link, error)
	// Waiting is how many events are not in the chain yet.
	Waiting(ctx context.Context) (int, error)
}

// Finding is something wrong that Verify saw.
type Finding struct {
	Seq   int64  `json:"seq"`
	Event string `json:"event"`
	What  string `json:"what"`
}

// Report is what Verify found.
type Report struct {
	// Links is how many were checked, and Head the last good one.
	Links int64
	Head  Head
	// Waiting events are written and not sealed: nothing protects them yet.
	Waiting int
	// Break is the first place where the chain does not hold. Nothing after
	// it was checked.
	Break *Finding
	// Decisions is how many were checked against their evidence, Missing how
	// many have none stored, and False those that it contradicts.
	Decisions int
	Missing   int
	False     []Finding
}

// Sound is true if nothing contradicts the record.
func (r Report) Sound() bool { return r.Break == nil && len(r.False) == 0 }

// Verify walks the chain from its start. It stops at the first break; a
// decision that its evidence contradicts is reported and the walk goes on.
func Verify(ctx context.Context, c Chain, w Witness) (Report, error) {
	sealed, err := c.Head(ctx)
	if err != nil {
		return Report{}, fmt.Errorf("read the chain's head: %w", err)
	}
	var r Report
	for r.Break == nil && r.Head.Seq < sealed.Seq {
		links, err := c.Links(ctx, r.Head.Seq, verifyBatch)
		if err != nil {
			return Report{}, fmt.Errorf("read the chain after %d: %w", r.Head.Seq, err)
		}
		if len(links) == 0 {
			r.Break = &Finding{Seq: r.Head.Seq + 1, What: fmt.Sprintf("the chain ends here; its sealed head is %d", sealed.Seq)}
			break
		}
		for _, l := range links {
			if l.Seq > sealed.Seq {
				break // sealed while we read
			}
			if r.Break = checkLink(r.Head, l); r.Break != nil {
				break
			}
			r.Head, r.Links = l.Head(), r.Links+1
			if err := r.checkEvidence(ctx, l, w); err != nil {
				return Report{}, err
			}
		}
	}
	if r.Break == nil && r.Head != sealed {
		r.Break = &Finding{Seq: sealed.Seq, What: "the chain's last hash is not that of its sealed head"}
	}
	if r.Break == nil {
		if r.Break, err = checkEnd(ctx, c); err != nil {
			return Report{}, err
		}
	}
	if r.Waiting, err = c.Waiting(ctx); err != nil {
		return Report{}, fmt.Errorf("count waiting events: %w", err)
	}
	return r, nil
}

// checkEnd says whether an event stands in the chain behind the sealed head,
// where only somebody without the master key can have put it: links and head
// move in one transaction, so no head that is read later is before a link.
func checkEnd(ctx context.Context, c Chain) (*Finding, error) {
	for {
		head, err := c.Head(ctx)
		if err != nil {
			return nil, fmt.Errorf("read the chain's head: %w", err)
		}
		behind, err := c.Links(ctx, head.Seq, 1)
		if err != nil {
			return nil, fmt.Errorf("read the chain after %d: %w", head.Seq, err)
		}
		if len(behind) == 0 {
			return nil, nil
		}
		moved, err := c.Head(ctx)
		if err != nil {
			return nil, fmt.Errorf("read the chain's head: %w", err)
		}
		if moved.Seq < behind[0].Seq {
			return &Finding{Seq: behind[0].Seq, Event: behind[0].ID, What: "an event stands behind the sealed head"}, nil
		}
	}
}

// checkLink says what is wrong with l as the link after head, if anything.
func checkLink(head Head, l Link) *Finding {
	if l.Seq != head.Seq+1 {
		return &Finding{Seq: head.Seq + 1, Event: l.ID, What: "an event is missing before this one"}
	}
	if head.Next(l.Event).Hash != l.Hash {
		return &Finding{Seq: l.Seq, Event: l.ID, What: "the event, or one before it, is not what was sealed"}
	}
	return nil
}

// checkEvidence checks the decision behind l, if there is one.
func (r *Report) checkEvidence(ctx context.Context, l Link, w Witness) error {
	if l.Evidence == "" {
		return nil
	}
	v, err := w.Evidence(ctx, l.Event)
	if errors.Is(err, ErrNoEvidence) {
		r.Missing++
		return nil
	}
	if err != nil {
		return fmt.Errorf("read the evidence of %s: %w", l.ID, err)
	}
	r.Decisions++
	if v.Digest() != l.Evidence {
		r.False = append(r.False, Finding{Seq: l.Seq, Event: l.ID, What: "the stored challenge and decision are not those of the event"})
		return nil
	}
	if err := w.Check(l.Event, v); err != nil {
		r.False = append(r.False, Finding{Seq: l.Seq, Event: l.ID, What: err.Error()})
	}
	return nil
}
