package clientkeys_test

import (
	"crypto/rsa"
	"encoding/base64"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"countersign/idp/client"
	"countersign/idp/clientkeys"
)

const (
	ecKey  = `{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0","kid":"a"}`
	symKey = `{"kty":"oct","k":"AAECAwQFBgcICQ","kid":"s"}`
)

// What is read of a JWS is what the library reads that verifies it, of a text
// that cannot be written in another way.
func FuzzJWS(f *testing.F) {
	f.Add("eyJhbGciOiJFUzI1NiIsImtpZCI6ImEiLCJ0eXAiOiJKV1QifQ.e30.AAAA")
	f.Add("eyJhbGciOiJub25lIn0.e30.")
	f.Add("eyJhbGciOiJFUzI1NiIsImNyaXQiOlsiYjY0Il0sImI2NCI6ZmFsc2V9.e30.AA")
	f.Fuzz(func(t *testing.T, text string) {
		j, err := clientkeys.ParseJWS(text)
		if err != nil {
			return
		}
		for part := range strings.SplitSeq(text, ".") {
			if raw, err := base64.RawURLEncoding.Strict().DecodeString(part); err != nil || base64.RawURLEncoding.EncodeToString(raw) != part {
				t.Errorf("%q could be written in another way", text)
			}
		}
		other, err := jose.ParseSignedCompact(text, []jose.SignatureAlgorithm{jose.SignatureAlgorithm(j.Alg)})
		if err != nil {
			return // refused when it is verified
		}
		if head := other.Signatures[0].Protected; head.Algorithm != j.Alg || head.KeyID != j.Kid {
			t.Errorf("%q: alg %q and kid %q, and to the library %q and %q", text, j.Alg, j.Kid, head.Algorithm, head.KeyID)
		}
		var once, twice any
		if j.Unverified(&once) == nil && json.Unmarshal(other.UnsafePayloadWithoutVerification(), &twice) != nil {
			t.Errorf("%q: claims that only one of two reads", text)
		}
	})
}

// A set that may be registered holds the keys that are used later, and none of
// them is a secret or costs more than others.
func FuzzKeySet(f *testing.F) {
	f.Add([]byte(`{"keys":[` + ecKey + `]}`))
	f.Add([]byte(`{"keys":[` + ecKey + `],"Keys":[` + symKey + `]}`))
	f.Add([]byte(`{"keys":[` + ecKey + `],"keys":[]}`))
	f.Add([]byte(`{"keys":[{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"},{"kty":"new"}]}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		keys, err := clientkeys.Parse(text)
		for _, k := range keys {
			if !k.IsPublic() || !k.Valid() {
				t.Errorf("%q: %v is no public key", text, k)
			}
		}
		if len(keys) > clientkeys.MaxKeys {
			t.Errorf("%d keys", len(keys))
		}
		if client.CheckJWKS(text) != nil {
			return
		}
		var set jose.JSONWebKeySet
		if other := json.Unmarshal(text, &set); err != nil || other == nil && len(set.Keys) != len(keys) {
			t.Errorf("%q may be registered, and %d keys are read of it: %v", text, len(keys), err)
		}
		for _, k := range keys {
			if r, ok := k.Key.(*rsa.PublicKey); ok && !client.GoodRSA(r) {
				t.Errorf("%q: an RSA key of %d bits", text, r.N.BitLen())
			}
		}
	})
}

// What is good for a bounded time is good at all, is over after an hour and a
// little, and dates are ones that one can reckon with.
func FuzzTimes(f *testing.F) {
	f.Add([]byte(`{"exp":1790000300,"nbf":1790000000,"iat":1790000000.5}`))
	f.Add([]byte(`{"exp":1e12,"nbf":-1,"iat":"1790000000"}`))
	f.Add([]byte(`{"exp":null,"nbf":1e-400}`))
	now := time.Unix(1_790_000_000, 0)
	f.Fuzz(func(t *testing.T, text []byte) {
		var in clientkeys.Times
		if json.Unmarshal(text, &in) != nil || in.CheckBounded(now) != nil {
			return
		}
		if err := in.Check(now); err != nil {
			t.Errorf("%q: good for a bounded time, and yet %v", text, err)
		}
		if later := now.Add(time.Hour + 2*clientkeys.Skew); !in.Over(later) {
			t.Errorf("%q: good until %v", text, in.Expires)
		}
		if again, err := json.Marshal(in.Expires.Unix()); err != nil || strings.HasPrefix(string(again), "-") {
			t.Errorf("%q: exp is %s", text, again)
		}
	})
}
