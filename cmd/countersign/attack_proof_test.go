package main

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"countersign/audit"
	"countersign/cmd/phone/authenticator"
	"countersign/factors/wire"
	"countersign/factors/wire/wiretest"
)

// proofRow is one call of the device API that is refused.
type proofRow struct {
	name   string
	q      attackRequest
	status int
	word   string // the error in the answer
}

// stranger is a phone with a key that is enrolled nowhere.
func (a attacker) stranger(like *authenticator.Phone) *authenticator.Phone {
	a.t.Helper()
	state := like.State()
	key, err := authenticator.NewPrivateKey(wire.ES256)
	a.ok(err)
	state.Private = key
	p, err := authenticator.Restore(state, authenticator.Options{HTTP: a.http(0)})
	a.ok(err)
	return p
}

func TestAttack25ProofForSomethingElseIsRefused(t *testing.T) {
	attackBoth(t, func(t *testing.T, a attacker) {
		ada := a.join("ada")
		w := a.waits(ada, nil)
		db := a.database()
		before := a.contents(db)
		for _, row := range a.proofRows(w) {
			t.Run(row.name, func(t *testing.T) {
				a := a.in(t)
				got := a.do(row.q)
				if got.status != row.status || !strings.Contains(got.body, `"error":"`+row.word+`"`) {
					t.Errorf("%d %s, want %d %s", got.status, got.body, row.status, row.word)
				}
				if got.status == http.StatusUnauthorized && !strings.Contains(got.header.Get("WWW-Authenticate"), row.word) {
					t.Errorf("WWW-Authenticate %q", got.header.Get("WWW-Authenticate"))
				}
			})
		}
		a.unchanged(db, before)
		a.finish(w.tab, w.phone)
	})
}

func (a attacker) proofRows(w waiting) []proofRow {
	a.t.Helper()
	decision := attackRequest{method: http.MethodPost, path: wire.PathDecision(w.asked.ID), kind: wire.MediaJWT, body: w.sign()}
	under := func(proofs ...string) attackRequest {
		q := decision
		q.header = http.Header{"DPoP": proofs}
		return q
	}
	but := func(name string, change func(*wire.Proof)) proofRow {
		return proofRow{name, under(a.proof(w.phone, decision, change)), 401, "invalid_dpop_proof"}
	}
	url := func(to string) func(*wire.Proof) { return func(p *wire.Proof) { p.URL = to } }
	good := a.proof(w.phone, decision)
	here := a.issuer + decision.path
	swapped := under(good)
	swapped.body = wiretest.Forge(a.stranger(w.phone).State().Private.Signer(), w.header(), w.claims())
	return []proofRow{
		{"no proof", under(), 401, "invalid_dpop_proof"},
		{"two proofs", under(good, good), 401, "invalid_dpop_proof"},
		{"two proofs in one header", under(good + ", " + good), 401, "invalid_dpop_proof"},
		{"another key", under(a.proof(a.stranger(w.phone), decision)), 401, "invalid_dpop_proof"},
		{"the decision as its proof", under(decision.body), 401, "invalid_dpop_proof"},
		{"cut", under(good[:len(good)-4]), 401, "invalid_dpop_proof"},
		but("another method", func(p *wire.Proof) { p.Method = http.MethodGet }),
		but("method in small letters", func(p *wire.Proof) { p.Method = "post" }),
		but("no jti", func(p *wire.Proof) { p.ID = "" }),
		but("a jti without end", func(p *wire.Proof) { p.ID = strings.Repeat("x", 257) }),
		but("another path", url(a.issuer+wire.PathChallenges)),
		but("another challenge", url(a.issuer+wire.PathDecision("chl_AAAAAAAAAAAAAAAAAAAAAA"))),
		but("another host", url("http://evil.example"+decision.path)),
		but("another scheme", url(strings.Replace(here, "http:", "https:", 1))),
		but("the address of the replica", url("http://"+a.replicas[0].address+decision.path)),
		but("path alone", url(decision.path)),
		but("slash at the end", url(here+"/")),
		but("a query", url(here+"?a=b")),
		but("a fragment", url(here+"#x")),
		{"no nonce", under(a.proof(w.phone, decision, func(p *wire.Proof) { p.Nonce = "" })), 401, "use_dpop_nonce"},
		{"a made-up nonce", under(a.proof(w.phone, decision, func(p *wire.Proof) { p.Nonce = "AAAAAAAAAAAAAAAAAAAAAA" })), 401, "use_dpop_nonce"},
		{"body swapped under a valid proof", swapped, 403, "refused"},
	}
}

