package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"countersign/config"
	"countersign/idp/client"
	"countersign/idp/clientauth"
	"countersign/idp/dpop/dpoptest"
)

// bank is an application as FAPI 2.0 wants one, and a deployment in that profile.
type bank struct {
	*rig
	client.Client
	ec  *ecdsa.PrivateKey
	rsa *rsa.PrivateKey
}

func newBank(t *testing.T) *bank {
	t.Helper()
	b := &bank{rig: newRig(t, "sqlite", 1, func(c *config.Config) { c.OAuth.Profile = config.FAPI2 })}
	var err error
	b.ec, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	b.ok(err)
	b.rsa, err = rsa.GenerateKey(rand.Reader, 2048)
	b.ok(err)
	keys, err := json.Marshal(jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: b.ec.Public(), KeyID: "ec"}, {Key: b.rsa.Public(), KeyID: "rsa"}}})
	b.ok(err)
	b.Client, _ = b.client(func(w *client.Registration) {
		w.Method, w.Metadata.JWKS = client.PrivateKeyJWT, keys
		w.RedirectURIs, w.PostLogoutRedirectURIs = []string{"https://bank.example/cb"}, nil
		w.Grants, w.Scopes = append(w.Grants, client.GrantClient), append(w.Scopes, client.ScopePush)
	})
	return b
}

// early is a client of before the profile was switched on.
func (b *bank) early(change func(*client.Registration)) (client.Client, string) {
	b.t.Helper()
	before, err := client.NewRegistry(b.replicas[0].db.Clients(), nil, b.clock.Now)
	b.ok(err)
	w := client.Registration{Name: "Early", RedirectURIs: []string{b.callback}, Grants: []string{client.GrantCode, client.GrantRefresh}}
	change(&w)
	c, secret, err := before.Create(b.t.Context(), w)
	b.ok(err)
	return c, secret
}

// assertion is a good one by alg, but for what change does.
func (b *bank) assertion(alg string, change map[string]any) string {
	b.t.Helper()
	now := b.clock.Now()
	claims := map[string]any{
		"iss": b.ID, "sub": b.ID, "aud": b.issuer, "jti": rand.Text(), "iat": now.Unix(), "exp": now.Add(time.Minute).Unix(),
	}
	for k, v := range change {
		claims[k] = v
	}
	var key any = b.ec
	if alg != "ES256" {
		key = b.rsa
	}
	return signed(jose.SigningKey{Algorithm: jose.SignatureAlgorithm(alg), Key: key}, nil, claims)
}

// asks posts a form with an assertion, and with a proof of k if there is one.
func (b *bank) asks(path, assertion string, form url.Values, k *dpoptest.Key) (int, map[string]any) {
	b.t.Helper()
	if assertion != "" {
		form.Set("client_assertion", assertion)
		form.Set("client_assertion_type", clientauth.AssertionType)
	}
	post, err := http.NewRequestWithContext(b.t.Context(), http.MethodPost, b.issuer+path, strings.NewReader(form.Encode()))
	b.ok(err)
	post.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if k != nil {
		post.Header.Set("DPoP", k.Proof("POST", b.issuer+path, "", b.clock.Now()))
	}
	res, err := b.http(0).Do(post)
	b.ok(err)
	defer res.Body.Close()
	if k != nil {
		k.Hear(res.Header)
	}
	text, err := io.ReadAll(res.Body)
	b.ok(err)
	var out map[string]any
	b.ok(json.Unmarshal(text, &out))
	return res.StatusCode, out
}

