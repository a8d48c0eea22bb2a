package main

import (
	"crypto/rand"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"countersign/config"
	"countersign/idp/client"
	"countersign/idp/clientauth"
)

// trap is a service of our own network. It lets nobody in, and counts who came.
type trap struct {
	net.Listener
	came atomic.Int32
}

func newTrap(t *testing.T) *trap {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	x := &trap{Listener: l}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			x.came.Add(1) // before the caller learns anything
			_ = c.Close()
		}
	}()
	return x
}

// inward are the addresses that applications choose and this server goes to:
// each makes it go there.
func inward(a attacker, ada member) map[string]func(address string) {
	ctx, house := a.t.Context(), a.replicas[0]
	open := func(path string) attackAnswer { return a.do(attackRequest{method: http.MethodGet, path: path}) }
	return map[string]func(address string){
		"jwks_uri": func(address string) {
			c, _ := a.client(func(w *client.Registration) {
				w.Method, w.Metadata.JWKSURI = client.PrivateKeyJWT, address
			})
			now := a.clock.Now().Unix()
			text := signed(jose.SigningKey{Algorithm: jose.PS256, Key: must(suiteKey())}, nil, map[string]any{
				"iss": c.ID, "sub": c.ID, "aud": a.issuer, "jti": rand.Text(), "iat": now, "exp": now + 60,
			})
			form := url.Values{"grant_type": {client.GrantRefresh}, "refresh_token": {"x"}, "client_assertion_type": {clientauth.AssertionType}, "client_assertion": {text}}
			a.do(attackRequest{method: http.MethodPost, path: "/token", kind: attackForm, body: form.Encode()})
		},
		"request_uri": func(address string) {
			c, secret := a.client(func(w *client.Registration) { w.Metadata.RequestURIs = []string{address} })
			open(strings.TrimPrefix(a.request(c, secret, set("request_uri", address)).url, a.issuer))
		},
		"sector_identifier_uri": func(address string) {
			body := `{"client_name":"App","redirect_uris":["https://app.example/cb"],"subject_type":"pairwise","sector_identifier_uri":"` + address + `"}`
			a.do(attackRequest{method: http.MethodPost, path: "/register", kind: "application/json", body: body})
		},
		"logo_uri": func(address string) {
			a.client(func(w *client.Registration) { w.Metadata.LogoURI = address })
			a.ok(house.logos.Collect(ctx))
		},
		"notification endpoint": func(address string) {
			asks := a.asker(func(w *client.Registration) {
				w.Metadata.CIBADelivery, w.Metadata.CIBAEndpoint = client.CIBAPing, address
			})
			asks.lets(ada, true)
			asks.begun("client_notification_token", notifyToken)
			a.ok(a.approve(ada.phone, ""))
			a.tellAll()
		},
		"backchannel_logout_uri": func(address string) {
			c, secret := a.client(func(w *client.Registration) { w.Metadata.BackchannelLogoutURI = address })
			b := a.browser(0)
			got := a.signsIn(b, a.request(c, secret), ada)
			a.ok(b.Open(ctx, a.issuer+"/logout?id_token_hint="+got.ID), house.courier.Once(ctx))
		},
	}
}

// An address of an application is judged when it is dialled, after its name
// was resolved: a name that leads inwards, now or the second time, leads
// nowhere, whatever it is an address of.
func TestNoAddressOfAnApplicationLeadsIntoOurOwnNetwork(t *testing.T) {
	refusals := func(log string) int {
		return strings.Count(log, "address is not public") + strings.Count(log, "a client did not take its notification")
	}
	x := newTrap(t)
	_, port, err := net.SplitHostPort(x.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	a := attacker{newRig(t, "sqlite", 1, manyTries, func(c *config.Config) { c.OAuth.Registration, c.OAuth.RequestURI = "open", true })}
	ada := a.joinVerified("ada")
	for what, follow := range inward(a, ada) {
		for _, host := range []string{"localhost", "127.0.0.1", "[::ffff:127.0.0.1]"} {
			before := refusals(a.log.String())
			follow("https://" + host + ":" + port + "/" + rand.Text())
			a.clock.Advance(time.Minute)
			if refusals(a.log.String()) == before {
				t.Errorf("%s at %s: nobody went there, or the log does not say why it failed", what, host)
			}
			if n := x.came.Swap(0); n != 0 {
				t.Errorf("%s at %s: it was called %d times", what, host, n)
			}
		}
	}
}