func TestAttack25NonceOfYesterdayIsRefused(t *testing.T) {
	attackBoth(t, func(t *testing.T, a attacker) {
		ada := a.join("ada")
		status := attackRequest{method: http.MethodGet, path: wire.PathDevice}
		old := a.proved(ada.phone, status)
		if got := a.do(old); got.status != http.StatusOK {
			t.Fatalf("%d %s", got.status, got.body)
		}
		a.clock.Advance(24 * time.Hour)
		if got := a.do(old); got.status != http.StatusUnauthorized || !strings.Contains(got.body, "use_dpop_nonce") {
			t.Errorf("%d %s", got.status, got.body)
		}
		if got := a.do(a.proved(ada.phone, status)); got.status != http.StatusOK {
			t.Errorf("with the new one: %d %s", got.status, got.body)
		}
	})
}

func TestAttack25HostileHostAndForwardedHeadersChangeNothing(t *testing.T) {
	attackBoth(t, func(t *testing.T, a attacker) {
		ada := a.join("ada")
		q := attackRequest{method: http.MethodGet, path: wire.PathChallenges}
		evil := func(p *wire.Proof) { p.URL = "https://evil.example" + q.path }
		forwarded := http.Header{
			"X-Forwarded-Host": {"evil.example"}, "X-Forwarded-Proto": {"https"}, "X-Forwarded-For": {"203.0.113.9"},
			"Forwarded": {"host=evil.example;proto=https;for=203.0.113.9"}, "X-Original-Url": {"/evil"}, "X-Rewrite-Url": {"/evil"},
		}
		for name, c := range map[string]struct {
			host   string
			proof  string
			status int
		}{
			"a Host of the attacker's":               {"evil.example", a.proof(ada.phone, q), 421},
			"a Host of the attacker's, proof for it": {"evil.example", a.proof(ada.phone, q, evil), 421},
			"forwarded, proof for the attacker":      {"", a.proof(ada.phone, q, evil), 401},
			"forwarded, proof for us":                {"", a.proof(ada.phone, q), 200},
		} {
			bad := q
			bad.host, bad.header = c.host, forwarded.Clone()
			bad.header["DPoP"] = []string{c.proof}
			if got := a.do(bad); got.status != c.status {
				t.Errorf("%s: %d %s, want %d", name, got.status, got.body, c.status)
			}
		}
		// The address on record is the caller's, whatever he writes.
		a.do(attackRequest{method: http.MethodPost, path: wire.PathRegister, kind: wire.MediaJSON, header: forwarded, body: `{"code":"x","reg":"y"}`})
		if found := a.recorded(audit.EnrolmentRefused); len(found) != 1 || found[0].Address != "127.0.0.1" {
			t.Errorf("on record %+v", found)
		}
	})
}

func TestAttack26TokenIsNoDeviceObjectAndTheOtherWayRound(t *testing.T) {
	attackBoth(t, func(t *testing.T, a attacker) {
		ada := a.join("ada")
		known, got := a.signedIn(ada, a.browser(0))
		w := a.waits(ada, nil)
		db := a.database()
		before := a.contents(db)
		decision := w.sign()
		proof := a.proof(ada.phone, attackRequest{method: http.MethodGet, path: "/userinfo"})
		for name, token := range map[string]string{
			"ID token": got.ID, "access token": got.Access, "refresh token": got.Refresh, "challenge": w.asked.Compact(), "proof": proof,
		} {
			if answer := a.decide(ada.phone, w.asked.ID, token); answer.status != 403 || answer.body != attackRefused {
				t.Errorf("%s as a decision: %d %s", name, answer.status, answer.body)
			}
			if answer := a.register("x", token); answer.status != 403 || answer.body != attackRefused {
				t.Errorf("%s as a registration: %d %s", name, answer.status, answer.body)
			}
			act := attackRequest{method: http.MethodPost, path: wire.PathDevice, kind: wire.MediaJWT, body: token}
			if answer := a.do(a.proved(ada.phone, act)); answer.status != 403 || answer.body != attackRefused {
				t.Errorf("%s as an act: %d %s", name, answer.status, answer.body)
			}
			if name == "proof" {
				continue
			}
			act.header = http.Header{"DPoP": {token}}
			if answer := a.do(act); answer.status != http.StatusUnauthorized {
				t.Errorf("%s as a proof: %d %s", name, answer.status, answer.body)
			}
		}
		for name, object := range map[string]string{"challenge": w.asked.Compact(), "decision": decision, "proof": proof, "ID token": got.ID} {
			a.isNoToken(name, object, known, object == got.ID)
		}
		a.unchanged(db, before)
	})
}

