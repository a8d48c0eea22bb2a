package main

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"countersign/config"
	"countersign/factors"
	"countersign/idp/ciba"
	"countersign/idp/client"
)

// signer is a key of a client.
type signer struct {
	alg jose.SignatureAlgorithm
	key crypto.Signer
}

func newSigner(t *testing.T, alg jose.SignatureAlgorithm) signer {
	t.Helper()
	var key crypto.Signer
	var err error
	if alg == jose.ES256 {
		key, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	} else {
		key, err = rsa.GenerateKey(rand.Reader, 2048)
	}
	if err != nil {
		t.Fatal(err)
	}
	return signer{alg, key}
}

func (s signer) set(t *testing.T) json.RawMessage {
	t.Helper()
	text, err := json.Marshal(jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: s.key.Public(), KeyID: "k1", Use: "sig"}}})
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func (s signer) sign(members map[string]any) string {
	return signed(jose.SigningKey{Algorithm: s.alg, Key: jose.JSONWebKey{Key: s.key, KeyID: "k1"}}, nil, members)
}

// signedWish is what a signed request of a says; change edits it.
func (a asker) signedWish(change ...any) map[string]any {
	now := a.r.clock.Now().Unix()
	out := map[string]any{
		"iss": string(a.client.ID), "aud": a.r.issuer, "iat": now, "nbf": now, "exp": now + 300, "jti": rand.Text(),
		"scope": "openid", "login_hint": "ada", "binding_message": "W4SCT",
	}
	for i := 0; i < len(change); i += 2 {
		name, _ := change[i].(string)
		if out[name] = change[i+1]; change[i+1] == nil {
			delete(out, name)
		}
	}
	return out
}

// The modules fapi-ciba-id1-ensure-request-object-* by what they change.
func TestSignedRequestsAreTakenOnceAndByTheLetter(t *testing.T) {
	r := newRig(t, "sqlite", 1)
	ada, key := r.joinVerified("ada"), newSigner(t, jose.PS256)
	a := r.asker(func(w *client.Registration) { w.Metadata.JWKS, w.Metadata.CIBAAlg = key.set(t), "PS256" })
	a.lets(ada, true)
	send := func(request string, more ...string) apiReply {
		form := url.Values{"request": {request}}
		for i := 0; i < len(more); i += 2 {
			form.Set(more[i], more[i+1])
		}
		return a.post(ciba.Path, form)
	}
	now := r.clock.Now()
	at := func(d time.Duration) int64 { return now.Add(d).Unix() }
	for name, change := range map[string][]any{
		"bad-aud": {"aud", "https://other.example"}, "missing-aud": {"aud", nil}, "bad-iss": {"iss", "other"}, "missing-iss": {"iss", nil},
		"missing-exp": {"exp", nil}, "expired-exp": {"exp", at(-5 * time.Minute), "nbf", at(-10 * time.Minute)},
		"exp-is-70-minutes-in-future": {"exp", at(70 * time.Minute)}, "missing-iat": {"iat", nil}, "missing-jti": {"jti", nil},
		"missing-nbf": {"nbf", nil}, "nbf-is-10-minutes-in-future": {"nbf", at(10 * time.Minute), "exp", at(15 * time.Minute)},
		"nbf-is-70-minutes-in-past":       {"nbf", at(-70 * time.Minute), "exp", at(-11 * time.Minute)},
		"nbf-is-70-minutes-in-past, long": {"nbf", at(-70 * time.Minute), "exp", at(5 * time.Minute)},
		"multiple-hints":                  {"id_token_hint", "x.y.z"}, "a request in it": {"request", "x.y.z"},
	} {
		t.Run(name, func(t *testing.T) {
			send(key.sign(a.signedWish(change...))).says(t, http.StatusBadRequest, "invalid_request")
		})
	}
	t.Run("signature-algorithm-is-rs256", func(t *testing.T) {
		rs := signer{jose.RS256, key.key}
		send(rs.sign(a.signedWish())).says(t, http.StatusBadRequest, "invalid_request")
	})
	t.Run("signature-algorithm-is-none", func(t *testing.T) {
		send("eyJhbGciOiJub25lIn0.e30.").says(t, http.StatusBadRequest, "invalid_request")
	})
	t.Run("signed-by-other-client", func(t *testing.T) {
		send(newSigner(t, jose.PS256).sign(a.signedWish())).says(t, http.StatusBadRequest, "invalid_request")
	})
	t.Run("without-request", func(t *testing.T) { a.begin().says(t, http.StatusBadRequest, "invalid_request") })
	t.Run("a parameter beside it", func(t *testing.T) {
		send(key.sign(a.signedWish()), "binding_message", "OTHER").says(t, http.StatusBadRequest, "invalid_request")
	})
	t.Run("requested-expiry-as-string, once", func(t *testing.T) {
		request := key.sign(a.signedWish("requested_expiry", "90", "aud", []string{r.issuer}))
		if got := send(request); got.status != http.StatusOK || got.body["expires_in"] != float64(90) {
			t.Errorf("got %d %v", got.status, got.body)
		}
		send(request).says(t, http.StatusBadRequest, "invalid_request")
	})
	t.Run("requested_expiry as a number", func(t *testing.T) {
		r.clock.Advance(time.Hour)
		now = r.clock.Now()
		if got := send(key.sign(a.signedWish("requested_expiry", 60))); got.status != http.StatusOK || got.body["expires_in"] != float64(60) {
			t.Errorf("got %d %v", got.status, got.body)
		}
	})
}

