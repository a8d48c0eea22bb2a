package wire_test

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"math/big"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"countersign/factors/wire"
	"countersign/factors/wire/wiretest"
)

func TestObjectsSurviveTheJourney(t *testing.T) {
	t.Parallel()
	for _, typ := range []wire.Type{
		wire.TypeChallenge, wire.TypeDecision, wire.TypeRegister,
		wire.TypeDevice, wire.TypeRevoked, wire.TypeProof,
	} {
		for name, private := range newKeys(t) {
			t.Run(string(typ)+"/"+name, func(t *testing.T) {
				t.Parallel()
				key := publicKey(t, private)
				compact, err := wire.Sign(private, typ, wire.Proof{ID: "x", Nonce: "n"})
				if err != nil {
					t.Fatal(err)
				}
				object, err := wire.Parse(compact, wire.MaxProof)
				if err != nil {
					t.Fatal(err)
				}
				if object.Type() != typ || object.KeyID() != key.Thumbprint() || object.Algorithm() != key.Algorithm() {
					t.Errorf("header %s %s %s", object.Type(), object.KeyID(), object.Algorithm())
				}
				embeds := typ == wire.TypeRegister || typ == wire.TypeProof
				if embeds && !object.Key().Equal(key) || !embeds && !object.Key().IsZero() {
					t.Errorf("embedded key %v", object.Key())
				}
				if err := object.Verify(typ, key); err != nil {
					t.Fatal(err)
				}
				var got wire.Proof
				if err := object.Claims(&got); err != nil || got.ID != "x" || got.Nonce != "n" {
					t.Errorf("claims %+v, %v", got, err)
				}
			})
		}
	}
}

func newKeys(t *testing.T) map[string]crypto.Signer {
	t.Helper()
	p256, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	_, ed, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return map[string]crypto.Signer{"ES256": p256, "EdDSA": ed}
}

