//go:build parties

package main

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"os/exec"
	"strings"
	"testing"
	"time"

	"countersign/cmd/demo/browser"
	"countersign/idp/client"
)

// keycloak is a running one that sends people to Countersign.
type keycloak struct {
	r     *rig
	url   string
	realm string // the address of the realm
	admin string // an administrator's token
}

// keycloakVersion is that of .ci/parties.sh.
const keycloakVersion = "26.4.5"

// startKeycloak starts one with the recipe of docs/integrating.md, for people
// who may sign in with a password alone where nobody asks for more.
func startKeycloak(t *testing.T) *keycloak {
	t.Helper()
	r := newRig(t, "sqlite", 1, passwordAlone, callsLoopback)
	r.today()
	address, err := freeAddress()
	r.ok(err)
	_, port, _ := strings.Cut(address, ":")
	k := &keycloak{r: r, url: "http://" + address, realm: "http://" + address + "/realms/northwind"}
	program := exec.CommandContext(t.Context(), parties(t, "keycloak-"+keycloakVersion+"/bin/kc.sh"), "start", "--optimized", "--cache=local", // #nosec G204 -- fetched by .ci/parties.sh
		"--http-enabled=true", "--http-host=127.0.0.1", "--http-port="+port, "--hostname="+k.url)
	program.Env = append(program.Environ(), "KC_BOOTSTRAP_ADMIN_USERNAME=admin", "KC_BOOTSTRAP_ADMIN_PASSWORD=of-this-test-alone")
	r.running(t, program, address, 8*time.Minute)
	var got tokens
	k.post(k.url+"/realms/master/protocol/openid-connect/token", "application/x-www-form-urlencoded", url.Values{
		"grant_type": {"password"}, "client_id": {"admin-cli"}, "username": {"admin"}, "password": {"of-this-test-alone"},
	}.Encode(), &got)
	k.admin = got.Access
	k.configure(t)
	return k
}

// configure makes the realm, its application and what the recipe says.
func (k *keycloak) configure(t *testing.T) {
	t.Helper()
	c, secret := k.r.client(func(w *client.Registration) {
		w.Name, w.Grants, w.Scopes = "Northwind", []string{client.GrantCode}, []string{"openid", "profile", "email"}
		w.RedirectURIs = []string{k.realm + "/broker/countersign/endpoint"}
		w.PostLogoutRedirectURIs = []string{k.realm + "/broker/countersign/endpoint/logout_response"}
		w.Metadata.BackchannelLogoutURI, w.Metadata.BackchannelLogoutSession = k.realm+"/protocol/openid-connect/logout/backchannel-logout", true
	})
	admin := k.url + "/admin/realms"
	k.tell(admin, `{"realm": "northwind", "enabled": true, "sslRequired": "none"}`)
	k.tell(admin+"/northwind/identity-provider/instances",
		recipe(t, "Keycloak as a broker in front", "https://id.example.com", k.r.issuer, "client_...", string(c.ID), "cs_...", secret))
	k.tell(admin+"/northwind/identity-provider/instances/countersign/mappers", recipe(t, "Keycloak, what Countersign says"))
	k.tell(admin+"/northwind/clients", `{"clientId": "payroll", "publicClient": true, "redirectUris": ["`+k.r.app.URL+`/*"], "attributes": {"post.logout.redirect.uris": "+"},
		"protocolMappers": [`+recipe(t, "Keycloak, in its own tokens")+`]}`)
}

// tell posts what an administrator says.
func (k *keycloak) tell(address, body string) {
	k.r.t.Helper()
	k.post(address, "application/json", body, nil)
}

func (k *keycloak) post(address, kind, body string, answer any) {
	k.r.t.Helper()
	post, err := http.NewRequestWithContext(k.r.t.Context(), http.MethodPost, address, bytes.NewReader([]byte(body)))
	k.r.ok(err)
	post.Header.Set("Content-Type", kind)
	if k.admin != "" {
		post.Header.Set("Authorization", "Bearer "+k.admin)
	}
	res, err := http.DefaultClient.Do(post)
	k.r.ok(err)
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	k.r.ok(err)
	if res.StatusCode >= 300 {
		k.r.t.Fatalf("%s: %d %s", address, res.StatusCode, text)
	}
	if answer != nil {
		k.r.ok(json.Unmarshal(text, answer))
	}
}