func TestClientNamesThePersonInATokenThatItSigned(t *testing.T) {
	r := newRig(t, "sqlite", 1)
	ada, key := r.joinVerified("ada"), newSigner(t, jose.ES256)
	a := r.asker(func(w *client.Registration) { w.Metadata.JWKS = key.set(t) })
	a.lets(ada, true)
	name := func(id any, change ...any) string {
		return key.sign(a.signedWish(append([]any{"scope", nil, "login_hint", nil, "binding_message", nil, "sub_id", id}, change...)...))
	}
	for _, id := range []map[string]any{
		{"format": "iss_sub", "iss": r.issuer, "sub": string(ada.id)}, {"format": "opaque", "id": "ada"},
	} {
		a.begun("login_hint", "", "login_hint_token", name(id))
		r.clock.Advance(time.Hour)
	}
	good := map[string]any{"format": "opaque", "id": "ada"}
	for say, c := range map[string]struct{ token, code string }{
		"expired":          {name(good, "exp", r.clock.Now().Add(-time.Minute).Unix(), "nbf", r.clock.Now().Add(-time.Hour).Unix()), "expired_login_hint_token"},
		"for another":      {name(good, "aud", "https://other.example"), "invalid_request"},
		"of another":       {name(good, "iss", "other"), "invalid_request"},
		"nobody named":     {name(nil), "invalid_request"},
		"another format":   {name(map[string]any{"format": "phone_number", "phone_number": "+1"}), "invalid_request"},
		"another issuer":   {name(map[string]any{"format": "iss_sub", "iss": "https://other.example", "sub": string(ada.id)}), "invalid_request"},
		"no such person":   {name(map[string]any{"format": "opaque", "id": "nobody"}), "unknown_user_id"},
		"unproved address": {name(map[string]any{"format": "email", "email": "ada@northwind.example"}), "unknown_user_id"},
		"another key":      {newSigner(t, jose.ES256).sign(a.signedWish("sub_id", good)), "invalid_request"},
	} {
		t.Run(say, func(t *testing.T) {
			a.begin("login_hint", "", "login_hint_token", c.token).says(t, http.StatusBadRequest, c.code)
		})
	}
}

// FAPI-CIBA section 5.2.2. fapi-ciba-id1-ensure-backchannel-authorization-request-without-request-fails,
// fapi-ciba-id1-ensure-request-object-signature-algorithm-is-RS256-fails.
func TestFAPIProfileWantsSignedRequestsThatSayWhatTheyAreAbout(t *testing.T) {
	r := newRig(t, "sqlite", 1, callsLoopback)
	ada, key := r.joinVerified("ada"), newSigner(t, jose.PS256)
	r.replicas[0].asking.FAPI = true
	send := func(a asker, k signer, change ...any) apiReply {
		return a.post(ciba.Path, url.Values{"request": {k.sign(a.signedWish(change...))}})
	}
	plain := r.asker()
	plain.lets(ada, true)
	plain.begin().says(t, http.StatusBadRequest, "invalid_request")
	a := r.asker(func(w *client.Registration) { w.Metadata.JWKS, w.Metadata.CIBAAlg = key.set(t), "PS256" })
	a.lets(ada, true)
	send(a, key, "binding_message", nil).says(t, http.StatusBadRequest, "invalid_binding_message")
	if got := send(a, key); got.status != http.StatusOK {
		t.Errorf("got %d %v", got.status, got.body)
	}
	weak := signer{jose.RS256, key.key}
	old := r.asker(func(w *client.Registration) { w.Metadata.JWKS, w.Metadata.CIBAAlg = weak.set(t), "RS256" })
	old.lets(ada, true)
	send(old, weak).says(t, http.StatusBadRequest, "invalid_request")
	pushed := r.hears(newEar(t), client.CIBAPush, func(w *client.Registration) { w.Metadata.JWKS, w.Metadata.CIBAAlg = key.set(t), "PS256" })
	pushed.lets(ada, true)
	send(pushed, key, "client_notification_token", notifyToken).says(t, http.StatusBadRequest, "unauthorized_client")
}

// An approval may be worth less than a client asks for, where the operator lets
// phones approve that do not verify who holds them.
func TestApprovalThatIsWorthLessThanAskedGivesNoTokens(t *testing.T) {
	r := newRig(t, "sqlite", 1, func(c *config.Config) { c.OAuth.CIBAUnverified = true })
	ada, a := r.join("ada"), r.asker()
	a.lets(ada, true)
	id := a.begun("acr_values", string(factors.TwoFactors))
	r.ok(r.approve(ada.phone, ""))
	a.poll(id).says(t, http.StatusBadRequest, "access_denied")
	id = a.begun()
	r.ok(r.approve(ada.phone, ""))
	got := a.poll(id)
	if token := claims(t, got.text("id_token")); token["acr"] != string(factors.OneFactor) || !slices.Equal(amrOf(t, got.text("id_token")), []string{"swk", "mca", "user"}) {
		t.Errorf("ID token %v", token)
	}
}
