package inboxtest

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
)

// Inbox is what a server took.
type Inbox[T any] struct {
	mu      sync.Mutex
	all     []T
	faults  []string
	changed chan struct{} // closed and renewed when something comes
}

// New makes an Inbox that ends with the test. name is the kit's, for faults.
// Cleanups run in the reverse order: a server that is made after its inbox is
// closed when the faults are told.
func New[T any](t testing.TB, name string) *Inbox[T] {
	t.Helper()
	b := &Inbox[T]{changed: make(chan struct{})}
	t.Cleanup(func() {
		for _, f := range b.Faults() {
			t.Errorf("%s: %s", name, f)
		}
	})
	return b
}

// Put takes one more.
func (b *Inbox[T]) Put(one T) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.all = append(b.all, one)
	close(b.changed)
	b.changed = make(chan struct{})
}

// All are those so far, in the order in which they came.
func (b *Inbox[T]) All() []T {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Clone(b.all)
}

// Wait gives all as soon as there are n, or what there is with an error when ctx
// ends.
func (b *Inbox[T]) Wait(ctx context.Context, n int) ([]T, error) {
	for {
		b.mu.Lock()
		got, changed := slices.Clone(b.all), b.changed
		b.mu.Unlock()
		if len(got) >= n {
			return got, nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return got, fmt.Errorf("wait for %d messages, %d came: %w", n, len(got), ctx.Err())
		}
	}
}

// Fault notes what was refused although nobody asked for it.
func (b *Inbox[T]) Fault(format string, args ...any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.faults = append(b.faults, fmt.Sprintf(format, args...))
}

// Faults gives, and forgets, what was refused. What is left at the end fails the
// test.
func (b *Inbox[T]) Faults() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	f := b.faults
	b.faults = nil
	return f
}