// isNoToken tries a signed object wherever applications show tokens.
func (a attacker) isNoToken(name, object string, w waiting, isHint bool) {
	a.t.Helper()
	bearer := a.do(attackRequest{method: http.MethodGet, path: "/userinfo", header: http.Header{"Authorization": {"Bearer " + object}}})
	if bearer.status != http.StatusUnauthorized {
		a.t.Errorf("%s as an access token: %d %s", name, bearer.status, bearer.body)
	}
	for grant, field := range map[string]string{"authorization_code": "code", "refresh_token": "refresh_token"} {
		status, got := a.token(0, w.request, map[string][]string{
			"grant_type": {grant}, field: {object}, "redirect_uri": {a.callback}, "code_verifier": {w.verifier},
		})
		if status != http.StatusBadRequest || got.Error != "invalid_grant" {
			a.t.Errorf("%s as a %s: %d %s", name, field, status, got.Error)
		}
	}
	if isHint {
		return
	}
	q := a.request(w.client, w.secret)
	hint := a.do(attackRequest{method: http.MethodGet, path: strings.TrimPrefix(q.url, a.issuer) + "&id_token_hint=" + object})
	if to := hint.header.Get("Location"); hint.status != http.StatusSeeOther || !strings.Contains(to, "error=invalid_request") {
		a.t.Errorf("%s as a hint: %d to %s", name, hint.status, to)
	}
}

// Everything is right but for the name: claims, key and signature.
func TestAttack26ObjectUnderTheNameOfAnotherIsRefused(t *testing.T) {
	attackBoth(t, func(t *testing.T, a attacker) {
		w := a.waits(a.join("ada"), nil)
		_, link := a.invited("eve")
		signer := w.phone.State().Private.Signer()
		db := a.database()
		before := a.contents(db)
		key, err := authenticator.NewPrivateKey(wire.ES256)
		a.ok(err)
		fresh, err := key.Public()
		a.ok(err)
		own, err := w.phone.State().Private.Public()
		a.ok(err)
		embeds := func(typ string, k wire.Key) string {
			return edited(map[string]any{"typ": typ, "alg": "ES256", "jwk": k}, nil)
		}
		status := attackRequest{method: http.MethodGet, path: wire.PathDevice}
		proof := decodedPart(strings.Split(a.proof(w.phone, status), ".")[1])
		status.header = http.Header{"DPoP": {wiretest.Forge(signer, embeds("cs-register+jwt", own), proof)}}
		if got := a.do(status); got.status != http.StatusUnauthorized || !strings.Contains(got.body, "invalid_dpop_proof") {
			t.Errorf("a proof called a registration: %d %s", got.status, got.body)
		}
		a.refuses(a.register(link.Code, wiretest.Forge(key.Signer(), embeds("dpop+jwt", fresh), a.registration(link.Code))), http.StatusForbidden)
		act := attackRequest{method: http.MethodPost, path: wire.PathDevice, kind: wire.MediaJWT}
		act.body = wiretest.Forge(signer, w.header(), edited(map[string]any{
			"iss": w.asked.Device, "aud": a.issuer, "sub": w.asked.Account, "nonce": a.nonce(), "jti": "act_1", "act": "remove",
		}, nil))
		a.refuses(a.do(a.proved(w.phone, act)), http.StatusForbidden)
		a.unchanged(db, before)
	})
}
