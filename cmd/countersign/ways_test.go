package main

import (
	crypto "crypto/rand"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/go-jose/go-jose/v4"

	"countersign/cmd/demo/browser"
	byname "countersign/idp/claims"
	"countersign/idp/client"
)

// wayward is an application that asks for the same in many ways, for somebody
// who has signed in.
type wayward struct {
	*rig
	b      *browser.Tab
	client client.Client
	secret string
	key    signer
}

// ways are those in which a request may come: each makes of its parameters what
// the browser brings.
func (w wayward) ways() map[string]func(v url.Values) url.Values {
	signed := func(v url.Values) url.Values {
		now := w.clock.Now().Unix()
		members := map[string]any{"iss": string(w.client.ID), "aud": w.issuer, "iat": now, "nbf": now, "exp": now + 60, "jti": crypto.Text()}
		for name := range v {
			members[name] = v.Get(name)
		}
		return url.Values{"client_id": {string(w.client.ID)}, "request": {w.key.sign(members)}}
	}
	pushed := func(v url.Values) url.Values {
		w.t.Helper()
		basic := base64.StdEncoding.EncodeToString([]byte(string(w.client.ID) + ":" + w.secret))
		got := w.carried(0, http.MethodPost, "/par", "Basic", basic, "", v)
		if got.status != http.StatusCreated {
			w.t.Fatalf("pushed: %d %v", got.status, got.body)
		}
		return url.Values{"client_id": {string(w.client.ID)}, "request_uri": {got.text("request_uri")}}
	}
	return map[string]func(v url.Values) url.Values{
		"plain": func(v url.Values) url.Values { return v }, "signed": signed, "pushed": pushed,
		"pushed, signed": func(v url.Values) url.Values { return pushed(signed(v)) },
	}
}

// told is what the application learns in one of the ways: by the ID token and by
// userinfo. Beside what counts, somebody asked for everything in the browser.
func (w wayward) told(name string, ask func(url.Values)) map[string]map[string]any {
	w.t.Helper()
	q := w.request(w.client, w.secret, ask)
	u, err := url.Parse(q.url)
	w.ok(err)
	brings := w.ways()[name](u.Query())
	if name != "plain" {
		brings.Set("scope", "openid profile email offline_access")
		brings.Set("claims", `{"userinfo":{"email":null,"name":null},"id_token":{"email":null,"name":null}}`)
	}
	w.ok(w.b.Open(w.t.Context(), w.issuer+"/authorize?"+brings.Encode()))
	landed := w.landed(w.b)
	if landed.Get("error") != "" {
		return map[string]map[string]any{"error": {"is": landed.Get("error")}}
	}
	_, got := w.redeem(0, q, landed.Get("code"))
	if got.Access == "" {
		w.t.Fatalf("%s: %v, %+v", name, landed, got)
	}
	id := claims(w.t, got.ID)
	for _, n := range []string{"iat", "exp", "at_hash", "c_hash", "s_hash", "jti"} {
		delete(id, n)
	}
	return map[string]map[string]any{"id_token": id, "userinfo": w.carried(0, http.MethodGet, "/userinfo", "Bearer", got.Access, "", nil).body, "scope": {"is": got.Scope}}
}

// Tokens say the same in whatever way they were asked for, on both databases: no
// more than the scopes and the claims that were asked for where it counts, of
// those that the client may have.
func TestTokensSayTheSameInWhateverWayTheyWereAskedFor(t *testing.T) {
	onBoth(t, func(t *testing.T, r *rig) {
		ada, key := r.join("ada"), newSigner(t, jose.ES256)
		c, secret := r.client(func(w *client.Registration) { w.Scopes, w.Metadata.JWKS = []string{"openid", "email"}, key.set(t) })
		w := wayward{r, r.browser(0), c, secret, key}
		r.signsIn(w.b, r.request(c, secret, func(v url.Values) { v.Set("scope", "openid") }), ada)
		for seed := range uint64(10) {
			dice := rand.New(rand.NewPCG(seed, 1)) //nolint:gosec // the same each time
			some := func(of ...string) []string {
				return slices.DeleteFunc(of, func(string) bool { return dice.IntN(2) == 0 })
			}
			scope := append([]string{"openid"}, some("profile", "email")...)
			names := map[string]map[string]any{"userinfo": {}, "id_token": {}}
			for _, where := range []string{"userinfo", "id_token"} {
				for _, n := range some("name", "email", "email_verified", "locale", "acr") {
					names[where][n] = nil
				}
			}
			wish, err := json.Marshal(names)
			r.ok(err)
			age := []string{"0", "3600", "86400"}[dice.IntN(3)]
			ask := func(v url.Values) {
				v.Set("scope", strings.Join(scope, " "))
				v.Set("claims", string(wish))
				v.Set("nonce", fmt.Sprint("n", seed))
				v.Set("prompt", "none")
				v.Set("max_age", age)
			}
			want := w.told("plain", ask)
			for _, name := range slices.Sorted(maps.Keys(w.ways())) {
				if got := w.told(name, ask); fmt.Sprint(got) != fmt.Sprint(want) {
					t.Errorf("%d, %s: scope %v, claims %s:\n%v\nplain: %v", seed, name, scope, wish, got, want)
				}
			}
			for where, said := range want {
				for n := range said {
					of, personal := byname.Scopes()[n]
					_, byName := names[where][n]
					if personal && (of != "email" || !byName && !slices.Contains(scope, of)) {
						t.Errorf("%d: scope %v, claims %s: %s says %s", seed, scope, wish, where, n)
					}
				}
			}
		}
	})
}
