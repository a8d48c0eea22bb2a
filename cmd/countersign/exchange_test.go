package main

import (
	"encoding/base64"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"countersign/audit"
	"countersign/config"
	"countersign/idp/client"
	"countersign/idp/dpop/dpoptest"
	"countersign/idp/sso"
	"countersign/storage"
)

// What the operator of the tests lets services exchange.
const (
	stockAPI    = "https://stock.example/v1" // reads tokens
	billingAPI  = "https://billing.example"  // asks about them
	otherAPI    = "https://other.example"    // in nobody's line
	accessToken = "urn:ietf:params:oauth:token-type:access_token"
)

// exchanging is a rig with a shop that signs people in, and a service that it
// calls.
type exchanging struct {
	*rig
	ada    member
	shop   request // its client
	orders request // the service
}

func letExchange(c *config.Config) {
	c.OAuth.Resources = config.Resources{{Identifier: stockAPI, Format: config.JWT}, {Identifier: billingAPI, Client: "client_billing"}, {Identifier: otherAPI}}
	c.OAuth.Exchanges = config.Exchanges{
		{Client: "client_orders", Of: []string{"client_shop", "client_machine", "client_gone"}, Resources: []string{stockAPI, billingAPI}, Scopes: []string{"profile", "email"}},
		{Client: "client_one", Of: []string{"client_shop"}, Resources: []string{stockAPI}, Scopes: []string{"openid"}},
		{Client: "client_public", Of: []string{"client_shop"}, Resources: []string{stockAPI}},
		{Client: "client_third", Of: []string{"client_shop"}, Resources: []string{stockAPI}},
		{Client: "client_without", Of: []string{"client_shop"}, Resources: []string{stockAPI}},
	}
}

// exchangeOn runs f where letExchange holds.
func exchangeOn(t *testing.T, f func(t *testing.T, x exchanging)) {
	t.Helper()
	for _, database := range []string{"sqlite", "postgres"} {
		t.Run(database, func(t *testing.T) {
			r := newRig(t, database, 1, letExchange)
			x := exchanging{rig: r, ada: r.join("ada")}
			x.shop, x.orders = x.named("client_shop"), x.named("client_orders", exchanges)
			f(t, x)
		})
	}
}

// exchanges makes a client a service that exchanges tokens.
func exchanges(w *client.Registration) {
	w.Grants = []string{client.GrantCode, client.GrantRefresh, client.GrantExchange}
}

// named is a client whose id the operator's policy knows.
func (x exchanging) named(id client.ID, change ...func(*client.Registration)) request {
	x.t.Helper()
	c, secret := x.client(change...)
	return x.kept(id, c, secret)
}

func (x exchanging) kept(id client.ID, c client.Client, secret string) request {
	x.t.Helper()
	c.ID = id
	x.ok(x.replicas[0].db.Clients().Create(x.t.Context(), c))
	return request{client: c, secret: secret}
}

// signsIn is what an application gets of a sign-in.
func (x exchanging) signsIn(app request, change ...func(url.Values)) tokens {
	x.t.Helper()
	b := x.browser(0)
	q := x.request(app.client, app.secret, change...)
	x.toPush(b, q, x.ada.name)
	x.finish(b, x.ada.phone)
	_, got := x.redeem(0, q, x.landed(b).Get("code"))
	if got.Access == "" {
		x.t.Fatalf("no token: %+v", got)
	}
	return got
}

// exchange asks for a token in exchange; change edits the request.
func (x exchanging) exchange(by request, subject, proof string, change ...func(url.Values)) apiReply {
	x.t.Helper()
	form := url.Values{"grant_type": {client.GrantExchange}, "subject_token": {subject}, "subject_token_type": {accessToken}, "resource": {stockAPI}}
	for _, f := range change {
		f(form)
	}
	basic := base64.StdEncoding.EncodeToString([]byte(string(by.client.ID) + ":" + by.secret))
	return x.carried(0, http.MethodPost, "/token", "Basic", basic, proof, form)
}

func put(name string, values ...string) func(url.Values) {
	return func(v url.Values) { v[name] = values }
}

