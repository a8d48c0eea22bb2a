package keys_test

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"countersign/audit"
	"countersign/idp/keys"
	"countersign/idp/protocol"
)

// shelf is a store in memory.
type shelf struct {
	mu     sync.Mutex
	keys   []keys.Key
	events []audit.Event
	broken error
}

func (s *shelf) Keys(context.Context) ([]keys.Key, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]keys.Key(nil), s.keys...), s.broken
}

func (s *shelf) AddKey(_ context.Context, k keys.Key, retire time.Time, events ...audit.Event) (bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i, old := range s.keys {
		if old.Purpose != k.Purpose || old.Alg != k.Alg {
			continue
		}
		if old.Generation == k.Generation {
			return false, nil
		}
		if old.RetireAt.IsZero() {
			s.keys[i].RetireAt = retire
		}
	}
	s.keys, s.events = append(s.keys, k), append(s.events, events...)
	return true, nil
}

type clock struct{ t time.Time }

func (c *clock) Now() time.Time { return c.t }

func newRing(t *testing.T, s *shelf, c *clock, rings <-chan struct{}) *keys.Ring {
	t.Helper()
	r, err := keys.New(t.Context(), keys.Deps{
		Store: s, Rings: rings, Overlap: time.Hour, Longest: 2 * time.Hour, Now: c.Now, Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func start() *clock { return &clock{time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)} }

func kid(t *testing.T, token string) string {
	t.Helper()
	jws, err := jose.ParseSignedCompact(token, []jose.SignatureAlgorithm{jose.ES256, jose.RS256})
	if err != nil {
		t.Fatal(err)
	}
	return jws.Signatures[0].Protected.KeyID
}

func published(t *testing.T, r *keys.Ring, p keys.Purpose) string {
	t.Helper()
	var set jose.JSONWebKeySet
	if err := json.Unmarshal(r.Public(t.Context(), p).Body, &set); err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, k := range set.Keys {
		if !k.IsPublic() || k.Use != "sig" {
			t.Errorf("key %s is private or has use %q", k.KeyID, k.Use)
		}
		ids = append(ids, k.KeyID)
	}
	return strings.Join(ids, " ")
}

func sign(t *testing.T, r *keys.Ring) string {
	t.Helper()
	token, err := r.Sign(t.Context(), keys.ES256, "JWT", map[string]string{"sub": "x"})
	if err != nil {
		t.Fatal(err)
	}
	return token
}

func TestEveryAlgorithmHasAKeyOfItsOwn(t *testing.T) {
	r := newRing(t, &shelf{}, start(), nil)
	seen := map[string]string{}
	for _, alg := range protocol.SigningAlgs() {
		token, err := r.Sign(t.Context(), alg, "JWT", map[string]string{"sub": alg})
		if err != nil {
			t.Fatal(err)
		}
		jws, err := jose.ParseSignedCompact(token, []jose.SignatureAlgorithm{jose.SignatureAlgorithm(alg)})
		if err != nil {
			t.Fatal(err)
		}
		id := jws.Signatures[0].Protected.KeyID
		if other, taken := seen[id]; taken {
			t.Errorf("%s and %s have one key", alg, other)
		}
		seen[id] = alg
		if _, err := r.Verify(t.Context(), "JWT", token); err != nil {
			t.Errorf("%s: %v", alg, err)
		}
		if !strings.Contains(string(r.Public(t.Context(), keys.Token).Body), id) {
			t.Errorf("the key of %s is not published", alg)
		}
	}
}

func TestNewKeyIsPublishedAtOnceSignsAfterTheOverlapAndTheOldRetiresLast(t *testing.T) {
	c := start()
	r := newRing(t, &shelf{}, c, nil)
	old := kid(t, sign(t, r))
	made, err := r.Rotate(t.Context(), keys.Token)
	if err != nil || len(made) != len(protocol.SigningAlgs()) {
		t.Fatalf("made %v, %v", made, err)
	}
	var next string
	for _, k := range made {
		if k.Alg == keys.ES256 {
			next = k.ID
		}
	}
	steps := []struct {
		after          time.Duration
		signs          string
		oldIsPublished bool
	}{
		{0, old, true},
		{time.Hour - time.Second, old, true},
		{time.Hour, next, true},
		{3*time.Hour - time.Second, next, true},
		{3*time.Hour + time.Minute, next, false}, // the ring looks once a minute
	}
	begin := c.t
	var last string
	for _, s := range steps {
		c.t = begin.Add(s.after)
		if got := kid(t, sign(t, r)); got != s.signs {
			t.Errorf("after %v %s signs, want %s", s.after, got, s.signs)
		}
		set := published(t, r, keys.Token)
		if !strings.Contains(set, next) || strings.Contains(set, old) != s.oldIsPublished {
			t.Errorf("after %v the set is %q", s.after, set)
		}
		last = r.Public(t.Context(), keys.Token).ETag
	}
	if first := newRing(t, &shelf{}, c, nil).Public(t.Context(), keys.Token).ETag; first == last {
		t.Error("other keys have the same ETag")
	}
}

func TestPurposesShareNoKey(t *testing.T) {
	r := newRing(t, &shelf{}, start(), nil)
	challenge, err := r.SignChallenge(t.Context(), "cs-challenge+jwt", map[string]string{"cid": "x"})
	if err != nil {
		t.Fatal(err)
	}
	current, err := r.ChallengeKey(t.Context())
	if err != nil || kid(t, challenge) != current || published(t, r, keys.Challenge) != current {
		t.Errorf("signed by %s, pinned %s, published %s, %v", kid(t, challenge), current, published(t, r, keys.Challenge), err)
	}
	if strings.Contains(published(t, r, keys.Token), current) {
		t.Error("a challenge key stands among the token keys")
	}
	// Case 26: a challenge is no token, whatever its type says.
	forged, err := r.SignChallenge(t.Context(), "JWT", map[string]string{"sub": "x"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.Verify(t.Context(), "JWT", forged); !errors.Is(err, keys.ErrSignature) {
		t.Errorf("a token by a challenge key: %v", err)
	}
}

func TestVerifyTakesOurTokensOnly(t *testing.T) {
	c := start()
	r, other := newRing(t, &shelf{}, c, nil), newRing(t, &shelf{}, c, nil)
	good := sign(t, r)
	if payload, err := r.Verify(t.Context(), "JWT", good); err != nil || string(payload) != `{"sub":"x"}` {
		t.Errorf("%s, %v", payload, err)
	}
	parts := strings.Split(good, ".")
	for name, token := range map[string]string{
		"another issuer's": sign(t, other), "cut": good[:len(good)-8], "nonsense": "x", "empty": "", "huge": strings.Repeat("a", 20<<10),
		"alg none":        "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0." + parts[1] + ".",
		"other claims":    parts[0] + ".eyJzdWIiOiJ5In0." + parts[2],
		"JSON form":       `{"payload":"` + parts[1] + `"}`,
		"with HMAC":       hmac(t, r),
		"no signature":    parts[0] + "." + parts[1] + ".",
		"signature twice": good + "." + parts[2],
	} {
		if _, err := r.Verify(t.Context(), "JWT", token); !errors.Is(err, keys.ErrSignature) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := r.Verify(t.Context(), "at+jwt", good); !errors.Is(err, keys.ErrSignature) {
		t.Errorf("of another type: %v", err)
	}
	if _, err := r.Sign(t.Context(), "HS256", "JWT", nil); !errors.Is(err, keys.ErrNoKey) {
		t.Errorf("signed with HS256: %v", err)
	}
}

// hmac is a token that takes our public key for a secret (RFC 8725 section 2.1).
func hmac(t *testing.T, r *keys.Ring) string {
	t.Helper()
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.HS256, Key: r.Public(t.Context(), keys.Token).Body},
		(&jose.SignerOptions{}).WithType("JWT").WithHeader("kid", kid(t, sign(t, r))))
	if err != nil {
		t.Fatal(err)
	}
	jws, err := signer.Sign([]byte(`{"sub":"x"}`))
	if err != nil {
		t.Fatal(err)
	}
	text, err := jws.CompactSerialize()
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestRetiredKeyStillVerifiesWhatComesBack(t *testing.T) {
	c := start()
	r := newRing(t, &shelf{}, c, nil)
	old := sign(t, r)
	if _, err := r.Rotate(t.Context(), keys.Token); err != nil {
		t.Fatal(err)
	}
	c.t = c.t.Add(24 * time.Hour)
	if _, err := r.Verify(t.Context(), "JWT", old); err != nil {
		t.Error(err)
	}
}

func TestReplicaHearsOfARotation(t *testing.T) {
	c, s, bell := start(), &shelf{}, make(chan struct{}, 1)
	here, there := newRing(t, s, c, bell), newRing(t, s, c, nil)
	if _, err := there.Rotate(t.Context(), keys.Challenge); err != nil {
		t.Fatal(err)
	}
	if published(t, here, keys.Challenge) == published(t, there, keys.Challenge) {
		t.Fatal("the replica knew before the bell rang")
	}
	bell <- struct{}{}
	if published(t, here, keys.Challenge) != published(t, there, keys.Challenge) {
		t.Error("the replica did not hear")
	}
	// And without a bell, by looking.
	if _, err := there.Rotate(t.Context(), keys.Challenge); err != nil {
		t.Fatal(err)
	}
	c.t = c.t.Add(time.Minute)
	if published(t, here, keys.Challenge) != published(t, there, keys.Challenge) {
		t.Error("the replica did not look")
	}
}

func TestStoreThatFailsLeavesTheKeysInUse(t *testing.T) {
	c, s := start(), &shelf{}
	r := newRing(t, s, c, nil)
	before := kid(t, sign(t, r))
	s.broken = errors.New("down")
	c.t = c.t.Add(time.Hour)
	if got := kid(t, sign(t, r)); got != before {
		t.Errorf("signed by %s", got)
	}
	if _, err := r.Rotate(t.Context(), keys.Token); err == nil {
		t.Error("a rotation without a store")
	}
}

func TestClockThatRunsBehindStillSigns(t *testing.T) {
	c, s := start(), &shelf{}
	newRing(t, s, c, nil)
	behind := &clock{c.t.Add(-time.Minute)}
	sign(t, newRing(t, s, behind, nil))
}

func TestOverlapIsNeverShorterThanCaches(t *testing.T) {
	_, err := keys.New(t.Context(), keys.Deps{Store: &shelf{}, Overlap: time.Minute, Longest: time.Hour, Now: start().Now, Log: slog.New(slog.DiscardHandler)})
	if err == nil {
		t.Error("a key would sign before others can have seen it")
	}
}
