package push_test

import (
	"crypto"
	"encoding/base64"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"countersign/audit"
	"countersign/factors"
	"countersign/factors/push"
	"countersign/factors/webauthn/webauthntest"
	"countersign/factors/wire"
	"countersign/factors/wire/wiretest"
	"countersign/storage"
)

// platform is the authenticator of a browser at the issuer.
func platform() *webauthntest.Authenticator { return webauthntest.New("id.example.com", issuer) }

// enrolVerified gives account a device with a WebAuthn credential.
func (h *house) enrolVerified(t testing.TB, name string, a *webauthntest.Authenticator) phone {
	t.Helper()
	return h.enrolWith(t, alice, name, func(r *wire.Register) {
		r.UV = &wire.RegisterUV{WebAuthn: a.Register(wire.RegistrationDigest(r.CodeHash, jktOf(t, name)))}
	})
}

// enrolSecond gives account a device with a second key.
func (h *house) enrolSecond(t testing.TB, name string) (phone, crypto.Signer) {
	t.Helper()
	second := wiretest.PrivateKey(t, wire.ES256, name+" uv")
	public, err := wire.NewKey(second.Public())
	if err != nil {
		t.Fatal(err)
	}
	p := h.enrolWith(t, alice, name, func(r *wire.Register) {
		proof, err := wire.Sign(second, wire.TypeRegisterUV, wire.RegisterProof{Hash: b64u(wire.RegistrationDigest(r.CodeHash, jktOf(t, name)))})
		if err != nil {
			t.Fatal(err)
		}
		r.UV = &wire.RegisterUV{JWK: &public, Proof: proof}
	})
	return p, second
}

func jktOf(t testing.TB, name string) string {
	t.Helper()
	return thumbprint(t, wiretest.PrivateKey(t, wire.ES256, string(alice)+name))
}

func b64u(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

func digestOf(d wire.Decision) []byte { return wire.DecisionDigest(d.CHash, d.Decision, d.Match) }

// signedBy is a cs-uv+jwt.
func signedBy(t testing.TB, key crypto.Signer, typ wire.Type, digest []byte, how wire.Gesture) *wire.DecisionUV {
	t.Helper()
	jws, err := wire.Sign(key, typ, wire.UVProof{Hash: b64u(digest), How: how})
	if err != nil {
		t.Fatal(err)
	}
	return &wire.DecisionUV{JWS: jws}
}

func finishOf(t testing.TB, h *house, p phone, c push.Challenge, d wire.Decision) factors.Outcome {
	t.Helper()
	if _, err := h.send(p, c.ID, sign(t, p, d)); err != nil {
		t.Fatal(err)
	}
	outcome, err := h.Finish(t.Context(), c.ID, "flw_a")
	if err != nil {
		t.Fatal(err)
	}
	return outcome
}

func TestVerifiedApprovalCountsAsTwoFactorsInOne(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		a := platform()
		p := h.enrolVerified(t, "one", a)
		q := request("flw_a")
		q.Mode = factors.MatchNum6
		c, err := h.Open(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		if _, claims := h.read(t, p, c.ID); claims.UV != wire.UVRequired {
			t.Errorf("uv %s", claims.UV)
		}
		d := h.decision(t, p, c.ID, wire.Approve, c.Number.Reveal())
		d.UV = &wire.DecisionUV{WebAuthn: a.Assert(digestOf(d))}
		outcome := finishOf(t, h, p, c, d)
		if !outcome.Verified || outcome.Protection != factors.PossessedKey || outcome.Attested {
			t.Errorf("outcome %+v", outcome)
		}
		if got := factors.Assess([]factors.Outcome{{Kind: factors.Password, At: outcome.At}, outcome}); got.Strongest() != factors.OutOfBand {
			t.Errorf("with a password it is %s", got.Strongest())
		}
	})
}

func TestSecondKeyWithoutAttestationProvesNothingMore(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p, second := h.enrolSecond(t, "one")
		c := h.open(t, "flw_a")
		d := h.decision(t, p, c.ID, wire.Approve, c.Number.Reveal())
		d.UV = signedBy(t, second, wire.TypeUV, digestOf(d), wire.GestureFace)
		outcome := finishOf(t, h, p, c, d)
		if outcome.Verified || outcome.Protection != factors.SoftwareKey || outcome.Gesture != "" {
			t.Errorf("outcome %+v", outcome)
		}
	})
}

