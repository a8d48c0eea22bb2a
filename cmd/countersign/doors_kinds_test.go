package main

import (
	"encoding/base64"
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"

	"countersign/config"
	"countersign/idp/ciba"
	"countersign/idp/client"
	"countersign/idp/clientauth"
)

// kinds are one of each thing that this server makes and an application, or
// whoever reads along, can send back. None of them is used up yet.
func (k keyring) kinds() map[string]string {
	r, a := k.r, attacker{k.r}
	at, err := url.Parse(r.request(k.client, k.secret).url)
	r.ok(err)
	var pushed struct {
		URI string `json:"request_uri"`
	}
	r.ok(json.Unmarshal([]byte(k.form("/par", at.Query())), &pushed))
	r.ok(k.b.Open(r.t.Context(), r.request(k.client, k.secret, func(v url.Values) { v.Set("response_mode", "jwt") }).url))
	var registered struct {
		ID    string `json:"client_id"`
		Token string `json:"registration_access_token"`
	}
	r.ok(json.Unmarshal([]byte(a.do(attackRequest{
		method: http.MethodPost, path: "/register", kind: "application/json", body: `{"client_name":"App","redirect_uris":["https://app.example/cb"]}`,
	}).body), &registered))
	return map[string]string{
		"code": k.code, "access token": k.online.Access, "own access token": k.own, "refresh token": k.stays.Refresh, "ID token": k.stays.ID,
		"device code": k.device.Device, "user code": k.device.User, "auth_req_id": k.asked, "request_uri": pushed.URI,
		"signed answer": r.landed(k.b).Get("response"), "registration token": registered.Token, "client " + registered.ID: registered.ID,
		"signed userinfo":      a.do(attackRequest{method: http.MethodGet, path: "/userinfo", header: http.Header{"Authorization": {"Bearer " + k.online.Access}}}).body,
		"signed introspection": k.form("/introspect", url.Values{"token": {k.online.Access}}, "Accept", "application/token-introspection+jwt"),
	}
}

// form is the answer to a form of the application, as text.
func (k keyring) form(path string, v url.Values, header ...string) string {
	h := http.Header{"Authorization": {"Basic " + base64.StdEncoding.EncodeToString([]byte(string(k.client.ID)+":"+k.secret))}}
	for i := 0; i < len(header); i += 2 {
		h.Set(header[i], header[i+1])
	}
	return attacker{k.r}.do(attackRequest{method: http.MethodPost, path: path, kind: "application/x-www-form-urlencoded", body: v.Encode(), header: h}).body
}

// takers are the endpoints that take such a thing, and the kinds that are
// theirs; each says whether it took one.
func (k keyring) takers(registered string) map[string]taker {
	r, a := k.r, attacker{k.r}
	bearer := func(path string, method string) func(string) bool {
		return func(text string) bool {
			q := attackRequest{method: method, path: path, header: http.Header{"Authorization": {"Bearer " + text}}}
			if method == http.MethodPost {
				q.kind, q.body = "application/json", `{"client_name":"App","redirect_uris":["https://app.example/cb"]}`
			}
			return a.do(q).status < http.StatusBadRequest
		}
	}
	token := func(grant, name string) func(string) bool {
		return func(text string) bool {
			_, got := r.token(0, k.seat, url.Values{"grant_type": {grant}, name: {text}, "redirect_uri": {r.callback}, "code_verifier": {k.seat.verifier}})
			return got.Access != ""
		}
	}
	authorize := func(name, wrong string) func(string) bool {
		return func(text string) bool {
			b := r.browser(0)
			r.ok(b.Open(r.t.Context(), r.request(k.client, k.secret, func(v url.Values) { v.Set("prompt", "none"); v.Set(name, text) }).url))
			return r.landed(b).Get("error") != wrong
		}
	}
	pushed := func(text string) bool {
		b := r.browser(0)
		r.ok(b.Open(r.t.Context(), r.issuer+"/authorize?"+url.Values{"client_id": {string(k.client.ID)}, "redirect_uri": {r.callback}, "request_uri": {text}}.Encode()))
		return strings.Contains(b.URL(), "/login/") // else the application is told that it is none
	}
	return map[string]taker{
		"userinfo":         {bearer("/userinfo", http.MethodGet), []string{"access token"}},
		"interface":        {bearer("/api/people/"+k.who.name+"/authenticators", http.MethodGet), []string{"access token", "own access token"}},
		"registration":     {bearer("/register", http.MethodPost), nil},
		"looking after it": {bearer("/register/"+registered, http.MethodGet), []string{"registration token"}},
		"code":             {token(client.GrantCode, "code"), []string{"code"}},
		"refresh":          {token(client.GrantRefresh, "refresh_token"), []string{"refresh token"}},
		"device":           {token(client.GrantDevice, "device_code"), []string{"device code"}},
		"CIBA":             {token(client.GrantCIBA, "auth_req_id"), []string{"auth_req_id"}},
		"ID token hint":    {authorize("id_token_hint", "invalid_request"), []string{"ID token"}},
		"request object":   {authorize("request", "invalid_request_object"), nil},
		"pushed request":   {pushed, []string{"request_uri"}},
		"whom CIBA asks": {func(text string) bool {
			return k.begin("login_hint", "", "id_token_hint", text).status == http.StatusOK
		}, []string{"ID token"}},
		"CIBA's own hint": {func(text string) bool {
			return k.begin("login_hint", "", "login_hint_token", text).status == http.StatusOK
		}, nil},
		"CIBA's own object": {func(text string) bool {
			return k.post(ciba.Path, url.Values{"request": {text}}).status == http.StatusOK
		}, nil},
		"introspection": {func(text string) bool {
			active, _ := k.post("/introspect", url.Values{"token": {text}}).body["active"].(bool)
			return active
		}, []string{"access token", "own access token", "refresh token"}},
		"client assertion": {func(text string) bool {
			v := url.Values{"grant_type": {client.GrantClient}, "client_assertion_type": {clientauth.AssertionType}, "client_assertion": {text}}
			return a.do(attackRequest{method: http.MethodPost, path: "/token", kind: "application/x-www-form-urlencoded", body: v.Encode()}).status < http.StatusBadRequest
		}, nil},
	}
}