// active says whether a token of a client counts, and what is told of it.
func (x exchanging) active(of request, token string) (bool, apiReply) {
	x.t.Helper()
	basic := base64.StdEncoding.EncodeToString([]byte(string(of.client.ID) + ":" + of.secret))
	a := x.carried(0, http.MethodPost, "/introspect", "Basic", basic, "", url.Values{"token": {token}})
	return a.body["active"] == true, a
}

func TestExchangedTokenSaysForWhomAndWhoActs(t *testing.T) {
	exchangeOn(t, func(t *testing.T, x exchanging) {
		had := x.signsIn(x.shop)
		id := claims(t, had.ID)
		x.clock.Advance(5 * time.Minute)
		got := x.exchange(x.orders, had.Access, "")
		told := claims(t, got.text("access_token"))
		act, _ := told["act"].(map[string]any)
		if got.status != http.StatusOK || got.text("issued_token_type") != accessToken || got.text("token_type") != "Bearer" ||
			got.body["id_token"] != nil || got.body["refresh_token"] != nil || got.text("scope") != "profile email" {
			t.Fatalf("%d %v", got.status, got.body)
		}
		if left, _ := got.body["expires_in"].(float64); left > float64(had.Expires-300) || left < float64(had.Expires-310) {
			t.Errorf("lives %v, of %d less five minutes", left, had.Expires)
		}
		if told["sub"] != string(x.ada.id) || told["aud"] != stockAPI || told["client_id"] != "client_orders" || act["sub"] != "client_orders" || act["client_id"] != "client_orders" ||
			told["acr"] != id["acr"] || told["auth_time"] != id["auth_time"] || told["amr"] == nil || told["scope"] != "profile email" {
			t.Errorf("says %v, of %v", told, id)
		}
		live, seen := x.active(x.orders, got.text("access_token"))
		acting, _ := seen.body["act"].(map[string]any)
		if !live || acting["client_id"] != "client_orders" || seen.text("sub") != string(x.ada.id) || seen.text("sid") != id["sid"] || seen.text("aud") != stockAPI {
			t.Errorf("introspection: %v", seen.body)
		}
		if _, its := x.active(x.shop, had.Access); its.body["act"] != nil {
			t.Errorf("somebody acts by the first token: %v", its.body)
		}
		if a := x.carried(0, "GET", "/userinfo", "Bearer", got.text("access_token"), "", nil); a.status != http.StatusUnauthorized {
			t.Errorf("good at userinfo: %d", a.status)
		}
		grants := map[string]string{}
		for _, e := range x.recorded(audit.TokensIssued, "client_orders") {
			grants[e.Person] = e.Detail["exchanged"]
		}
		if len(grants) != 1 || grants[string(x.ada.id)] == "" {
			t.Errorf("recorded %v", grants)
		}
	})
}

func TestExchangeTakesWhatThePolicyNames(t *testing.T) {
	exchangeOn(t, func(t *testing.T, x exchanging) {
		had := x.signsIn(x.shop, func(v url.Values) { v.Set("resource", stockAPI) })
		if strings.Count(had.Access, ".") != 2 {
			t.Fatalf("the token cannot be read: %s", had.Access)
		}
		for what, c := range map[string]struct {
			by     request
			change []func(url.Values)
			aud    any
			scope  string
		}{
			"a resource that asks about tokens": {x.orders, []func(url.Values){put("resource", billingAPI)}, billingAPI, "profile email"},
			"an audience":                       {x.orders, []func(url.Values){put("resource"), put("audience", stockAPI)}, stockAPI, "profile email"},
			"both, one of them twice":           {x.orders, []func(url.Values){put("audience", billingAPI, stockAPI)}, []any{stockAPI, billingAPI}, "profile email"},
			"less scope":                        {x.orders, []func(url.Values){put("scope", "email")}, stockAPI, "email"},
			"the type that there is":            {x.orders, []func(url.Values){put("requested_token_type", accessToken)}, stockAPI, "profile email"},
			"the one resource, and openid":      {x.named("client_one", exchanges), []func(url.Values){put("resource")}, stockAPI, "openid"},
		} {
			got := x.exchange(c.by, had.Access, "", c.change...)
			live, told := x.active(c.by, got.text("access_token"))
			aud := told.body["aud"]
			if list, ok := aud.([]any); ok {
				want, _ := c.aud.([]any)
				if len(list) != len(want) || list[0] != want[0] || list[1] != want[1] {
					t.Errorf("%s: for %v", what, aud)
				}
			} else if aud != c.aud {
				t.Errorf("%s: for %v", what, aud)
			}
			if !live || got.body["id_token"] != nil || got.text("scope") != c.scope || told.text("scope") != c.scope {
				t.Errorf("%s: %d %v, %v", what, got.status, got.body, told.body)
			}
		}
		own := x.signsIn(x.orders)
		if got := x.exchange(x.orders, own.Access, ""); got.status != http.StatusOK {
			t.Errorf("its own token: %d %v", got.status, got.body)
		}
	})
}

