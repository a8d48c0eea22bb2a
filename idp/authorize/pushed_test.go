package authorize_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"countersign/audit"
	"countersign/idp/client"
	"countersign/idp/flow"
	"countersign/idp/par"
	"countersign/idp/protocol"
)

// shelf keeps requests in memory.
type shelf map[string]par.Request

func (s shelf) Keep(_ context.Context, hash []byte, r par.Request) error {
	s[string(hash)] = r
	return nil
}

func (s shelf) Find(_ context.Context, hash []byte, at time.Time) (par.Request, error) {
	if r, ok := s[string(hash)]; ok && at.Before(r.Expires) {
		return r, nil
	}
	return par.Request{}, par.ErrUnknown
}

func (s shelf) Take(_ context.Context, hash []byte) (bool, error) {
	_, there := s[string(hash)]
	delete(s, string(hash))
	return there, nil
}

// push is what /par does once the client has authenticated.
func (h *house) push(v url.Values) (string, error) {
	h.t.Helper()
	c := h.clients[client.ID(v.Get("client_id"))]
	values, err := h.room.Vet(h.t.Context(), c, v)
	if err != nil {
		return "", err
	}
	return h.book.Keep(h.t.Context(), par.Request{Client: c.ID, Values: values, Pushed: true})
}

func (h *house) pushed(v url.Values) string {
	h.t.Helper()
	uri, err := h.push(v)
	if err != nil {
		h.t.Fatal(err)
	}
	return uri
}

// byHandle is what the browser brings. Beside it stands what pairs say.
func byHandle(client, uri string, pairs ...string) url.Values {
	v := url.Values{"client_id": {client}, "request_uri": {uri}}
	for i := 0; i < len(pairs); i += 2 {
		v.Set(pairs[i], pairs[i+1])
	}
	return v
}

// Mirrors fapi2-security-profile-final-par-without-duplicate-parameters.
func TestPushedRequestNeedsNothingBesideIt(t *testing.T) {
	h := newHouse(t).signedIn(time.Hour)
	jkt := "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"
	uri := h.pushed(request("client_id", "pushes", "dpop_jkt", jkt))
	q := h.begin(byHandle("pushes", uri, "state", "outside", "redirect_uri", "https://evil.example/cb", "scope", "openid", "nonce", "outside")).sentBack(t)
	if q.Get("code") == "" || q.Get("state") != request().Get("state") || len(h.orders) != 1 {
		t.Fatalf("told %v", q)
	}
	if o := h.orders[0]; o.Grant.Nonce != "n-1" || o.DPoPKey != jkt || len(o.Grant.Scope) != 2 {
		t.Errorf("ordered %+v", o)
	}
}

// Mirrors fapi2-security-profile-final-par-attempt-reuse-request_uri,
// fapi2-security-profile-final-par-attempt-to-use-request_uri-for-different-client and
// fapi2-security-profile-final-par-attempt-to-use-expired-request_uri.
func TestHandleIsGoodForItsClientAWhileAndOnce(t *testing.T) {
	h := newHouse(t).signedIn(time.Hour)
	uri := h.pushed(request("client_id", "pushes"))
	for name, v := range map[string]url.Values{
		"another client": byHandle("app", uri, "redirect_uri", redirect),
		"unknown":        byHandle("pushes", uri[:len(uri)-1]+"_", "redirect_uri", redirect),
		"cut":            byHandle("pushes", uri[:len(uri)-1], "redirect_uri", redirect),
		"prefix alone":   byHandle("pushes", par.Prefix, "redirect_uri", redirect),
	} {
		if q := h.begin(v).sentBack(t); q.Get("error") != "invalid_request_uri" {
			t.Errorf("%s: told %v", name, q)
		}
		v.Del("redirect_uri")
		if r := h.begin(v); r.failure == nil {
			t.Errorf("%s: sent to %s", name, r.to)
		}
	}
	twice := byHandle("pushes", uri, "redirect_uri", redirect)
	twice.Add("request_uri", uri)
	if q := h.begin(twice).sentBack(t); q.Get("error") != "invalid_request" {
		t.Errorf("two handles: told %v", q)
	}
	if q := h.begin(byHandle("pushes", uri)).sentBack(t); q.Get("code") == "" {
		t.Errorf("told %v", q)
	}
	if q := h.begin(byHandle("pushes", uri, "redirect_uri", redirect)).sentBack(t); q.Get("error") != "invalid_request_uri" || len(h.orders) != 1 {
		t.Errorf("used again: %v", q)
	}
	uri = h.pushed(request("client_id", "pushes"))
	h.now = h.now.Add(time.Minute)
	if q := h.begin(byHandle("pushes", uri, "redirect_uri", redirect)).sentBack(t); q.Get("error") != "invalid_request_uri" {
		t.Errorf("expired: %v", q)
	}
}

// Mirrors fapi2-security-profile-final-par-ensure-reused-request-uri-prior-to-auth-completion-succeeds.
func TestHandleIsUsedUpByTheAuthorizationNotByLooking(t *testing.T) {
	h := newHouse(t)
	uri := h.pushed(request("client_id", "pushes"))
	first, second := h.started(h.begin(byHandle("pushes", uri))), h.started(h.begin(byHandle("pushes", uri)))
	h.now = h.now.Add(10 * time.Minute) // a sign-in that began may take its time
	if got := h.finishes(second).sentBack(t); got.Get("code") == "" {
		t.Errorf("told %v", got)
	}
	if got := h.finishes(first).sentBack(t); got.Get("error") != "invalid_request_uri" || len(h.orders) != 1 {
		t.Errorf("a second authorization of one request: %v", got)
	}
}

