package backend

import (
	"context"
	"net/http"
	"net/url"
	"strconv"

	"countersign/factors"
	"countersign/idp/authorize"
	"countersign/idp/flow"
	"countersign/idp/login"
	"countersign/idp/web"
)

// signInPath is below which a page of an application drives its own sign-in.
const signInPath = Path + "sign-in"

// SignIns is the steps of a sign-in: package login.
type SignIns interface {
	Look(ctx context.Context, k login.Key) (login.Standing, error)
	Password(ctx context.Context, k login.Key, username, typed string) (login.Standing, error)
	Choose(ctx context.Context, k login.Key, method factors.Kind) (login.Standing, error)
	Ask(ctx context.Context, k login.Key) (login.Standing, error)
	Resend(ctx context.Context, k login.Key) error
	Code(ctx context.Context, k login.Key, typed string) (login.Standing, error)
	Continue(ctx context.Context, k login.Key) (login.Standing, error)
	Cancel(ctx context.Context, k login.Key) error
}

// Requests is where a sign-in begins and ends: package authorize.
type Requests interface {
	BeginDirect(ctx context.Context, values url.Values, origin string) (authorize.Begun, error)
	TakeDirect(ctx context.Context, handle string) (authorize.Taken, error)
	Hosted(s flow.Session) (string, error)
}

// Page is what every operation of a sign-in reads.
type Page struct {
	Origin string `header:"Origin" hidden:"true"`
	Bearer
}

// key is what the page shows of its sign-in.
func (p Page) key() (login.Key, error) {
	handle, err := tokenOf(p.Bearer)
	return login.Key{Handle: handle, Origin: p.Origin}, err
}

// beginInput is an authorization request (RFC 6749 section 4.1.1).
type beginInput struct {
	Origin string `header:"Origin" hidden:"true"`
	Body   struct {
		Client    string `json:"client_id" maxLength:"100"`
		Redirect  string `json:"redirect_uri" maxLength:"2000" doc:"One that the client registered. The code is bound to it; nobody is sent there."`
		Scope     string `json:"scope" maxLength:"500" example:"openid profile"`
		Challenge string `json:"code_challenge" maxLength:"128" doc:"PKCE, by S256 (RFC 7636)."`
		State     string `json:"state,omitempty" maxLength:"2048" doc:"Comes back with the code."`
		Nonce     string `json:"nonce,omitempty" maxLength:"512"`
		ACR       string `json:"acr_values,omitempty" maxLength:"500"`
		MaxAge    *int   `json:"max_age,omitempty" minimum:"0" doc:"As at the authorization endpoint. Every sign-in here is a fresh one."`
		Hint      string `json:"login_hint,omitempty" maxLength:"200"`
	}
}

func (in *beginInput) values() url.Values {
	b := in.Body
	v := url.Values{"response_type": {"code"}, "code_challenge_method": {"S256"}}
	for name, text := range map[string]string{
		"client_id": b.Client, "redirect_uri": b.Redirect, "scope": b.Scope, "code_challenge": b.Challenge, "state": b.State,
		"nonce": b.Nonce, "acr_values": b.ACR, "login_hint": b.Hint,
	} {
		if text != "" {
			v.Set(name, text)
		}
	}
	if b.MaxAge != nil {
		v.Set("max_age", strconv.Itoa(*b.MaxAge))
	}
	return v
}

// begin is POST /api/sign-in.
func (x *Room) begin(ctx context.Context, in *beginInput) (*standingOutput, error) {
	begun, err := x.Requests.BeginDirect(ctx, in.values(), in.Origin)
	if err != nil {
		return nil, err
	}
	s, err := x.SignIns.Look(ctx, login.Key{Handle: begun.Handle, Origin: in.Origin})
	if err != nil {
		return nil, err
	}
	body, err := x.standing(s)
	body.Token, body.ExpiresIn = begun.Handle, web.Seconds(begun.Expires.Sub(x.Now()))
	return &standingOutput{Body: body}, err
}

type passwordInput struct {
	Page
	Body struct {
		Username string `json:"username" maxLength:"320"`
		Password string `json:"password" maxLength:"1024" format:"password"`
	}
}

