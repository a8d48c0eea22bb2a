package password

import (
	"context"
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
	known   bool
	pair    string // of the account and the source
}

func bucketsOf(key string, known bool, source string) buckets {
	kind := "unknown"
	if known {
		kind = "known"
	}
	return buckets{
		account: "password:account:" + kind + ":" + factors.Digest(key),
		source:  sourceBucket(source), known: known,
		pair: "password:pair:" + factors.Digest(factors.Network(source)+" "+key),
	}
}

func sourceBucket(source string) string {
	return "password:source:" + factors.Digest(factors.Network(source))
}

// spread counts the accounts at which the source failed, and slow is its turn
// once there are too many.
func (b buckets) spread() string { return b.source + ":spread" }
func (b buckets) slow() string   { return b.source + ":slow" }

// open returns *Limited if either bucket is full, or if the source tries too
// many accounts and it is not its turn. What a network did counts for nothing
// in a browser that the account knows: its neighbours lock nobody out there.
func (f *Factor) open(ctx context.Context, b buckets) error {
	type bucket struct {
		name  string
		limit int
	}
	all := []bucket{{b.source, f.SourceFailures}, {b.account, f.Failures}}
	if b.known {
		all = all[1:]
	}
	for _, c := range all {
		n, ends, err := f.Counters.Read(ctx, c.name)
		if err != nil {
			return fmt.Errorf("read failures: %w", err)
		}
		if n >= c.limit {
			return &Limited{Until: ends}
		}
	}
	if b.known {
		return nil
	}
	return f.takeTurn(ctx, b)
}

// takeTurn lets a source that tries many accounts through once in each gap.
func (f *Factor) takeTurn(ctx context.Context, b buckets) error {
	n, _, err := f.Counters.Read(ctx, b.spread())
	if err != nil {
		return fmt.Errorf("read failures: %w", err)
	}
	if n < f.Spread {
		return nil
	}
	if n, err = f.Counters.Add(ctx, b.slow(), f.SpreadGap); err != nil {
		return fmt.Errorf("take a turn: %w", err)
	}
	if n == 1 {
		return nil
	}
	_, ends, err := f.Counters.Read(ctx, b.slow())
	if err != nil {
		return fmt.Errorf("take a turn: %w", err)
	}
	return &Limited{Until: ends}
}

// SpreadOf is at how many accounts the source of an address failed lately, from
// browsers that they did not know.
func (f *Factor) SpreadOf(ctx context.Context, address string) (int, error) {
	n, _, err := f.Counters.Read(ctx, buckets{source: sourceBucket(address)}.spread())
	if err != nil {
		return 0, fmt.Errorf("read failures: %w", err)
	}
	return n, nil
}

// failed counts one failure. It returns *Limited if others at the same moment
// had filled the account's bucket before: their answers were the last.
func (f *Factor) failed(ctx context.Context, b buckets) error {
	if _, err := f.Counters.Add(ctx, b.source, f.Window); err != nil {
		return fmt.Errorf("count failure: %w", err)
	}
	if err := f.countSpread(ctx, b); err != nil {
		return err
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

// countSpread counts an account once for the source that failed at it.
func (f *Factor) countSpread(ctx context.Context, b buckets) error {
	if b.known {
		return nil
	}
	n, err := f.Counters.Add(ctx, b.pair, f.Window)
	if err == nil && n == 1 {
		_, err = f.Counters.Add(ctx, b.spread(), f.Window)
	}
	if err != nil {
		return fmt.Errorf("count failure: %w", err)
	}
	return nil
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
