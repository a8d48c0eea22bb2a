package main

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"countersign/audit"
	"countersign/cmd/demo/browser"
	"countersign/idp/client"
	"countersign/idp/dpop/dpoptest"
	"countersign/storage"
)

// askingDevice is a device that shows its code.
type askingDevice struct {
	r *rig
	q request

	Device   string `json:"device_code"`
	User     string `json:"user_code"`
	At       string `json:"verification_uri"`
	Complete string `json:"verification_uri_complete"`
	Expires  int    `json:"expires_in"`
	Interval int    `json:"interval"`
	Error    string `json:"error"`
	Status   int    `json:"-"`
}

// television registers an application that lives on devices.
func (r *rig) television(change ...func(*client.Registration)) request {
	c, secret := r.client(append([]func(*client.Registration){func(w *client.Registration) {
		w.Name, w.RedirectURIs, w.PostLogoutRedirectURIs = "Northwind TV", nil, nil
		w.Grants = []string{client.GrantDevice, client.GrantRefresh}
	}}, change...)...)
	return request{client: c, secret: secret}
}

// asks has a device ask for codes.
func (r *rig) asks(q request, form url.Values) askingDevice {
	r.t.Helper()
	post, err := http.NewRequestWithContext(r.t.Context(), http.MethodPost, r.issuer+"/device_authorization", strings.NewReader(form.Encode()))
	r.ok(err)
	post.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if q.secret != "" {
		post.SetBasicAuth(string(q.client.ID), q.secret)
	}
	res, err := r.http(0).Do(post)
	r.ok(err)
	defer res.Body.Close()
	out := askingDevice{r: r, q: q, Status: res.StatusCode}
	r.ok(json.NewDecoder(res.Body).Decode(&out))
	if res.Header.Get("Cache-Control") != "no-store" {
		r.t.Error("the codes are kept")
	}
	return out
}

// polls asks whether it may go on.
func (d askingDevice) polls() tokens {
	d.r.t.Helper()
	_, got := d.r.token(0, d.q, url.Values{"grant_type": {client.GrantDevice}, "device_code": {d.Device}})
	return got
}

// typed types a code in b, and signs in if that is asked.
func (r *rig) typed(b *browser.Tab, code string, who member) {
	r.t.Helper()
	ctx := r.t.Context()
	r.ok(b.Open(ctx, r.issuer+"/device"), b.Fill("device-code", code), b.Click(ctx, "device-code-submit"))
	r.provesItself(b, who)
}

func (r *rig) provesItself(b *browser.Tab, who member) {
	r.t.Helper()
	if b.Has("username") {
		r.ok(b.Fill("username", who.name), b.Fill("password", storyPassword), b.Click(r.t.Context(), "sign-in"))
		r.finish(b, who.phone)
	}
}

func TestDeviceSignsInOnceSomebodyLetsIt(t *testing.T) {
	onBoth(t, func(t *testing.T, r *rig) {
		ctx := t.Context()
		ada := r.join("ada")
		d := r.asks(r.television(), url.Values{"scope": {"openid email offline_access"}})
		if d.Status != http.StatusOK || d.At != r.issuer+"/device" || d.Complete != d.At+"?user_code="+d.User || d.Expires != 600 || d.Interval != 5 {
			t.Fatalf("answered %+v", d)
		}
		if got := d.polls(); got.Error != "authorization_pending" {
			t.Errorf("before anybody typed: %+v", got)
		}
		if got := d.polls(); got.Error != "slow_down" {
			t.Errorf("at once again: %+v", got)
		}
		b := r.browser(0)
		// The link brings the code; it is shown and nothing is done.
		r.ok(b.Open(ctx, d.Complete))
		if !strings.Contains(b.Body(), `value="`+d.User+`"`) {
			t.Errorf("the code is not filled in: %s", b.Body())
		}
		r.ok(b.Click(ctx, "device-code-submit"))
		r.provesItself(b, ada)
		shows(t, b, "Northwind TV", "ada", d.User, "127.0.0.1", "in front of you", "see your email address", "stay signed in")
		r.clock.Advance(20 * time.Second)
		if got := d.polls(); got.Error != "authorization_pending" {
			t.Errorf("before anybody pressed: %+v", got)
		}
		r.ok(b.Click(ctx, "device-allow"))
		shows(t, b, "Your device is connected")
		got := d.polls()
		id := claims(t, got.ID)
		if id["sub"] != string(ada.id) || id["acr"] == nil || id["sid"] == nil || id["nonce"] != nil || got.Refresh == "" || got.Scope != "openid email offline_access" {
			t.Errorf("got %+v, %v", got, id)
		}
		if again := d.polls(); again.Error != "invalid_grant" {
			t.Errorf("a second time: %+v", again)
		}
		status, next := r.token(0, d.q, url.Values{"grant_type": {"refresh_token"}, "refresh_token": {got.Refresh}})
		if status != http.StatusOK || next.Access == "" {
			t.Errorf("refresh: %d %+v", status, next)
		}
		r.ok(b.Open(ctx, r.issuer+"/me/apps"))
		shows(t, b, "Northwind TV")
		if seen := r.events(storage.Query{Kind: audit.DeviceGrantAllowed, Limit: 9}); len(seen) != 1 {
			t.Errorf("recorded %v", seen)
		}
	})
}