type taker struct {
	take func(text string) bool
	own  []string
}

// Every token and JWS kind at every endpoint that takes one: only its own is
// accepted, and whatever was tried before used nothing up.
func TestEveryKindOfTokenIsTakenByItsOwnEndpointsAlone(t *testing.T) {
	for _, format := range []string{"", "jwt"} {
		t.Run("access tokens "+format, func(t *testing.T) {
			r := newRig(t, "sqlite", 1, manyTries, func(c *config.Config) { c.OAuth.Registration = "open" })
			k := r.everywhere(func(w *client.Registration) {
				w.Metadata.AccessTokenFormat, w.Metadata.UserInfoAlg = format, "ES256"
			}).keyringOf("ada")
			kinds := k.kinds()
			var registered string
			for name := range kinds {
				if id, ok := strings.CutPrefix(name, "client "); ok {
					registered = id
					delete(kinds, name)
				}
			}
			takers := k.takers(registered)
			for _, own := range []bool{false, true} { // its own kinds last, as they are used up
				for _, at := range slices.Sorted(maps.Keys(takers)) {
					for _, kind := range slices.Sorted(maps.Keys(kinds)) {
						if slices.Contains(takers[at].own, kind) != own {
							continue
						}
						if kinds[kind] == "" {
							t.Fatalf("there is no %s", kind)
						}
						if took := takers[at].take(kinds[kind]); took != own {
							t.Errorf("%s: takes a %s: %t, want %t", at, kind, took, own)
						}
					}
				}
				if !own {
					for kind, text := range kinds {
						if !slices.Contains([]string{"access token", "own access token", "refresh token"}, kind) {
							k.form("/revoke", url.Values{"token": {text}})
						}
					}
				}
			}
			k.nowhereElse(kinds)
		})
	}
}

// nowhereElse looks for secrets in what this server wrote: its log, and its
// database, the record in it, as it lies on the disk. A request_uri is none: the
// browser's address has it, and a sign-in that began with it names it.
func (k keyring) nowhereElse(kinds map[string]string) {
	file := strings.TrimPrefix(k.r.replicas[0].conf.DatabaseURL.Reveal(), "sqlite:")
	written := map[string]string{"log": k.r.log.String()}
	for _, name := range []string{file, file + "-wal"} {
		text, err := os.ReadFile(name)
		k.r.ok(err)
		written[name] = string(text)
	}
	if !strings.Contains(written[file]+written[file+"-wal"], string(k.client.ID)) {
		k.r.t.Fatal("this is not the database")
	}
	for where, text := range written {
		for kind, secret := range kinds {
			if kind != "request_uri" && strings.Contains(text, secret) {
				k.r.t.Errorf("the %s holds a %s", where, kind)
			}
		}
	}
}