func publicKey(t *testing.T, private crypto.Signer) wire.Key {
	t.Helper()
	key, err := wire.NewKey(private.Public())
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func TestObjectOverItsLimitIsRefused(t *testing.T) {
	t.Parallel()
	compact, err := wire.Sign(newKeys(t)["ES256"], wire.TypeProof, wire.Proof{ID: "x"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := wire.Parse(compact, len(compact)); err != nil {
		t.Errorf("at the limit: %v", err)
	}
	if _, err := wire.Parse(compact, len(compact)-1); !errors.Is(err, wire.ErrForm) {
		t.Errorf("over the limit: %v, want ErrForm", err)
	}
}

func TestErrorsRepeatLittleOfWhatWasSent(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("A", 4000)
	private := newKeys(t)["EdDSA"]
	for name, header := range map[string]string{
		"member": `{"` + long + `":1}`,
		"alg":    `{"alg":"` + long + `"}`,
		"typ":    `{"alg":"EdDSA","typ":"` + long + `"}`,
		"number": `{"alg":` + strings.Repeat("9", 4000) + `}`,
	} {
		_, err := wire.Parse(wiretest.Forge(private, header, `{}`), wire.MaxDecision)
		if err == nil || len(err.Error()) > 250 {
			t.Errorf("%s: error of %d bytes", name, len(fmt.Sprint(err)))
		}
	}
}

func TestZeroKeyVerifiesNothing(t *testing.T) {
	t.Parallel()
	compact, err := wire.Sign(newKeys(t)["EdDSA"], wire.TypeRevoked, wire.Revoked{})
	if err != nil {
		t.Fatal(err)
	}
	object, err := wire.Parse(compact, wire.MaxRevoked)
	if err != nil {
		t.Fatal(err)
	}
	if err := object.Verify(wire.TypeRevoked, object.Key()); !errors.Is(err, wire.ErrKey) {
		t.Errorf("error %v, want ErrKey", err)
	}
}

func TestOtherKeysAreRefused(t *testing.T) {
	t.Parallel()
	rsaKey, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	p384, err := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	var none *ecdsa.PublicKey
	for name, pub := range map[string]crypto.PublicKey{
		"RSA":            rsaKey.Public(),
		"P-384":          p384.Public(),
		"nil":            nil,
		"nil P-256":      none,
		"infinity":       &ecdsa.PublicKey{Curve: elliptic.P256(), X: new(big.Int), Y: new(big.Int)},
		"off the curve":  &ecdsa.PublicKey{Curve: elliptic.P256(), X: big.NewInt(1), Y: big.NewInt(1)},
		"empty Ed25519":  ed25519.PublicKey{},
		"small order":    ed25519.PublicKey(make([]byte, 32)),
		"bytes":          make([]byte, 32),
		"private Ed255…": ed25519.NewKeyFromSeed(make([]byte, 32)),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, err := wire.NewKey(pub); !errors.Is(err, wire.ErrKey) {
				t.Errorf("error %v, want ErrKey", err)
			}
		})
	}
	for name, private := range map[string]crypto.Signer{"RSA": rsaKey, "P-384": p384} {
		if _, err := wire.Sign(private, wire.TypeProof, wire.Proof{}); !errors.Is(err, wire.ErrKey) {
			t.Errorf("sign with %s: %v, want ErrKey", name, err)
		}
	}
}

// Every key that the standard library makes is one that we accept: the checks of
// the point refuse nothing that is good.
func TestGoodKeysAreAccepted(t *testing.T) {
	t.Parallel()
	for range 200 {
		for name, private := range newKeys(t) {
			key, err := wire.NewKey(private.Public())
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			data, err := json.Marshal(key)
			if err != nil {
				t.Fatal(err)
			}
			again, err := wire.ParseKey(data)
			if err != nil || !again.Equal(key) {
				t.Fatalf("%s read again: %v", data, err)
			}
		}
	}
}

func TestKeyWithMemberTwiceIsRefused(t *testing.T) {
	t.Parallel()
	data, err := json.Marshal(publicKey(t, newKeys(t)["ES256"]))
	if err != nil {
		t.Fatal(err)
	}
	twice := strings.Replace(string(data), "{", `{"kty":"EC",`, 1)
	if _, err := wire.ParseKey([]byte(twice)); !errors.Is(err, wire.ErrKey) {
		t.Errorf("error %v, want ErrKey", err)
	}
}

func TestKeySetPassesOverForeignKeys(t *testing.T) {
	t.Parallel()
	keys := newKeys(t)
	set := wire.KeySet{Keys: []wire.Key{publicKey(t, keys["ES256"]), publicKey(t, keys["EdDSA"])}}
	data, err := json.Marshal(set)
	if err != nil {
		t.Fatal(err)
	}
	foreign := strings.Replace(string(data), "[", `[{"kty":"RSA","n":"AQ","e":"AQAB","kid":"r"},`, 1)
	got, err := wire.ParseKeySet([]byte(foreign))
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Keys) != 2 {
		t.Fatalf("%d keys, want 2", len(got.Keys))
	}
	if key, ok := got.Find(set.Keys[1].Thumbprint()); !ok || !key.Equal(set.Keys[1]) {
		t.Error("second key not found by its thumbprint")
	}
	if _, ok := got.Find("r"); ok {
		t.Error("foreign key found")
	}
}

func TestKeySetWithAFalseNameIsRefused(t *testing.T) {
	t.Parallel()
	keys := newKeys(t)
	data, err := json.Marshal(wire.KeySet{Keys: []wire.Key{publicKey(t, keys["ES256"])}})
	if err != nil {
		t.Fatal(err)
	}
	other := publicKey(t, keys["EdDSA"]).Thumbprint()
	renamed := strings.Replace(string(data), publicKey(t, keys["ES256"]).Thumbprint(), other, 1)
	if _, err := wire.ParseKeySet([]byte(renamed)); !errors.Is(err, wire.ErrKey) {
		t.Errorf("error %v, want ErrKey", err)
	}
}

