package wire_test

import (
	"crypto/ed25519"
	"encoding/json"
	"testing"

	"countersign/factors/wire"
	"countersign/factors/wire/wiretest"
)

// FuzzParse looks for an object that has two readings: whatever opens must name
// the key, and its claims must say the same to a reader that knows nothing of
// our strictness.
func FuzzParse(f *testing.F) {
	vectors := wiretest.Load(f)
	for _, v := range vectors.Objects {
		f.Add(v.Compact)
	}
	for _, v := range vectors.Refused {
		f.Add(v.Compact)
	}
	key := vectors.Public(f, "device-es256")
	f.Fuzz(func(t *testing.T, compact string) {
		object, err := wire.Parse(compact, wire.MaxDecision)
		if err != nil {
			return
		}
		if object.Compact() != compact {
			t.Error("object is not the bytes that came")
		}
		if err := object.Verify(object.Type(), key); err != nil {
			return
		}
		if object.KeyID() != key.Thumbprint() {
			t.Error("opened under another name")
		}
	})
}

// FuzzDecision signs whatever claims come and looks for an approval that nobody
// gave: a decision that passes is one of the three words, letter for letter.
func FuzzDecision(f *testing.F) {
	vectors := wiretest.Load(f)
	for _, v := range vectors.Decisions {
		f.Add([]byte(v.Claims))
	}
	f.Add([]byte(`{"iss":"d","aud":"a","sub":"s","jti":"j","cid":"c","nonce":"n","chash":"h","decision":"deny"}`))
	private := ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))
	key, err := wire.NewKey(private.Public())
	if err != nil {
		f.Fatal(err)
	}
	header := `{"typ":"cs-decision+jwt","alg":"EdDSA","kid":"` + key.Thumbprint() + `"}`
	f.Fuzz(func(t *testing.T, payload []byte) {
		object, err := wire.Parse(wiretest.Forge(private, header, string(payload)), wire.MaxDecision)
		if err != nil {
			return
		}
		if err := object.Verify(wire.TypeDecision, key); err != nil {
			t.Fatalf("what we signed does not verify: %v", err)
		}
		var decision wire.Decision
		if object.Claims(&decision) != nil || decision.Check() != nil {
			return
		}
		var plain map[string]any
		if err := json.Unmarshal(payload, &plain); err != nil {
			t.Fatalf("opened, but is not JSON: %v", err)
		}
		if plain["decision"] != string(decision.Decision) {
			t.Errorf("read as %q, says %v", decision.Decision, plain["decision"])
		}
	})
}

// FuzzLink looks for a link that reads in two ways.
func FuzzLink(f *testing.F) {
	for _, v := range wiretest.Load(f).Links {
		f.Add(v.Text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		link, err := wire.ParseLink(text)
		if err != nil {
			return
		}
		again, err := wire.ParseLink(link.URL())
		if err != nil || again != link {
			t.Errorf("%q reads again as %v, %v", text, again, err)
		}
	})
}
