package wiretest

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"countersign/factors/wire"
)

// Vectors is docs/device-protocol-vectors.json.
type Vectors struct {
	Keys       []KeyVector     `json:"keys"`
	Objects    []ObjectVector  `json:"objects"`
	Links      []LinkVector    `json:"links"`
	Digests    []DigestVector  `json:"digests"`
	Matches    []MatchVector   `json:"matches"`
	Scans      []ScanVector    `json:"scans"`
	Refused    []RefusedObject `json:"-"`
	Keyless    []RefusedKey    `json:"-"`
	Challenges []RefusedClaims `json:"-"`
	Decisions  []RefusedClaims `json:"-"`
}

// ScanVector is a code of wire.ModeScan, what it answers, or why it answers
// nothing.
type ScanVector struct {
	Name   string `json:"name"`
	Text   string `json:"text"`
	Issuer string `json:"issuer"`
	CID    string `json:"cid"`
	Match  string `json:"match"`
	Error  string `json:"error"`
}

// KeyVector is a key pair: its private part is SHA-256 of Seed, as an Ed25519
// seed or as a P-256 scalar.
type KeyVector struct {
	Name      string          `json:"name"`
	Algorithm wire.Algorithm  `json:"alg"`
	Seed      string          `json:"seed"`
	JWK       json.RawMessage `json:"jwk"`
	JKT       string          `json:"jkt"`
}

// ObjectVector is a good object.
type ObjectVector struct {
	Name    string    `json:"name"`
	Type    wire.Type `json:"typ"`
	Key     string    `json:"key"`
	Compact string    `json:"compact"`
	Hash    string    `json:"hash"`
}

// LinkVector is an enrolment link; one that is refused names its error.
type LinkVector struct {
	Name       string `json:"name"`
	Text       string `json:"text"`
	Issuer     string `json:"issuer"`
	Code       string `json:"code"`
	CodeHash   string `json:"c_hash"`
	Thumbprint string `json:"k"`
	Error      string `json:"error"`
}

// DigestVector is what a user-verification key signs: of a registration, where
// CodeHash is set, otherwise of a decision.
type DigestVector struct {
	Name       string       `json:"name"`
	CodeHash   string       `json:"c_hash"`
	Thumbprint string       `json:"jkt"`
	CHash      string       `json:"chash"`
	Decision   wire.Verdict `json:"decision"`
	Match      string       `json:"match"`
	Digest     string       `json:"digest"`
}

// MatchVector is what somebody typed, chose or scanned in a mode; what is
// refused names its error.
type MatchVector struct {
	Name    string    `json:"name"`
	Mode    wire.Mode `json:"mode"`
	Options []string  `json:"options"`
	Match   string    `json:"match"`
	Error   string    `json:"error"`
}

// RefusedObject is an object that does not open as Type by the key named Key.
type RefusedObject struct {
	Name    string    `json:"name"`
	Type    wire.Type `json:"typ"`
	Key     string    `json:"key"`
	Compact string    `json:"compact"`
	Error   string    `json:"error"`
}

// RefusedKey is a JSON Web Key that nobody may register.
type RefusedKey struct {
	Name string          `json:"name"`
	JWK  json.RawMessage `json:"jwk"`
}

// RefusedClaims are claims, rightly signed, that are refused for what they say.
type RefusedClaims struct {
	Name   string          `json:"name"`
	Claims json.RawMessage `json:"claims"`
	Error  string          `json:"error"`
}

// file is the shape of the refusals in the file; Vectors has them flat.
type file struct {
	Vectors
	Refused struct {
		Objects    []RefusedObject `json:"objects"`
		Keys       []RefusedKey    `json:"keys"`
		Challenges []RefusedClaims `json:"challenges"`
		Decisions  []RefusedClaims `json:"decisions"`
	} `json:"refused"`
}

// Load reads the vectors of the repository that the test runs in.
func Load(t testing.TB) Vectors {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(root(t), "docs", "device-protocol-vectors.json"))
	if err != nil {
		t.Fatalf("read vectors: %v", err)
	}
	var f file
	if err := json.Unmarshal(data, &f); err != nil {
		t.Fatalf("read vectors: %v", err)
	}
	v := f.Vectors
	v.Refused, v.Keyless = f.Refused.Objects, f.Refused.Keys
	v.Challenges, v.Decisions = f.Refused.Challenges, f.Refused.Decisions
	if len(v.Objects) == 0 || len(v.Refused) == 0 || len(v.Keyless) == 0 || len(v.Links) == 0 ||
		len(v.Digests) == 0 || len(v.Matches) == 0 || len(v.Scans) == 0 {
		t.Fatal("read vectors: a list is empty")
	}
	return v
}

// root is the folder of go.mod, from the folder of the test upwards.
func root(t testing.TB) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatalf("find repository: %v", err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		} else if !errors.Is(err, fs.ErrNotExist) || dir == filepath.Dir(dir) {
			t.Fatalf("find repository: no go.mod above the test: %v", err)
		}
		dir = filepath.Dir(dir)
	}
}

// Object is the good object of that name.
func (v Vectors) Object(t testing.TB, name string) ObjectVector {
	t.Helper()
	for _, object := range v.Objects {
		if object.Name == name {
			return object
		}
	}
	t.Fatalf("vectors: no object %q", name)
	return ObjectVector{}
}

// Private is the private key of that name.
func (v Vectors) Private(t testing.TB, name string) crypto.Signer {
	t.Helper()
	for _, key := range v.Keys {
		if key.Name == name {
			return key.Private(t)
		}
	}
	t.Fatalf("vectors: no key %q", name)
	return nil
}

// Private makes the private key of its seed.
func (k KeyVector) Private(t testing.TB) crypto.Signer {
	t.Helper()
	return PrivateKey(t, k.Algorithm, k.Seed)
}

// PrivateKey makes the private key that belongs to a seed text.
func PrivateKey(t testing.TB, algorithm wire.Algorithm, seed string) crypto.Signer {
	t.Helper()
	sum := sha256.Sum256([]byte(seed))
	if algorithm == wire.EdDSA {
		return ed25519.NewKeyFromSeed(sum[:])
	}
	key, err := ecdsa.ParseRawPrivateKey(elliptic.P256(), sum[:])
	if err != nil {
		t.Fatalf("make key of %q: %v", seed, err)
	}
	return key
}

// Public is the checked public key of that name.
func (v Vectors) Public(t testing.TB, name string) wire.Key {
	t.Helper()
	key, err := wire.NewKey(v.Private(t, name).Public())
	if err != nil {
		t.Fatalf("check key %q: %v", name, err)
	}
	return key
}

// Err is the error of wire that a vector names.
func Err(t testing.TB, name string) error {
	t.Helper()
	switch name {
	case "form":
		return wire.ErrForm
	case "header":
		return wire.ErrHeader
	case "algorithm":
		return wire.ErrAlgorithm
	case "type":
		return wire.ErrType
	case "signature":
		return wire.ErrSignature
	case "key":
		return wire.ErrKey
	case "claims":
		return wire.ErrClaims
	case "match":
		return wire.ErrMatch
	case "unknown":
		return wire.ErrUnknown
	case "link":
		return wire.ErrLink
	case "issuer":
		return wire.ErrIssuer
	default:
		t.Fatalf("vectors: no error is called %q", name)
		return nil
	}
}
