package ciba

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"countersign/audit"
	"countersign/factors"
	"countersign/factors/push"
	"countersign/factors/wire"
	"countersign/idp/client"
	"countersign/idp/person"
	"countersign/idp/protocol"
	"countersign/idp/web"
)

// prefix starts an auth_req_id, so that it can stand for no other secret and a
// leaked one is found by scanners.
const prefix = "cs_ar_"

// interval is the least time between two polls (section 7.3).
const interval = 5 * time.Second

// newAuthReqID is 256 random bits.
func newAuthReqID() wire.Secret {
	b := make([]byte, 32)
	_, _ = rand.Read(b) // crypto/rand.Read never fails
	return wire.Secret(prefix + base64.RawURLEncoding.EncodeToString(b))
}

// hashOf is what is kept of an auth_req_id; nil of anything else.
func hashOf(id string) []byte {
	if !strings.HasPrefix(id, prefix) {
		return nil
	}
	h := sha256.Sum256([]byte(id))
	return h[:]
}

// answer is the answer of the endpoint (section 7.3).
type answer struct {
	AuthReqID string `json:"auth_req_id"`
	ExpiresIn int    `json:"expires_in"`
	Interval  int    `json:"interval,omitempty"`
}

// begin asks the person's phones. A client of third parties gets the same answer
// where nobody is asked: for it, there is then just nobody who answers.
func (x *Room) begin(w http.ResponseWriter, r *http.Request, c client.Client) error {
	ctx := r.Context()
	asked, err := x.wishOf(ctx, c, r.PostForm)
	if err != nil {
		return x.refuse(ctx, c, person.Person{}, err)
	}
	p, err := x.whom(ctx, c, &asked)
	if err != nil {
		return x.refuse(ctx, c, person.Person{}, err)
	}
	if p.ID == "" && !c.Metadata.ThirdParty {
		return x.refuse(ctx, c, p, protocol.UnknownUserID())
	}
	if asked.scope, err = x.granted(ctx, c, p, asked.scope); err != nil {
		return err
	}
	id, now := newAuthReqID(), x.Now()
	made := Request{
		ID: "cba_" + rand.Text(), Hash: hashOf(id.Reveal()), Client: c.ID, Scope: asked.scope, ACR: asked.acr, Details: asked.details,
		Delivery: asked.delivery, Pace: interval, Created: now, Expires: now.Add(asked.life),
	}
	if made.Delivery != client.CIBAPoll {
		made.AuthReqID, made.Notify = id, wire.Secret(asked.params.Get("client_notification_token"))
	}
	switch err := x.ask(ctx, c, p, asked, &made); {
	case err == nil:
	case !isHeld(err):
		return x.refuse(ctx, c, p, err)
	case !c.Metadata.ThirdParty:
		return x.refuse(ctx, c, p, protocol.AskingDenied().Because(err))
	default:
		if failed := x.note(ctx, c, p, err); failed != nil {
			return failed
		}
	}
	if err := x.Store.Keep(ctx, made); err != nil {
		return errors.Join(err, x.withdraw(ctx, made))
	}
	out := answer{AuthReqID: id.Reveal(), ExpiresIn: int(asked.life / time.Second)}
	if made.Delivery != client.CIBAPush {
		out.Interval = int(interval / time.Second)
	}
	return web.WriteJSON(w, http.StatusOK, out)
}

// ask puts the wish to the person's phones, if the person lets the client.
func (x *Room) ask(ctx context.Context, c client.Client, p person.Person, w wish, made *Request) error {
	if err := x.wanted(ctx, c, p, w); err != nil {
		return err
	}
	q := push.Request{
		Account: factors.Account(p.ID), AccountLabel: person.Masked(p.Username), Purpose: wire.PurposeCIBA,
		Holder: push.HolderOf(string(c.ID)), Message: w.params.Get("binding_message"), Life: w.life, Unasked: true,
		Context: wire.Context{Client: &wire.Client{ID: string(c.ID), Name: c.Name}},
	}
	if w.details != nil {
		q.Agreed = push.Agreed{Details: w.details, Show: func(tag string) ([]wire.Detail, error) { return x.Types.Show(w.details, tag) }}
	}
	opened, err := x.Pushes.Open(ctx, q)
	if err != nil {
		return err
	}
	made.Person, made.Challenge, made.Expires = string(p.ID), opened.ID, opened.Expires
	return nil
}

// granted is the scope that tokens will have. No page asks here: a client of third
// parties gets what the person allowed it at its sign-in, and no more of them.
func (x *Room) granted(ctx context.Context, c client.Client, p person.Person, scope []string) ([]string, error) {
	if !c.Metadata.ThirdParty {
		return scope, nil
	}
	allowed, err := x.Consented(ctx, p.ID, c.ID)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(slices.Clone(scope), func(s string) bool { return s != "openid" && !slices.Contains(allowed, s) }), nil
}

// withdraw takes back what was put to phones, and is not kept.
func (x *Room) withdraw(ctx context.Context, made Request) error {
	if made.Challenge == "" {
		return nil
	}
	return x.Pushes.Cancel(context.WithoutCancel(ctx), made.Challenge, push.HolderOf(string(made.Client)), "it could not be kept")
}

// isHeld says whether err is a reason not to ask this person now.
func isHeld(err error) bool {
	if _, paused := errors.AsType[*push.Paused](err); paused {
		return true
	}
	if _, full := errors.AsType[*push.Full](err); full {
		return true
	}
	for _, reason := range []error{errUnwanted, push.ErrCrowded, push.ErrBusy, push.ErrOff, push.ErrNoDevice} {
		if errors.Is(err, reason) {
			return true
		}
	}
	return false
}

// refuse puts the true reason on record.
func (x *Room) refuse(ctx context.Context, c client.Client, p person.Person, why error) error {
	if failed := x.note(ctx, c, p, why); failed != nil {
		return errors.Join(failed, why)
	}
	return why
}

func (x *Room) note(ctx context.Context, c client.Client, p person.Person, why error) error {
	e := audit.New(ctx, x.Now(), audit.AskingRefused)
	e.Client, e.Person, e.Reason = string(c.ID), string(p.ID), why.Error()
	return x.Record.Append(ctx, e)
}
