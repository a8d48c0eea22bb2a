package clientkeys_test

import (
	"crypto/rand"
	"crypto/rsa"
	"errors"
	"testing"

	"github.com/go-jose/go-jose/v4"

	"countersign/idp/clientkeys"
)

// A key at an address is looked at by nobody when it is registered: one that
// would make us work for whoever shows it is not tried.
func TestRSAKeyThatCostsTooMuchIsNotTried(t *testing.T) {
	for bits, want := range map[int]error{2048: nil, 4096: nil, 4352: clientkeys.ErrNoKey, 9216: clientkeys.ErrNoKey, 1024: clientkeys.ErrNoKey} {
		key, err := rsa.GenerateMultiPrimeKey(rand.Reader, bits/256, bits) //nolint:staticcheck // of small primes, since large ones take minutes to find
		if err != nil {
			t.Fatal(err)
		}
		signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.PS256, Key: key}, nil)
		if err != nil {
			t.Fatal(err)
		}
		signed, err := signer.Sign([]byte("{}"))
		if err != nil {
			t.Fatal(err)
		}
		text, err := signed.CompactSerialize()
		if err != nil {
			t.Fatal(err)
		}
		j, err := clientkeys.ParseJWS(text)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := j.VerifyBy([]jose.JSONWebKey{{Key: key.Public()}}, []string{"PS256"}); !errors.Is(err, want) {
			t.Errorf("%d bits: %v, want %v", bits, err, want)
		}
	}
}

// What one reading of a set refuses, no other takes.
func TestKeySetHasOneReading(t *testing.T) {
	for _, text := range []string{`{"Keys":[` + ecKey + `]}`, `{"keys":[],"keys":[` + ecKey + `]}`, `[]`, `{}`} {
		if keys, err := clientkeys.Parse([]byte(text)); err == nil {
			t.Errorf("%s: %v", text, keys)
		}
	}
	keys, err := clientkeys.Parse([]byte(`{"keys":[` + ecKey + `],"Keys":[{"kty":"EC","crv":"P-256","x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4","y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM","kid":"b"}]}`))
	if err != nil || len(keys) != 1 || keys[0].KeyID != "a" {
		t.Errorf("%v, %v", keys, err)
	}
}