func TestMatchHasTheDigitsOfItsMode(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		mode  wire.Mode
		match string
		want  error
	}{
		{wire.ModeNum2, "42", nil},
		{wire.ModeNum2, "00", nil},
		{wire.ModeNum6, "000042", nil},
		{wire.ModeNone, "", nil},
		{wire.ModeNum2, "", wire.ErrMatch},
		{wire.ModeNum2, "7", wire.ErrMatch},
		{wire.ModeNum2, "042", wire.ErrMatch},
		{wire.ModeNum2, "4a", wire.ErrMatch},
		{wire.ModeNum2, "+4", wire.ErrMatch},
		{wire.ModeNum2, " 4", wire.ErrMatch},
		{wire.ModeNum2, "٤", wire.ErrMatch}, // a digit of two bytes, but not ASCII
		{wire.ModeNum6, "42", wire.ErrMatch},
		{wire.ModeNone, "42", wire.ErrMatch},
		{wire.ModeChoice, "42", nil},
		{wire.ModeChoice, "1", wire.ErrMatch},
		{"blink", "42", wire.ErrUnknown},
		{wire.ModeScan, "42", wire.ErrMatch}, {wire.ModeScan, "", wire.ErrMatch}, {wire.ModeScan, "AAAAAAAAAAAAAAAAAAAAAQ", nil}, {wire.ModeNum2, "AAAAAAAAAAAAAAAAAAAAAQ", wire.ErrMatch},
		{"", "", wire.ErrUnknown},
	} {
		if err := wire.CheckMatch(c.mode, c.match); !errors.Is(err, c.want) {
			t.Errorf("mode %q, match %q: %v, want %v", c.mode, c.match, err, c.want)
		}
	}
}

func TestChoiceHasThreeDifferentNumbers(t *testing.T) {
	t.Parallel()
	base := wire.Challenge{
		Issuer: "i", Device: "d", Account: "a", ID: "chl__jR4VHn9Lj-DOcwMGbDqnA", Nonce: "eDd7UldXtJRCf4kBT5fXmQ",
		IssuedAt: 1, Expires: 121, Purpose: wire.PurposeLogin, UV: wire.UVNone, Verdicts: []wire.Verdict{wire.Deny},
	}
	for _, c := range []struct {
		options []string
		good    bool
	}{
		{[]string{"17", "42", "85"}, true}, {nil, false}, {[]string{"17", "42"}, false}, {[]string{"17", "42", "42"}, false},
		{[]string{"17", "42", "8"}, false}, {[]string{"17", "42", "no"}, false}, {[]string{"17", "42", "85", "86"}, false},
	} {
		base.Match = wire.Match{Mode: wire.ModeChoice, Options: c.options}
		if err := base.Check(); (err == nil) != c.good {
			t.Errorf("%v: %v", c.options, err)
		}
	}
}

func TestSecretsStayOutOfLogs(t *testing.T) {
	t.Parallel()
	link := wire.Link{Issuer: "https://id.example.com", Code: "TOPSECRET", Thumbprint: "k"}
	body := wire.RegisterRequest{Code: "TOPSECRET"}
	var log bytes.Buffer
	slog.New(slog.NewJSONHandler(&log, nil)).Info("x", "code", link.Code, "link", link)
	slog.New(slog.NewTextHandler(&log, nil)).Info("x", "code", link.Code, "link", link, "body", body)
	_, _ = fmt.Fprintf(&log, "%v %+v %#v %s %v %+v %#v", link, link, link, link.Code, body, body, body)
	if strings.Contains(log.String(), "TOPSECRET") {
		t.Errorf("secret in %s", log.String())
	}
	travels, err := json.Marshal(body)
	if err != nil || !strings.Contains(string(travels), "TOPSECRET") {
		t.Errorf("body %s, %v: the secret must travel", travels, err)
	}
}

