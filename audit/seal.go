package audit

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"
)

// The sealer's lease and pace: events are sealed within about a second, and a
// replica that dies is replaced within sealLease.
const (
	sealJob    = "sealer"
	sealEvery  = time.Second
	sealLease  = 10 * time.Second
	sealEvents = 500
)

// Sealer puts events into the chain, on one replica at a time.
type Sealer struct {
	SealerDeps
}

// Queue is the events that wait for their place in the chain.
type Queue interface {
	Waiting(ctx context.Context) (int, error)
	// Seal links up to limit waiting events to the head, oldest first, in one
	// transaction, and says how many it linked.
	Seal(ctx context.Context, limit int) (int, error)
}

// SealerDeps is what a Sealer needs.
type SealerDeps struct {
	Queue Queue
	// Lease makes or keeps this replica the one that does job.
	Lease func(ctx context.Context, job, holder string, term time.Duration) (bool, error)
	// Holder names this replica.
	Holder string
	Log    *slog.Logger
}

// NewSealer makes a sealer.
func NewSealer(d SealerDeps) (*Sealer, error) {
	if d.Queue == nil || d.Lease == nil || d.Holder == "" || d.Log == nil {
		return nil, errors.New("audit: Queue, Lease, Holder and Log are needed")
	}
	return &Sealer{d}, nil
}

// Run seals each second until ctx ends. A failure is logged and tried again:
// events wait, none is lost.
func (s *Sealer) Run(ctx context.Context) {
	tick := time.NewTicker(sealEvery)
	defer tick.Stop()
	for {
		if _, err := s.Once(ctx); err != nil && ctx.Err() == nil {
			s.Log.ErrorContext(ctx, "could not seal audit events; they wait", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// Once seals everything that waits now, if this replica holds the lease.
func (s *Sealer) Once(ctx context.Context) (int, error) {
	total := 0
	for {
		waiting, err := s.Queue.Waiting(ctx)
		if err != nil || waiting == 0 {
			return total, err // at rest it only reads
		}
		mine, err := s.Lease(ctx, sealJob, s.Holder, sealLease)
		if err != nil {
			return total, fmt.Errorf("take the sealer's lease: %w", err)
		}
		if !mine {
			return total, nil
		}
		n, err := s.Queue.Seal(ctx, sealEvents)
		if err != nil {
			return total, fmt.Errorf("seal audit events: %w", err)
		}
		total += n
		if n < sealEvents {
			return total, nil
		}
	}
}
