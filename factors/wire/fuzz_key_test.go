package wire_test

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/go-jose/go-jose/v4"

	"countersign/factors/wire"
)

// A key that is taken is the key that another reader takes, under the same name,
// and it is never a private one.
func FuzzKey(f *testing.F) {
	for _, jwk := range []string{
		`{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}`,
		`{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","use":"sig","alg":"EdDSA"}`,
		`{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"}`,
		`{"kty":"OKP","crv":"Ed25519","x":"AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}`,
	} {
		f.Add([]byte(jwk))
	}
	f.Fuzz(func(t *testing.T, jwk []byte) {
		key, err := wire.ParseKey(jwk)
		if err != nil {
			return
		}
		var other jose.JSONWebKey
		if err := other.UnmarshalJSON(jwk); err != nil {
			return // a member that we do not read is wrong
		}
		again, err := wire.NewKey(other.Key)
		if err != nil || !other.IsPublic() || again.Thumbprint() != key.Thumbprint() || again.Algorithm() != key.Algorithm() {
			t.Errorf("%q is %s, and to the library %v: %v", jwk, key.Thumbprint(), other, err)
		}
	})
}

// A set that is taken says of each key what that key is called, and is the same
// when it is written and read again.
func FuzzKeySet(f *testing.F) {
	f.Add([]byte(`{"keys":[{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","kid":"kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"},{"kty":"RSA"}]}`))
	f.Add([]byte(`{"keys":[{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","kid":"a"}]}`))
	f.Add([]byte(`{"keys":null}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		set, err := wire.ParseKeySet(text)
		if err != nil {
			return
		}
		written, err := json.Marshal(set)
		if err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		again, err := wire.ParseKeySet(written)
		if err != nil || len(again.Keys) != len(set.Keys) {
			t.Fatalf("%q is written as %q: %v", text, written, err)
		}
		for i := range set.Keys {
			if set.Keys[i].Thumbprint() != again.Keys[i].Thumbprint() {
				t.Errorf("%q is written as %q", text, written)
			}
		}
	})
}

// A code that somebody typed is one that was shown, however it was typed.
func FuzzTypedCode(f *testing.F) {
	for _, typed := range []string{"BCDFG-HJKLM", "bcdfg hjklm", "b.c-d\u2013f\u00a0ghjklm", "ABCDE-FGHIJ", "\u017fsdfghjklm"} {
		f.Add(typed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		code, ok := wire.TypedCode(typed)
		if !ok {
			if got := wire.NormalSecret(wire.Secret(typed)); got.Reveal() != typed {
				t.Errorf("%q, which is no code, became %q", typed, got.Reveal())
			}
			return
		}
		again, ok := wire.TypedCode(wire.ShowCode(code))
		if !ok || again != code || len(code.Reveal()) != wire.CodeLength || strings.Trim(code.Reveal(), wire.CodeAlphabet) != "" {
			t.Errorf("%q is %q, and shown %q", typed, code.Reveal(), wire.ShowCode(code))
		}
	})
}

// A message that is shown is what it looks like: it breaks no line, turns no
// text around, and hides nothing.
func FuzzMessage(f *testing.F) {
	for _, text := range []string{"W4SCT", "Pay 5,00 €", "a\nb", "a\u202eb", "\u200b", " a", "\xef", strings.Repeat("ä", 65)} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if !wire.IsMessage(text) {
			return
		}
		odd := func(r rune) bool {
			return unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Co, unicode.Cs)
		}
		if !utf8.ValidString(text) || strings.ContainsFunc(text, odd) || utf8.RuneCountInString(text) > wire.MaxMessage || strings.TrimSpace(text) == "" {
			t.Errorf("%q is shown", text)
		}
	})
}