func TestRegistrationsOfBadFormAreRefused(t *testing.T) {
	t.Parallel()
	good := func() wire.Register {
		return wire.Register{
			Audience: "https://id.example.com", ID: "reg_1", CodeHash: wire.SecretHash("x"),
			Device:  wire.DeviceInfo{Name: "Jane's phone", Platform: wire.PlatformCLI},
			Channel: wire.Channel{Provider: wire.ProviderNone},
			Modes:   []wire.Mode{wire.ModeNum2, "blink"},
		}
	}
	if err := good().Check(); err != nil {
		t.Fatal(err)
	}
	for name, spoil := range map[string]func(*wire.Register){
		"no audience":       func(r *wire.Register) { r.Audience = "" },
		"no jti":            func(r *wire.Register) { r.ID = "" },
		"c_hash short":      func(r *wire.Register) { r.CodeHash = "AAEC" },
		"no name":           func(r *wire.Register) { r.Device.Name = "  " },
		"long name":         func(r *wire.Register) { r.Device.Name = strings.Repeat("x", wire.MaxDeviceName+1) },
		"escape in name":    func(r *wire.Register) { r.Device.Name = "a\x1b[2Jb" },
		"turned name":       func(r *wire.Register) { r.Device.Name = "a\u202eb" },
		"newline in model":  func(r *wire.Register) { r.Device.Model = "a\nb" },
		"unknown platform":  func(r *wire.Register) { r.Device.Platform = "toaster" },
		"unknown channel":   func(r *wire.Register) { r.Channel.Provider = "pigeon" },
		"fcm without token": func(r *wire.Register) { r.Channel.Provider = wire.ProviderFCM },
		"none with token":   func(r *wire.Register) { r.Channel.Token = "t" },
		"huge token": func(r *wire.Register) {
			r.Channel = wire.Channel{Provider: wire.ProviderFCM, Token: wire.Secret(strings.Repeat("t", 5000))}
		},
		"no modes":       func(r *wire.Register) { r.Modes = nil },
		"only new modes": func(r *wire.Register) { r.Modes = []wire.Mode{"blink"} },
		"too many modes": func(r *wire.Register) { r.Modes = make([]wire.Mode, 17) },
	} {
		r := good()
		spoil(&r)
		if err := r.Check(); !errors.Is(err, wire.ErrClaims) && !errors.Is(err, wire.ErrUnknown) {
			t.Errorf("%s: %v, want a refusal", name, err)
		}
	}
}

func TestDeviceActsOfBadFormAreRefused(t *testing.T) {
	t.Parallel()
	none := &wire.Channel{Provider: wire.ProviderNone}
	base := wire.DeviceAct{Device: "d", Audience: "a", Account: "s", ID: "j", Nonce: "n"}
	for _, c := range []struct {
		name    string
		act     wire.Act
		channel *wire.Channel
		want    error
	}{
		{"channel", wire.ActChannel, none, nil},
		{"remove", wire.ActRemove, nil, nil},
		{"channel without ch", wire.ActChannel, nil, wire.ErrClaims},
		{"channel of another kind", wire.ActChannel, &wire.Channel{Provider: "pigeon"}, wire.ErrUnknown},
		{"remove with ch", wire.ActRemove, none, wire.ErrClaims},
		{"no act", "", nil, wire.ErrUnknown},
	} {
		a := base
		a.Act, a.Channel = c.act, c.channel
		if err := a.Check(); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", c.name, err, c.want)
		}
	}
	if err := (wire.DeviceAct{Act: wire.ActRemove}).Check(); !errors.Is(err, wire.ErrClaims) {
		t.Errorf("act of nobody: %v, want ErrClaims", err)
	}
}

func TestWhatIsAgreedToIsReadWhole(t *testing.T) {
	t.Parallel()
	var c wire.Challenge
	open(t, wiretest.Load(t), "challenge-ciba-es256", &c)
	want := []wire.Detail{{Type: "payment_initiation", Title: "Payment", Lines: []wire.DetailLine{{Label: "Amount", Text: "123.50 EUR"}, {Label: "To", Text: "Merchant A"}}}}
	if diff := cmp.Diff(want, c.Details); diff != "" || c.Message != "W4SCT" {
		t.Errorf("message %q, details %s", c.Message, diff)
	}
}
