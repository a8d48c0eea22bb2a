package main

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"countersign/cmd/phone/authenticator"
)

// request is one challenge and the account that it is for.
type request struct {
	phone     *authenticator.Phone
	challenge authenticator.Challenge
}

// phones restores every account of the file.
func (p *program) phones() (store, []*authenticator.Phone, error) {
	s, err := openStore(p.file)
	if err != nil {
		return store{}, nil, err
	}
	accounts, err := s.load()
	if err != nil {
		return store{}, nil, err
	}
	if len(accounts) == 0 {
		return store{}, nil, errNothing
	}
	var phones []*authenticator.Phone
	for _, a := range accounts {
		phone, err := authenticator.Restore(a.State, p.options())
		if err != nil {
			return store{}, nil, fmt.Errorf("account %s: %w", a.DeviceID, err)
		}
		phones = append(phones, phone)
	}
	return s, phones, nil
}

// settle keeps what a call has changed: an account that was revoked is forgotten,
// and a new challenge key is kept.
func settle(s store, phone *authenticator.Phone, keysBefore int) error {
	state := phone.State()
	if phone.Revoked() {
		return s.forget(state.DeviceID)
	}
	if len(state.Keys) != keysBefore {
		return s.put(state)
	}
	return nil
}

// open asks every account for its open requests, all at once.
func (p *program) open(ctx context.Context) ([]request, error) {
	s, phones, err := p.phones()
	if err != nil {
		return nil, err
	}
	lists := make([][]authenticator.Challenge, len(phones))
	failed := make([]error, len(phones))
	var wg sync.WaitGroup
	for i, phone := range phones {
		wg.Go(func() {
			keys := len(phone.State().Keys)
			list, err := phone.Challenges(ctx, false)
			lists[i], failed[i] = list, errors.Join(err, settle(s, phone, keys))
		})
	}
	wg.Wait()
	var requests []request
	for i, list := range lists {
		for _, challenge := range list {
			requests = append(requests, request{phones[i], challenge})
		}
	}
	return requests, errors.Join(failed...)
}

var (
	errNoRequest = errors.New("no request is open")
	errWhich     = errors.New("several requests are open: name one, as list shows them")
)

// pick finds the request that is meant: the one that cid names, or the only one.
// It looks again until one comes, for as long as wait says.
func (p *program) pick(ctx context.Context, cid string, wait time.Duration) (request, error) {
	late := time.NewTimer(wait)
	defer late.Stop()
	for {
		requests, err := p.open(ctx)
		found := matching(requests, cid)
		switch {
		case len(found) == 1:
			if err != nil {
				p.complain(err) // of another account: it does not stand in the way
			}
			return found[0], nil
		case len(found) > 1:
			return request{}, errWhich
		case err != nil:
			return request{}, err
		}
		select {
		case <-ctx.Done():
			return request{}, ctx.Err()
		case <-late.C:
			return request{}, errNoRequest
		case <-time.After(min(wait, time.Second)):
		}
	}
}

func matching(requests []request, cid string) []request {
	if cid == "" {
		return requests
	}
	for _, r := range requests {
		if r.challenge.ID == cid {
			return []request{r}
		}
	}
	return nil
}

// approved finds a request that this phone has approved, so that the approval can
// be taken back or reported. The server shows it no more, so it is kept here, and
// verified anew.
func (p *program) approved(ctx context.Context, cid string) (request, error) {
	s, phones, err := p.phones()
	if err != nil {
		return request{}, err
	}
	accounts, err := s.load()
	if err != nil {
		return request{}, err
	}
	for i, account := range accounts {
		for _, compact := range account.Approved {
			challenge, err := phones[i].Verify(ctx, compact)
			if err == nil && challenge.ID == cid {
				return request{phones[i], challenge}, nil
			}
		}
	}
	return request{}, errNoRequest
}
