package authorize

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"countersign/idp/client"
	"countersign/idp/dpop"
	"countersign/idp/protocol"
	"countersign/idp/web"
	"countersign/templates/words"
)

// firstCheck is a check before a redirect is allowed. What it refuses, a
// person sees on our own page: *web.Failure, or an error of ours.
type firstCheck struct {
	name string
	do   func(*Room, context.Context, *request) error
}

// check is a check after it. What it refuses, the application is told.
type check struct {
	name string
	do   func(*Room, context.Context, *request) *protocol.Error
}

// first runs in this order: whom would we redirect to, and may we? (OpenID
// Connect Core section 3.1.2.6, RFC 6749 section 4.1.2.1.)
//
//nolint:gochecknoglobals // a table, never written
var first = []firstCheck{
	{"the client is registered", (*Room).checkClient},
	{"the request is in one place", (*Room).gather},
	{"the redirect URI is registered", (*Room).checkRedirectURI},
}

// later is the rest of the request.
//
//	parameter              standard
//	(all)                  RFC 6749 section 3.1
//	state, nonce           OpenID Connect Core section 3.1.2.1
//	request, request_uri   RFC 9101 sections 5 and 6, OpenID Connect Core section 6
//	registration           OpenID Connect Core section 7.2.1
//	response_type, _mode   RFC 6749 section 3.1.1, OAuth Multiple Response Types section 2.1
//	scope                  OpenID Connect Core section 3.1.2.1
//	code_challenge         RFC 7636 sections 4.2 to 4.4.1, RFC 9700 section 2.1.1
//	dpop_jkt               RFC 9449 section 10
//	prompt, max_age        OpenID Connect Core section 3.1.2.1
//	claims                 OpenID Connect Core section 5.5
//	acr_values             the same, and Unmet Authentication Requirements 1.0
//	login_hint, _id_token  OpenID Connect Core section 3.1.2.1
//	authorization_details  RFC 9396 section 5
//	resource               RFC 8707 section 2
//	display, claims_loc.   OpenID Connect Core section 3.1.2.1; never a reason to refuse
//	ui_locales             the same; never a reason to refuse, see Web.Speak
//
//nolint:gochecknoglobals // a table, never written
var later = []check{
	{"the request could be read", (*Room).checkGathered},
	{"no parameter is repeated", (*Room).checkRepeated},
	{"state can be kept", (*Room).checkState},
	{"no registration in it", (*Room).checkRegistration},
	{"the response type is code", (*Room).checkResponseType},
	{"the response mode is known and leads there", (*Room).checkResponseMode},
	{"the client may use codes", (*Room).checkGrant},
	{"the scope has openid", (*Room).checkScope},
	{"nonce can be kept", (*Room).checkNonce},
	{"PKCE with S256", (*Room).checkPKCE},
	{"dpop_jkt is a thumbprint", (*Room).checkDPoPKey},
	{"prompt is known", (*Room).checkPrompt},
	{"max_age is a number", (*Room).checkMaxAge},
	{"claims can be read", (*Room).checkClaims},
	{"some acr can be reached", (*Room).checkACR},
	{"the ID token hint is ours", (*Room).checkIDTokenHint},
	{"the sub is somebody's", (*Room).checkSubject},
	{"authorization details are of known types", (*Room).checkDetails},
	{"resources are known", (*Room).checkResource},
	{"login_hint is usable", (*Room).loadLoginHint},
}

func (x *Room) checkClient(ctx context.Context, q *request) error {
	if !q.once("client_id") || q.get("client_id") == "" {
		return web.BadRequest(words.RefusalAppMissing, errors.New("client_id is missing or repeated"))
	}
	c, err := x.Clients.Find(ctx, client.ID(q.get("client_id")))
	if errors.Is(err, client.ErrNotFound) {
		return web.BadRequest(words.RefusalAppUnknown, err)
	}
	q.client = c
	return err
}

func (x *Room) checkRedirectURI(_ context.Context, q *request) error {
	if !q.once("redirect_uri") || q.get("redirect_uri") == "" {
		return web.BadRequest(words.RefusalAddressMissing, errors.New("redirect_uri is missing or repeated"))
	}
	b, ok := x.wayBack(q.client, q.get("redirect_uri"), "")
	if !ok {
		return web.BadRequest(words.FailureNotRegistered,
			fmt.Errorf("redirect_uri is not registered for client %s", q.client.ID))
	}
	// A state that is repeated or too long, or that the mode would change, is not
	// sent back, and of a mode that is unknown or repeated nothing is made:
	// checkState, checkResponseMode and checkRepeated refuse the request.
	if m, ok := modeOf(q.get("response_mode")); ok && q.once("response_mode") {
		b = b.by(m)
	}
	if s := q.get("state"); q.once("state") && len(s) <= maxState && b.mode.returns(s) {
		b.state = s
	}
	q.back = b
	return nil
}

func (x *Room) checkRepeated(_ context.Context, q *request) *protocol.Error {
	for _, name := range parameters() {
		if !q.once(name) {
			return protocol.InvalidRequest("the parameter " + name + " is repeated")
		}
	}
	return nil
}

func (x *Room) checkState(_ context.Context, q *request) *protocol.Error {
	if len(q.get("state")) > maxState {
		return protocol.InvalidRequest("state is longer than " + strconv.Itoa(maxState) + " bytes")
	}
	if !q.back.mode.returns(q.get("state")) {
		return protocol.InvalidRequest("state has control characters, which this response_mode cannot return")
	}
	return nil
}

func (x *Room) checkRegistration(_ context.Context, q *request) *protocol.Error {
	if q.get("registration") != "" {
		return protocol.RegistrationNotSupported()
	}
	return nil
}

