package ciba

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"countersign/factors"
	"countersign/factors/push"
	"countersign/factors/wire"
	"countersign/idp/client"
	"countersign/idp/grant"
	"countersign/idp/op"
	"countersign/idp/protocol"
)

// GrantType is the token endpoint's row (section 10.1).
func (x *Room) GrantType() op.GrantType {
	return op.GrantType{Need: []string{"auth_req_id"}, Answer: x.redeem}
}

// redeem turns an approval into tokens, or says why there are none (section 11).
func (x *Room) redeem(ctx context.Context, q op.TokenRequest) (op.Issued, error) {
	hash := hashOf(q.Form.Get("auth_req_id"))
	if hash == nil {
		return op.Issued{}, protocol.InvalidGrant().Because(ErrUnknown)
	}
	r, err := x.Store.Find(ctx, hash, q.Client.ID)
	switch {
	case errors.Is(err, ErrUnknown):
		return op.Issued{}, protocol.InvalidGrant().Because(err)
	case err != nil:
		return op.Issued{}, err
	case r.Delivery == client.CIBAPush:
		return op.Issued{}, protocol.UnauthorizedClient("its tokens are pushed")
	}
	state, err := x.state(ctx, r)
	if err != nil {
		return op.Issued{}, err
	}
	switch state {
	case wire.StatePending:
		return op.Issued{}, x.wait(ctx, r)
	case wire.StateApproved:
		t, err := x.take(ctx, q.Client, r, q.Wish.Confirmation)
		return op.Issued{Tokens: t}, err
	case wire.StateConsumed:
		return op.Issued{}, protocol.InvalidGrant().Because(errors.New("the approval was taken before"))
	case wire.StateExpired, wire.StateLapsed:
		return op.Issued{}, protocol.ExpiredToken()
	default:
		return op.Issued{}, protocol.AccessDenied().Because(fmt.Errorf("the request is %s", state))
	}
}

// state is what became of a request. Where nobody was asked, nobody answers.
func (x *Room) state(ctx context.Context, r Request) (wire.State, error) {
	if r.Challenge == "" {
		if x.Now().Before(r.Expires) {
			return wire.StatePending, nil
		}
		return wire.StateExpired, nil
	}
	s, err := x.Pushes.Status(ctx, r.Challenge, push.HolderOf(string(r.Client)))
	return s.State, err
}

// wait is how the client is told to come again.
func (x *Room) wait(ctx context.Context, r Request) error {
	inTime, err := x.Store.Poll(ctx, r.ID, x.Now())
	switch {
	case err != nil:
		return err
	case !inTime:
		return protocol.SlowDown().Because(op.ErrPending)
	}
	return protocol.AuthorizationPending().Because(op.ErrPending)
}

// take turns an approval into tokens that say what it proved by itself. To take it
// and to issue them is one act, the gate: a report at this moment meets an
// approval to withdraw or a grant to end.
func (x *Room) take(ctx context.Context, c client.Client, r Request, proved grant.Confirmation) (grant.Tokens, error) {
	outcome, err := x.Pushes.Approved(ctx, r.Challenge, push.HolderOf(string(c.ID)))
	if errors.Is(err, push.ErrNotApproved) {
		return grant.Tokens{}, protocol.InvalidGrant().Because(err)
	}
	if err != nil {
		return grant.Tokens{}, err
	}
	amounts := factors.Assess([]factors.Outcome{outcome})
	acr, ok := amounts.Pick(typed(r.ACR))
	if !ok {
		return grant.Tokens{}, protocol.AccessDenied().Because(errors.New("the phone proved less than acr_values ask for"))
	}
	t, err := x.Grants.IssueDirect(ctx, c, grant.Grant{
		Origin: grant.FromCIBA, Approval: string(r.Challenge), Person: r.Person, Scope: r.Scope, Offline: slices.Contains(r.Scope, client.ScopeOffline),
		AuthTime: amounts.AuthTime, ACR: string(acr), AMR: amounts.AMR, Details: r.Details,
	}, proved)
	if errors.Is(err, grant.ErrUnknown) {
		return grant.Tokens{}, protocol.InvalidGrant().Because(err)
	}
	return t, err
}

func typed(acr []string) []factors.ACR {
	out := make([]factors.ACR, len(acr))
	for i, a := range acr {
		out[i] = factors.ACR(a)
	}
	return out
}
