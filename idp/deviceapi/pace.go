package deviceapi

import (
	"sync"
	"time"

	"countersign/factors/device"
)

// pace counts each device's calls of this minute, in this replica: a shared
// count would cost a write for every read, and it guards the replica's own
// load, no secret. Only devices whose proof was verified are counted, so that
// strangers cannot fill the map.
type pace struct {
	most int

	mu     sync.Mutex
	minute int64
	calls  map[device.ID]int
}

// take counts a call, and says how long to wait if it is one too many.
func (p *pace) take(id device.ID, now time.Time) (wait time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if minute := now.Unix() / 60; p.calls == nil || minute != p.minute {
		p.minute, p.calls = minute, map[device.ID]int{}
	}
	p.calls[id]++
	if p.calls[id] <= p.most {
		return 0
	}
	return time.Unix((p.minute+1)*60, 0).Sub(now)
}
