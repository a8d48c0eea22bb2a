package login

import (
	"sync"
	"time"

	"countersign/idp/flow"
)

// The bounds of polling, for each sign-in: pages are told to ask every two
// seconds, and a few tabs may be open.
const (
	paceWindow = 10 * time.Second
	pacePolls  = 15
)

// pace counts the polls of each sign-in on this replica, in one window for
// all: what it remembers is as much as was asked within it.
type pace struct {
	now func() time.Time

	mu    sync.Mutex
	start time.Time
	seen  map[flow.ID]int
}

func newPace(now func() time.Time) *pace { return &pace{now: now} }

// wait counts a poll. It is how long to wait with the next if this one was one
// too many, else 0.
func (p *pace) wait(id flow.ID) time.Duration {
	now := p.now()
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.seen == nil || now.Sub(p.start) >= paceWindow {
		p.start, p.seen = now, map[flow.ID]int{}
	}
	p.seen[id]++
	if p.seen[id] <= pacePolls {
		return 0
	}
	return p.start.Add(paceWindow).Sub(now)
}
