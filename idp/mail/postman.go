package mail

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"countersign/audit"
)

// The Postman's pace. A mail that was not taken waits twice as long each time,
// and is given up after its time (Keep, or its own end).
const (
	postEvery  = 2 * time.Second
	postLease  = 2 * time.Minute // longer than one mail takes to send
	firstPause = 30 * time.Second
	mostPause  = time.Hour
)

// Keep is how long a mail is tried.
const Keep = 24 * time.Hour

// Queue keeps the mails that wait.
type Queue interface {
	// Waiting says whether there is anything to send now, cheaply.
	Waiting(ctx context.Context) (bool, error)
	// Claim takes a mail whose time has come, if there is one, for as long as
	// the lease: nobody else gets it until then.
	Claim(ctx context.Context, lease time.Duration) (Item, bool, error)
	// Sent notes that a mail was taken, and forgets what was in it.
	Sent(ctx context.Context, id string) error
	// Again gives a mail back, to be tried at a later time.
	Again(ctx context.Context, id string, at time.Time) error
	// Drop forgets a mail that will not be sent.
	Drop(ctx context.Context, id string, events ...audit.Event) error
}

// PostmanDeps are what a Postman needs.
type PostmanDeps struct {
	Queue Queue
	// Write turns an item into a letter: ErrNobody drops it.
	Write func(ctx context.Context, i Item) (Letter, error)
	// Send hands a letter to a mail server: ErrRefused is its last word.
	Send func(ctx context.Context, l Letter) error
	// Daily does what is due once a day, and nothing if another replica did; may
	// be nil.
	Daily func(ctx context.Context, at time.Time) error
	Now   func() time.Time
	Log   *slog.Logger
}

// Postman sends what waits. One runs on each replica.
type Postman struct {
	PostmanDeps
	day time.Time // of which Daily was done here
}

// NewPostman checks deps and makes a Postman.
func NewPostman(d PostmanDeps) (*Postman, error) {
	if d.Queue == nil || d.Write == nil || d.Send == nil || d.Now == nil || d.Log == nil {
		return nil, errors.New("mail: Queue, Write, Send, Now and Log are needed")
	}
	return &Postman{PostmanDeps: d}, nil
}

// Run sends until ctx ends.
func (p *Postman) Run(ctx context.Context) {
	tick := time.NewTicker(postEvery)
	defer tick.Stop()
	for {
		if err := p.Once(ctx); err != nil && ctx.Err() == nil {
			p.Log.ErrorContext(ctx, "could not go through the outbox; mails wait", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// Once tries everything whose time has come.
func (p *Postman) Once(ctx context.Context) error {
	if err := p.daily(ctx); err != nil {
		return err
	}
	for {
		waiting, err := p.Queue.Waiting(ctx)
		if err != nil || !waiting {
			return err // at rest it only reads
		}
		// One at a time: the lease is for one mail, however slow the server is.
		i, ok, err := p.Queue.Claim(ctx, postLease)
		if err != nil || !ok {
			return err
		}
		if err := p.deliver(ctx, i); err != nil {
			return err
		}
	}
}

// daily asks the database once a day and replica.
func (p *Postman) daily(ctx context.Context) error {
	now := p.Now()
	day := now.UTC().Truncate(24 * time.Hour)
	if p.Daily == nil || !day.After(p.day) {
		return nil
	}
	if err := p.Daily(ctx, now); err != nil {
		return err
	}
	p.day = day
	return nil
}

func (p *Postman) deliver(ctx context.Context, i Item) error {
	if !p.Now().Before(i.Expires) {
		return p.fail(ctx, i, "its time was over")
	}
	err := p.attempt(ctx, i)
	switch {
	case err == nil:
		return p.Queue.Sent(ctx, i.ID)
	case ctx.Err() != nil:
		return ctx.Err() // the lease runs out, and another tries
	case errors.Is(err, ErrNobody):
		return p.Queue.Drop(ctx, i.ID)
	case errors.Is(err, ErrRefused):
		p.Log.WarnContext(ctx, "a mail was refused", "mail", i.ID, "kind", string(i.Kind), "error", err)
		return p.fail(ctx, i, "refused")
	}
	at := p.Now().Add(pause(i.Tries))
	p.Log.WarnContext(ctx, "a mail was not sent; it is tried again", "mail", i.ID, "kind", string(i.Kind), "tries", i.Tries, "at", at, "error", err)
	if !at.Before(i.Expires) {
		return p.fail(ctx, i, "no server took it in time")
	}
	return p.Queue.Again(ctx, i.ID, at)
}

func (p *Postman) attempt(ctx context.Context, i Item) error {
	ctx, stop := context.WithTimeout(ctx, postLease/2)
	defer stop()
	letter, err := p.Write(ctx, i)
	if err != nil {
		return err
	}
	return p.Send(ctx, letter)
}

// fail gives a mail up, and says so in the record. The address stays out of it.
func (p *Postman) fail(ctx context.Context, i Item, why string) error {
	e := audit.New(ctx, p.Now(), audit.MailFailed)
	e.Person, e.Reason = i.Person, why
	e.Detail = map[string]string{"mail": i.ID, "kind": string(i.Kind), "tries": fmt.Sprint(i.Tries)}
	return p.Queue.Drop(ctx, i.ID, e)
}

// pause is how long to wait after so many tries.
func pause(tries int) time.Duration {
	p := firstPause
	for range tries - 1 {
		if p *= 2; p >= mostPause {
			return mostPause
		}
	}
	return p
}