// What the page says is what the device gets: without refresh tokens nobody
// stays signed in.
func TestDeviceWithoutRefreshTokensAsksForNoOfflineAccess(t *testing.T) {
	r := newRig(t, "sqlite", 1)
	ada := r.join("ada")
	d := r.asks(r.television(func(w *client.Registration) {
		w.Grants, w.Scopes = []string{client.GrantDevice}, []string{"openid", "offline_access"}
	}), url.Values{"scope": {"openid offline_access"}})
	b := r.browser(0)
	r.ok(b.Open(t.Context(), d.Complete), b.Click(t.Context(), "device-code-submit"))
	r.provesItself(b, ada)
	shows(t, b, "Northwind TV", d.User)
	if strings.Contains(b.Body(), "stay signed in") {
		t.Error("the page speaks of staying signed in")
	}
	r.ok(b.Click(t.Context(), "device-allow"))
	if got := d.polls(); got.Access == "" || got.Refresh != "" || got.Scope != "openid" {
		t.Errorf("got %+v", got)
	}
	if alone := r.asks(d.q, url.Values{"scope": {"offline_access"}}); alone.Error != "invalid_scope" {
		t.Errorf("nothing but offline_access: %+v", alone)
	}
}

func TestDeniedDeviceIsToldSo(t *testing.T) {
	r := newRig(t, "sqlite", 1)
	ada := r.join("ada")
	d := r.asks(r.television(), url.Values{})
	b := r.browser(0)
	r.typed(b, strings.ToLower(d.User), ada)
	at := b.URL()
	r.ok(b.Click(t.Context(), "device-deny"))
	shows(t, b, "Not connected")
	if got := d.polls(); got.Error != "access_denied" {
		t.Errorf("got %+v", got)
	}
	r.ok(b.Open(t.Context(), at))
	if b.Has("device-allow") {
		t.Error("what was denied can be allowed")
	}
	r.ok(b.Open(t.Context(), r.issuer+"/device"), b.Fill("device-code", d.User), b.Click(t.Context(), "device-code-submit"))
	shows(t, b, "This code is not right")
	late := r.asks(d.q, url.Values{"scope": {"openid"}})
	r.clock.Advance(10 * time.Minute)
	if got := late.polls(); got.Error != "expired_token" {
		t.Errorf("too late: %+v", got)
	}
}

// Whoever is sent a link (device code phishing) has to prove who they are, both
// factors of lately, and to press on a page that warns.
func TestOldSessionLetsNoDeviceIn(t *testing.T) {
	r := newRig(t, "sqlite", 1)
	ada := r.join("ada")
	d := r.asks(r.television(), url.Values{})
	b := r.atAccount(ada)
	r.typed(b, d.User, ada)
	if !b.Has("device-allow") {
		t.Fatalf("a fresh session is asked to sign in: %s", b.PageText())
	}
	// A page that was fetched in time and pressed late is not taken.
	r.clock.Advance(freshFactors - time.Minute)
	late := r.asks(d.q, url.Values{})
	r.typed(b, late.User, ada)
	r.clock.Advance(time.Minute + time.Second)
	r.ok(b.Click(t.Context(), "device-allow"))
	if got := late.polls(); got.Error != "authorization_pending" || !strings.Contains(b.URL(), "/login/") {
		t.Errorf("a stale session decides: %s, %+v", b.URL(), got)
	}
	r.provesItself(b, ada)
	r.ok(b.Click(t.Context(), "device-allow"))
	r.clock.Advance(6 * time.Second)
	if got := late.polls(); got.Error != "" {
		t.Errorf("after both factors: %+v", got)
	}
}

func TestAnotherPagesFormLetsNoDeviceIn(t *testing.T) {
	r := newRig(t, "sqlite", 1)
	ada := r.join("ada")
	q := r.television()
	one, two := r.asks(q, url.Values{}), r.asks(q, url.Values{})
	b := r.browser(0)
	r.typed(b, one.User, ada)
	other := b.Tab()
	r.typed(other, two.User, ada)
	_, after, _ := strings.Cut(other.Body(), `name="_token" value="`)
	token, _, _ := strings.Cut(after, `"`)
	first := b.URL()
	for what, forged := range map[string]string{"none": "", "another request's": token} {
		r.ok(b.Open(t.Context(), first), b.Put("_token", forged), b.Click(t.Context(), "device-allow"))
		if got := one.polls(); got.Error == "" || b.Status() != http.StatusForbidden {
			t.Errorf("%s: %d %+v", what, b.Status(), got)
		}
	}
	r.ok(other.Click(t.Context(), "device-allow"))
	if got := two.polls(); got.Error != "" {
		t.Errorf("its own: %+v", got)
	}
}

