package backend

import (
	"context"
	"errors"
	"slices"

	"countersign/audit"
	"countersign/factors"
	"countersign/factors/wire"
	"countersign/idp/client"
	"countersign/idp/person"
	"countersign/idp/sso"
)

// self is how a person's own token names its person.
const self = "me"

// personInput names a person.
type personInput struct {
	Bearer
	Person string `path:"person" maxLength:"320" doc:"A username or subject identifier; me with a person's own token."`
}

// callerFor is the caller and the person of the path.
func (x *Room) callerFor(ctx context.Context, in *personInput, scope string) (caller, person.Person, error) {
	c, err := x.caller(ctx, in.Bearer, scope)
	if err != nil {
		return caller{}, person.Person{}, err
	}
	named := in.Person
	if named == self {
		named = ""
	}
	who, err := x.whom(ctx, c, named)
	return c, who, err
}

// authenticator is a device as a back end sees it.
type authenticator struct {
	ID       string           `json:"id"`
	Name     string           `json:"name"`
	Platform wire.Platform    `json:"platform"`
	Status   wire.DeviceState `json:"status"`
	Added    int64            `json:"added" doc:"Seconds since 1970."`
}

type listOutput struct {
	Body struct {
		Subject        string          `json:"sub"`
		Push           bool            `json:"push" doc:"Whether a phone can be asked now."`
		PushOff        bool            `json:"push_off" doc:"Whether a report or a limit turned push off."`
		Authenticators []authenticator `json:"authenticators"`
	}
}

// list is GET /api/people/{person}/authenticators.
func (x *Room) list(ctx context.Context, in *personInput) (*listOutput, error) {
	_, who, err := x.callerFor(ctx, in, client.ScopePush)
	if err != nil {
		return nil, err
	}
	account, err := x.Accounts.Account(ctx, string(who.ID), "")
	if err != nil {
		return nil, err
	}
	devices, err := x.Phones.List(ctx, factors.Account(who.ID))
	if err != nil {
		return nil, err
	}
	out := &listOutput{}
	out.Body.Subject, out.Body.PushOff = string(who.ID), account.PushOff
	out.Body.Push = account.PushDevices > 0 && !account.PushOff && !account.Disabled
	out.Body.Authenticators = []authenticator{}
	for _, d := range devices {
		if !over(d.Status) {
			out.Body.Authenticators = append(out.Body.Authenticators, authenticator{
				ID: string(d.ID), Name: d.Info.Name, Platform: d.Info.Platform, Status: d.Status, Added: d.Created.Unix(),
			})
		}
	}
	return out, nil
}

// over says whether a device is no more.
func over(s wire.DeviceState) bool { return s == wire.DeviceRevoked }

type resetOutput struct {
	Body struct {
		Removed int `json:"removed" doc:"How many authenticators were taken away."`
	}
}

// reset is DELETE /api/people/{person}/authenticators. One that failed halfway
// may be repeated. Afterwards the person needs another factor, or a pass to
// enrol anew.
func (x *Room) reset(ctx context.Context, in *personInput) (*resetOutput, error) {
	c, who, err := x.callerFor(ctx, in, client.ScopePushReset)
	if err != nil {
		return nil, err
	}
	if !c.own() {
		if err := x.mayReset(ctx, c); err != nil {
			return nil, x.refuse(ctx, c, err)
		}
	}
	devices, err := x.Phones.List(ctx, factors.Account(who.ID))
	if err != nil {
		return nil, err
	}
	out := &resetOutput{}
	for _, d := range devices {
		if over(d.Status) {
			continue
		}
		if err := x.Phones.Revoke(ctx, d.ID, "reset by "+string(c.client.ID)); err != nil {
			return nil, err
		}
		out.Body.Removed++
	}
	return out, nil
}

// mayReset says whether the session behind a person's token has proved enough,
// and lately (RFC 9470).
func (x *Room) mayReset(ctx context.Context, c caller) error {
	s, err := x.Session(ctx, c.session)
	if errors.Is(err, sso.ErrNone) || err == nil && !s.Ended.IsZero() {
		return stale(string(factors.TwoFactors), x.Fresh)
	}
	if err != nil {
		return err
	}
	proved := factors.Assess(s.Outcomes)
	if !slices.Contains(proved.Satisfied, factors.TwoFactors) || x.Now().Sub(proved.AuthTime) > x.Fresh {
		return stale(string(factors.TwoFactors), x.Fresh)
	}
	if !factors.MayChangeAccount(s.Outcomes) {
		return errProbation
	}
	who, err := x.People.Find(ctx, c.person.ID)
	if err != nil {
		return err
	}
	if !who.Reported.IsZero() && !factors.ProvedWithoutPush(s.Outcomes) {
		return errReported
	}
	return nil
}

// refuse puts a refused change of factors on record.
func (x *Room) refuse(ctx context.Context, c caller, why error) error {
	e := audit.New(ctx, x.Now(), audit.TokenRefused)
	e.Client, e.Person, e.Session, e.Reason = string(c.client.ID), string(c.person.ID), string(c.session), why.Error()
	if err := x.Record.Append(ctx, e); err != nil {
		return err
	}
	return why
}
