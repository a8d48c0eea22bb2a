package authorize

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"countersign/factors"
	"countersign/idp/claims"
	"countersign/idp/client"
	"countersign/idp/protocol"
	"countersign/idp/requestobject"
)

// The limits of what a request may carry. Together they keep it in a URL.
const (
	maxRequest   = 8 << 10 // in an address; forms may be as large as web lets them
	maxState     = 2048
	maxNonce     = 512
	maxLoginHint = 200
	maxValues    = 32 // entries of acr_values and the like
)

// parameters are those that we read. Each may stand once (RFC 6749 section
// 3.1); others are ignored.
func parameters() []string {
	return []string{
		"client_id", "redirect_uri", "response_type", "response_mode", "scope", "state", "nonce", "display", "prompt",
		"max_age", "ui_locales", "id_token_hint", "login_hint", "acr_values", "code_challenge", "code_challenge_method",
		"request", "request_uri", "registration", "claims", "claims_locales", "dpop_jkt",
		"authorization_details", // but not resource, of which there may be several
	}
}

// request is what an application asks, as far as it has been checked.
type request struct {
	values url.Values
	client client.Client
	// unread says why values are not those that the client asked with.
	unread *protocol.Error
	// pushing is true while the client itself sends it (RFC 9126), and handle is
	// the request_uri of one that was kept.
	pushing bool
	handle  string
	// object is the request object that they come from; the zero value if none.
	object requestobject.Object
	// back is the way to the application. It is the zero value, which leads
	// nowhere, until checkRedirectURI has made it.
	back back

	scope     []string
	nonce     string
	challenge string
	jkt       string // dpop_jkt
	prompt    prompt
	since     time.Time // outcomes before do not count
	acr       []factors.ACR
	loginHint string
	subject   string // whom id_token_hint or a sub in claims names
	asked     claims.Request
	claims    claims.Request // of asked, what can be told
	details   json.RawMessage
	resource  []string
}

// prompt is the prompt parameter (OpenID Connect Core section 3.1.2.1).
type prompt struct{ none, login, consent bool }

// stored is the part of a request that must survive the sign-in. The redirect
// URI was registered when it was stored, and is checked again when it is used.
type stored struct {
	RedirectURI string          `json:"redirect_uri"`
	State       []byte          `json:"state,omitempty"` // bytes: it is sent back exactly
	Nonce       string          `json:"nonce,omitempty"`
	Challenge   string          `json:"challenge,omitempty"`
	Scope       []string        `json:"scope"`
	Subject     string          `json:"subject,omitempty"`
	Mode        mode            `json:"mode,omitempty"`
	JKT         string          `json:"dpop_jkt,omitempty"`
	Claims      json.RawMessage `json:"claims,omitempty"`
	Details     json.RawMessage `json:"authorization_details,omitempty"`
	Resource    []string        `json:"resource,omitempty"`
	Handle      string          `json:"request_uri,omitempty"` // of a request that was kept
}

func (q *request) kept() stored {
	return stored{
		RedirectURI: q.back.uri, State: []byte(q.back.state), Nonce: q.nonce, Challenge: q.challenge,
		Scope: q.scope, Subject: q.subject, Mode: q.back.mode, JKT: q.jkt, Handle: q.handle,
		Claims: q.claims.Keep(), Details: q.details, Resource: q.resource,
	}
}

func (s stored) store() []byte {
	b, err := json.Marshal(s)
	if err != nil {
		panic("authorize: internal error: encode request: " + err.Error())
	}
	return b
}

func restore(b []byte) (stored, error) {
	var s stored
	if err := json.Unmarshal(b, &s); err != nil {
		return stored{}, fmt.Errorf("read the stored request: %w", err)
	}
	return s, nil
}

// get is a parameter's value; "" if it is missing, which is the same as empty
// (RFC 6749 section 3.1).
func (q *request) get(name string) string { return q.values.Get(name) }

// once says whether a parameter stands at most once.
func (q *request) once(name string) bool { return len(q.values[name]) <= 1 }

// clean says whether a value can be kept and sent back: UTF-8 without control
// characters, and not longer than limit.
func clean(s string, limit int) bool {
	return len(s) <= limit && utf8.ValidString(s) && !strings.ContainsFunc(s, func(r rune) bool { return r < 0x20 || r == 0x7f })
}

// listed splits a list separated by spaces. Too many are cut: they can only be
// unknown ones.
func listed(s string) []string {
	all := strings.Fields(s)
	return all[:min(len(all), maxValues)]
}
