package limit

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

// Blocks counts for every replica together, several at once.
type Blocks interface {
	// Take counts n more of name in a window that starts with its first, and
	// says how many there are in it and when it ends.
	Take(ctx context.Context, name string, n int, window time.Duration) (total int, ends time.Time, err error)
}

// shares is into how many blocks a valve's bound is cut: a replica takes a
// block with one statement, and one that stops loses at most a block to the
// others until the window ends.
const shares = 64

// Valve bounds what all replicas do together in a window.
type Valve struct {
	blocks Blocks
	name   string
	most   int
	window time.Duration
	now    func() time.Time

	mu   sync.Mutex
	left int       // of this replica's block
	full bool      // nothing is left for anybody
	ends time.Time // of the window of both
}

// NewValve lets most pass in each window.
func NewValve(b Blocks, name string, most int, window time.Duration, now func() time.Time) (*Valve, error) {
	if b == nil || name == "" || most < 1 || window <= 0 || now == nil {
		return nil, errors.New("limit: Blocks, a name, a bound, a window and Now are needed")
	}
	return &Valve{blocks: b, name: "valve:" + name, most: most, window: window, now: now}, nil
}

// Pass counts one. It is how long to wait if this was one too many, else 0.
func (v *Valve) Pass(ctx context.Context) (time.Duration, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	now := v.now()
	if now.Before(v.ends) {
		switch {
		case v.full:
			return v.ends.Sub(now), nil
		case v.left > 0:
			v.left--
			return 0, nil
		}
	}
	block := max(1, v.most/shares)
	total, ends, err := v.blocks.Take(ctx, v.name, block, v.window)
	if err != nil {
		return 0, fmt.Errorf("pass a valve: %w", err)
	}
	granted := min(block, v.most-(total-block))
	v.ends, v.full, v.left = ends, granted <= 0, max(0, granted-1)
	if v.full {
		return max(ends.Sub(now), time.Millisecond), nil
	}
	return 0, nil
}
