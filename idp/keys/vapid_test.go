package keys_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"errors"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"countersign/idp/keys"
)

// read verifies a VAPID token by the point that came with it.
func read(t *testing.T, token string, point []byte) (header jose.Header, payload string) {
	t.Helper()
	public, err := ecdsa.ParseUncompressedPublicKey(elliptic.P256(), point)
	if err != nil {
		t.Fatal(err)
	}
	jws, err := jose.ParseSignedCompact(token, []jose.SignatureAlgorithm{jose.ES256})
	if err != nil {
		t.Fatal(err)
	}
	raw, err := jws.Verify(public)
	if err != nil {
		t.Fatal(err)
	}
	return jws.Signatures[0].Protected, string(raw)
}

func TestSubscriptionsOutliveTheRotationOfTheirKey(t *testing.T) {
	c, s := start(), &shelf{}
	r := newRing(t, s, c, nil)
	old, oldPoint, err := r.VAPIDKey(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	made, err := r.Rotate(t.Context(), keys.VAPID)
	if err != nil || len(made) != 1 {
		t.Fatalf("made %v, %v", made, err)
	}
	if kid, _, err := r.VAPIDKey(t.Context()); err != nil || kid != old {
		t.Errorf("at once %s is given out, %v", kid, err)
	}
	c.t = c.t.Add(time.Hour)
	if kid, point, err := r.VAPIDKey(t.Context()); err != nil || kid != made[0].ID || bytes.Equal(point, oldPoint) {
		t.Errorf("after the overlap %s is given out, %v", kid, err)
	}
	c.t = c.t.Add(10 * 365 * 24 * time.Hour)
	for _, kid := range []string{old, made[0].ID} {
		token, point, err := r.SignVAPID(t.Context(), kid, map[string]string{"aud": "x"})
		if err != nil || !r.HasVAPID(t.Context(), kid) {
			t.Fatalf("%s signs no more: %v", kid, err)
		}
		if bytes.Equal(point, oldPoint) != (kid == old) {
			t.Errorf("%s signs by another key", kid)
		}
		if header, payload := read(t, token, point); header.KeyID != "" || header.ExtraHeaders[jose.HeaderType] != "JWT" || payload != `{"aud":"x"}` {
			t.Errorf("header %+v, payload %s", header, payload)
		}
	}
	for _, k := range s.keys {
		if k.Purpose == keys.VAPID && !k.RetireAt.IsZero() {
			t.Errorf("VAPID key %d retires", k.Generation)
		}
	}
}

func TestVAPIDSignsByNoKeyOfAnotherPurpose(t *testing.T) {
	s := &shelf{}
	r := newRing(t, s, start(), nil)
	for _, k := range s.keys {
		token, _, err := r.SignVAPID(t.Context(), k.ID, map[string]string{})
		if k.Purpose == keys.VAPID {
			if _, err := r.Verify(t.Context(), "JWT", token); !errors.Is(err, keys.ErrSignature) {
				t.Errorf("a VAPID token passes as one of ours: %v", err)
			}
			continue
		}
		if !errors.Is(err, keys.ErrNoKey) || r.HasVAPID(t.Context(), k.ID) {
			t.Errorf("the %s key signs for push services: %v", k.Purpose, err)
		}
	}
	for _, p := range []keys.Purpose{keys.Token, keys.Challenge} {
		vapid, _, err := r.VAPIDKey(t.Context())
		if err != nil || bytes.Contains(r.Public(t.Context(), p).Body, []byte(vapid)) {
			t.Errorf("the %s set holds the VAPID key, %v", p, err)
		}
	}
	if _, _, err := r.SignVAPID(t.Context(), "", nil); !errors.Is(err, keys.ErrNoKey) {
		t.Errorf("no name: %v", err)
	}
}
