package ciba

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"countersign/audit"
	"countersign/factors/notify"
	"countersign/factors/wire"
	"countersign/idp/client"
	"countersign/idp/grant"
	"countersign/idp/protocol"
	"countersign/idp/token"
)

// The Courier's pace. What was not taken waits four times as long each time.
const (
	courierEvery = time.Second
	courierLease = time.Minute
	courierBatch = 32
	firstPause   = 2 * time.Second
	mostTries    = 5
	postTimeout  = 5 * time.Second
	maxAnswer    = 4 << 10
)

// Queue keeps what is to be told. Each method is one atomic act.
type Queue interface {
	// Waiting says whether there is anything to tell now, cheaply.
	Waiting(ctx context.Context) (bool, error)
	// Claim takes up to limit requests that were answered or ended, or whose next
	// try is due, for as long as the lease, and counts the try. What it gives
	// beside an error is to be told all the same.
	Claim(ctx context.Context, lease time.Duration, limit int) ([]Request, error)
	Again(ctx context.Context, id string, at time.Time) error
	// KeepTokens keeps what is pushed, so that each try pushes the same.
	KeepTokens(ctx context.Context, id string, tokens wire.Secret) error
	// Done says that nothing is to be told any more.
	Done(ctx context.Context, id string, events ...audit.Event) error
}

// CourierDeps are what a Courier needs.
type CourierDeps struct {
	Room    *Room
	Queue   Queue
	Clients interface {
		Find(ctx context.Context, id client.ID) (client.Client, error)
	}
	Minter interface {
		IDToken(ctx context.Context, f token.Facts) (string, error)
	}
	// HTTP posts to addresses that clients chose (notify.NewOutbound): it calls no
	// private one and follows no redirect (section 10.2).
	HTTP *http.Client
	Log  *slog.Logger
}

// Courier tells clients in the modes ping and push what became of their requests.
// One runs on each replica.
type Courier struct{ CourierDeps }

// NewCourier checks deps.
func NewCourier(d CourierDeps) (*Courier, error) {
	if d.Room == nil || d.Queue == nil || d.Clients == nil || d.Minter == nil || d.HTTP == nil || d.Log == nil {
		return nil, errors.New("ciba: all dependencies of a courier are needed")
	}
	return &Courier{d}, nil
}