// TestFAPIProfileHoldsRequirementByRequirement walks FAPI 2.0 Security Profile
// section 5.3.2, as far as one request shows it. What takes TLS is in
// TestOldTLSIsNotSpoken, tokens that are used without their key in idp/op.
func TestFAPIProfileHoldsRequirementByRequirement(t *testing.T) {
	b := newBank(t)
	secretive, secret := b.early(func(*client.Registration) {})
	public, _ := b.early(func(w *client.Registration) { w.Method = client.None })
	res, err := b.http(0).Get(b.issuer + "/.well-known/openid-configuration")
	b.ok(err)
	defer res.Body.Close()
	if metadata, err := io.ReadAll(res.Body); err != nil || strings.Contains(string(metadata), "RS256") || strings.Contains(string(metadata), "client_secret_") {
		t.Errorf("the metadata names what is refused: %s, %v", metadata, err)
	}
	own := func() url.Values { return url.Values{"grant_type": {client.GrantClient}} }
	key := dpoptest.New(t)
	b.asks("/token", b.assertion("ES256", nil), own(), key) // hears the nonce
	for name, c := range map[string]struct {
		assertion string
		form      url.Values
		key       *dpoptest.Key
		status    int
		code      string
	}{
		"private_key_jwt and DPoP":              {b.assertion("ES256", nil), own(), key, 200, ""},
		"PS256":                                 {b.assertion("PS256", nil), own(), key, 200, ""},
		"5.4.1: no RS256":                       {b.assertion("RS256", nil), own(), key, 401, "invalid_client"},
		"5.3.2.1-4: no bearer tokens":           {b.assertion("ES256", nil), own(), nil, 400, "invalid_request"},
		"5.3.2.1-8: aud is no endpoint":         {b.assertion("ES256", map[string]any{"aud": b.issuer + "/token"}), own(), key, 401, "invalid_client"},
		"5.3.2.1-8: aud is no array":            {b.assertion("ES256", map[string]any{"aud": []string{b.issuer}}), own(), key, 401, "invalid_client"},
		"exp is near":                           {b.assertion("ES256", map[string]any{"exp": b.clock.Now().Add(time.Hour).Unix()}), own(), key, 401, "invalid_client"},
		"5.3.2.1-6: no secrets, even right":     {"", url.Values{"grant_type": {client.GrantRefresh}, "refresh_token": {"x"}, "client_id": {string(secretive.ID)}, "client_secret": {secret}}, key, 401, "invalid_client"},
		"5.3.2.1-3: no public clients":          {"", url.Values{"grant_type": {client.GrantCode}, "code": {"x"}, "redirect_uri": {"x"}, "client_id": {string(public.ID)}}, key, 401, "invalid_client"},
		"5.3.2.1-2: no passwords of people":     {b.assertion("ES256", nil), url.Values{"grant_type": {"password"}, "username": {"a"}, "password": {"b"}}, key, 400, "unsupported_grant_type"},
		"an assertion of the past is an attack": {b.assertion("ES256", map[string]any{"exp": b.clock.Now().Add(-5 * time.Minute).Unix()}), own(), key, 401, "invalid_client"},
	} {
		t.Run(name, func(t *testing.T) {
			status, got := b.asks("/token", c.assertion, c.form, c.key)
			if status != c.status || c.code != "" && got["error"] != c.code || c.code == "" && got["token_type"] != "DPoP" {
				t.Errorf("%d %v, want %d %s", status, got, c.status, c.code)
			}
		})
	}
}

// TestFAPIProfileTakesRequestsThatWerePushedAlone walks section 5.3.2.2.
func TestFAPIProfileTakesRequestsThatWerePushedAlone(t *testing.T) {
	b := newBank(t)
	ask := func(change func(url.Values)) url.Values {
		v := url.Values{
			"response_type": {"code"}, "redirect_uri": {b.RedirectURIs[0]}, "scope": {"openid"}, "client_id": {string(b.ID)},
			"code_challenge": {"E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"}, "code_challenge_method": {"S256"},
		}
		change(v)
		return v
	}
	for name, c := range map[string]struct {
		change func(url.Values)
		status int
	}{
		"nothing":                  {func(url.Values) {}, http.StatusCreated},
		"5.3.2.2-5: no PKCE":       {func(v url.Values) { v.Del("code_challenge"); v.Del("code_challenge_method") }, http.StatusBadRequest},
		"5.3.2.2-5: plain":         {func(v url.Values) { v.Set("code_challenge_method", "plain") }, http.StatusBadRequest},
		"5.3.2.2-2: not code":      {func(v url.Values) { v.Set("response_type", "code id_token") }, http.StatusBadRequest},
		"5.3.2.2-6: no return":     {func(v url.Values) { v.Del("redirect_uri") }, http.StatusBadRequest},
		"another redirect URI":     {func(v url.Values) { v.Set("redirect_uri", "https://bank.example/other") }, http.StatusBadRequest},
		"a handle within a handle": {func(v url.Values) { v.Set("request_uri", "urn:x") }, http.StatusBadRequest},
	} {
		t.Run(name, func(t *testing.T) {
			status, got := b.asks("/par", b.assertion("ES256", nil), ask(c.change), nil)
			if status != c.status || (status == http.StatusCreated) != (got["request_uri"] != nil) {
				t.Errorf("%d %v, want %d", status, got, c.status)
			}
		})
	}
	if status, got := b.asks("/par", "", ask(func(url.Values) {}), nil); status != http.StatusUnauthorized {
		t.Errorf("5.3.2.2-4, without authentication: %d %v", status, got)
	}
	res, err := b.http(0).Get(b.issuer + "/authorize?" + ask(func(url.Values) {}).Encode())
	b.ok(err)
	defer res.Body.Close()
	if to := res.Header.Get("Location"); !strings.Contains(to, "error=invalid_request") || !strings.Contains(to, "iss="+url.QueryEscape(b.issuer)) {
		t.Errorf("5.3.2.2-3, a request that was not pushed: %d %s", res.StatusCode, to)
	}
}

func TestApplicationsThatTheProfileShutsOutAreNamedAtStart(t *testing.T) {
	b := newBank(t)
	weak, _ := b.early(func(*client.Registration) {})
	if err := b.replicas[0].warnOfProfile(t.Context()); err != nil {
		t.Fatal(err)
	}
	log := b.log.String()
	if !strings.Contains(log, "the FAPI profile refuses this application") || !strings.Contains(log, string(weak.ID)) || strings.Contains(log, string(b.ID)+`","error`) {
		t.Errorf("the log says\n%s", log)
	}
	b.replicas[0].conf.OAuth.Profile = ""
	before := len(b.log.String())
	if err := b.replicas[0].warnOfProfile(t.Context()); err != nil || len(b.log.String()) != before {
		t.Errorf("without the profile somebody is named, %v", err)
	}
}
