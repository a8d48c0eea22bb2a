package app_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
)

const (
	clientID     = "demo"
	clientSecret = "a client secret: with signs/%"
)

// fakeProvider is an OpenID provider that does right unless one of its knobs
// bends what it sends.
type fakeProvider struct {
	*httptest.Server

	now func() time.Time
	key jose.JSONWebKey

	metadata func(map[string]any)
	answer   func(url.Values) // the authorization response
	claims   func(map[string]any)
	token    func(map[string]any) // the token response
	userInfo func(map[string]any)
	sign     func(payload []byte) string
	broken   http.HandlerFunc // answers in place of the token endpoint

	mu        sync.Mutex
	down      bool
	asked     url.Values            // the last authorization request
	codes     map[string]url.Values // by code
	refreshes int
	logout    url.Values
}

func newProvider(t *testing.T, now func() time.Time) *fakeProvider {
	t.Helper()
	p := &fakeProvider{now: now, key: newKey(t, "k1"), codes: map[string]url.Values{}}
	p.metadata, p.claims, p.token, p.userInfo = keep, keep, keep, keep
	p.answer = func(url.Values) {}
	p.sign = func(payload []byte) string { return signWith(t, jose.ES256, p.key, payload) }
	m := http.NewServeMux()
	m.HandleFunc("/.well-known/openid-configuration", p.serveMetadata)
	m.HandleFunc("/jwks", func(w http.ResponseWriter, _ *http.Request) {
		writeJSON(w, http.StatusOK, jose.JSONWebKeySet{Keys: []jose.JSONWebKey{p.key.Public()}})
	})
	m.HandleFunc("GET /authorize", p.serveAuthorize)
	m.HandleFunc("POST /token", p.serveToken)
	m.HandleFunc("/userinfo", p.serveUserInfo)
	m.HandleFunc("GET /logout", func(w http.ResponseWriter, r *http.Request) {
		p.logout = r.URL.Query()
		http.Redirect(w, r, r.URL.Query().Get("post_logout_redirect_uri"), http.StatusSeeOther)
	})
	p.Server = httptest.NewServer(m)
	t.Cleanup(p.Close)
	return p
}

func keep(map[string]any) {}

func (p *fakeProvider) serveMetadata(w http.ResponseWriter, _ *http.Request) {
	if p.down {
		http.Error(w, "starting", http.StatusServiceUnavailable)
		return
	}
	m := map[string]any{
		"issuer": p.URL, "authorization_endpoint": p.URL + "/authorize", "token_endpoint": p.URL + "/token",
		"userinfo_endpoint": p.URL + "/userinfo", "jwks_uri": p.URL + "/jwks", "end_session_endpoint": p.URL + "/logout",
		"id_token_signing_alg_values_supported":          []string{"ES256"},
		"acr_values_supported":                           []string{"urn:countersign:acr:1", "urn:countersign:acr:2"},
		"authorization_response_iss_parameter_supported": true,
	}
	p.metadata(m)
	writeJSON(w, http.StatusOK, m)
}

func (p *fakeProvider) serveAuthorize(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.asked = r.URL.Query()
	code := rand.Text()
	p.codes[code] = p.asked
	answer := url.Values{"code": {code}, "state": {p.asked.Get("state")}, "iss": {p.URL}}
	p.answer(answer)
	http.Redirect(w, r, p.asked.Get("redirect_uri")+"?"+answer.Encode(), http.StatusSeeOther)
}

// serveToken is as strict as a provider should be, so that a sign-in that
// works proves code, PKCE and client authentication.
func (p *fakeProvider) serveToken(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.broken != nil {
		p.broken(w, r)
		return
	}
	id, secret, _ := r.BasicAuth()
	if id != clientID || secret != url.QueryEscape(clientSecret) {
		writeJSON(w, http.StatusUnauthorized, map[string]string{"error": "invalid_client"})
		return
	}
	var asked url.Values
	switch r.PostFormValue("grant_type") {
	case "authorization_code":
		var ok bool
		asked, ok = p.codes[r.PostFormValue("code")]
		delete(p.codes, r.PostFormValue("code"))
		sum := sha256.Sum256([]byte(r.PostFormValue("code_verifier")))
		challenge := base64.RawURLEncoding.EncodeToString(sum[:])
		if !ok || asked.Get("code_challenge_method") != "S256" || asked.Get("code_challenge") != challenge ||
			r.PostFormValue("redirect_uri") != asked.Get("redirect_uri") {
			writeJSON(w, http.StatusBadRequest, map[string]string{"error": "invalid_grant", "error_description": "no such code"})
			return
		}
	case "refresh_token":
		if r.PostFormValue("refresh_token") != p.refreshToken() {
			writeJSON(w, http.StatusBadRequest, map[string]string{"error": "invalid_grant"})
			return
		}
		p.refreshes++
	}
	p.writeTokens(w, asked)
}

func (p *fakeProvider) refreshToken() string { return "refresh-token-" + string(rune('a'+p.refreshes)) }

func (p *fakeProvider) writeTokens(w http.ResponseWriter, asked url.Values) {
	access := "access-token-" + rand.Text()
	sum := sha256.Sum256([]byte(access))
	claims := map[string]any{
		"iss": p.URL, "sub": "ada", "aud": clientID, "exp": p.now().Add(time.Hour).Unix(), "iat": p.now().Unix(),
		"auth_time": p.now().Unix(), "at_hash": base64.RawURLEncoding.EncodeToString(sum[:16]),
		"amr": []string{"pwd", "swk", "mca", "user", "mfa"}, "acr": "urn:countersign:acr:2", "name": "Ada <b>Lovelace</b>",
	}
	if asked.Has("nonce") {
		claims["nonce"] = asked.Get("nonce")
	}
	p.claims(claims)
	payload, _ := json.Marshal(claims)
	res := map[string]any{
		"access_token": access, "token_type": "Bearer", "expires_in": 900,
		"refresh_token": p.refreshToken(), "id_token": p.sign(payload),
	}
	p.token(res)
	writeJSON(w, http.StatusOK, res)
}

func (p *fakeProvider) serveUserInfo(w http.ResponseWriter, r *http.Request) {
	info := map[string]any{"sub": "ada", "email": "ada@example.org"}
	p.userInfo(info)
	writeJSON(w, http.StatusOK, info)
}

func writeJSON(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v)
}

func newKey(t *testing.T, id string) jose.JSONWebKey {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return jose.JSONWebKey{Key: key, KeyID: id, Algorithm: "ES256", Use: "sig"}
}

func signWith(t *testing.T, alg jose.SignatureAlgorithm, key any, payload []byte) string {
	t.Helper()
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: alg, Key: key}, (&jose.SignerOptions{}).WithType("JWT"))
	if err != nil {
		t.Fatal(err)
	}
	jws, err := signer.Sign(payload)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := jws.CompactSerialize()
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// set makes a knob that sets claims or parameters; nil takes one away.
func set(changes map[string]any) func(map[string]any) {
	return func(m map[string]any) {
		maps.Copy(m, changes)
		maps.DeleteFunc(m, func(_ string, v any) bool { return v == nil })
	}
}
