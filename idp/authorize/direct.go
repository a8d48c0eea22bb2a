package authorize

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"countersign/idp/flow"
	"countersign/idp/grant"
	"countersign/idp/protocol"
	"countersign/idp/sso"
	"countersign/idp/web"
)

// ErrNotAllowed means that the client may not drive sign-ins by itself, or not
// from this origin.
var ErrNotAllowed = errors.New("no page of this origin may drive a sign-in to this client")

// ErrOver means that the sign-in has nothing to give (any more).
var ErrOver = errors.New("the sign-in is over")

// Begun is a sign-in that an application's page drives.
type Begun struct {
	// Handle stands for it; it is a secret, and told once.
	Handle string
	flow.Session
}

// BeginDirect starts a sign-in that a page of origin drives by itself (package
// login, Direct). Everything that /authorize checks is checked here, too. There
// is no browser session in it, whoever is signed in. The errors are
// *protocol.Error, and *web.Failure where the client or its redirect URI is not
// registered.
func (x *Room) BeginDirect(ctx context.Context, values url.Values, origin string) (Begun, error) {
	q, err := parse(values.Encode())
	if err != nil {
		return Begun{}, err
	}
	for _, c := range first {
		if err := c.do(x, ctx, q); err != nil {
			web.EventOf(ctx).Set("check", c.name)
			return Begun{}, fmt.Errorf("begin a sign-in: %w", err)
		}
	}
	web.EventOf(ctx).Set("client", string(q.client.ID))
	if !q.client.MaySignIn(origin) {
		web.EventOf(ctx).Set("refused", "origin")
		return Begun{}, ErrNotAllowed
	}
	for _, c := range later {
		if e := c.do(x, ctx, q); e != nil {
			return Begun{}, x.tell(ctx, q, c.name, e)
		}
	}
	if q.prompt.none {
		return Begun{}, x.tell(ctx, q, "prompt=none and a session", protocol.LoginRequired())
	}
	if q.back.mode != modeQuery {
		return Begun{}, x.tell(ctx, q, "no response mode where no browser is sent", protocol.InvalidRequest("a sign-in by JSON is answered in JSON: it takes no response_mode"))
	}
	if err := x.Flood.Pass(ctx, "authorize"); err != nil {
		return Begun{}, err
	}
	err = x.act(ctx, q)
	if refused, ok := errors.AsType[*protocol.Error](err); ok {
		return Begun{}, x.tell(ctx, q, "the request object is new", refused)
	}
	if err != nil {
		return Begun{}, fmt.Errorf("begin a sign-in: %w", err)
	}
	b := Begun{Session: x.signIn(q, sso.Session{})}
	b.Handle = flow.Handle(b.ID, web.Secret())
	b.Browser, b.Origin = web.Hash(b.Handle), origin
	if err := x.keep(ctx, q, b.Session); err != nil {
		return Begun{}, err
	}
	return b, nil
}

// tell is e, once it is on record.
func (x *Room) tell(ctx context.Context, q *request, check string, e *protocol.Error) error {
	if err := x.note(ctx, q, check, e); err != nil {
		return err
	}
	return e
}

// Taken is the authorization response (RFC 6749 section 4.1.2, RFC 9207).
type Taken struct{ Code, State, Issuer string }

// TakeDirect makes the code of a finished sign-in, once, for who has its
// handle. ErrOver if it was taken or ended meanwhile.
func (x *Room) TakeDirect(ctx context.Context, handle string) (Taken, error) {
	id, ok := flow.HandleOf(handle)
	if !ok {
		return Taken{}, ErrOver
	}
	s, err := x.Flows.Consume(ctx, id, web.Hash(handle), x.Now())
	switch {
	case errors.Is(err, flow.ErrStale), errors.Is(err, flow.ErrNotFound):
		return Taken{}, ErrOver
	case err != nil:
		return Taken{}, fmt.Errorf("take the finished sign-in: %w", err)
	}
	b, asked, err := x.backOf(ctx, s)
	if err != nil {
		return Taken{}, err
	}
	code, err := x.code(ctx, s, asked, s.Session)
	if errors.Is(err, grant.ErrSession) {
		return Taken{}, ErrOver
	}
	return Taken{Code: code, State: b.state, Issuer: b.iss}, err
}

// Hosted is the address at which our own pages do the same for the application
// of a sign-in: what no page of another origin can do, these can.
func (x *Room) Hosted(s flow.Session) (string, error) {
	asked, err := restore(s.Request)
	if err != nil {
		return "", err
	}
	v := url.Values{
		"client_id": {s.App.ID}, "redirect_uri": {asked.RedirectURI}, "response_type": {"code"},
		"code_challenge": {asked.Challenge}, "code_challenge_method": {"S256"},
	}
	for name, text := range map[string]string{
		"scope": joined(asked.Scope), "state": string(asked.State), "nonce": asked.Nonce, "acr_values": joined(s.Need.ACR), "login_hint": s.Hint,
		"claims": string(asked.Claims), "authorization_details": string(asked.Details), "dpop_jkt": asked.JKT,
	} {
		if text != "" {
			v.Set(name, text)
		}
	}
	for _, r := range asked.Resource {
		v.Add("resource", r)
	}
	var prompt []string
	if !s.Need.Since.IsZero() {
		prompt = append(prompt, "login") // all that was asked of age and more: nobody is signed in by this sign-in
	}
	if s.Need.Consent != nil && s.Need.Consent.Always {
		prompt = append(prompt, "consent")
	}
	if prompt != nil {
		v.Set("prompt", strings.Join(prompt, " "))
	}
	return x.Web.URL("/authorize?" + v.Encode()), nil
}

// joined is a list as parameters write it.
func joined[T ~string](list []T) string {
	words := make([]string, len(list))
	for i, word := range list {
		words[i] = string(word)
	}
	return strings.Join(words, " ")
}
