package push

import (
	"context"
	"fmt"

	"countersign/factors/device"
	"countersign/factors/wire"
)

// OpenFor is the device's copies of the challenges that wait for it.
func (e *Engine) OpenFor(ctx context.Context, d device.Device) ([]Copy, error) {
	copies, err := e.Store.OpenCopies(ctx, d, e.Now(), wire.MaxOpen)
	if err != nil {
		return nil, fmt.Errorf("list open challenges: %w", err)
	}
	for _, k := range copies {
		if err := e.see(ctx, k); err != nil {
			return nil, err
		}
	}
	return copies, nil
}

// Fetch is the device's copy of one challenge, or ErrNotFound if it is not
// open to it.
func (e *Engine) Fetch(ctx context.Context, d device.Device, cid string) (string, error) {
	copies, err := e.Store.OpenCopies(ctx, d, e.Now(), wire.MaxOpen)
	if err != nil {
		return "", fmt.Errorf("fetch challenge: %w", err)
	}
	for _, k := range copies {
		if string(k.Challenge) == cid {
			return k.JWS, e.see(ctx, k)
		}
	}
	return "", ErrNotFound
}

// see lets the page say that the phone has the request.
func (e *Engine) see(ctx context.Context, k Copy) error {
	if k.Seen {
		return nil
	}
	if err := e.Store.MarkSeen(ctx, k.Challenge, e.Now()); err != nil {
		return fmt.Errorf("note that a device has the challenge: %w", err)
	}
	return nil
}
