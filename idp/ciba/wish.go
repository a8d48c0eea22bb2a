package ciba

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"countersign/factors"
	"countersign/factors/wire"
	"countersign/idp/client"
	"countersign/idp/protocol"
)

// wish is what a client asks for (CIBA section 7.1), read and checked.
type wish struct {
	params   url.Values
	hint     string    // the name of the one hint that is there
	issued   time.Time // of the hint, if it is an ID token
	scope    []string
	acr      []string
	details  json.RawMessage
	life     time.Duration
	delivery string
}

// The hints of section 7.1.
const (
	hintLogin = "login_hint"
	hintToken = "login_hint_token" //nolint:gosec // a parameter's name
	hintID    = "id_token_hint"    //nolint:gosec // a parameter's name
)

// The bounds of a request's life: those of what phones take.
const (
	leastLife = 30 * time.Second
	mostLife  = 300 * time.Second
)

// maxNotify bounds client_notification_token (section 7.1).
const maxNotify = 1024

// needsKey says whether a client's tokens are bound to a key, which nobody proves
// where they are pushed.
func (x *Room) needsKey(c client.Client) bool {
	return x.FAPI || c.Metadata.DPoPBound || c.Metadata.CertificateBound
}

// wishOf reads a request.
func (x *Room) wishOf(ctx context.Context, c client.Client, form url.Values) (wish, error) {
	w := wish{delivery: c.Metadata.CIBADelivery}
	if !c.Allows(client.GrantCIBA) || c.Public() {
		return w, protocol.UnauthorizedClient("the client may not ask by itself")
	}
	if w.delivery == client.CIBAPush && x.needsKey(c) {
		return w, protocol.UnauthorizedClient("tokens that are bound to a key cannot be pushed, nor any under the FAPI profile")
	}
	var err error
	if w.params, err = x.params(ctx, c, form); err != nil {
		return w, err
	}
	for _, check := range []func(*wish, client.Client) error{x.readScope, x.readHint, x.readNotify, x.readACR, x.readExpiry, x.readDetails, x.readMessage, x.readCode} {
		if err := check(&w, c); err != nil {
			return w, err
		}
	}
	return w, nil
}

// readScope wants openid; what the client may not have is left out, as at
// /authorize.
func (x *Room) readScope(w *wish, c client.Client) error {
	asked := strings.Fields(w.params.Get("scope"))
	if !slices.Contains(asked, "openid") {
		return protocol.InvalidScope("scope must contain openid")
	}
	for _, s := range asked {
		if c.MayHave(s) && !slices.Contains(w.scope, s) {
			w.scope = append(w.scope, s)
		}
	}
	if !slices.Contains(w.scope, "openid") {
		return protocol.InvalidScope("the client may not use the scope openid")
	}
	return nil
}

func (x *Room) readHint(w *wish, _ client.Client) error {
	for _, name := range []string{hintLogin, hintToken, hintID} {
		if !w.params.Has(name) {
			continue
		}
		if w.hint != "" {
			return protocol.InvalidRequest("exactly one of login_hint, login_hint_token and id_token_hint is needed")
		}
		w.hint = name
	}
	if w.hint == "" {
		return protocol.InvalidRequest("exactly one of login_hint, login_hint_token and id_token_hint is needed")
	}
	return nil
}

// readNotify wants what a delivery is announced with: the form of a bearer token
// (RFC 6750 section 2.1).
func (x *Room) readNotify(w *wish, _ client.Client) error {
	if w.delivery == client.CIBAPoll {
		return nil
	}
	t := strings.TrimRight(w.params.Get("client_notification_token"), "=")
	odd := strings.ContainsFunc(t, func(r rune) bool {
		return (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z') && !strings.ContainsRune("-._~+/", r)
	})
	if t == "" || odd || len(w.params.Get("client_notification_token")) > maxNotify {
		return protocol.InvalidRequest("client_notification_token is needed: a bearer token of at most 1024 characters")
	}
	return nil
}

// readACR refuses at once what no answer of a phone alone can amount to.
func (x *Room) readACR(w *wish, _ client.Client) error {
	w.acr = strings.Fields(w.params.Get("acr_values"))
	reachable := func(s string) bool { return s == string(factors.OneFactor) || s == string(factors.TwoFactors) }
	if len(w.acr) > 0 && !slices.ContainsFunc(w.acr, reachable) {
		return protocol.InvalidRequest("none of acr_values can be had by a phone alone")
	}
	return nil
}

func (x *Room) readExpiry(w *wish, _ client.Client) error {
	w.life = x.Life
	if !w.params.Has("requested_expiry") {
		return nil
	}
	n, err := strconv.Atoi(w.params.Get("requested_expiry"))
	if err != nil || n < 1 {
		return protocol.InvalidRequest("requested_expiry must be a number above 0")
	}
	w.life = min(max(time.Duration(min(n, 3600))*time.Second, leastLife), mostLife)
	return nil
}

func (x *Room) readDetails(w *wish, c client.Client) error {
	var err error
	if w.details, err = x.Types.Validate(w.params.Get("authorization_details"), c.Metadata.DetailTypes); err != nil {
		return protocol.InvalidAuthorizationDetails(err.Error())
	}
	return nil
}

// readMessage wants what a phone can show; under the FAPI profile the person is
// told what the request is about (FAPI-CIBA section 5.2.2 item 2).
func (x *Room) readMessage(w *wish, _ client.Client) error {
	if !w.params.Has("binding_message") {
		if x.FAPI && w.details == nil {
			return protocol.InvalidBindingMessage("binding_message is needed, or authorization_details")
		}
		return nil
	}
	if !wire.IsMessage(w.params.Get("binding_message")) {
		return protocol.InvalidBindingMessage(fmt.Sprintf("binding_message must be 1 to %d characters that can be shown", wire.MaxMessage))
	}
	return nil
}

func (x *Room) readCode(w *wish, c client.Client) error {
	if w.params.Has("user_code") && !c.Metadata.CIBAUserCode {
		return protocol.InvalidRequest("the client is not registered for user_code")
	}
	return nil
}
