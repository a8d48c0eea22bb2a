package authorize_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"countersign/idp/clientkeys"
	"countersign/idp/requestobject"
)

// clientKey signs for every client of these tests that signs.
var clientKey, _ = ecdsa.GenerateKey(elliptic.P256(), rand.Reader)

var clientKeys, _ = json.Marshal(jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: clientKey.Public()}}})

// nowhere has no documents.
type nowhere struct{}

func (nowhere) Document(context.Context, string) ([]byte, error) {
	return nil, errors.New("nothing is there")
}
func (nowhere) Anew(context.Context, string) ([]byte, error) {
	return nil, errors.New("nothing is there")
}

func (h *house) objects() *requestobject.Reader {
	h.t.Helper()
	book, err := clientkeys.New(nowhere{})
	if err != nil {
		h.t.Fatal(err)
	}
	x, err := requestobject.New(requestobject.Deps{Issuer: issuer, Keys: book, Now: func() time.Time { return h.now }})
	if err != nil {
		h.t.Fatal(err)
	}
	return x
}

func (h *house) once(_ context.Context, kind, what string, until time.Time) (bool, error) {
	_, used := h.spent[kind+what]
	h.spent[kind+what] = until
	return !used, nil
}

// object signs a request, with claims that everybody takes and changes: a name
// and its value; nil removes it.
func (h *house) object(v url.Values, change ...any) string {
	h.t.Helper()
	m := map[string]any{"iss": v.Get("client_id"), "aud": issuer, "exp": h.now.Add(time.Minute).Unix(), "jti": rand.Text()}
	for name := range v {
		m[name] = v.Get(name)
	}
	for i := 0; i < len(change); i += 2 {
		name, _ := change[i].(string)
		if m[name] = change[i+1]; change[i+1] == nil {
			delete(m, name)
		}
	}
	payload, err := json.Marshal(m)
	if err != nil {
		h.t.Fatal(err)
	}
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.ES256, Key: clientKey}, nil)
	if err != nil {
		h.t.Fatal(err)
	}
	signed, err := signer.Sign(payload)
	if err != nil {
		h.t.Fatal(err)
	}
	text, err := signed.CompactSerialize()
	if err != nil {
		h.t.Fatal(err)
	}
	return text
}

// wrapped is a request whose parameters are in an object; beside it stands what
// pairs say.
func wrapped(client, object string, pairs ...string) url.Values {
	v := url.Values{"client_id": {client}, "request": {object}}
	for i := 0; i < len(pairs); i += 2 {
		v.Set(pairs[i], pairs[i+1])
	}
	return v
}

func TestSignedRequestSuffices(t *testing.T) {
	h := newHouse(t).signedIn(time.Hour)
	q := h.begin(wrapped("signs", h.object(request("client_id", "signs")))).sentBack(t)
	if q.Get("code") == "" || q.Get("state") != request().Get("state") || len(h.orders) != 1 || h.orders[0].Grant.Nonce != "n-1" {
		t.Errorf("told %v, ordered %+v", q, h.orders)
	}
}

// Mirrors fapi2-security-profile-final-ensure-different-{nonce,state}-inside-and-outside-request-object,
// fapi2-security-profile-final-state-only-outside-request-object-not-used and
// oidcc-ensure-request-object-with-redirect-uri.
func TestWhatStandsBesideASignedRequestIsNotUsed(t *testing.T) {
	h := newHouse(t).signedIn(time.Hour)
	inside := request("client_id", "signs", "state", "", "nonce", "")
	q := h.begin(wrapped("signs", h.object(inside), "state", "outside", "nonce", "outside", "scope", "openid email offline_access",
		"redirect_uri", "https://evil.example/cb", "prompt", "login", "acr_values", "phr")).sentBack(t)
	if q.Get("code") == "" || q.Has("state") || len(h.orders) != 1 || h.orders[0].Grant.Nonce != "" {
		t.Errorf("told %v, ordered %+v", q, h.orders)
	}
	h = newHouse(t).signedIn(time.Hour)
	h.begin(wrapped("signs", h.object(request("client_id", "signs")), "nonce", "outside", "state", "outside")).sentBack(t)
	if h.orders[0].Grant.Nonce != "n-1" {
		t.Errorf("ordered %+v", h.orders)
	}
}

