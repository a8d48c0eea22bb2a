package attest_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"strings"
	"testing"
	"time"

	"github.com/fxamacker/cbor/v2"

	"countersign/factors/attest"
	"countersign/factors/attest/attesttest"
	"countersign/factors/wire"
)

func TestAppAttestProvesAGenuineAppAndNoHardware(t *testing.T) {
	m := attesttest.New(attesttest.FarAhead)
	_, key := newKey(t)
	right := attesttest.Vouch(codeHash, key.Thumbprint())
	if proof, err := trusting(m).Possession(m.AppAttest(right), key, codeHash, noon); proof != attest.GenuineApp || err != nil {
		t.Errorf("%q, %v", proof, err)
	}
	r := trusting(m)
	r.Apple.Development, right.Environment = true, attesttest.Development
	if proof, err := r.Possession(m.AppAttest(right), key, codeHash, noon); proof != attest.GenuineApp || err != nil {
		t.Errorf("in development: %q, %v", proof, err)
	}
}

func TestAppAttestThatProvesNothing(t *testing.T) {
	m, elsewhere := attesttest.New(attesttest.FarAhead), attesttest.New(attesttest.FarAhead)
	_, key := newKey(t)
	_, other := newKey(t)
	right := attesttest.Vouch(codeHash, key.Thumbprint())
	but := func(change func(*attesttest.AppAttest)) *wire.Attestation {
		a := right
		change(&a)
		return m.AppAttest(a)
	}
	good := m.AppAttest(right)
	with := func(object, keyID string) *wire.Attestation {
		return &wire.Attestation{Format: wire.AttestApple, Object: object, KeyID: keyID}
	}
	raw, err := base64.StdEncoding.DecodeString(good.Object)
	if err != nil {
		t.Fatal(err)
	}
	replayed := attesttest.Vouch(codeHash, key.Thumbprint()).KeyID // of another good attestation
	for name, c := range map[string]refused{
		"by another maker":                {elsewhere.AppAttest(right), "no trusted root"},
		"of another enrolment":            {m.AppAttest(attesttest.Vouch("another", key.Thumbprint())), "another enrolment or key"},
		"of another possession key":       {m.AppAttest(attesttest.Vouch(codeHash, other.Thumbprint())), "another enrolment or key"},
		"made as Android's are":           {but(func(a *attesttest.AppAttest) { a.Hash = androidChallenge() }), "another enrolment or key"},
		"without a nonce":                 {but(func(a *attesttest.AppAttest) { a.WithoutNonce = true }), "no nonce"},
		"with something after the nonce":  {but(func(a *attesttest.AppAttest) { a.NonceTrailing = true }), "no nonce"},
		"with the key id of another":      {with(good.Object, base64.StdEncoding.EncodeToString(replayed)), "key id"},
		"without a key id":                {with(good.Object, ""), "key id"},
		"with a key id of no base64":      {with(good.Object, "%"), "key id"},
		"by a certificate of another key": {but(func(a *attesttest.AppAttest) { a.Key = attesttest.NewKey() }), "key id"},
		"of another app":                  {but(func(a *attesttest.AppAttest) { a.App = "ABCDE12345.com.evil" }), "another app"},
		"of a key that was used":          {but(func(a *attesttest.AppAttest) { a.Counter = 1 }), "used before"},
		"from the test environment":       {but(func(a *attesttest.AppAttest) { a.Environment = attesttest.Development }), "environment"},
		"from no environment":             {but(func(a *attesttest.AppAttest) { a.Environment = strings.Repeat("\x00", 16) }), "environment"},
		"of another credential":           {but(func(a *attesttest.AppAttest) { a.Credential = replayed }), "not the key"},
		"without credential data":         {but(func(a *attesttest.AppAttest) { a.Flags = 0 }), "does not parse"},
		"of another format":               {but(func(a *attesttest.AppAttest) { a.Format = "apple" }), "does not parse"},
		"cut short":                       {with(base64.StdEncoding.EncodeToString(raw[:len(raw)-1]), good.KeyID), "does not parse"},
		"followed by more":                {with(base64.StdEncoding.EncodeToString(append(bytes.Clone(raw), 0)), good.KeyID), "does not parse"},
		"not base64":                      {with("%", good.KeyID), "does not parse"},
		"empty":                           {with("", good.KeyID), "does not parse"},
		"too long":                        {but(func(a *attesttest.AppAttest) { a.Receipt = make([]byte, 8<<10) }), "too long"},
		"a member twice":                  {with(base64.StdEncoding.EncodeToString(twice(raw)), good.KeyID), "does not parse"},
		"in pieces":                       {with(base64.StdEncoding.EncodeToString(pieces(raw)), good.KeyID), "does not parse"},
		"under a tag":                     {with(base64.StdEncoding.EncodeToString(append([]byte{0xd9, 0xd9, 0xf7}, raw...)), good.KeyID), "does not parse"},
		"nested too deep":                 {with(beside([]any{[]any{[]any{[]any{}}}}), good.KeyID), "does not parse"},
		"with too many at once":           {with(beside(make([]int, 17)), good.KeyID), "does not parse"},
		"with too many members":           {with(beside(members(17)), good.KeyID), "does not parse"},
		"with members that nobody knows":  {with(beside(members(16)), good.KeyID), "of 0"},
		"signed by an attested key":       {right.By(m.Forged(right.Key.Public(), right.Nonce())...), "describes two keys"},
		"data cut before its credential":  {right.Around(make([]byte, 54), m.Middle), "does not parse"},
		"data cut before its length":      {right.Around(cutCredential()[:54], m.Middle), "does not parse"},
		"data cut in its credential":      {right.Around(cutCredential(), m.Middle), "does not parse"},
		"of no certificates":              {right.Around(append(cutCredential(), make([]byte, 32)...)), "of 0"},
		"of too many":                     {right.Around(append(cutCredential(), make([]byte, 32)...), m.Root, m.Root, m.Root, m.Root, m.Root, m.Root, m.Root), "of 7"},
	} {
		c.test(t, name, trusting(m), key, noon)
	}
	inDevelopment := trusting(m)
	inDevelopment.Apple.Development = true
	refused{good, "environment"}.test(t, "from the real environment in development", inDevelopment, key, noon)
	if proof, err := trusting(m).Possession(good, key, codeHash, noon); proof != attest.GenuineApp {
		t.Errorf("right: %v", err)
	}
}

