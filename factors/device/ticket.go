package device

import (
	"context"
	"errors"
	"fmt"
	"time"

	"countersign/audit"
	"countersign/factors/wire"
)

// Ticketing is a code that was exchanged, for the store.
type Ticketing struct {
	CodeHash, TicketHash string
	At, Expires          time.Time
}

// Ticket exchanges a code, of the link or typed, for a ticket, once: 128 bits
// that enrol in its place. An installed web app has a storage of its own, which
// only its start address can bring a secret into. Every failure is ErrRefused
// and counts for the source.
func (r *Registry) Ticket(ctx context.Context, code wire.Secret) (wire.Secret, error) {
	code = wire.NormalSecret(code)
	source := sourceCounter(audit.RequestOf(ctx).Address)
	if err := r.mayTry(ctx, source, code); err != nil {
		return "", err
	}
	now := r.Now()
	ticket := wire.Secret(wire.Random128())
	opened := audit.New(ctx, now, audit.EnrolmentOpened)
	err := r.Store.IssueTicket(ctx, Ticketing{
		CodeHash: wire.SecretHash(code), TicketHash: wire.SecretHash(ticket), At: now, Expires: now.Add(r.Limits.TicketLife),
	}, opened)
	if errors.Is(err, ErrEnded) {
		return "", r.refuse(ctx, source, code, err, ErrRefused)
	}
	if err != nil {
		return "", fmt.Errorf("issue ticket: %w", err)
	}
	return ticket, nil
}

// allTyped names the counter of wrong typed codes of all sources together: they
// are short enough to be guessed by many.
const allTyped = "register:typed"

// mayTry says whether a secret from this source is looked at at all.
func (r *Registry) mayTry(ctx context.Context, source string, secret wire.Secret) error {
	limits := map[string]int{source: r.Limits.BadCodes}
	if _, typed := wire.TypedCode(secret.Reveal()); typed {
		limits[allTyped] = r.Limits.BadTyped
	}
	for name, most := range limits {
		n, ends, err := r.Counters.Read(ctx, name)
		if err != nil {
			return fmt.Errorf("read failed redemptions: %w", err)
		}
		if n >= most {
			return &SlowDown{After: ends.Sub(r.Now())}
		}
	}
	return nil
}

// refuse counts and records a failed redemption and answers with outwardly.
func (r *Registry) refuse(ctx context.Context, source string, secret wire.Secret, why, outwardly error) error {
	names := []string{source}
	if _, typed := wire.TypedCode(secret.Reveal()); typed {
		names = append(names, allTyped)
	}
	for _, name := range names {
		if _, err := r.Counters.Add(ctx, name, time.Hour); err != nil {
			return fmt.Errorf("count failed redemptions: %w", err)
		}
	}
	e := audit.New(ctx, r.Now(), audit.EnrolmentRefused)
	e.Reason = why.Error()
	if err := r.Record.Append(ctx, e); err != nil {
		return fmt.Errorf("redeem code: record the refusal: %w", err)
	}
	return fmt.Errorf("redeem code: %w (%w)", outwardly, why)
}

// typedCode is a new code to type: ten letters, 43 bits.
func typedCode() wire.Secret { return wire.DrawCode(wire.CodeLength) }
