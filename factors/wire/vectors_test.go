package wire_test

import (
	"errors"
	"strings"
	"testing"

	"countersign/factors/wire"
	"countersign/factors/wire/wiretest"
)

func TestVectorKeysHaveTheirThumbprints(t *testing.T) {
	t.Parallel()
	for _, v := range wiretest.Load(t).Keys {
		t.Run(v.Name, func(t *testing.T) {
			t.Parallel()
			key, err := wire.ParseKey(v.JWK)
			if err != nil {
				t.Fatal(err)
			}
			own, err := wire.NewKey(v.Private(t).Public())
			if err != nil {
				t.Fatal(err)
			}
			if !key.Equal(own) || key.Thumbprint() != v.JKT || key.Algorithm() != v.Algorithm {
				t.Errorf("key %s, thumbprint %s, want that of the seed and %s", key.Algorithm(), key.Thumbprint(), v.JKT)
			}
		})
	}
}

func TestVectorObjectsOpen(t *testing.T) {
	t.Parallel()
	vectors := wiretest.Load(t)
	for _, v := range vectors.Objects {
		t.Run(v.Name, func(t *testing.T) {
			t.Parallel()
			object, err := wire.Parse(v.Compact, wire.MaxChallenge)
			if err != nil {
				t.Fatal(err)
			}
			if err := object.Verify(v.Type, vectors.Public(t, v.Key)); err != nil {
				t.Fatal(err)
			}
			if object.Hash() != v.Hash {
				t.Errorf("hash %s, want %s", object.Hash(), v.Hash)
			}
			if err := checkClaims(object, v.Type); err != nil {
				t.Error(err)
			}
		})
	}
}

// checkClaims reads an opened object as what its type says, and checks that.
func checkClaims(object *wire.Object, typ wire.Type) error {
	var claims interface{ Check() error }
	switch typ {
	case wire.TypeChallenge:
		claims = &wire.Challenge{}
	case wire.TypeDecision:
		claims = &wire.Decision{}
	case wire.TypeRegister:
		claims = &wire.Register{}
	case wire.TypeDevice:
		claims = &wire.DeviceAct{}
	default:
		return object.Claims(&map[string]any{})
	}
	if err := object.Claims(claims); err != nil {
		return err
	}
	return claims.Check()
}

func TestVectorSignaturesAreDeterministic(t *testing.T) {
	t.Parallel()
	vectors := wiretest.Load(t)
	for _, v := range vectors.Objects {
		t.Run(v.Name, func(t *testing.T) {
			t.Parallel()
			input := v.Compact[:strings.LastIndex(v.Compact, ".")]
			again := input + "." + wiretest.Encode(string(wiretest.Signature(vectors.Private(t, v.Key), input)))
			if again != v.Compact {
				t.Errorf("signed again: %s", again)
			}
		})
	}
}

func TestVectorDecisionAnswersItsChallenge(t *testing.T) {
	t.Parallel()
	vectors := wiretest.Load(t)
	for _, algorithm := range []string{"ed25519", "es256"} {
		t.Run(algorithm, func(t *testing.T) {
			t.Parallel()
			var challenge wire.Challenge
			open(t, vectors, "challenge-"+algorithm, &challenge)
			var decision wire.Decision
			open(t, vectors, "decision-"+algorithm, &decision)
			if want := wire.CHash(vectors.Object(t, "challenge-"+algorithm).Compact); decision.CHash != want {
				t.Errorf("chash %s, want %s", decision.CHash, want)
			}
			if decision.CID != challenge.ID || decision.Nonce != challenge.Nonce || decision.Match != "42" {
				t.Errorf("decision %+v does not answer %+v", decision, challenge)
			}
		})
	}
}

func open(t *testing.T, vectors wiretest.Vectors, name string, claims any) {
	t.Helper()
	v := vectors.Object(t, name)
	object, err := wire.Parse(v.Compact, wire.MaxChallenge)
	if err != nil {
		t.Fatal(err)
	}
	if err := object.Verify(v.Type, vectors.Public(t, v.Key)); err != nil {
		t.Fatal(err)
	}
	if err := object.Claims(claims); err != nil {
		t.Fatal(err)
	}
}

