package storage

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"countersign/factors"
)

// The janitor's job, pace and how much it does at once: small batches, so that
// nobody waits long for the one writer of SQLite.
const (
	janitorJob   = "janitor"
	janitorEvery = time.Minute
	janitorLease = 5 * time.Minute
	janitorBatch = 500
)

// Janitor moves on what time has ended and deletes what nobody needs any more.
// Several may run at once; the lease only saves them the trouble.
type Janitor struct {
	JanitorDeps
}

// JanitorDeps is what a Janitor needs.
type JanitorDeps struct {
	DB *DB
	// Holder names this replica.
	Holder string
	// Evidence is how long challenges and decisions are kept.
	Evidence time.Duration
	// Session is how long a session can last: as long, its grants say which
	// applications were used in it, to whom its end is told.
	Session time.Duration
	// Unused is how long clients stay that registered themselves and that nobody
	// uses; 0 for ever.
	Unused time.Duration
	// Expired is told of each challenge that nobody answered; may be nil.
	Expired func(ctx context.Context, account factors.Account)
	Now     func() time.Time
	Log     *slog.Logger
}

// NewJanitor makes a janitor.
func NewJanitor(d JanitorDeps) (*Janitor, error) {
	if d.DB == nil || d.Holder == "" || d.Evidence <= 0 || d.Session <= 0 || d.Now == nil || d.Log == nil {
		return nil, errors.New("storage: DB, Holder, Evidence, Session, Now and Log are needed")
	}
	return &Janitor{d}, nil
}

// Run sweeps each minute until ctx ends.
func (j *Janitor) Run(ctx context.Context) {
	tick := time.NewTicker(janitorEvery)
	defer tick.Stop()
	for {
		if err := j.turn(ctx); err != nil && ctx.Err() == nil {
			j.Log.ErrorContext(ctx, "could not delete everything that expired; it is tried again", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

func (j *Janitor) turn(ctx context.Context) error {
	mine, err := j.DB.Leases().Take(ctx, janitorJob, j.Holder, janitorLease)
	if err != nil {
		return fmt.Errorf("take the janitor's lease: %w", err)
	}
	if !mine {
		return nil
	}
	return j.Sweep(ctx)
}

// chore is one noun's expired rows; a batch says how many went.
type chore struct {
	noun  string
	batch func(ctx context.Context, limit int) (int, error)
}

// chores lists what to do, what time moves before what is deleted.
func (j *Janitor) chores() []chore {
	d := j.DB
	deleted := func(noun string, kept time.Duration, f func(context.Context, time.Time, int) (int, error)) chore {
		return chore{noun, func(ctx context.Context, limit int) (int, error) { return f(ctx, j.Now().Add(-kept), limit) }}
	}
	const day = 24 * time.Hour
	chores := []chore{
		{"challenges that end", func(ctx context.Context, limit int) (int, error) {
			return d.Challenges().ExpireOld(ctx, limit, j.Expired)
		}},
		{"enrolments that end", d.Enrolments().ExpireOld},
		// A day longer than it lives, so that a page left open finds its way on.
		deleted("sign-ins", day, d.Flows().DeleteExpired),
		deleted("pushed requests", day, d.Pushed().DeleteExpired), // as long as sign-ins that began with one
		deleted("sessions", day, d.Sessions().DeleteExpired),
		deleted("known browsers", 0, d.Browsers().DeleteExpired),
		// An hour longer, so that the device is told that its time is over.
		deleted("requests of devices", time.Hour, d.DeviceRequests().DeleteExpired),
		deleted("tokens", 0, d.Grants().DeleteExpiredTokens),
		deleted("grants", max(day, j.Session), d.Grants().DeleteExpired),
		deleted("keys", 0, d.Keys().DeleteExpired),
		deleted("invitations", 30*day, d.Invitations().DeleteExpired),
		deleted("invites of clients", 0, d.Registrations().DeleteExpired),
		deleted("enrolments", 2*day, d.Enrolments().DeleteExpired),
		deleted("devices and acts", 2*day, d.Devices().DeleteExpired),
		deleted("challenges", j.Evidence, d.Challenges().DeleteExpired),
		deleted("authenticator apps that were not confirmed", day, d.TOTP().DeleteExpired),
		deleted("passkeys that were removed", day, d.Passkeys().DeleteExpired),
		deleted("changes of addresses", day, d.EmailChanges().DeleteExpired),
		deleted("mails", outboxKept, d.Outbox().DeleteExpired),
		deleted("counters", 0, d.Counters().DeleteExpired),
		deleted("what was spent", 0, d.Spent().DeleteExpired),
		// A day longer than they live: until then a client is told that it is late.
		deleted("clients' own requests", day, d.CIBA().DeleteExpired),
	}
	if j.Unused > 0 {
		chores = append(chores, deleted("clients that nobody uses", j.Unused, d.Registrations().DeleteUnused))
	}
	return chores
}

// Sweep does every chore to its end. A chore that fails does not keep the
// others from being done.
func (j *Janitor) Sweep(ctx context.Context) error {
	var errs []error
	for _, c := range j.chores() {
		total := 0
		for {
			n, err := c.batch(ctx, janitorBatch)
			if err != nil {
				errs = append(errs, fmt.Errorf("%s: %w", c.noun, err))
				break
			}
			total += n
			if n < janitorBatch {
				break
			}
		}
		if total > 0 {
			j.Log.DebugContext(ctx, "swept", "what", c.noun, "rows", total)
		}
	}
	return errors.Join(errs...)
}