// password is POST /api/sign-in/password.
func (x *Room) password(ctx context.Context, in *passwordInput) (*standingOutput, error) {
	return x.move(ctx, in.Page, func(k login.Key) (login.Standing, error) {
		return x.SignIns.Password(ctx, k, in.Body.Username, in.Body.Password)
	})
}

type methodInput struct {
	Page
	Body struct {
		Method string `json:"method" enum:"push,totp"`
	}
}

// choose is POST /api/sign-in/method. Who chooses the phone has it asked.
func (x *Room) choose(ctx context.Context, in *methodInput) (*standingOutput, error) {
	return x.move(ctx, in.Page, func(k login.Key) (login.Standing, error) {
		return x.SignIns.Choose(ctx, k, factors.Kind(in.Body.Method))
	})
}

type codeInput struct {
	Page
	Body struct {
		Code string `json:"code" maxLength:"20"`
	}
}

// code is POST /api/sign-in/code.
func (x *Room) code(ctx context.Context, in *codeInput) (*standingOutput, error) {
	return x.move(ctx, in.Page, func(k login.Key) (login.Standing, error) { return x.SignIns.Code(ctx, k, in.Body.Code) })
}

// again is POST /api/sign-in/push.
func (x *Room) again(ctx context.Context, in *Page) (*standingOutput, error) {
	return x.move(ctx, *in, func(k login.Key) (login.Standing, error) { return x.SignIns.Ask(ctx, k) })
}

// wake is POST /api/sign-in/push/resend.
func (x *Room) wake(ctx context.Context, in *Page) (*struct{}, error) {
	k, err := in.key()
	if err != nil {
		return nil, err
	}
	return nil, x.SignIns.Resend(ctx, k)
}

// look is GET /api/sign-in. It gives no code, whatever was approved.
func (x *Room) look(ctx context.Context, in *Page) (*standingOutput, error) {
	k, err := in.key()
	if err != nil {
		return nil, err
	}
	s, err := x.SignIns.Look(ctx, k)
	if err != nil {
		return nil, err
	}
	if wait := x.pace.Take(string(s.ID)); wait > 0 {
		return nil, slowDown(wait)
	}
	body, err := x.standing(s)
	return &standingOutput{Body: body}, err
}

// proceed is POST /api/sign-in/continue.
func (x *Room) proceed(ctx context.Context, in *Page) (*standingOutput, error) {
	return x.move(ctx, *in, func(k login.Key) (login.Standing, error) { return x.SignIns.Continue(ctx, k) })
}

// giveUp is DELETE /api/sign-in.
func (x *Room) giveUp(ctx context.Context, in *Page) (*struct{}, error) {
	k, err := in.key()
	if err != nil {
		return nil, err
	}
	return nil, x.SignIns.Cancel(ctx, k)
}

// move does an act, and takes the code if that was the last one.
func (x *Room) move(ctx context.Context, in Page, act func(login.Key) (login.Standing, error)) (*standingOutput, error) {
	k, err := in.key()
	if err != nil {
		return nil, err
	}
	s, err := act(k)
	if err != nil {
		return nil, err
	}
	if s.State == flow.Done {
		taken, err := x.Requests.TakeDirect(ctx, k.Handle)
		if err != nil {
			return nil, err
		}
		return &standingOutput{Body: standing{Status: complete, Code: taken.Code, State: taken.State, Issuer: taken.Issuer}}, nil
	}
	body, err := x.standing(s)
	return &standingOutput{Body: body}, err
}

// admitPage lets a page of a registered origin read what its sign-in answers.
// done is true if all is said, to a preflight.
func (x *Room) admitPage(w http.ResponseWriter, r *http.Request) (done bool, err error) {
	web.ByOrigin(w.Header())
	origin := web.Origin(r)
	known, err := x.Clients.AllowsOrigin(r.Context(), origin)
	if err != nil || !known {
		return false, err
	}
	if web.Preflight(r) {
		return true, web.AllowPreflight(w, origin, methods)
	}
	web.AllowOrigin(w.Header(), origin)
	return false, nil
}