func TestClientThatMustSignIsHeardOnlySigned(t *testing.T) {
	h := newHouse(t).signedIn(time.Hour)
	if q := h.begin(request("client_id", "signs")).sentBack(t); q.Get("error") != "invalid_request" {
		t.Errorf("told %v", q)
	}
	if q := h.begin(wrapped("signs", h.object(request("client_id", "signs")), "request_uri", "https://app.example/r", "redirect_uri", redirect)).sentBack(t); q.Get("error") != "invalid_request" {
		t.Errorf("both: told %v", q)
	}
	v := wrapped("signs", "x", "redirect_uri", redirect)
	v.Add("request", h.object(request("client_id", "signs")))
	if q := h.begin(v).sentBack(t); q.Get("error") != "invalid_request" {
		t.Errorf("twice: told %v", q)
	}
}

func TestRefusedObjectIsToldWhereItMayBe(t *testing.T) {
	h := newHouse(t)
	asked := request("client_id", "signs")
	for name, v := range map[string]url.Values{
		"by its own word, as it was signed": wrapped("signs", h.object(asked, "aud", "https://other.example")),
		"by the word beside it":             wrapped("signs", h.object(asked)+"A", "redirect_uri", redirect, "state", asked.Get("state")),
	} {
		q := h.begin(v).sentBack(t)
		if q.Get("error") != "invalid_request_object" || q.Get("state") != asked.Get("state") {
			t.Errorf("%s: told %v", name, q)
		}
	}
	for name, v := range map[string]url.Values{
		"nobody's word":  wrapped("signs", h.object(asked)+"A"),
		"a word of evil": wrapped("signs", h.object(asked)+"A", "redirect_uri", "https://evil.example/cb"),
		"no address":     wrapped("signs", h.object(asked, "redirect_uri", nil)),
		"other address":  wrapped("signs", h.object(asked, "redirect_uri", "https://evil.example/cb"), "redirect_uri", redirect),
	} {
		if r := h.begin(v); r.failure == nil {
			t.Errorf("%s: sent to %s", name, r.to)
		}
	}
}

func TestSignedRequestIsActedOnOnce(t *testing.T) {
	h := newHouse(t)
	v := wrapped("signs", h.object(request("client_id", "signs")))
	r := httptest.NewRequest(http.MethodPost, "/authorize", strings.NewReader(v.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	h.serve(h.room.Begin, r) // leads to the same by GET: nothing is done yet
	h.started(h.begin(v))
	if q := h.begin(v).sentBack(t); q.Get("error") != "invalid_request_object" || len(h.flows) != 1 {
		t.Errorf("told %v, %d sign-ins", q, len(h.flows))
	}
	h = newHouse(t).signedIn(time.Hour)
	if v = wrapped("signs", h.object(request("client_id", "signs"), "jti", nil)); h.begin(v).sentBack(t).Get("code") == "" || h.begin(v).sentBack(t).Get("code") == "" {
		t.Error("an object without jti is refused")
	}
	v = wrapped("signs", h.object(request("client_id", "signs")))
	if first, second := h.begin(v).sentBack(t), h.begin(v).sentBack(t); first.Get("code") == "" || second.Get("error") != "invalid_request_object" {
		t.Errorf("told %v, then %v", first, second)
	}
}

// Every check runs over the parameters inside, too.
func TestSignedRequestIsCheckedLikeAnyOther(t *testing.T) {
	h := newHouse(t)
	for name, c := range map[string]struct {
		change []any
		code   string
	}{
		"response type":  {[]any{"response_type", "token"}, "unsupported_response_type"},
		"no PKCE":        {[]any{"code_challenge", nil}, "invalid_request"},
		"plain":          {[]any{"code_challenge_method", "plain"}, "invalid_request"},
		"scope":          {[]any{"scope", "email"}, "invalid_scope"},
		"scope as list":  {[]any{"scope", []string{"openid", "email"}}, "invalid_request"},
		"max_age":        {[]any{"max_age", -1}, "invalid_request"},
		"registration":   {[]any{"registration", map[string]any{}}, "registration_not_supported"},
		"state too long": {[]any{"state", strings.Repeat("s", 2049)}, "invalid_request"},
	} {
		if q := h.begin(wrapped("signs", h.object(request("client_id", "signs"), c.change...))).sentBack(t); q.Get("error") != c.code {
			t.Errorf("%s: told %v, want %s", name, q, c.code)
		}
	}
	h.begin(wrapped("signs", h.object(request("client_id", "signs"), "max_age", 60)))
	for _, s := range h.flows {
		if !s.Need.Since.Equal(noon.Add(-time.Minute)) {
			t.Errorf("max_age as a number: %v", s.Need.Since)
		}
	}
}