// payroll is a request of the application to Keycloak, which has it go to
// Countersign at once and ask for two factors.
func (k *keycloak) payroll() string { return k.request("kc_idp_hint", "countersign") }

// request is one with a parameter more.
func (k *keycloak) request(name, value string) string {
	return k.realm + "/protocol/openid-connect/auth?" + url.Values{
		"response_type": {"code"}, "client_id": {"payroll"}, "redirect_uri": {k.r.callback}, "scope": {"openid"}, "state": {"s"},
		"acr_values": {"urn:countersign:acr:2"}, name: {value},
	}.Encode()
}

// signsIn gives what the application gets of Keycloak once who showed both
// factors to Countersign.
func (k *keycloak) signsIn(b *browser.Tab, who member) tokens {
	k.r.t.Helper()
	k.r.visits(b, k.payroll(), who.name)
	k.r.finish(b, who.phone)
	var got tokens
	k.post(k.realm+"/protocol/openid-connect/token", "application/x-www-form-urlencoded", url.Values{
		"grant_type": {"authorization_code"}, "client_id": {"payroll"}, "code": {k.r.landed(b).Get("code")}, "redirect_uri": {k.r.callback},
	}.Encode(), &got)
	return got
}

// isOut fails the test where Keycloak still knows b.
func (k *keycloak) isOut(t *testing.T, b *browser.Tab) {
	t.Helper()
	k.r.ok(b.Open(t.Context(), k.request("prompt", "none")))
	if got := k.r.landed(b); got.Get("error") != "login_required" || got.Has("code") {
		t.Errorf("Keycloak answers %v", got)
	}
}

// keepsOut fails the test unless b shows a page of Keycloak that says why.
func (k *keycloak) keepsOut(t *testing.T, b *browser.Tab, why string) {
	t.Helper()
	if !strings.HasPrefix(b.URL(), k.realm) || !strings.Contains(b.PageText(), why) {
		t.Errorf("the browser is at %s:\n%s", b.URL(), b.PageText())
	}
	k.isOut(t, b)
}

func TestKeycloakByItsRecipe(t *testing.T) {
	k := startKeycloak(t)
	ctx := t.Context()
	t.Run("signs people in and out", func(t *testing.T) {
		b, ada := browser.New(browser.Options{}), k.r.join("ada")
		got := k.signsIn(b, ada)
		said := claims(t, got.ID)
		for name, want := range map[string]any{
			"iss": k.realm, "preferred_username": "ada", "name": "Ada Okafor", "email": "ada@northwind.example", "countersign_acr": "urn:countersign:acr:2",
		} {
			if said[name] != want {
				t.Errorf("%s is %v, want %v", name, said[name], want)
			}
		}
		k.r.ok(b.Open(ctx, k.realm+"/protocol/openid-connect/logout?id_token_hint="+got.ID+"&post_logout_redirect_uri="+url.QueryEscape(k.r.app.URL+"/out")))
		if b.URL() != k.r.app.URL+"/out" {
			t.Errorf("after sign-out the browser is at %s:\n%s", b.URL(), b.PageText())
		}
		k.isOut(t, b)
		k.r.ok(b.Open(ctx, k.payroll()))
		if !b.Has("password") {
			t.Errorf("Countersign did not end its session:\n%s", b.PageText())
		}
	})
	t.Run("hears of a sign-out elsewhere", func(t *testing.T) {
		b, bob := browser.New(browser.Options{}), k.r.join("bob")
		k.signsIn(b, bob)
		k.r.ok(b.Open(ctx, k.r.issuer+"/logout"), b.Click(ctx, "sign-out"), k.r.replicas[0].courier.Once(ctx))
		k.isOut(t, b)
	})
	t.Run("keeps a password alone out", func(t *testing.T) {
		k.keepsOut(t, k.r.tampering(t, k.payroll(), k.r.join("carla")), "does not match the configured essential claim")
	})
	t.Run("keeps a request that was denied out", func(t *testing.T) {
		k.keepsOut(t, k.r.givesUp(k.payroll(), k.r.join("dora")), "Access denied when authenticating with Countersign")
	})
}
