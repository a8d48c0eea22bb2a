package devicegrant

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"countersign/audit"
	"countersign/idp/client"
	"countersign/idp/grant"
	"countersign/idp/protocol"
	"countersign/idp/web"
)

// answer is the device authorization response (RFC 8628 section 3.2).
type answer struct {
	DeviceCode      string `json:"device_code"`
	UserCode        string `json:"user_code"`
	VerificationURI string `json:"verification_uri"`
	Complete        string `json:"verification_uri_complete"`
	ExpiresIn       int    `json:"expires_in"`
	Interval        int    `json:"interval"`
}

// Authorization serves POST /device_authorization (RFC 8628 section 3.1).
func (x *Room) Authorization(w http.ResponseWriter, r *http.Request) error {
	return x.Auth.Endpoint(x.authorize)(w, r)
}

func (x *Room) authorize(w http.ResponseWriter, r *http.Request, c client.Client) error {
	if !c.Allows(client.GrantDevice) {
		return protocol.UnauthorizedClient("the client may not use the device grant")
	}
	scope, err := scopeOf(c, r.PostForm)
	if err != nil {
		return err
	}
	if err := x.Flood.Pass(r.Context(), "device authorization"); err != nil {
		return err
	}
	now := x.Now()
	q := Request{
		ID: ID("dvr_" + rand.Text()), Client: c.ID, Scope: scope, Address: audit.RequestOf(r.Context()).Address,
		State: Pending, Created: now, Expires: now.Add(life),
	}
	device, err := x.create(r.Context(), &q)
	if err != nil {
		return protocol.ServerError(err)
	}
	return web.WriteJSON(w, http.StatusOK, answer{
		DeviceCode: device, UserCode: q.Code,
		VerificationURI: x.Issuer + Path, Complete: x.Issuer + Path + "?" + url.Values{"user_code": {q.Code}}.Encode(),
		ExpiresIn: int(life / time.Second), Interval: int(pace / time.Second),
	})
}

// create draws codes until both are free.
func (x *Room) create(ctx context.Context, q *Request) (device string, err error) {
	const draws = 5
	for range draws {
		q.Code, device = userCode(), deviceCode()
		err = x.Store.Create(ctx, *q, Hashes{Device: deviceHash(device), User: x.userHash(q.Code)}, pace)
		if !errors.Is(err, ErrTwice) {
			break
		}
	}
	if err != nil {
		return "", fmt.Errorf("keep a device's request: %w", err)
	}
	return device, nil
}

// scopeOf is what the device asks for (RFC 6749 section 3.3), openid where it
// does not say. A scope that is the client's alone is for nobody's person.
func scopeOf(c client.Client, form url.Values) ([]string, error) {
	if !form.Has("scope") {
		return []string{"openid"}, nil
	}
	var scope []string
	for s := range strings.SplitSeq(form.Get("scope"), " ") {
		if !slices.Contains(c.Scopes, s) {
			return nil, protocol.InvalidScope("a scope is not registered for the client")
		}
		if c.MayHave(s) && !slices.Contains(scope, s) {
			scope = append(scope, s)
		}
	}
	if len(scope) == 0 {
		return nil, protocol.InvalidScope("nothing is left of the scope that the client may have")
	}
	return scope, nil
}

// Redeem is the device code at the token endpoint (RFC 8628 sections 3.4 and
// 3.5). The request is taken in one statement before tokens are made, so of two
// answers to one code at most one has any. proved is the key that the tokens
// are bound to.
func (x *Room) Redeem(ctx context.Context, c client.Client, code string, proved grant.Confirmation) (grant.Tokens, error) {
	h := deviceHash(code)
	if h == nil {
		return grant.Tokens{}, protocol.InvalidGrant().Because(ErrUnknown)
	}
	q, a, err := x.Store.Take(ctx, h, c.ID, x.Now(), grows)
	if err != nil {
		return grant.Tokens{}, refusal(err)
	}
	return x.Grants.IssueDirect(ctx, c, grant.Grant{
		Origin: grant.FromDevice, Approval: string(q.ID), Person: a.Person, Session: a.Session, Scope: q.Scope, Offline: slices.Contains(q.Scope, client.ScopeOffline),
		AuthTime: a.AuthTime, ACR: a.ACR, AMR: a.AMR,
	}, proved)
}

func refusal(err error) error {
	switch {
	case errors.Is(err, ErrPending):
		return protocol.AuthorizationPending().Because(err)
	case errors.Is(err, ErrEarly):
		return protocol.SlowDown().Because(err)
	case errors.Is(err, ErrDenied):
		return protocol.AccessDenied().Because(err)
	case errors.Is(err, ErrExpired):
		return protocol.ExpiredToken().Because(err)
	case errors.Is(err, ErrUnknown):
		return protocol.InvalidGrant().Because(err)
	}
	return err
}
