package web

import (
	"sync"
	"time"
)

// Pace bounds how often something is asked for, by key, on this replica: it
// guards the replica's own load, and a shared count would cost a write for
// every read. All keys share one window, so what it remembers is as much as
// was asked within it. Count only what was authenticated, or strangers fill it.
type Pace struct {
	most   int
	window time.Duration
	now    func() time.Time

	mu    sync.Mutex
	start time.Time
	seen  map[string]int
}

// NewPace lets every key be taken most times in each window.
func NewPace(most int, window time.Duration, now func() time.Time) *Pace {
	return &Pace{most: most, window: window, now: now}
}

// Take counts one for key. It is how long to wait if this was one too many,
// else 0.
func (p *Pace) Take(key string) time.Duration {
	now := p.now()
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.seen == nil || now.Sub(p.start) >= p.window {
		p.start, p.seen = now, map[string]int{}
	}
	p.seen[key]++
	if p.seen[key] <= p.most {
		return 0
	}
	return p.start.Add(p.window).Sub(now)
}