func TestVectorObjectsAreRefused(t *testing.T) {
	t.Parallel()
	vectors := wiretest.Load(t)
	for _, v := range vectors.Refused {
		t.Run(v.Name, func(t *testing.T) {
			t.Parallel()
			object, err := wire.Parse(v.Compact, wire.MaxChallenge)
			if err == nil {
				err = object.Verify(v.Type, vectors.Public(t, v.Key))
				if claims := object.Claims(&map[string]any{}); !errors.Is(claims, wire.ErrUnverified) {
					t.Errorf("claims of a refused object: %v, want ErrUnverified", claims)
				}
			}
			if want := wiretest.Err(t, v.Error); !errors.Is(err, want) {
				t.Errorf("error %v, want %v", err, want)
			}
		})
	}
}

func TestVectorKeysAreRefused(t *testing.T) {
	t.Parallel()
	for _, v := range wiretest.Load(t).Keyless {
		t.Run(v.Name, func(t *testing.T) {
			t.Parallel()
			_, err := wire.ParseKey(v.JWK)
			if !errors.Is(err, wire.ErrKey) {
				t.Fatalf("error %v, want ErrKey", err)
			}
			// The library knows some of these too, in some of its versions.
			if strings.Contains(err.Error(), "go-jose") {
				t.Errorf("left to the library: %v", err)
			}
		})
	}
}

func TestVectorClaimsAreRefused(t *testing.T) {
	t.Parallel()
	vectors := wiretest.Load(t)
	lists := map[wire.Type][]wiretest.RefusedClaims{
		wire.TypeChallenge: vectors.Challenges,
		wire.TypeDecision:  vectors.Decisions,
	}
	private, key := vectors.Private(t, "device-es256"), vectors.Public(t, "device-es256")
	for typ, list := range lists {
		if len(list) == 0 {
			t.Fatalf("no claims for %s", typ)
		}
		for _, v := range list {
			t.Run(string(typ)+"/"+v.Name, func(t *testing.T) {
				t.Parallel()
				compact, err := wire.Sign(private, typ, v.Claims)
				if err != nil {
					t.Fatal(err)
				}
				object, err := wire.Parse(compact, wire.MaxChallenge)
				if err != nil {
					t.Fatal(err)
				}
				if err := object.Verify(typ, key); err != nil {
					t.Fatal(err)
				}
				if err, want := checkClaims(object, typ), wiretest.Err(t, v.Error); !errors.Is(err, want) {
					t.Errorf("error %v, want %v", err, want)
				}
			})
		}
	}
}

func TestVectorLinks(t *testing.T) {
	t.Parallel()
	for _, v := range wiretest.Load(t).Links {
		t.Run(v.Name, func(t *testing.T) {
			t.Parallel()
			link, err := wire.ParseLink(v.Text)
			if v.Error != "" {
				if want := wiretest.Err(t, v.Error); !errors.Is(err, want) {
					t.Fatalf("error %v, want %v", err, want)
				}
				if i := strings.Index(v.Text, "c="); i >= 0 && len(v.Text) > i+24 && strings.Contains(err.Error(), v.Text[i+2:i+24]) {
					t.Errorf("error tells the secret: %v", err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if link.Issuer != v.Issuer || link.Code.Reveal() != v.Code || link.Thumbprint != v.Thumbprint {
				t.Errorf("link %#v, want %+v", link, v)
			}
			if hash := wire.SecretHash(link.Code); hash != v.CodeHash {
				t.Errorf("c_hash %s, want %s", hash, v.CodeHash)
			}
			if again, err := wire.ParseLink(link.URL()); err != nil || again != link {
				t.Errorf("read again: %v, %v", again, err)
			}
		})
	}
}

func TestVectorDigests(t *testing.T) {
	t.Parallel()
	for _, v := range wiretest.Load(t).Digests {
		t.Run(v.Name, func(t *testing.T) {
			t.Parallel()
			if v.CodeHash != "" {
				if got := wiretest.Encode(string(wire.RegistrationDigest(v.CodeHash, v.Thumbprint))); got != v.Digest {
					t.Errorf("digest %s, want %s", got, v.Digest)
				}
				return
			}
			if got := wiretest.Encode(string(wire.DecisionDigest(v.CHash, v.Decision, v.Match))); got != v.Digest {
				t.Errorf("digest %s, want %s", got, v.Digest)
			}
		})
	}
}

func TestVectorMatches(t *testing.T) {
	t.Parallel()
	for _, v := range wiretest.Load(t).Matches {
		t.Run(v.Name, func(t *testing.T) {
			t.Parallel()
			err := wire.Match{Mode: v.Mode, Options: v.Options}.CheckAnswer(v.Match)
			if v.Error == "" && err != nil {
				t.Fatal(err)
			}
			if v.Error != "" && !errors.Is(err, wiretest.Err(t, v.Error)) {
				t.Errorf("error %v, want %s", err, v.Error)
			}
		})
	}
}