func TestExchangeIsRefused(t *testing.T) {
	exchangeOn(t, func(t *testing.T, x exchanging) {
		had := x.signsIn(x.shop, put("scope", "openid email offline_access"))
		stranger, machine := x.named("client_stranger"), x.named("client_machine", func(w *client.Registration) {
			w.Grants, w.Scopes, w.RedirectURIs, w.PostLogoutRedirectURIs = []string{client.GrantClient}, []string{client.ScopePush}, nil, nil
		})
		_, itsOwn := x.token(0, machine, url.Values{"grant_type": {client.GrantClient}})
		once := x.exchange(x.orders, had.Access, "").text("access_token")
		public, _ := x.client(func(w *client.Registration) { w.Public = true })
		public.Grants = append(public.Grants, client.GrantExchange)
		third, secret := x.client()
		third.Grants, third.Metadata.ThirdParty = append(third.Grants, client.GrantExchange), true
		noGrant := x.named("client_without")
		noLine := x.named("client_nobody", exchanges)
		gone := x.named("client_gone")
		for what, c := range map[string]struct {
			by      request
			subject string
			change  func(url.Values)
			want    string
		}{
			"without the grant type":         {noGrant, had.Access, nil, "unauthorized_client"},
			"without a line":                 {noLine, had.Access, nil, "unauthorized_client"},
			"a third party with a line":      {x.kept("client_third", third, secret), had.Access, nil, "unauthorized_client"},
			"a client that is not in of":     {x.orders, x.signsIn(stranger).Access, nil, "invalid_request"},
			"a client's in its own name":     {x.orders, itsOwn.Access, nil, "invalid_request"},
			"what was exchanged":             {x.orders, once, nil, "invalid_request"},
			"a refresh token":                {x.orders, had.Refresh, nil, "invalid_request"},
			"an ID token":                    {x.orders, had.ID, nil, "invalid_request"},
			"a changed token":                {x.orders, had.Access[:len(had.Access)-4] + "AAAA", nil, "invalid_request"},
			"no subject":                     {x.orders, "", nil, "invalid_request"},
			"no type":                        {x.orders, had.Access, put("subject_token_type"), "invalid_request"},
			"another type":                   {x.orders, had.Access, put("subject_token_type", "urn:ietf:params:oauth:token-type:jwt"), "invalid_request"},
			"another type asked for":         {x.orders, had.Access, put("requested_token_type", "urn:ietf:params:oauth:token-type:id_token"), "invalid_request"},
			"a refresh token asked for":      {x.orders, had.Access, put("requested_token_type", "urn:ietf:params:oauth:token-type:refresh_token"), "invalid_request"},
			"an actor":                       {x.orders, had.Access, put("actor_token", had.Access), "invalid_request"},
			"the type of an actor":           {x.orders, had.Access, put("actor_token_type", accessToken), "invalid_request"},
			"a resource of nobody's":         {x.orders, had.Access, put("resource", "https://evil.example"), "invalid_target"},
			"a resource of no line":          {x.orders, had.Access, put("resource", otherAPI), "invalid_target"},
			"us":                             {x.orders, had.Access, put("resource", x.issuer), "invalid_target"},
			"one of two resources":           {x.orders, had.Access, put("resource", stockAPI, otherAPI), "invalid_target"},
			"an audience of no line":         {x.orders, had.Access, put("audience", otherAPI), "invalid_target"},
			"none of several":                {x.orders, had.Access, put("resource"), "invalid_target"},
			"a scope that the token has not": {x.orders, had.Access, put("scope", "profile"), "invalid_scope"},
			"a scope that the line has not":  {x.orders, had.Access, put("scope", "openid email"), "invalid_scope"},
			"to stay":                        {x.orders, had.Access, put("scope", "offline_access"), "invalid_scope"},
			"an empty piece of scope":        {x.orders, had.Access, put("scope", "email  email"), "invalid_scope"},
		} {
			if c.change == nil {
				c.change = func(url.Values) {}
			}
			if got := x.exchange(c.by, c.subject, "", c.change); got.text("error") != c.want || got.text("access_token") != "" {
				t.Errorf("%s: %d %v", what, got.status, got.body)
			}
		}
		open := x.kept("client_public", public, "")
		form := url.Values{"grant_type": {client.GrantExchange}, "subject_token": {had.Access}, "subject_token_type": {accessToken}, "client_id": {string(open.client.ID)}}
		res, err := x.http(0).PostForm(x.issuer+"/token", form)
		x.ok(err)
		body, err := io.ReadAll(res.Body)
		x.ok(err, res.Body.Close())
		if !strings.Contains(string(body), "unauthorized_client") {
			t.Errorf("a public client with a line: %s", body)
		}
		its := x.signsIn(gone)
		x.ok(x.replicas[0].clients.Delete(t.Context(), gone.client.ID))
		if got := x.exchange(x.orders, its.Access, ""); got.text("error") != "invalid_request" {
			t.Errorf("a deleted client's: %d %v", got.status, got.body)
		}
		refused := ""
		for _, e := range x.recorded(audit.TokenRefused, "client_orders") {
			refused += e.Reason + "\n"
		}
		for _, why := range []string{"client_stranger", "exchanged itself", "in its own name", "resource is not known", "scope was not granted"} {
			if !strings.Contains(refused, why) {
				t.Errorf("%q is not on record:\n%s", why, refused)
			}
		}
	})
}

