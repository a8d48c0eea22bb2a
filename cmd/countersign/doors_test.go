package main

import (
	"context"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"testing"

	"countersign/audit"
	"countersign/cmd/demo/browser"
	"countersign/factors/device"
	"countersign/idp/client"
)

// keyring is what one person gave one application, by every way that there is,
// some of it not taken yet.
type keyring struct {
	asker
	who    member
	b      *browser.Tab
	seat   request
	code   string // not redeemed
	online tokens // ends with its session
	stays  tokens // offline_access
	device askingDevice
	asked  string // an approved auth_req_id, not taken
	byAsk  string // the access token of another
	own    string // the application's in its own name
}

// everywhere is an application that may do everything.
func (r *rig) everywhere(change ...func(*client.Registration)) asker {
	return r.asker(append([]func(*client.Registration){func(w *client.Registration) {
		w.Name, w.RedirectURIs = "Everywhere", []string{r.callback}
		w.Grants = []string{client.GrantCode, client.GrantRefresh, client.GrantDevice, client.GrantCIBA, client.GrantClient}
		w.Scopes = []string{"openid", "profile", "email", "offline_access", client.ScopePush}
	}}, change...)...)
}

// keyringOf has a new person give the application everything.
func (a asker) keyringOf(name string) keyring {
	r, ctx := a.r, a.r.t.Context()
	r.t.Helper()
	k := keyring{asker: a, who: r.joinVerified(name), b: r.browser(0)}
	scope := func(s string) func(url.Values) { return func(v url.Values) { v.Set("scope", s) } }
	first := r.request(a.client, a.secret)
	r.toPush(k.b, first, name)
	r.finish(k.b, k.who.phone)
	_, k.stays = r.redeem(0, first, r.landed(k.b).Get("code"))
	second := r.request(a.client, a.secret, scope("openid push"))
	r.ok(k.b.Open(ctx, second.url))
	_, k.online = r.redeem(0, second, r.landed(k.b).Get("code"))
	k.seat = r.request(a.client, a.secret, scope("openid"))
	r.ok(k.b.Open(ctx, k.seat.url))
	k.code = r.landed(k.b).Get("code")
	k.device = r.asks(k.seat, url.Values{"scope": {"openid"}})
	r.typed(k.b, k.device.User, k.who)
	r.ok(k.b.Click(ctx, "device-allow"))
	a.lets(k.who, true)
	taken := a.begun("login_hint", name)
	r.ok(r.approve(k.who.phone, ""))
	k.byAsk = a.poll(taken).text("access_token")
	k.asked = a.begun("login_hint", name)
	r.ok(r.approve(k.who.phone, ""))
	k.own = a.post("/token", url.Values{"grant_type": {client.GrantClient}, "scope": {"push"}}).text("access_token")
	return k
}

// doors are those that yield or extend a token, or take one, and whether each
// lets somebody through. Looking comes before what uses things up.
func (k keyring) doors() map[string]bool {
	r := k.r
	live := func(token string) bool {
		active, _ := k.post("/introspect", url.Values{"token": {token}}).body["active"].(bool)
		return active
	}
	info := func(token string) bool { return r.api(0, token, "GET", "/userinfo", "").status == http.StatusOK }
	asks := func(token string) bool {
		s := r.api(0, token, "GET", "/api/people/"+k.who.name+"/authenticators", "").status
		return s != http.StatusUnauthorized && s != http.StatusForbidden
	}
	out := map[string]bool{
		"userinfo, signed in": info(k.online.Access), "userinfo, offline": info(k.stays.Access), "userinfo, CIBA": info(k.byAsk),
		"introspection, signed in": live(k.online.Access), "introspection, offline": live(k.stays.Access), "introspection, refresh token": live(k.stays.Refresh),
		"introspection, CIBA": live(k.byAsk), "interface, signed in": asks(k.online.Access), "interface, own": asks(k.own),
	}
	_, code := r.redeem(0, k.seat, k.code)
	_, next := r.token(0, k.seat, url.Values{"grant_type": {"refresh_token"}, "refresh_token": {k.stays.Refresh}})
	out["code"], out["refresh"] = code.Access != "", next.Access != ""
	out["device"], out["CIBA"] = k.device.polls().Access != "", k.poll(k.asked).text("access_token") != ""
	out["client credentials"] = k.post("/token", url.Values{"grant_type": {client.GrantClient}}).text("access_token") != ""
	return out
}

// Every state against every door: what a state of an account, a session, a
// factor or an application must shut is shut at every door, and not at most.
func TestEveryStateAgainstEveryDoor(t *testing.T) {
	own := []string{"interface, own", "client credentials"}
	offline := []string{"userinfo, offline", "introspection, offline", "introspection, refresh token", "refresh"}
	byPhone := []string{"userinfo, CIBA", "introspection, CIBA", "CIBA"}
	all := slices.Concat(own, offline, byPhone, []string{"userinfo, signed in", "introspection, signed in", "interface, signed in", "code", "device"})
	states := []struct {
		name string
		make func(ctx context.Context, r *rig, k keyring) error
		open []string
	}{
		{"active", func(context.Context, *rig, keyring) error { return nil }, all},
		{"disabled", func(ctx context.Context, r *rig, k keyring) error {
			return r.replicas[0].db.People().Disable(ctx, k.who.id, r.clock.Now())
		}, own},
		{"erased", func(ctx context.Context, r *rig, k keyring) error {
			return r.replicas[0].db.People().Erase(ctx, k.who.id, r.clock.Now())
		}, own},
		{"signed out", func(ctx context.Context, r *rig, k keyring) error {
			return r.replicas[0].db.People().SignOut(ctx, k.who.id, r.clock.Now())
		}, slices.Concat(own, offline, byPhone)},
		{"another password", func(_ context.Context, r *rig, k keyring) error { r.setPassword(k.who); return nil }, own},
		{"reported", func(_ context.Context, r *rig, k keyring) error {
			q := r.request(k.client, k.secret, func(v url.Values) { v.Set("prompt", "login") })
			r.toPush(k.b, q, k.who.name)
			r.report(k.who.phone)
			return nil
		}, slices.Concat(own, []string{"userinfo, CIBA", "introspection, CIBA"})},
		{"phone removed", func(ctx context.Context, r *rig, k keyring) error {
			return r.replicas[0].phones.Revoke(ctx, device.ID(k.who.phone.State().DeviceID), "lost")
		}, slices.DeleteFunc(slices.Clone(all), func(d string) bool { return d == "CIBA" })},
		{"application taken back", func(ctx context.Context, r *rig, k keyring) error {
			e := audit.New(ctx, r.clock.Now(), audit.GrantRevoked)
			return r.replicas[0].db.Grants().RevokeApp(ctx, string(k.who.id), k.client.ID, r.clock.Now(), e)
		}, own},
		{"application deleted", func(ctx context.Context, r *rig, k keyring) error {
			return r.replicas[0].clients.Delete(ctx, k.client.ID)
		}, nil},
	}
	onBoth(t, func(t *testing.T, r *rig) {
		a := r.everywhere()
		for i, s := range states {
			k := a.keyringOf("ada" + string(rune('a'+i)))
			r.ok(s.make(t.Context(), r, k))
			got := k.doors()
			for _, door := range slices.Sorted(maps.Keys(got)) {
				if want := slices.Contains(s.open, door); got[door] != want {
					t.Errorf("%s: the door %q is open: %t, want %t", s.name, door, got[door], want)
				}
			}
		}
	})
}
