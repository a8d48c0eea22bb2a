package audit_test

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"countersign/audit"
)

type queue struct {
	mu      sync.Mutex
	waiting int
	err     error
}

// becomes changes what the queue says.
func (q *queue) becomes(waiting int, err error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.waiting, q.err = waiting, err
}

func (q *queue) Waiting(context.Context) (int, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.waiting, nil
}

func (q *queue) Seal(_ context.Context, limit int) (int, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.err != nil {
		return 0, q.err
	}
	n := min(limit, q.waiting)
	q.waiting -= n
	return n, nil
}

func sealer(t *testing.T, q *queue, mine bool) *audit.Sealer {
	t.Helper()
	s, err := audit.NewSealer(audit.SealerDeps{
		Queue: q, Holder: "a", Log: slog.New(slog.NewTextHandler(t.Output(), nil)),
		Lease: func(context.Context, string, string, time.Duration) (bool, error) { return mine, nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestSealerSealsAllThatWaits(t *testing.T) {
	q := &queue{waiting: 1700}
	if n, err := sealer(t, q, true).Once(t.Context()); err != nil || n != 1700 || q.waiting != 0 {
		t.Errorf("sealed %d, left %d, %v", n, q.waiting, err)
	}
}

func TestSealerWithoutTheLeaseSealsNothing(t *testing.T) {
	q := &queue{waiting: 1}
	if n, err := sealer(t, q, false).Once(t.Context()); err != nil || n != 0 || q.waiting != 1 {
		t.Errorf("sealed %d, left %d, %v", n, q.waiting, err)
	}
}

func TestSealerSealsWithinASecondAndSurvivesAFailure(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		q := &queue{}
		done := make(chan struct{})
		go func() { defer close(done); sealer(t, q, true).Run(ctx) }()
		synctest.Wait()
		q.becomes(3, errors.New("database is away"))
		time.Sleep(time.Second)
		synctest.Wait()
		q.becomes(3, nil)
		time.Sleep(time.Second)
		synctest.Wait()
		stop()
		<-done
		if q.waiting != 0 {
			t.Errorf("%d events wait after two seconds", q.waiting)
		}
	})
}

func TestSealerNeedsItsParts(t *testing.T) {
	if _, err := audit.NewSealer(audit.SealerDeps{}); err == nil {
		t.Error("want an error without parts")
	}
}