// recorded is what the record says of a client.
func (x exchanging) recorded(kind audit.Kind, of string) []audit.Event {
	x.t.Helper()
	found, err := x.replicas[0].db.Events().Find(x.t.Context(), storage.Query{Kind: kind, Limit: 99})
	x.ok(err)
	var out []audit.Event
	for _, l := range found {
		if l.Event.Client == of {
			out = append(out, l.Event)
		}
	}
	return out
}

// What ends the token that was exchanged, or what it rests on, ends what came of
// it at once, and nothing more comes of it.
func TestExchangedTokenEndsWithWhatItCameOf(t *testing.T) {
	for what, end := range map[string]func(x exchanging, had tokens, session string){
		"the grant revoked by its client": func(x exchanging, had tokens, _ string) {
			res, err := x.http(0).PostForm(x.issuer+"/revoke", url.Values{"token": {had.Refresh}, "client_id": {"client_shop"}, "client_secret": {x.shop.secret}})
			x.ok(err)
			x.ok(res.Body.Close())
		},
		"taken back by the person": func(x exchanging, _ tokens, _ string) {
			e := audit.New(x.t.Context(), x.clock.Now(), audit.GrantRevoked)
			x.ok(x.replicas[0].db.Grants().RevokeApp(x.t.Context(), string(x.ada.id), "client_shop", x.clock.Now(), e))
		},
		"the person disabled": func(x exchanging, _ tokens, _ string) {
			x.ok(x.replicas[0].db.People().Disable(x.t.Context(), x.ada.id, x.clock.Now()))
		},
		"the session ended": func(x exchanging, _ tokens, session string) {
			x.ok(x.replicas[0].db.Sessions().End(x.t.Context(), sso.ID(session), x.clock.Now()))
		},
		"the client deleted": func(x exchanging, _ tokens, _ string) {
			x.ok(x.replicas[0].clients.Delete(x.t.Context(), "client_shop"))
		},
		"time": func(x exchanging, had tokens, _ string) { x.clock.Advance(time.Duration(had.Expires) * time.Second) },
	} {
		t.Run(what, func(t *testing.T) {
			exchangeOn(t, func(t *testing.T, x exchanging) {
				scope := "openid email"
				if strings.Contains(what, "revoked") {
					scope += " offline_access"
				}
				had := x.signsIn(x.shop, put("scope", scope))
				x.clock.Advance(time.Minute)
				opaque := x.exchange(x.orders, had.Access, "", put("resource", billingAPI)).text("access_token")
				signed := x.exchange(x.orders, had.Access, "").text("access_token")
				for _, token := range []string{opaque, signed} {
					if live, told := x.active(x.orders, token); !live {
						t.Fatalf("before: %v", told.body)
					}
				}
				session, _ := claims(t, had.ID)["sid"].(string)
				if what == "time" {
					x.clock.Advance(-time.Minute)
				}
				end(x, had, session)
				for _, token := range []string{opaque, signed} {
					if live, told := x.active(x.orders, token); live {
						t.Errorf("it counts still: %v", told.body)
					}
				}
				if got := x.exchange(x.orders, had.Access, ""); got.text("error") != "invalid_request" {
					t.Errorf("it is exchanged: %d %v", got.status, got.body)
				}
			})
		})
	}
}

