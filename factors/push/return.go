package push

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"

	"countersign/factors"
	"countersign/factors/wire"
)

const (
	returnKeyBytes  = 32
	returnCodeBytes = 16
)

// answer is what the device learns.
func (e *Engine) answer(a *attempt, s wire.State) Answer {
	return Answer{State: s, ReturnCode: e.returnCode(a, s)}
}

// returnCode takes an approval in mode return back to its browser. It is made of
// the decision's bytes, so that the same bytes get the same answer although only
// its hash is kept; without the key nobody can make it.
func (e *Engine) returnCode(a *attempt, s wire.State) wire.Secret {
	if a.facts.Challenge.Mode != factors.MatchReturn || s != wire.StateApproved {
		return ""
	}
	mac := hmac.New(sha256.New, e.ReturnKey)
	mac.Write([]byte("cs-return-1." + string(a.facts.Challenge.ID) + "." + a.object.Hash()))
	return wire.Secret(base64.RawURLEncoding.EncodeToString(mac.Sum(nil)[:returnCodeBytes]))
}

func hashOf(code wire.Secret) []byte {
	h := sha256.Sum256([]byte(code.Reveal()))
	return h[:]
}

// Returning is the approval that a code of mode return is of, for as long as it
// may be finished; ErrNotFound if it is of none. It spends nothing.
func (e *Engine) Returning(ctx context.Context, code wire.Secret) (Challenge, error) {
	c, err := e.Store.Returning(ctx, hashOf(code), e.Now())
	if err != nil {
		return Challenge{}, fmt.Errorf("find what a code is of: %w", err)
	}
	return c, nil
}

// FromElsewhere is why an approval was cancelled whose code came from another
// browser than the one that signs in. The limits do not count it: a number was
// asked for in its place.
const FromElsewhere = "its code came from another browser"

// PutWithNumber is for a code that came to another browser than the one that
// signs in: the code is spent, and the same question put with a number, which
// only the browser that asked can show. The limits judge it as any other
// request. The approval is worth nothing from then on; cancel it FromElsewhere
// once the page that waits can show the number. ErrNotFound if the code is good
// for nothing.
func (e *Engine) PutWithNumber(ctx context.Context, code wire.Secret) (Challenge, error) {
	c, err := e.Returning(ctx, code)
	if err != nil {
		return Challenge{}, err
	}
	copies, err := e.Store.CopiesOf(ctx, c.ID)
	if err != nil {
		return Challenge{}, fmt.Errorf("put a question with a number: %w", err)
	}
	if len(copies) == 0 {
		return Challenge{}, ErrNotFound
	}
	shown, err := contextOf(copies[0].JWS)
	if err != nil {
		return Challenge{}, fmt.Errorf("put a question with a number: %w", err)
	}
	ok, err := e.Store.SpendReturn(ctx, hashOf(code), e.Now())
	if err != nil {
		return Challenge{}, fmt.Errorf("put a question with a number: %w", err)
	}
	if !ok {
		return Challenge{}, ErrNotFound // somebody was faster
	}
	return e.Open(ctx, Request{
		Account: c.Account, AccountLabel: shown.Account, Purpose: c.Purpose, Holder: c.Holder, Browser: c.Browser,
		Known: c.Known, Context: shown,
	})
}
