package password

import (
	"context"
	"time"
)

// The queue in front of the hashes: past it, or after waiting that long, a
// visitor is told to come back instead of waiting without end.
const (
	gateWait  = 2 * time.Second
	gateQueue = 64 // for each slot
)

// gate lets a bounded number of hashes run at once. One hash takes 19 MiB and a
// core; without the gate a burst of sign-ins takes every core from those who
// are signed in already.
type gate struct {
	slots chan struct{}
	queue chan struct{}
}

func newGate(slots int) gate {
	return gate{slots: make(chan struct{}, slots), queue: make(chan struct{}, slots*(gateQueue+1))}
}

// enter waits for a slot and gives the function that leaves it, or ErrBusy.
func (g gate) enter(ctx context.Context) (leave func(), err error) {
	select {
	case g.queue <- struct{}{}:
	default:
		return nil, ErrBusy
	}
	patience := time.NewTimer(gateWait)
	defer patience.Stop()
	select {
	case g.slots <- struct{}{}:
		return func() { <-g.slots; <-g.queue }, nil
	case <-patience.C:
		err = ErrBusy
	case <-ctx.Done():
		err = ctx.Err()
	}
	<-g.queue
	return nil, err
}