// Who took a token that is bound to a key cannot make one of it that is not.
func TestBoundTokenIsExchangedByItsKeyAlone(t *testing.T) {
	exchangeOn(t, func(t *testing.T, x exchanging) {
		k, thief := dpoptest.New(t), dpoptest.New(t)
		had := x.signsIn(x.shop)
		proof := func(k *dpoptest.Key) string { return k.Proof("POST", x.issuer+"/token", "", x.clock.Now()) }
		refresh := func() apiReply {
			basic := base64.StdEncoding.EncodeToString([]byte("client_shop:" + x.shop.secret))
			return x.carried(0, "POST", "/token", "Basic", basic, proof(k), url.Values{"grant_type": {"refresh_token"}, "refresh_token": {had.Refresh}})
		}
		k.Hear(refresh().header)
		thief.Nonce = k.Nonce
		bound := refresh().text("access_token")
		for what, p := range map[string]string{"without proof": "", "another key": proof(thief)} {
			if got := x.exchange(x.orders, bound, p); got.text("error") != "invalid_request" {
				t.Errorf("%s: %d %v", what, got.status, got.body)
			}
		}
		for what, subject := range map[string]string{"its own key": bound, "a token that asks for none": had.Access} {
			got := x.exchange(x.orders, subject, proof(k))
			cnf, _ := claims(t, got.text("access_token"))["cnf"].(map[string]any)
			if got.text("token_type") != "DPoP" || cnf["jkt"] != k.JKT() {
				t.Errorf("%s: %d %v", what, got.status, got.body)
			}
		}
	})
}

func TestNothingIsExchangedWithoutPolicy(t *testing.T) {
	for name, adjust := range map[string]func(*config.Config){"with": letExchange, "without": func(*config.Config) {}} {
		r := newRig(t, "sqlite", 1, adjust)
		c, secret := r.client(exchanges)
		_, got := r.token(0, request{client: c, secret: secret}, url.Values{"grant_type": {client.GrantExchange}, "subject_token": {"x"}, "subject_token_type": {accessToken}})
		want := map[string]string{"with": "unauthorized_client", "without": "unsupported_grant_type"}[name]
		metadata := r.api(0, "", "GET", "/.well-known/openid-configuration", "")
		grants, _ := metadata.body["grant_types_supported"].([]any)
		announced := len(grants) > 0 && grants[len(grants)-1] == client.GrantExchange
		if got.Error != want || announced != (name == "with") {
			t.Errorf("%s a policy: %q; announced %v", name, got.Error, grants)
		}
	}
}
