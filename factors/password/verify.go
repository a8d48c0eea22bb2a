package password

import (
	"context"
	"errors"
	"fmt"

	"countersign/audit"
	"countersign/factors"
)

// Attempt is somebody trying.
type Attempt struct {
	// Username is as it was typed.
	Username string
	Password string
	// Source is the caller's address.
	Source string
	// KnownBrowser says whether the browser completed a second factor of this
	// person before; nil means no.
	KnownBrowser func(person string) bool
	// Flow is the sign-in, for the record.
	Flow string
}

// trial is an attempt with what was looked up for it.
type trial struct {
	Attempt
	key      string
	prepared string
	why      string // why it cannot be right, for the record
	Credential
	buckets
}

// Verify says whose password it is: ErrWrong, *Limited or ErrBusy otherwise.
func (f *Factor) Verify(ctx context.Context, a Attempt) (string, factors.Outcome, error) {
	t, err := f.look(ctx, a)
	if err != nil {
		return "", factors.Outcome{}, err
	}
	if err := f.open(ctx, t.buckets); err != nil {
		return "", factors.Outcome{}, f.refuse(ctx, t, err)
	}
	leave, err := f.gate.enter(ctx)
	if err != nil {
		return "", factors.Outcome{}, err
	}
	right, old := t.check(f.dummy)
	next := ""
	if right && old {
		next, err = hash(t.prepared) // in the slot that is held already
	}
	leave()
	if err != nil {
		return "", factors.Outcome{}, err
	}
	if !right {
		return "", factors.Outcome{}, f.refuse(ctx, t, f.failed(ctx, t.buckets))
	}
	if err := f.passed(ctx, t.buckets); err != nil {
		return "", factors.Outcome{}, f.refuse(ctx, t, err)
	}
	if next != "" {
		if err := f.Store.Rehash(ctx, t.Person, t.Hash, next); err != nil {
			return "", factors.Outcome{}, fmt.Errorf("renew password hash: %w", err)
		}
	}
	now := f.Now()
	event := audit.New(ctx, now, audit.PasswordRight)
	event.Person, event.Flow = t.Person, a.Flow
	if err := f.Log.Append(ctx, event); err != nil {
		return "", factors.Outcome{}, err
	}
	return t.Person, factors.Outcome{Kind: factors.Password, At: now}, nil
}

// look finds out what there is to know before the hash. A name or a password
// that can be nobody's goes the same way as any other.
func (f *Factor) look(ctx context.Context, a Attempt) (*trial, error) {
	t := &trial{Attempt: a}
	var err error
	if t.prepared, err = prepare(a.Password); err != nil {
		t.why = "malformed password"
	}
	// After the password, as it is what decides whether anybody is looked up.
	if t.key, err = f.Key(a.Username); err != nil {
		t.key, t.why = "\x00"+a.Username, "malformed username"
	}
	if t.why != "malformed username" {
		if t.Credential, err = f.Store.Credential(ctx, t.key); err != nil {
			return nil, fmt.Errorf("read credential: %w", err)
		}
	}
	// Nobody is looked up too, so that a name that exists takes no longer.
	known := a.KnownBrowser != nil && a.KnownBrowser(t.Person) && t.Person != ""
	t.buckets = bucketsOf(t.key, known, a.Source)
	switch {
	case t.why != "":
	case t.Person == "":
		t.why = "unknown username"
	case t.Hash == "":
		t.why = "no password is set"
	case t.Disabled:
		t.why = "account is disabled"
	case t.Reset:
		t.why = "password must be changed"
	}
	return t, nil
}

// check hashes once, whatever is known.
func (t *trial) check(dummy string) (right, old bool) {
	stored := t.Hash
	if stored == "" {
		stored = dummy
	}
	same, old, err := matches(t.prepared, stored)
	if err != nil {
		t.why = err.Error()
		_, _, _ = matches(t.prepared, dummy) // an unreadable hash must not answer faster
		return false, false
	}
	if !same && t.why == "" {
		t.why = "wrong password"
	}
	return same && t.why == "", old
}

// refuse records the true reason of a refusal and returns the outward one.
func (f *Factor) refuse(ctx context.Context, t *trial, outward error) error {
	kind, reason := audit.PasswordWrong, t.why
	if _, limited := errors.AsType[*Limited](outward); limited {
		kind, reason = audit.PasswordLimited, "too many failures"
	} else if !errors.Is(outward, ErrWrong) {
		return outward // a fault of ours
	}
	event := audit.New(ctx, f.Now(), kind)
	event.Person, event.Flow, event.Reason = t.Person, t.Flow, reason
	if err := f.Log.Append(ctx, event); err != nil {
		return err
	}
	return outward
}