// androidChallenge names the enrolment, and not the possession key.
func androidChallenge() []byte {
	sum := sha256.Sum256([]byte("cs-att-1." + codeHash))
	return sum[:]
}

// twice is an object with a fourth member, which it has already.
func twice(object []byte) []byte {
	out := bytes.Clone(object)
	out[0] = 0xa4 // a map of four
	return append(out, 0x63, 'f', 'm', 't', 0x60)
}

// pieces is an object whose map says only at its end that it has ended.
func pieces(object []byte) []byte {
	out := bytes.Clone(object)
	out[0] = 0xbf
	return append(out, 0xff)
}

// cutCredential is data that says it has a credential of 32 bytes, and ends.
func cutCredential() []byte {
	out := make([]byte, 55)
	out[32], out[54] = 0x40, 32
	return out
}

// beside is an object that parses, without certificates, with one member more.
func beside(more any) string {
	object, err := cbor.Marshal(map[string]any{"fmt": wire.AttestApple, "authData": append(cutCredential(), make([]byte, 32)...), "more": more})
	if err != nil {
		panic(err)
	}
	return base64.StdEncoding.EncodeToString(object)
}

func members(n int) map[int]int {
	out := map[int]int{}
	for i := range n {
		out[i] = i
	}
	return out
}

func TestAppAttestOutOfItsTimeOrRevokedProvesNothing(t *testing.T) {
	m := attesttest.New(noon.Add(time.Hour))
	_, key := newKey(t)
	att := m.AppAttest(attesttest.Vouch(codeHash, key.Thumbprint()))
	refused{att, "no trusted root"}.test(t, "after its time", trusting(m), key, noon.Add(2*time.Hour))
	r := trusting(m)
	r.Apple.Revoked = map[string]bool{"abc": true}
	refused{att, "revoked"}.test(t, "revoked", r, key, noon)
}

// The makers are told apart: a root that is trusted for phones of one kind says
// nothing of the other's.
func TestRootsOfOneKindAreNotThoseOfTheOther(t *testing.T) {
	android, apple := attesttest.New(attesttest.FarAhead), attesttest.New(attesttest.FarAhead)
	public, key := newKey(t)
	r := trusting(android)
	r.Apple = trusting(apple).Apple
	refused{apple.Android(public, attesttest.Describe(codeHash)), "no trusted root"}.test(t, "Android by Apple", r, key, noon)
	refused{android.AppAttest(attesttest.Vouch(codeHash, key.Thumbprint())), "no trusted root"}.test(t, "Apple by Android", r, key, noon)
}
