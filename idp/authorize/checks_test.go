package authorize_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"countersign/audit"
	"countersign/factors"
)

func TestRequestThatMayNotBeRedirectedIsShown(t *testing.T) {
	twice := func(name string) url.Values { v := request(); v.Add(name, "x"); return v }
	for name, v := range map[string]url.Values{
		"no client":                 request("client_id", ""),
		"unknown client":            request("client_id", "nobody"),
		"client twice":              twice("client_id"),
		"no redirect URI":           request("redirect_uri", ""),
		"redirect URI twice":        twice("redirect_uri"),
		"another host":              request("redirect_uri", "https://evil.example/cb"),
		"longer path":               request("redirect_uri", redirect+"/x"),
		"shorter":                   request("redirect_uri", "https://app.example/cb"),
		"other case":                request("redirect_uri", strings.Replace(redirect, "app", "APP", 1)),
		"percent-encoded":           request("redirect_uri", strings.Replace(redirect, "/cb", "/c%62", 1)),
		"user info":                 request("redirect_uri", strings.Replace(redirect, "app.", "x@app.", 1)),
		"with a fragment":           request("redirect_uri", redirect+"#f"),
		"path traversal":            request("redirect_uri", strings.Replace(redirect, "/cb", "/x/../cb", 1)),
		"another client's redirect": request("client_id", "old", "redirect_uri", "https://app.example/cb2"),
		"too long":                  request("state", strings.Repeat("s", 9000)),
	} {
		t.Run(name, func(t *testing.T) {
			h := newHouse(t)
			if r := h.begin(v); r.failure == nil || r.failure.Status != http.StatusBadRequest {
				t.Errorf("got %+v, want a page", r)
			}
		})
	}
}

func TestRequestIsRefusedToTheApplication(t *testing.T) {
	twice := func(name string) url.Values { v := request(); v[name] = []string{"openid", "x"}; return v }
	for name, c := range map[string]struct {
		v    url.Values
		code string
	}{
		"no response type":       {request("response_type", ""), "invalid_request"},
		"token":                  {request("response_type", "token"), "unsupported_response_type"},
		"hybrid":                 {request("response_type", "code id_token"), "unsupported_response_type"},
		"none":                   {request("response_type", "none"), "unsupported_response_type"},
		"unknown mode":           {request("response_mode", "web_message"), "invalid_request"},
		"mode in capitals":       {request("response_mode", "QUERY"), "invalid_request"},
		"mode twice":             {twice("response_mode"), "invalid_request"},
		"request object":         {request("request", "a.b.c"), "invalid_request_object"},
		"request_uri":            {request("request_uri", "https://app.example/r"), "request_uri_not_supported"},
		"registration":           {request("registration", "{}"), "registration_not_supported"},
		"no scope":               {request("scope", ""), "invalid_scope"},
		"no openid":              {request("scope", "email"), "invalid_scope"},
		"scope twice":            {twice("scope"), "invalid_request"},
		"nonce twice":            {twice("nonce"), "invalid_request"},
		"prompt twice":           {twice("prompt"), "invalid_request"},
		"challenge twice":        {twice("code_challenge"), "invalid_request"},
		"long nonce":             {request("nonce", strings.Repeat("n", 513)), "invalid_request"},
		"NUL in nonce":           {request("nonce", "a\x00"), "invalid_request"},
		"no challenge":           {request("code_challenge", ""), "invalid_request"},
		"neither":                {request("code_challenge", "", "code_challenge_method", ""), "invalid_request"},
		"plain":                  {request("code_challenge_method", "plain"), "invalid_request"},
		"no method means plain":  {request("code_challenge_method", ""), "invalid_request"},
		"unknown method":         {request("code_challenge_method", "S512"), "invalid_request"},
		"short challenge":        {request("code_challenge", challenge[:42]), "invalid_request"},
		"long challenge":         {request("code_challenge", strings.Repeat("a", 129)), "invalid_request"},
		"odd challenge":          {request("code_challenge", challenge[:42]+"="), "invalid_request"},
		"plain without need":     {request("client_id", "old", "code_challenge_method", "plain"), "invalid_request"},
		"method alone":           {request("client_id", "old", "code_challenge", ""), "invalid_request"},
		"none with login":        {request("prompt", "none login"), "invalid_request"},
		"unknown prompt":         {request("prompt", "create"), "invalid_request"},
		"max_age below zero":     {request("max_age", "-1"), "invalid_request"},
		"max_age in words":       {request("max_age", "1h"), "invalid_request"},
		"max_age beyond reason":  {request("max_age", "99999999999999"), "invalid_request"},
		"hint of somebody else":  {request("id_token_hint", "forged"), "invalid_request"},
		"hint of another client": {request("id_token_hint", "ada-elsewhere"), "invalid_request"},
		"no code grant":          {request("client_id", "machine"), "unauthorized_client"},
		"nobody is signed in":    {request("prompt", "none"), "login_required"},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHouse(t)
			r := h.begin(c.v)
			q := r.sentBack(t)
			if q.Get("error") != c.code || q.Get("code") != "" {
				t.Errorf("told %v, want %s", q, c.code)
			}
			if want := c.v["state"]; len(want) == 1 && q.Get("state") != want[0] {
				t.Errorf("state is %q, want %q", q.Get("state"), want[0])
			}
			if r.status != http.StatusSeeOther || len(h.orders) > 0 || len(h.flows) > 0 {
				t.Errorf("status %d, %d codes, %d sign-ins", r.status, len(h.orders), len(h.flows))
			}
			if len(h.events) != 1 || h.events[0].Kind != audit.AuthorizeRefused || h.events[0].Reason != c.code {
				t.Errorf("recorded %+v", h.events)
			}
		})
	}
}