func (x *Room) checkResponseType(_ context.Context, q *request) *protocol.Error {
	switch q.get("response_type") {
	case "code":
		return nil
	case "":
		return protocol.InvalidRequest("response_type is missing")
	}
	return protocol.UnsupportedResponseType()
}

func (x *Room) checkResponseMode(_ context.Context, q *request) *protocol.Error {
	m, ok := modeOf(q.get("response_mode"))
	if !ok {
		return protocol.InvalidRequest("this response_mode is not served")
	}
	if !m.reaches(q.back.uri) {
		return protocol.InvalidRequest("this response_mode needs an https redirect_uri")
	}
	return nil
}

func (x *Room) checkGrant(_ context.Context, q *request) *protocol.Error {
	if !q.client.Allows(client.GrantCode) {
		return protocol.UnauthorizedClient("the client may not use the authorization code grant")
	}
	return nil
}

// checkScope ignores what is unknown or not this client's (OpenID Connect Core
// section 3.1.2.1); the token response says what was granted.
func (x *Room) checkScope(_ context.Context, q *request) *protocol.Error {
	asked := listed(q.get("scope"))
	if !slices.Contains(asked, "openid") {
		return protocol.InvalidScope("scope must contain openid")
	}
	for _, s := range asked {
		if q.client.MayHave(s) && !slices.Contains(q.scope, s) {
			q.scope = append(q.scope, s)
		}
	}
	if !slices.Contains(q.scope, "openid") {
		return protocol.InvalidScope("the client may not use the scope openid")
	}
	return nil
}

func (x *Room) checkNonce(_ context.Context, q *request) *protocol.Error {
	if !clean(q.get("nonce"), maxNonce) {
		return protocol.InvalidRequest("nonce is longer than " + strconv.Itoa(maxNonce) + " bytes or has control characters")
	}
	q.nonce = q.get("nonce")
	return nil
}

// checkPKCE wants S256 of everybody but of a confidential client that is
// registered as too old for it; plain never (RFC 9700 section 2.1.1).
func (x *Room) checkPKCE(_ context.Context, q *request) *protocol.Error {
	challenge, method := q.get("code_challenge"), q.get("code_challenge_method")
	if challenge == "" {
		if method == "" && q.client.PKCEOptional && !q.client.Public() {
			return nil
		}
		return protocol.InvalidRequest("code_challenge is missing")
	}
	if method != "S256" {
		return protocol.InvalidRequest("the only code_challenge_method is S256")
	}
	if len(challenge) < 43 || len(challenge) > 128 || strings.Trim(challenge,
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~") != "" {
		return protocol.InvalidRequest("code_challenge must be 43 to 128 unreserved characters")
	}
	q.challenge = challenge
	return nil
}

func (x *Room) checkDPoPKey(_ context.Context, q *request) *protocol.Error {
	q.jkt = q.get("dpop_jkt")
	if q.jkt != "" && !dpop.IsThumbprint(q.jkt) {
		return protocol.InvalidRequest("dpop_jkt is not the SHA-256 thumbprint of a key")
	}
	return nil
}

// checkPrompt reads prompt. There is no page to select an account: that asks for
// a fresh sign-in, where another name can be typed.
func (x *Room) checkPrompt(_ context.Context, q *request) *protocol.Error {
	asked := listed(q.get("prompt"))
	for _, p := range asked {
		switch p {
		case "none":
			q.prompt.none = true
		case "login", "select_account":
			q.prompt.login = true
			q.since = x.Now()
		case "consent":
			q.prompt.consent = true
		default:
			return protocol.InvalidRequest("prompt has an unknown value")
		}
	}
	if q.prompt.none && len(asked) > 1 {
		return protocol.InvalidRequest("prompt=none goes with no other value")
	}
	return nil
}

func (x *Room) checkMaxAge(_ context.Context, q *request) *protocol.Error {
	text := q.get("max_age")
	if registered := q.client.Metadata.DefaultMaxAge; text == "" && registered != nil {
		text = strconv.FormatInt(*registered, 10) // OpenID Connect Registration section 2
	}
	if text == "" {
		return nil
	}
	seconds, err := strconv.ParseUint(text, 10, 31)
	if err != nil {
		return protocol.InvalidRequest("max_age must be a number of seconds, not negative")
	}
	if oldest := x.Now().Add(-time.Duration(seconds) * time.Second); oldest.After(q.since) {
		q.since = oldest
	}
	return nil
}

// checkIDTokenHint takes an ID token of ours, expired or not, that was issued
// to this client.
func (x *Room) checkIDTokenHint(ctx context.Context, q *request) *protocol.Error {
	text := q.get("id_token_hint")
	if text == "" {
		return nil
	}
	hint, err := x.Hints.ReadHint(ctx, text)
	if err != nil {
		return protocol.InvalidRequest("id_token_hint is not an ID token of this issuer").Because(err)
	}
	if hint.Client != string(q.client.ID) {
		return protocol.InvalidRequest("id_token_hint was issued to another client")
	}
	q.subject = hint.Person
	return nil
}

// loadLoginHint keeps a hint that can stand in the username field and drops
// any other: a hint is never a reason to refuse.
func (x *Room) loadLoginHint(_ context.Context, q *request) *protocol.Error {
	if h := q.get("login_hint"); clean(h, maxLoginHint) {
		q.loginHint = h
	}
	return nil
}

// parse reads the parameters of a query or form. What cannot be read is shown,
// as nothing is known of where to redirect.
func parse(raw string) (*request, error) {
	values, err := url.ParseQuery(raw)
	if err != nil {
		return nil, web.BadRequest(words.RefusalAppUnreadable, fmt.Errorf("parse parameters: %w", err))
	}
	return &request{values: values}, nil
}
