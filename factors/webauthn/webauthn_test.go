package webauthn_test

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"io"
	"math/big"
	"testing"

	"countersign/factors/webauthn"
	"countersign/factors/webauthn/webauthntest"
)

var rp = webauthn.RP{ID: "id.example.com", Origin: "https://id.example.com"}

func challenge(text string) []byte {
	sum := sha256.Sum256([]byte(text))
	return sum[:]
}

func authenticator() *webauthntest.Authenticator { return webauthntest.New(rp.ID, rp.Origin) }

// registered is an authenticator and its credential.
func registered(t *testing.T) (*webauthntest.Authenticator, webauthn.Credential) {
	t.Helper()
	a := authenticator()
	c, err := webauthn.VerifyRegistration(a.Register(challenge("reg")), challenge("reg"), rp, webauthn.Trust{})
	if err != nil {
		t.Fatal(err)
	}
	return a, c
}

func TestEveryAcceptedAlgorithmRegistersAndAsserts(t *testing.T) {
	_, ed, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	rs, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	for name, key := range map[string]crypto.Signer{"ES256": nil, "EdDSA": ed, "RS256": rs} {
		a := authenticator()
		if key != nil {
			a.Key = key
		}
		a.UserHandle, a.BackupEligible, a.BackedUp = []byte("user"), true, true
		c, err := webauthn.VerifyRegistration(a.Register(challenge("reg")), challenge("reg"), rp, webauthn.Trust{})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if !bytes.Equal(c.ID, a.ID) || !c.BackupEligible || !c.BackedUp || len(c.Transports) != 1 || len(c.AAGUID) != 16 {
			t.Errorf("%s: credential %+v", name, c)
		}
		response := a.Assert(challenge("dec"))
		claim, err := webauthn.ReadClaim(response)
		if err != nil || !bytes.Equal(claim.CredentialID, c.ID) || string(claim.UserHandle) != "user" {
			t.Errorf("%s: claim %+v, %v", name, claim, err)
		}
		got, err := webauthn.VerifyAssertion(response, challenge("dec"), rp, c)
		if err != nil || got.CountFell || !got.BackupEligible || !got.BackedUp || string(got.UserHandle) != "user" {
			t.Errorf("%s: assertion %+v, %v", name, got, err)
		}
	}
}

// lies are what both ceremonies refuse.
var lies = map[string]func(*webauthntest.Authenticator){
	"another origin":       func(a *webauthntest.Authenticator) { a.Origin = "https://id.example.com.evil.example" },
	"origin in capitals":   func(a *webauthntest.Authenticator) { a.Origin = "https://ID.example.com" },
	"origin with its port": func(a *webauthntest.Authenticator) { a.Origin = "https://id.example.com:443" },
	"plain origin":         func(a *webauthntest.Authenticator) { a.Origin = "http://id.example.com" },
	"another RP":           func(a *webauthntest.Authenticator) { a.RPID = "example.com" },
	"frame":                func(a *webauthntest.Authenticator) { a.CrossOrigin = true },
	"frame in our own page": func(a *webauthntest.Authenticator) {
		a.CrossOrigin, a.TopOrigin = true, rp.Origin
	},
	"top origin alone":       func(a *webauthntest.Authenticator) { a.TopOrigin = rp.Origin },
	"nobody present":         func(a *webauthntest.Authenticator) { a.UserPresent = false },
	"user not verified":      func(a *webauthntest.Authenticator) { a.UserVerified = false },
	"backed up, not able to": func(a *webauthntest.Authenticator) { a.BackedUp = true },
}