// Mirrors fapi2-security-profile-final-ensure-unsigned-authorization-request-without-using-par-fails.
func TestWhoMustPushIsHeardByHandleAlone(t *testing.T) {
	h := newHouse(t).signedIn(time.Hour)
	if q := h.begin(request("client_id", "pushes")).sentBack(t); q.Get("error") != "invalid_request" {
		t.Errorf("the client must: told %v", q)
	}
	h = newHouse(t, func(h *house) { h.requirePAR = true }).signedIn(time.Hour)
	for name, v := range map[string]url.Values{"plain": request(), "signed": wrapped("signs", h.object(request("client_id", "signs")), "redirect_uri", redirect)} {
		if q := h.begin(v).sentBack(t); q.Get("error") != "invalid_request" {
			t.Errorf("everybody must, %s: told %v", name, q)
		}
	}
	if q := h.begin(byHandle("app", h.pushed(request()))).sentBack(t); q.Get("code") == "" {
		t.Errorf("pushed: told %v", q)
	}
}

// Mirrors fapi2-security-profile-final-par-authorization-request-containing-request_uri-form-param,
// fapi2-security-profile-final-ensure-unsigned-request-at-par-endpoint-fails,
// fapi2-security-profile-final-par-ensure-pkce-required, -par-ensure-plain-pkce-rejected,
// fapi2-security-profile-final-ensure-response-type-token-fails,
// fapi2-security-profile-final-ensure-registered-redirect-uri and
// fapi2-security-profile-final-ensure-request-object-without-redirect-uri-fails.
func TestPushIsRefusedAsAuthorizeWould(t *testing.T) {
	twice := request()
	twice.Add("nonce", "x")
	h := newHouse(t)
	for name, c := range map[string]struct {
		v    url.Values
		code string
	}{
		"a handle":            {request("request_uri", par.Prefix+"x"), "invalid_request"},
		"an address":          {request("request_uri", "https://app.example/r"), "invalid_request"},
		"no redirect URI":     {request("redirect_uri", ""), "invalid_request"},
		"other redirect URI":  {request("redirect_uri", redirect+"x"), "invalid_request"},
		"no PKCE":             {request("code_challenge", ""), "invalid_request"},
		"plain":               {request("code_challenge_method", "plain"), "invalid_request"},
		"token":               {request("response_type", "token"), "unsupported_response_type"},
		"repeated":            {twice, "invalid_request"},
		"not signed":          {request("client_id", "signs"), "invalid_request"},
		"not signed for us":   {wrapped("signs", h.object(request("client_id", "signs"), "aud", "x")), "invalid_request_object"},
		"signed by nobody":    {wrapped("signs", "a.b.c"), "invalid_request_object"},
		"handle inside":       {wrapped("signs", h.object(request("client_id", "signs"), "request_uri", par.Prefix+"x")), "invalid_request_object"},
		"nowhere inside":      {wrapped("signs", h.object(request("client_id", "signs"), "redirect_uri", nil)), "invalid_request"},
		"another's inside":    {wrapped("signs", h.object(request("client_id", "app"))), "invalid_request_object"},
		"a key that is none":  {request("dpop_jkt", "x"), "invalid_request"},
		"a key with newlines": {request("dpop_jkt", "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I\n"), "invalid_request"},
		"no code grant":       {request("client_id", "machine"), "unauthorized_client"},
	} {
		h.events = nil
		_, err := h.push(c.v)
		if refused, ok := errors.AsType[*protocol.Error](err); !ok || refused.Code != c.code || refused.Status != http.StatusBadRequest {
			t.Errorf("%s: %v, want %s", name, err, c.code)
		}
		if len(h.events) != 1 || h.events[0].Kind != audit.AuthorizeRefused {
			t.Errorf("%s: recorded %+v", name, h.events)
		}
	}
}

func TestSignedRequestIsPushedOnce(t *testing.T) {
	h := newHouse(t).signedIn(time.Hour)
	v := wrapped("signs", h.object(request("client_id", "signs")), "scope", "openid", "state", "outside")
	uri := h.pushed(v)
	if _, err := h.push(v); err == nil {
		t.Error("pushed twice")
	}
	if q := h.begin(byHandle("signs", uri)).sentBack(t); q.Get("code") == "" || q.Get("state") != request().Get("state") {
		t.Errorf("told %v", q)
	}
}

// A form may be larger than an address.
func TestLargeFormWaitsForItsBrowser(t *testing.T) {
	h := newHouse(t).signedIn(time.Hour)
	v := request("filler", strings.Repeat("x", 10_000))
	post := func() result {
		r := httptest.NewRequest(http.MethodPost, "/authorize", strings.NewReader(v.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		return h.serve(h.room.Begin, r)
	}
	at, err := url.Parse(post().to)
	if err != nil || at.Path != "/authorize" || len(at.RawQuery) > 200 {
		t.Fatalf("sent to %v, %v", at, err)
	}
	if q := h.begin(at.Query()).sentBack(t); q.Get("code") == "" || q.Get("state") != request().Get("state") {
		t.Errorf("told %v", q)
	}
	// It came by a browser: that is no push.
	at, _ = url.Parse(post().to)
	c := h.clients["app"]
	c.Metadata.RequirePAR = true
	h.clients["app"] = c
	if q := h.begin(at.Query()).sentBack(t); q.Get("error") != "invalid_request" {
		t.Errorf("a browser's form passed for a pushed request: %v", q)
	}
}

// finishes is a sign-in that somebody went through, and where it leads.
func (h *house) finishes(s flow.Session) result {
	h.t.Helper()
	h.signedIn(0)
	s.State, s.Person, s.Session, s.Outcomes = flow.Done, ada, "ses_2", h.session.Outcomes
	h.flows[s.ID] = s
	return h.resume(string(s.ID))
}