// Run delivers until ctx ends.
func (k *Courier) Run(ctx context.Context) {
	tick := time.NewTicker(courierEvery)
	defer tick.Stop()
	for {
		if err := k.Once(ctx); err != nil && ctx.Err() == nil {
			k.Log.ErrorContext(ctx, "could not tell every client what became of its request; they wait", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// Once tells what can be told now, a batch at most.
func (k *Courier) Once(ctx context.Context) error {
	waiting, err := k.Queue.Waiting(ctx)
	if err != nil || !waiting {
		return err
	}
	found, unread := k.Queue.Claim(ctx, courierLease, courierBatch)
	errs := make([]error, len(found))
	var telling sync.WaitGroup
	for i, r := range found {
		telling.Go(func() { errs[i] = k.tell(ctx, r) })
	}
	telling.Wait()
	return errors.Join(unread, errors.Join(errs...))
}

// tell tells one client, or finds that there is nothing to tell.
func (k *Courier) tell(ctx context.Context, r Request) error {
	c, err := k.Clients.Find(ctx, r.Client)
	if errors.Is(err, client.ErrNotFound) || err == nil && c.Metadata.CIBAEndpoint == "" {
		return k.Queue.Done(ctx, r.ID)
	}
	if err != nil {
		return err
	}
	state, err := k.Room.state(ctx, r)
	if err != nil {
		return err
	}
	if state == wire.StatePending {
		return k.Queue.Again(ctx, r.ID, r.Expires)
	}
	body, err := k.body(ctx, c, r, state)
	if err != nil {
		return err
	}
	if body == nil {
		return k.Queue.Done(ctx, r.ID)
	}
	again, err := k.post(ctx, c, r, body)
	switch {
	case err == nil:
		return k.Queue.Done(ctx, r.ID)
	case ctx.Err() != nil:
		return ctx.Err() // the lease runs out, and another tries
	case again && r.Tries < mostTries:
		k.Log.WarnContext(ctx, "a client did not take its notification; it is tried again", "client", string(c.ID), "request", r.ID, "tries", r.Tries, "error", err)
		return k.Queue.Again(ctx, r.ID, k.Room.Now().Add(firstPause<<(2*(r.Tries-1))))
	}
	e := audit.New(ctx, k.Room.Now(), audit.AskingUntold)
	e.Client, e.Person, e.Challenge, e.Reason = string(c.ID), r.Person, string(r.Challenge), err.Error()
	return k.Queue.Done(ctx, r.ID, e)
}

// body is what is posted; nil of nothing. A ping says that there is an answer
// (section 10.2), and none comes for a request that nobody answered. A push has
// the tokens (section 10.3.1), or why there are none (section 12).
func (k *Courier) body(ctx context.Context, c client.Client, r Request, state wire.State) ([]byte, error) {
	if r.Delivery == client.CIBAPing {
		switch state {
		case wire.StateExpired, wire.StateLapsed, wire.StateConsumed:
			return nil, nil
		}
		return json.Marshal(notice{AuthReqID: r.AuthReqID.Reveal()})
	}
	switch state {
	case wire.StateApproved:
		return k.tokens(ctx, c, r)
	case wire.StateConsumed:
		if r.Tokens == "" { // it was taken, and what it gave was lost with a server
			return json.Marshal(notice{AuthReqID: r.AuthReqID.Reveal(), Error: "transaction_failed"})
		}
		return []byte(r.Tokens.Reveal()), nil
	case wire.StateExpired, wire.StateLapsed:
		return json.Marshal(notice{AuthReqID: r.AuthReqID.Reveal(), Error: "expired_token"})
	default:
		return json.Marshal(notice{AuthReqID: r.AuthReqID.Reveal(), Error: "access_denied"})
	}
}

// notice is a ping, or the error of a push.
type notice struct {
	AuthReqID string `json:"auth_req_id"`
	Error     string `json:"error,omitempty"`
}

// pushed is what a push has.
type pushed struct {
	AuthReqID    string `json:"auth_req_id"`
	AccessToken  string `json:"access_token"`
	TokenType    string `json:"token_type"`
	ExpiresIn    int    `json:"expires_in"`
	RefreshToken string `json:"refresh_token,omitempty"`
	IDToken      string `json:"id_token"`
}

// tokens takes the approval, once, and keeps what it gave until it is told.
func (k *Courier) tokens(ctx context.Context, c client.Client, r Request) ([]byte, error) {
	if k.Room.needsKey(c) { // it was changed since it asked
		k.Log.WarnContext(ctx, "tokens that must be bound to a key are not pushed", "client", string(c.ID), "request", r.ID)
		return json.Marshal(notice{AuthReqID: r.AuthReqID.Reveal(), Error: "access_denied"})
	}
	t, err := k.Room.take(ctx, c, r, grant.Confirmation{})
	if refused, ok := errors.AsType[*protocol.Error](err); ok {
		k.Log.WarnContext(ctx, "could not push tokens", "client", string(c.ID), "request", r.ID, "error", refused)
		return json.Marshal(notice{AuthReqID: r.AuthReqID.Reveal(), Error: "access_denied"})
	}
	if err != nil {
		return nil, err // a fault of ours is nobody's refusal: it is tried again
	}
	id, err := k.Minter.IDToken(ctx, token.Facts{
		Person: r.Person, Client: string(c.ID), AuthTime: t.Grant.AuthTime, ACR: t.Grant.ACR, AMR: t.Grant.AMR,
		AccessToken: t.Access, RefreshToken: t.Refresh, AuthReqID: r.AuthReqID.Reveal(), Alg: c.IDTokenAlg,
	})
	if err != nil {
		return nil, err
	}
	body, err := json.Marshal(pushed{
		AuthReqID: r.AuthReqID.Reveal(), AccessToken: t.Access, TokenType: "Bearer", RefreshToken: t.Refresh, IDToken: id,
		ExpiresIn: int(t.AccessExpires.Sub(k.Room.Now()) / time.Second),
	})
	if err != nil {
		return nil, err
	}
	return body, k.Queue.KeepTokens(ctx, r.ID, wire.Secret(body))
}

// post sends a body with the token that the client gave for it. again is true
// where another try may help: a client that answers that it does not want it is
// not asked twice. No error names the URL, which may have a secret in it.
func (k *Courier) post(ctx context.Context, c client.Client, r Request, body []byte) (again bool, err error) {
	ctx, stop := context.WithTimeout(ctx, postTimeout)
	defer stop()
	q, err := http.NewRequestWithContext(ctx, http.MethodPost, c.Metadata.CIBAEndpoint, bytes.NewReader(body))
	if err != nil {
		return false, errors.New("its address is no URL")
	}
	q.Header.Set("Content-Type", "application/json")
	q.Header.Set("Authorization", "Bearer "+r.Notify.Reveal())
	answer, err := k.HTTP.Do(q)
	switch {
	case errors.Is(err, notify.ErrRedirect):
		return false, notify.ErrRedirect
	case err != nil:
		return true, errors.New("it did not answer")
	}
	defer func() { _ = answer.Body.Close() }() // what it says is not read for anything
	_, _ = io.Copy(io.Discard, io.LimitReader(answer.Body, maxAnswer))
	switch s := answer.StatusCode; {
	case s == http.StatusOK || s == http.StatusNoContent:
		return false, nil
	default:
		return s >= http.StatusInternalServerError || s == http.StatusTooManyRequests || s == http.StatusRequestTimeout, fmt.Errorf("it answered %d", s)
	}
}
