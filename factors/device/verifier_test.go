package device_test

import (
	"encoding/base64"
	"errors"
	"reflect"
	"testing"

	"countersign/factors/device"
	"countersign/factors/webauthn/webauthntest"
	"countersign/factors/wire"
)

// digest is what a user-verification key signs beside the possession key name.
func digest(t *testing.T, code wire.Secret, name string) []byte {
	t.Helper()
	public, err := wire.NewKey(key(t, name).Public())
	if err != nil {
		t.Fatal(err)
	}
	return wire.RegistrationDigest(wire.SecretHash(code), public.Thumbprint())
}

// second is a K_uv of kind jwk: key name with a proof over digest.
func second(t *testing.T, name string, digest []byte) *wire.RegisterUV {
	t.Helper()
	public, err := wire.NewKey(key(t, name).Public())
	if err != nil {
		t.Fatal(err)
	}
	proof, err := wire.Sign(key(t, name), wire.TypeRegisterUV, wire.RegisterProof{Hash: base64.RawURLEncoding.EncodeToString(digest)})
	if err != nil {
		t.Fatal(err)
	}
	return &wire.RegisterUV{JWK: &public, Proof: proof}
}

// registerUV registers key name with the user-verification key.
func (h *house) registerUV(t *testing.T, code wire.Secret, name string, uv *wire.RegisterUV) error {
	t.Helper()
	r := claims(code)
	r.UV = uv
	reg, err := wire.Sign(key(t, name), wire.TypeRegister, r)
	if err != nil {
		t.Fatal(err)
	}
	_, err = h.Register(from("192.0.2.1"), wire.RegisterRequest{Code: code, Reg: reg})
	return err
}

func TestVerifierIsKeptWithItsDevice(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		_, code := h.start(t, "flw_a")
		a := webauthntest.New("id.example.com", issuer)
		a.BackupEligible, a.BackedUp, a.SignCount = true, true, 7
		if err := h.registerUV(t, code, "one", &wire.RegisterUV{WebAuthn: a.Register(digest(t, code, "one"))}); err != nil {
			t.Fatal(err)
		}
		got := h.device(t, key(t, "one")).UV
		c := got.Credential
		if got.Kind != device.VerifierWebAuthn || !got.Counts() || !reflect.DeepEqual(c.ID, a.ID) || len(c.PublicKey) == 0 ||
			c.SignCount != 7 || !c.BackupEligible || !c.BackedUp || len(c.Transports) != 1 {
			t.Errorf("kept %+v", got)
		}

		_, code = h.start(t, "flw_b")
		if err := h.registerUV(t, code, "two", second(t, "two uv", digest(t, code, "two"))); err != nil {
			t.Fatal(err)
		}
		got = h.device(t, key(t, "two")).UV
		if want, _ := wire.NewKey(key(t, "two uv").Public()); got.Kind != device.VerifierJWK || !got.Key.Equal(want) {
			t.Errorf("kept %+v", got)
		}
		if got.Counts() {
			t.Error("a second key without attestation counts")
		}
		if d := h.enrol(t, "three"); d.UV.Kind != device.NoVerifier || d.UV.Counts() {
			t.Errorf("kept %+v of nothing", d.UV)
		}
	})
}

func TestVerifierOfAnotherRegistrationIsRefused(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		_, code := h.start(t, "flw_a")
		h.Limits.BadCodes = 100
		a := webauthntest.New("id.example.com", issuer)
		right := digest(t, code, "one")
		good := second(t, "one uv", right)
		same := second(t, "one", right)
		elsewhere := webauthntest.New("id.example.com", "https://evil.example")
		unverified := webauthntest.New("id.example.com", issuer)
		unverified.UserVerified = false
		for name, uv := range map[string]*wire.RegisterUV{
			"credential for another possession key": {WebAuthn: a.Register(digest(t, code, "two"))},
			"credential for another code":           {WebAuthn: a.Register(digest(t, "AAAAAAAAAAAAAAAAAAAAAA", "one"))},
			"credential of another origin":          {WebAuthn: elsewhere.Register(right)},
			"credential of nobody verified":         {WebAuthn: unverified.Register(right)},
			"assertion in place of a registration":  {WebAuthn: a.Assert(right)},
			"key for another possession key":        second(t, "one uv", digest(t, code, "two")),
			"key of another's proof":                {JWK: second(t, "two uv", right).JWK, Proof: good.Proof},
			"key without proof":                     {JWK: good.JWK},
			"proof without key":                     {Proof: good.Proof},
			"both":                                  {WebAuthn: a.Register(right), JWK: good.JWK, Proof: good.Proof},
			"nothing":                               {},
			"the possession key again":              same,
		} {
			if err := h.registerUV(t, code, "one", uv); !errors.Is(err, device.ErrRefused) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if err := h.registerUV(t, code, "one", good); err != nil {
			t.Errorf("the right one: %v", err)
		}
	})
}
