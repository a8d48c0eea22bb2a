package mail

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"countersign/audit"
	"countersign/factors"
)

// resetWorth is for how long a request for a new password is worth a mail.
const resetWorth = 30 * time.Minute

// Counters counts in windows, for every replica together.
type Counters interface {
	// Add counts one more of name in a window that starts with its first, and
	// says how many there are in it.
	Add(ctx context.Context, name string, window time.Duration) (int, error)
}

// DeskDeps are what a Desk needs.
type DeskDeps struct {
	// Ask queues a mail.
	Ask      func(ctx context.Context, i Item) error
	Counters Counters
	Now      func() time.Time
	// Account and Source are how many requests an hour are taken for one name
	// or person, and from one source.
	Account, Source int
}

// Desk takes requests by strangers for a mail.
type Desk struct{ DeskDeps }

// NewDesk checks deps and makes a Desk.
func NewDesk(d DeskDeps) (*Desk, error) {
	if d.Ask == nil || d.Counters == nil || d.Now == nil || d.Account < 1 || d.Source < 1 {
		return nil, errors.New("mail: Ask, Counters, Now, Account and Source are needed")
	}
	return &Desk{d}, nil
}

// Forgot takes a request for a new password by somebody who typed a name. It
// does the same for every name, and looks nobody up; one too many is dropped
// without a word.
func (d *Desk) Forgot(ctx context.Context, typed string) error {
	typed = strings.TrimSpace(typed)
	request := audit.RequestOf(ctx)
	// The same for every spelling: it is a limit, not an identity.
	name, err := d.Counters.Add(ctx, "reset:name:"+factors.Digest(strings.ToLower(typed)), time.Hour)
	if err != nil {
		return fmt.Errorf("count requests for a new password: %w", err)
	}
	source, err := d.Counters.Add(ctx, "reset:source:"+factors.Digest(factors.Network(request.Address)), time.Hour)
	if err != nil {
		return fmt.Errorf("count requests for a new password: %w", err)
	}
	if name > d.Account || source > d.Source {
		return nil
	}
	now := d.Now()
	return d.Ask(ctx, Item{
		Kind: Reset, Typed: typed, At: now, Address: request.Address, Agent: request.Agent, Expires: now.Add(resetWorth),
	})
}

// Admit says whether a person may get another mail for a new password, however
// they are named. A mail that is tried again counts once.
func (d *Desk) Admit(ctx context.Context, i Item, person string) error {
	if i.Tries > 1 {
		return nil
	}
	n, err := d.Counters.Add(ctx, "reset:person:"+factors.Digest(person), time.Hour)
	if err != nil {
		return fmt.Errorf("count mails for a new password: %w", err)
	}
	if n > d.Account {
		return ErrNobody
	}
	return nil
}