func TestStateThatCannotBeKeptIsNotEchoed(t *testing.T) {
	v := request()
	v.Add("state", "second")
	for name, v := range map[string]url.Values{"twice": v, "too long": request("state", strings.Repeat("s", 2049))} {
		q := newHouse(t).begin(v).sentBack(t)
		if q.Get("error") != "invalid_request" || q.Has("state") {
			t.Errorf("%s: %v", name, q)
		}
	}
}

func TestPostIsTheSameRequestByGet(t *testing.T) {
	h := newHouse(t).signedIn(time.Hour)
	post := func(v url.Values) result {
		r := httptest.NewRequest(http.MethodPost, "/authorize?client_id=evil", strings.NewReader(v.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		return h.serve(h.room.Begin, r)
	}
	r := post(request())
	want := request()
	got, err := url.Parse(r.to)
	if err != nil || got.Path != "/authorize" || got.RawQuery != want.Encode() || r.status != http.StatusSeeOther {
		t.Errorf("sent to %q with %d", r.to, r.status)
	}
	if r := post(request("client_id", "nobody")); r.failure == nil {
		t.Error("a POST of an unknown client is not shown")
	}
}

func TestUnknownParametersAndScopesAreIgnored(t *testing.T) {
	h := newHouse(t).signedIn(time.Hour)
	h.begin(request("scope", "openid phone admin email openid", "foo", "bar", "display", "touch", "ui_locales", "de fr"))
	if len(h.orders) != 1 || !slices.Equal(h.orders[0].Grant.Scope, []string{"openid", "email"}) {
		t.Errorf("ordered %+v", h.orders)
	}
}

func TestOfflineAccessNeedsTheRefreshGrant(t *testing.T) {
	for id, want := range map[string]bool{"app": true, "old": false} {
		h := newHouse(t).signedIn(time.Hour)
		h.begin(request("client_id", id, "scope", "openid offline_access"))
		if len(h.orders) != 1 || h.orders[0].Grant.Offline != want || slices.Contains(h.orders[0].Grant.Scope, "offline_access") != want {
			t.Errorf("%s: ordered %+v", id, h.orders)
		}
	}
}

func TestPKCEIsOptionalOnlyForWhoRegisteredSo(t *testing.T) {
	h := newHouse(t).signedIn(time.Hour)
	h.begin(request("client_id", "old", "code_challenge", "", "code_challenge_method", ""))
	if len(h.orders) != 1 || h.orders[0].Challenge != "" {
		t.Errorf("ordered %+v", h.orders)
	}
}

func TestSignInKnowsWhatTheClientAsks(t *testing.T) {
	h := newHouse(t)
	r := h.begin(request("login_hint", "ada", "max_age", "60", "acr_values", "phrh urn:countersign:acr:2"))
	s := h.started(r)
	if s.Hint != "ada" || !s.Need.Since.Equal(noon.Add(-time.Minute)) || !slices.Equal(s.Need.ACR, []factors.ACR{factors.TwoFactors}) {
		t.Errorf("need %+v, hint %q", s.Need, s.Hint)
	}
	if s.App.ID != "app" || s.App.Origin != "https://app.example" || s.App.Home != "https://app.example/" || !s.Expires.Equal(noon.Add(30*time.Minute)) {
		t.Errorf("app %+v until %v", s.App, s.Expires)
	}
	if len(r.cookies) != 1 || !r.cookies[0].HttpOnly || !r.cookies[0].Secure || r.cookies[0].SameSite != http.SameSiteLaxMode {
		t.Errorf("cookies %v", r.cookies)
	}
	// A second tab shares the browser's cookie.
	if r := h.begin(request("login_hint", "bad\nname")); len(r.cookies) != 0 || h.started(r).Hint != "" {
		t.Errorf("the second tab got %v", r.cookies)
	}
}

func TestPrivateUseSchemeIsTheOriginOfItsApp(t *testing.T) {
	h := newHouse(t)
	s := h.started(h.begin(request("redirect_uri", "com.example.app:/cb")))
	if s.App.Origin != "com.example.app:" || s.App.Home != "" {
		t.Errorf("app %+v", s.App)
	}
}