func TestRegistrationIsRefused(t *testing.T) {
	for name, lie := range lies {
		a := authenticator()
		lie(a)
		if _, err := webauthn.VerifyRegistration(a.Register(challenge("reg")), challenge("reg"), rp, webauthn.Trust{}); !errors.Is(err, webauthn.ErrRefused) {
			t.Errorf("%s: %v", name, err)
		}
	}
	a := authenticator()
	for name, response := range map[string][]byte{
		"another challenge":  a.Register(challenge("other")),
		"an assertion":       a.Assert(challenge("reg")),
		"nothing":            nil,
		"something after it": append(a.Register(challenge("reg")), '{'),
		"too long":           append(a.Register(challenge("reg")), bytes.Repeat([]byte(" "), webauthn.MaxResponse)...),
	} {
		if _, err := webauthn.VerifyRegistration(response, challenge("reg"), rp, webauthn.Trust{}); !errors.Is(err, webauthn.ErrRefused) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := webauthn.VerifyRegistration(a.Register(nil), nil, rp, webauthn.Trust{}); !errors.Is(err, webauthn.ErrRefused) {
		t.Errorf("no challenge: %v", err)
	}
}

func TestAttestationThatNobodyAskedForIsRefused(t *testing.T) {
	for name, set := range map[string]func(*webauthntest.Authenticator){
		"chain": func(a *webauthntest.Authenticator) {
			a.Format, a.Statement = "packed", map[string]any{"alg": -7, "sig": []byte{1}, "x5c": []any{[]byte{1}}}
		},
		"android key": func(a *webauthntest.Authenticator) {
			a.Format, a.Statement = "android-key", map[string]any{"alg": -7, "sig": []byte{1}, "x5c": []any{[]byte{1}}}
		},
		"wrong signature by itself": func(a *webauthntest.Authenticator) {
			a.Format, a.Statement = "packed", map[string]any{"alg": -7, "sig": []byte{1}}
		},
		"statement of none": func(a *webauthntest.Authenticator) { a.Statement = map[string]any{"a": 1} },
		"unknown":           func(a *webauthntest.Authenticator) { a.Format = "mine" },
	} {
		a := authenticator()
		set(a)
		if _, err := webauthn.VerifyRegistration(a.Register(challenge("reg")), challenge("reg"), rp, webauthn.Trust{}); !errors.Is(err, webauthn.ErrRefused) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestWeakAndUnknownKeysAreRefused(t *testing.T) {
	p384, err := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	small := make(ed25519.PublicKey, 32)
	small[0] = 1 // the neutral element
	modulus := new(big.Int).Lsh(big.NewInt(1), 1023)
	for name, key := range map[string]crypto.Signer{
		"P-384":                  p384,
		"Ed25519 of small order": public{small},
		"RSA of 1024 bits":       public{&rsa.PublicKey{N: modulus, E: 65537}},
		"RSA of 8192 bits":       public{&rsa.PublicKey{N: new(big.Int).Lsh(modulus, 7168), E: 65537}},
		"RSA with exponent 1":    public{&rsa.PublicKey{N: new(big.Int).Lsh(modulus, 1024), E: 1}},
	} {
		a := authenticator()
		a.Key = key
		if _, err := webauthn.VerifyRegistration(a.Register(challenge("reg")), challenge("reg"), rp, webauthn.Trust{}); !errors.Is(err, webauthn.ErrRefused) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// public is a key that signs nothing.
type public struct{ key crypto.PublicKey }

func (p public) Public() crypto.PublicKey { return p.key }

func (public) Sign(io.Reader, []byte, crypto.SignerOpts) ([]byte, error) {
	return nil, errors.New("there is no private key")
}

func TestAssertionIsRefused(t *testing.T) {
	for name, lie := range lies {
		a, c := registered(t)
		lie(a)
		if _, err := webauthn.VerifyAssertion(a.Assert(challenge("dec")), challenge("dec"), rp, c); !errors.Is(err, webauthn.ErrRefused) {
			t.Errorf("%s: %v", name, err)
		}
	}
	a, c := registered(t)
	other := authenticator()
	stolen := authenticator()
	stolen.ID = a.ID // another's key under this name
	for name, response := range map[string][]byte{
		"another challenge":  a.Assert(challenge("other")),
		"another credential": other.Assert(challenge("dec")),
		"another's key":      stolen.Assert(challenge("dec")),
		"a registration":     a.Register(challenge("dec")),
		"turned bytes":       turned(t, a.Assert(challenge("dec"))),
		"nothing":            []byte("{}"),
		"too long":           append(a.Assert(challenge("dec")), bytes.Repeat([]byte(" "), webauthn.MaxResponse)...),
	} {
		if _, err := webauthn.VerifyAssertion(response, challenge("dec"), rp, c); !errors.Is(err, webauthn.ErrRefused) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := webauthn.VerifyAssertion(a.Assert(nil), nil, rp, c); !errors.Is(err, webauthn.ErrRefused) {
		t.Errorf("no challenge: %v", err)
	}
	if _, err := webauthn.VerifyAssertion(a.Assert(challenge("dec")), challenge("dec"), rp, webauthn.Credential{}); !errors.Is(err, webauthn.ErrRefused) {
		t.Errorf("no credential: %v", err)
	}
	if _, err := webauthn.ReadClaim([]byte("[]")); !errors.Is(err, webauthn.ErrRefused) {
		t.Errorf("claim of nothing: %v", err)
	}
}

// turned is the response with one bit of what was signed turned.
func turned(t *testing.T, response []byte) []byte {
	t.Helper()
	var loose map[string]any
	if err := json.Unmarshal(response, &loose); err != nil {
		t.Fatal(err)
	}
	inner, ok := loose["response"].(map[string]any)
	if !ok {
		t.Fatal("no response")
	}
	data, ok := inner["authenticatorData"].(string)
	if !ok {
		t.Fatal("no data")
	}
	inner["authenticatorData"] = data[:len(data)-2] + "BA" // the count
	out, err := json.Marshal(loose)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestBackupEligibilityNeverChanges(t *testing.T) {
	a, c := registered(t)
	a.BackupEligible = true
	if _, err := webauthn.VerifyAssertion(a.Assert(challenge("dec")), challenge("dec"), rp, c); !errors.Is(err, webauthn.ErrRefused) {
		t.Errorf("it became eligible: %v", err)
	}
}

func TestSignCountThatDoesNotGrowIsReported(t *testing.T) {
	for _, c := range []struct {
		stored, sent uint32
		fell         bool
	}{{0, 0, false}, {0, 1, false}, {5, 6, false}, {5, 5, true}, {5, 4, true}, {5, 0, true}} {
		a, credential := registered(t)
		a.SignCount, credential.SignCount = c.sent, c.stored
		got, err := webauthn.VerifyAssertion(a.Assert(challenge("dec")), challenge("dec"), rp, credential)
		if err != nil || got.CountFell != c.fell || got.SignCount != c.sent {
			t.Errorf("from %d to %d: %+v, %v", c.stored, c.sent, got, err)
		}
	}
}

func TestRelyingPartyIsTheIssuer(t *testing.T) {
	for issuer, want := range map[string]webauthn.RP{
		"https://id.example.com":         {ID: "id.example.com", Origin: "https://id.example.com"},
		"https://id.example.com:443/sso": {ID: "id.example.com", Origin: "https://id.example.com"},
		"http://localhost:8080":          {ID: "localhost", Origin: "http://localhost:8080"},
	} {
		if got, err := webauthn.NewRP(issuer); err != nil || got != want {
			t.Errorf("%s: %+v, %v", issuer, got, err)
		}
	}
	for _, issuer := range []string{"", "id.example.com", "ftp://id.example.com", "https://"} {
		if got, err := webauthn.NewRP(issuer); err == nil {
			t.Errorf("%q is %+v", issuer, got)
		}
	}
}