func TestApprovalWithoutTheRightUserVerificationIsRefused(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		a, copied := platform(), platform()
		p := h.enrolVerified(t, "web", a)
		native, second := h.enrolSecond(t, "native")
		c := h.open(t, "flw_a")
		number := c.Number.Reveal()
		lying := func(change func(*webauthntest.Authenticator), digest []byte) *wire.DecisionUV {
			liar := *a
			change(&liar)
			return &wire.DecisionUV{WebAuthn: liar.Assert(digest)}
		}
		for name, scene := range map[string]struct {
			p  phone
			uv func(d wire.Decision) *wire.DecisionUV
		}{
			"none": {p, func(wire.Decision) *wire.DecisionUV { return nil }},
			"of another number": {p, func(d wire.Decision) *wire.DecisionUV {
				return lying(func(*webauthntest.Authenticator) {}, wire.DecisionDigest(d.CHash, d.Decision, wrong(c)))
			}},
			"of a denial": {p, func(d wire.Decision) *wire.DecisionUV {
				return lying(func(*webauthntest.Authenticator) {}, wire.DecisionDigest(d.CHash, wire.Deny, d.Match))
			}},
			"of another challenge": {p, func(d wire.Decision) *wire.DecisionUV {
				return lying(func(*webauthntest.Authenticator) {}, wire.DecisionDigest(wire.CHash("x"), d.Decision, d.Match))
			}},
			"by another credential": {p, func(d wire.Decision) *wire.DecisionUV {
				return &wire.DecisionUV{WebAuthn: copied.Assert(digestOf(d))}
			}},
			"nobody was verified": {p, func(d wire.Decision) *wire.DecisionUV {
				return lying(func(a *webauthntest.Authenticator) { a.UserVerified = false }, digestOf(d))
			}},
			"at another origin": {p, func(d wire.Decision) *wire.DecisionUV {
				return lying(func(a *webauthntest.Authenticator) { a.Origin = "https://id.example.com.evil.example" }, digestOf(d))
			}},
			"of the parent's RP": {p, func(d wire.Decision) *wire.DecisionUV {
				return lying(func(a *webauthntest.Authenticator) { a.RPID = "example.com" }, digestOf(d))
			}},
			"in a frame": {p, func(d wire.Decision) *wire.DecisionUV {
				return lying(func(a *webauthntest.Authenticator) { a.CrossOrigin = true }, digestOf(d))
			}},
			"synced all at once": {p, func(d wire.Decision) *wire.DecisionUV {
				return lying(func(a *webauthntest.Authenticator) { a.BackupEligible = true }, digestOf(d))
			}},
			"of the other kind": {p, func(d wire.Decision) *wire.DecisionUV {
				return signedBy(t, second, wire.TypeUV, digestOf(d), wire.GesturePIN)
			}},
			"WebAuthn of a native app": {native, func(d wire.Decision) *wire.DecisionUV {
				return &wire.DecisionUV{WebAuthn: a.Assert(digestOf(d))}
			}},
			"by the possession key": {native, func(d wire.Decision) *wire.DecisionUV {
				return signedBy(t, native.key, wire.TypeUV, digestOf(d), wire.GesturePIN)
			}},
			"the proof of a registration": {native, func(d wire.Decision) *wire.DecisionUV {
				return signedBy(t, second, wire.TypeRegisterUV, digestOf(d), wire.GesturePIN)
			}},
			"without a gesture": {native, func(d wire.Decision) *wire.DecisionUV { return signedBy(t, second, wire.TypeUV, digestOf(d), "") }},
			"of another decision": {native, func(wire.Decision) *wire.DecisionUV {
				return signedBy(t, second, wire.TypeUV, []byte("another digest"), wire.GesturePIN)
			}},
		} {
			d := h.decision(t, scene.p, c.ID, wire.Approve, number)
			d.UV = scene.uv(d)
			_, err := h.send(scene.p, c.ID, sign(t, scene.p, d))
			if !errors.Is(err, push.ErrRefused) || !strings.Contains(err.Error(), "check 11,") {
				t.Errorf("%s: %v, want check 11", name, err)
			}
		}
		both := h.decision(t, p, c.ID, wire.Approve, number)
		both.UV = signedBy(t, second, wire.TypeUV, digestOf(both), wire.GesturePIN)
		both.UV.WebAuthn = a.Assert(digestOf(both))
		if _, err := h.send(p, c.ID, sign(t, p, both)); err == nil || !strings.Contains(err.Error(), "check 4,") {
			t.Errorf("two proofs at once: %v", err)
		}
		h.mustBe(t, c.ID, wire.StatePending)
		// A denial never needs a gesture.
		if _, err := h.send(p, c.ID, h.answers(t, p, c.ID, wire.Deny, "")); err != nil {
			t.Error(err)
		}
	})
}

