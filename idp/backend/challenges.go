package backend

import (
	"context"

	"countersign/factors"
	"countersign/factors/push"
	"countersign/factors/wire"
	"countersign/idp/client"
	"countersign/idp/person"
)

// startInput is a wish to ask somebody.
type startInput struct {
	Bearer
	Body struct {
		Person  string `json:"person,omitempty" maxLength:"320" doc:"A username or subject identifier. Left out with a person's own token." example:"ada@example.com"`
		IP      string `json:"ip,omitempty" format:"ip" maxLength:"45" doc:"The address of the browser or device that the person uses, shown on the phone."`
		Browser string `json:"browser,omitempty" maxLength:"60" pattern:"^\\P{C}*$" doc:"Its browser, shown on the phone." example:"Firefox"`
		OS      string `json:"os,omitempty" maxLength:"60" pattern:"^\\P{C}*$" doc:"Its system, shown on the phone." example:"Windows"`
		New     bool   `json:"new_browser,omitempty" doc:"Whether the person was never seen with it. The phone then warns."`
	}
}

// startOutput is what was asked.
type startOutput struct {
	Body struct {
		ID        string        `json:"id" doc:"Names the challenge. It is no secret and no authority."`
		State     wire.State    `json:"state"`
		Mode      factors.Match `json:"mode" doc:"How page and phone are matched: num2, num6, choice, scan or none."`
		Number    string        `json:"number,omitempty" doc:"What your page shows and the person types on the phone. For the person's own eyes."`
		Interval  int           `json:"interval" doc:"Seconds between two polls."`
		ExpiresIn int           `json:"expires_in" doc:"Seconds."`
		Resend    int           `json:"resend_after" doc:"Seconds until it may be sent again."`
		PollToken string        `json:"poll_token" doc:"Good for reading the status of this challenge alone: give it to your page."`
	}
}

// start is POST /api/challenges.
func (x *Room) start(ctx context.Context, in *startInput) (*startOutput, error) {
	c, err := x.caller(ctx, in.Bearer, client.ScopePush)
	if err != nil {
		return nil, err
	}
	who, err := x.whom(ctx, c, in.Body.Person)
	if err != nil {
		return nil, err
	}
	asked, err := x.Pushes.Open(ctx, push.Request{
		Account: factors.Account(who.ID), AccountLabel: person.Masked(who.Username), Purpose: wire.PurposeTransaction, Holder: c.holder,
		Context: wire.Context{
			Client:  &wire.Client{ID: string(c.client.ID), Name: c.client.Name},
			Browser: in.Body.Browser, OS: in.Body.OS, IP: in.Body.IP, NewBrowser: in.Body.New,
		},
	})
	if err != nil {
		return nil, err
	}
	status, err := x.Pushes.Status(ctx, asked.ID, c.holder)
	if err != nil {
		return nil, err
	}
	out := &startOutput{}
	out.Body.ID, out.Body.State, out.Body.Mode = string(asked.ID), status.State, asked.Mode
	out.Body.Number = asked.Number.Reveal()
	out.Body.Interval, out.Body.ExpiresIn, out.Body.Resend = status.Interval, status.ExpiresIn, status.ResendAfter
	out.Body.PollToken = x.pollToken(asked.ID, c.holder)
	return out, nil
}

// challengeInput names a challenge.
type challengeInput struct {
	Bearer
	ID string `path:"id" maxLength:"64" pattern:"^chl_[A-Za-z0-9_-]+$"`
}

// named is the challenge and the name it was asked under.
func (x *Room) named(ctx context.Context, in *challengeInput) (push.ID, caller, error) {
	c, err := x.caller(ctx, in.Bearer, client.ScopePush)
	return push.ID(in.ID), c, err
}

type statusOutput struct {
	Body push.Status
}

// read is GET /api/challenges/{id}, for who asked and for a page with the poll
// token. States are those of docs/device-protocol.md section 8.
func (x *Room) read(ctx context.Context, in *challengeInput) (*statusOutput, error) {
	id := push.ID(in.ID)
	holder, byPage, err := x.polled(in.Bearer, id)
	if err != nil {
		return nil, err
	}
	if !byPage {
		c, err := x.caller(ctx, in.Bearer, client.ScopePush)
		if err != nil {
			return nil, err
		}
		holder = c.holder
	}
	s, err := x.Pushes.Status(ctx, id, holder)
	if err != nil {
		return nil, err
	}
	if wait := x.pace.Take(in.ID); wait > 0 {
		return nil, slowDown(wait)
	}
	return &statusOutput{Body: s}, nil
}

// resend is POST /api/challenges/{id}/resend.
func (x *Room) resend(ctx context.Context, in *challengeInput) (*struct{}, error) {
	id, c, err := x.named(ctx, in)
	if err != nil {
		return nil, err
	}
	return nil, x.Pushes.Resend(ctx, id, c.holder)
}

// cancel is DELETE /api/challenges/{id}. One that has ended stays as it is.
func (x *Room) cancel(ctx context.Context, in *challengeInput) (*struct{}, error) {
	id, c, err := x.named(ctx, in)
	if err != nil {
		return nil, err
	}
	if _, err := x.Pushes.Status(ctx, id, c.holder); err != nil {
		return nil, err
	}
	return nil, x.Pushes.Cancel(ctx, id, c.holder, "withdrawn by the back end")
}

// result is what an approval amounts to.
type result struct {
	Body struct {
		IsConsumed bool     `json:"isConsumed" doc:"Always true here: it is taken now, and cannot be again."`
		IsVerified bool     `json:"isVerified" doc:"Always true here: anything else is a problem."`
		Subject    string   `json:"sub" doc:"Whose phone approved."`
		AMR        []string `json:"amr" doc:"What the phone proved (RFC 8176), without what you checked yourself."`
		ACR        string   `json:"acr" doc:"The class of that alone."`
		Device     string   `json:"device" doc:"Which device."`
		At         int64    `json:"auth_time" doc:"When it approved, in seconds since 1970."`
	}
}

// validate is POST /api/challenges/{id}/validate: the one place where an
// approval is worth something.
func (x *Room) validate(ctx context.Context, in *challengeInput) (*result, error) {
	id, c, err := x.named(ctx, in)
	if err != nil {
		return nil, err
	}
	asked, err := x.Pushes.Find(ctx, id, c.holder)
	if err != nil {
		return nil, err // another's is not there, rather than not approved
	}
	o, err := x.Pushes.Finish(ctx, id, c.holder)
	if err != nil {
		return nil, err
	}
	proved := factors.Assess([]factors.Outcome{o})
	out := &result{}
	out.Body.IsConsumed, out.Body.IsVerified, out.Body.Subject = true, true, string(asked.Account)
	out.Body.AMR, out.Body.ACR, out.Body.Device, out.Body.At = proved.AMR, string(proved.Strongest()), o.Device, o.At.Unix()
	return out, nil
}
