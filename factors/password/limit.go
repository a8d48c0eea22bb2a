package password

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"

	"countersign/factors"
)

// buckets are the names under which one try is counted. They are hashes: the
// table of counters says nothing of who tried whom. An account has a bucket
// for browsers it knows and one for all others, so that a stranger's failures
// do not lock the owner out. A name that nobody has is counted alike.
type buckets struct {
	account string
	source  string
}

func bucketsOf(key string, known bool, source string) buckets {
	kind := "unknown"
	if known {
		kind = "known"
	}
	return buckets{
		account: "password:account:" + kind + ":" + digest(key),
		source:  "password:source:" + digest(factors.Network(source)),
	}
}

func digest(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}

// open returns *Limited if either bucket is full.
func (f *Factor) open(ctx context.Context, b buckets) error {
	for _, c := range []struct {
		name  string
		limit int
	}{{b.source, f.SourceFailures}, {b.account, f.Failures}} {
		n, ends, err := f.Counters.Read(ctx, c.name)
		if err != nil {
			return fmt.Errorf("read failures: %w", err)
		}
		if n >= c.limit {
			return &Limited{Until: ends}
		}
	}
	return nil
}

// failed counts one failure. It returns *Limited if others at the same moment
// had filled the account's bucket before: their answers were the last.
func (f *Factor) failed(ctx context.Context, b buckets) error {
	if _, err := f.Counters.Add(ctx, b.source, f.Window); err != nil {
		return fmt.Errorf("count failure: %w", err)
	}
	n, err := f.Counters.Add(ctx, b.account, f.Window)
	if err != nil {
		return fmt.Errorf("count failure: %w", err)
	}
	if n <= f.Failures {
		return ErrWrong
	}
	_, ends, err := f.Counters.Read(ctx, b.account)
	if err != nil {
		return fmt.Errorf("read failures: %w", err)
	}
	return &Limited{Until: ends}
}

// passed lets a right password through unless the bucket filled up meanwhile:
// of many guesses at once, only as many as the limit ever get an answer.
func (f *Factor) passed(ctx context.Context, b buckets) error {
	n, ends, err := f.Counters.Read(ctx, b.account)
	if err != nil {
		return fmt.Errorf("read failures: %w", err)
	}
	if n >= f.Failures {
		return &Limited{Until: ends}
	}
	if n == 0 {
		return nil
	}
	if err := f.Counters.Reset(ctx, b.account); err != nil {
		return fmt.Errorf("forget failures: %w", err)
	}
	return nil
}

// Counters counts failures for every replica together.
type Counters interface {
	// Add counts one more of name in a window that starts with its first, and
	// says how many there are in it.
	Add(ctx context.Context, name string, window time.Duration) (int, error)
	Read(ctx context.Context, name string) (n int, ends time.Time, err error)
	Reset(ctx context.Context, name string) error
}