func TestCodesOfDevicesCannotBeGuessed(t *testing.T) {
	r := newRig(t, "sqlite", 1)
	d := r.asks(r.television(), url.Values{})
	b := r.browser(0)
	try := func(code string) {
		r.ok(b.Open(t.Context(), r.issuer+"/device"), b.Fill("device-code", code), b.Click(t.Context(), "device-code-submit"))
	}
	for range 20 {
		try("BBBB-BBBB")
		shows(t, b, "This code is not right")
	}
	try(d.User)
	shows(t, b, "Too many wrong codes")
	r.clock.Advance(time.Hour)
	d = r.asks(d.q, url.Values{})
	if try(d.User); !strings.Contains(b.URL(), "/login/") {
		t.Errorf("an hour later: %s", b.PageText())
	}
}

func TestDeviceAuthorizationIsRefused(t *testing.T) {
	r := newRig(t, "sqlite", 1)
	tv := r.television()
	none, secret := r.client()
	for what, c := range map[string]struct {
		q    request
		form url.Values
		want string
	}{
		"a client without the grant": {request{client: none, secret: secret}, url.Values{}, "unauthorized_client"},
		"a wrong secret":             {request{client: tv.client, secret: "x"}, url.Values{}, "invalid_client"},
		"nobody":                     {request{}, url.Values{}, "invalid_client"},
		"another scope":              {tv, url.Values{"scope": {"openid push"}}, "invalid_scope"},
		"an empty piece of scope":    {tv, url.Values{"scope": {"openid  email"}}, "invalid_scope"},
	} {
		if d := r.asks(c.q, c.form); d.Error != c.want || d.Device != "" {
			t.Errorf("%s: %+v", what, d)
		}
	}
	d := r.asks(tv, url.Values{})
	other := r.television()
	for what, c := range map[string]struct {
		q    request
		code string
		want string
	}{
		"another client's":    {other, d.Device, "invalid_grant"},
		"no code of a device": {tv, "x", "invalid_grant"},
		"a code of a person":  {tv, d.User, "invalid_grant"},
		"none":                {tv, "", "invalid_request"},
	} {
		if _, got := r.token(0, c.q, url.Values{"grant_type": {client.GrantDevice}, "device_code": {c.code}}); got.Error != c.want {
			t.Errorf("%s: %+v", what, got)
		}
	}
}

// A session that ended between the press and the device's next ask gives
// nothing, and neither does an account that was turned off.
func TestDeviceGetsNothingOfASessionThatEnded(t *testing.T) {
	for what, end := range map[string]func(r *rig, who member){
		"signed out": func(r *rig, who member) {
			r.ok(r.replicas[0].db.People().SignOut(r.t.Context(), who.id, r.clock.Now()))
		},
		"disabled": func(r *rig, who member) {
			r.ok(r.replicas[0].db.People().Disable(r.t.Context(), who.id, r.clock.Now()))
		},
	} {
		r := newRig(t, "sqlite", 1)
		ada := r.join("ada")
		d := r.asks(r.television(), url.Values{})
		b := r.browser(0)
		r.typed(b, d.User, ada)
		r.ok(b.Click(t.Context(), "device-allow"))
		end(r, ada)
		if got := d.polls(); got.Error != "invalid_grant" {
			t.Errorf("%s: %+v", what, got)
		}
	}
}

// A device that proves a key with its code has tokens for that key alone (RFC
// 9449 section 5), and a proof that is refused costs it nothing.
func TestDevicesTokensAreBoundToTheKeyThatItProves(t *testing.T) {
	r := newRig(t, "sqlite", 1)
	ada := r.join("ada")
	d := r.asks(r.television(), url.Values{"scope": {"openid email"}})
	b := r.browser(0)
	r.typed(b, d.User, ada)
	r.ok(b.Click(t.Context(), "device-allow"))
	k := dpoptest.New(t)
	basic := base64.StdEncoding.EncodeToString([]byte(string(d.q.client.ID) + ":" + d.q.secret))
	takes := func() apiReply {
		return r.carried(0, "POST", "/token", "Basic", basic, k.Proof("POST", r.issuer+"/token", "", r.clock.Now()),
			url.Values{"grant_type": {client.GrantDevice}, "device_code": {d.Device}})
	}
	first := takes()
	if first.text("error") != "use_dpop_nonce" {
		t.Fatalf("%d %v", first.status, first.body)
	}
	k.Hear(first.header)
	got := takes()
	token := got.text("access_token")
	if got.text("token_type") != "DPoP" {
		t.Fatalf("%d %v", got.status, got.body)
	}
	if a := r.carried(0, "GET", "/userinfo", "Bearer", token, "", nil); a.status != http.StatusUnauthorized {
		t.Errorf("without the key: %d %v", a.status, a.body)
	}
	if a := r.carried(0, "GET", "/userinfo", "DPoP", token, k.Proof("GET", r.issuer+"/userinfo", token, r.clock.Now()), nil); a.text("sub") != string(ada.id) {
		t.Errorf("with it: %d %v", a.status, a.body)
	}
}