func TestOperatorSaysWhichKeysApprove(t *testing.T) {
	for policy, want := range map[push.Keys]struct {
		web, plain   wire.UserVerification
		plainMay     bool
		aloneIsAsked bool
	}{
		push.KeysWebAuthnRequired:  {wire.UVRequired, wire.UVRequired, false, false},
		push.KeysWebAuthnPreferred: {wire.UVRequired, wire.UVNone, true, true},
		push.KeysDevice:            {wire.UVNone, wire.UVNone, true, true},
	} {
		p := push.DefaultPolicy()
		p.Keys = policy
		h := onSQLite(t, p)
		plain := h.enrol(t, alice, "plain")
		if _, err := h.Open(t.Context(), request("flw_a")); (err == nil) != want.aloneIsAsked {
			t.Errorf("%s: a device without a verifying key alone: %v", policy, err)
		}
		h.clock.Advance(time.Hour) // an unanswered request asks for a pause
		plain, web := h.phone(t, plain.key), h.enrolVerified(t, "web", platform())
		c := h.open(t, "flw_a")
		_, forWeb := h.read(t, web, c.ID)
		_, forPlain := h.read(t, plain, c.ID)
		if forWeb.UV != want.web || forPlain.UV != want.plain || slices.Contains(forPlain.Verdicts, wire.Approve) != want.plainMay {
			t.Errorf("%s: web %s, plain %s %v", policy, forWeb.UV, forPlain.UV, forPlain.Verdicts)
		}
		_, err := h.send(plain, c.ID, h.answers(t, plain, c.ID, wire.Approve, c.Number.Reveal()))
		if (err == nil) != want.plainMay {
			t.Errorf("%s: the plain device approves: %v", policy, err)
		}
	}
}

func TestSignCountThatFallsIsRecorded(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		a := platform()
		a.Counts = true
		p := h.enrolVerified(t, "one", a)
		approve := func(count uint32) push.ID {
			c := h.open(t, "flw_a")
			p = h.phone(t, p.key)
			a.SignCount = count - 1
			d := h.decision(t, p, c.ID, wire.Approve, c.Number.Reveal())
			d.UV = &wire.DecisionUV{WebAuthn: a.Assert(digestOf(d))}
			finishOf(t, h, p, c, d)
			return c.ID
		}
		grew, fell := approve(7), approve(7)
		events, err := h.db.Events().Find(t.Context(), storage.Query{Person: string(alice), Kind: audit.ChallengeApproved, Limit: 10})
		if err != nil {
			t.Fatal(err)
		}
		if len(events) != 2 {
			t.Errorf("%d approvals are recorded", len(events))
		}
		for _, e := range events {
			if e.Detail["uv"] != "webauthn" {
				t.Errorf("detail %v", e.Detail)
			}
			if got := e.Detail["uv_count"]; got != map[string]string{string(grew): "", string(fell): "fell"}[e.Challenge] {
				t.Errorf("%s: count %q", e.Challenge, got)
			}
		}
	})
}

func TestUserVerificationThatNobodyAskedForCountsForNothing(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.enrol(t, alice, "one")
		c := h.open(t, "flw_a")
		d := h.decision(t, p, c.ID, wire.Approve, c.Number.Reveal())
		d.UV = signedBy(t, p.key, wire.TypeUV, digestOf(d), wire.GestureFace)
		if outcome := finishOf(t, h, p, c, d); outcome.Verified || outcome.Gesture != "" || outcome.Protection != factors.SoftwareKey {
			t.Errorf("outcome %+v", outcome)
		}
	})
}
