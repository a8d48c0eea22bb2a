package webpush_test

import (
	"crypto/ecdh"
	"encoding/base64"
	"errors"
	"testing"

	"countersign/factors/notify/webpush"
)

func b64(t *testing.T, s string) []byte {
	t.Helper()
	b, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// The receiver's keys of RFC 8291 section 5.
const (
	exampleP256DH = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
	exampleAuth   = "BTBZMqHH6r4Tts7J_aSIgg"
)

func TestExampleOfRFC8291IsReproducedByteForByte(t *testing.T) {
	server, err := ecdh.P256().NewPrivateKey(b64(t, "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"))
	if err != nil {
		t.Fatal(err)
	}
	s, err := webpush.NewSubscription(b64(t, exampleP256DH), b64(t, exampleAuth))
	if err != nil {
		t.Fatal(err)
	}
	salt := [16]byte(b64(t, "DGv6ra1nlYgDCS1FRnbzlw"))
	got, err := s.OnlyTestsSeal([]byte("When I grow up, I want to be a watermelon"), 0, server, salt)
	if err != nil {
		t.Fatal(err)
	}
	const want = "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
	if g := base64.RawURLEncoding.EncodeToString(got); g != want {
		t.Errorf("got\n%s\nwant\n%s", g, want)
	}
}

func TestEveryBodyIsAsLongAndNoTwoAreAlike(t *testing.T) {
	s, err := webpush.NewSubscription(b64(t, exampleP256DH), b64(t, exampleAuth))
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	length := 0
	for _, n := range []int{0, 0, 1, 160, 511, 512} {
		body, err := s.Encrypt(make([]byte, n))
		if err != nil {
			t.Fatal(err)
		}
		if length == 0 {
			length = len(body)
		}
		if len(body) != length || seen[string(body)] {
			t.Errorf("%d bytes make a body of %d, want %d and another each time", n, len(body), length)
		}
		seen[string(body)] = true
	}
	if _, err := s.Encrypt(make([]byte, 513)); err == nil {
		t.Error("a payload that does not fit was taken")
	}
}

func TestMalformedSubscriptionsAreRefused(t *testing.T) {
	point, auth := b64(t, exampleP256DH), b64(t, exampleAuth)
	off := append([]byte{}, point...)
	off[64] ^= 1
	for name, c := range map[string][2][]byte{
		"off the curve": {off, auth}, "short point": {point[:64], auth}, "compressed": {append([]byte{2}, point[1:33]...), auth},
		"infinity": {{0}, auth}, "no point": {nil, auth}, "short secret": {point, auth[:15]}, "long secret": {point, append(auth, 0)},
	} {
		if _, err := webpush.NewSubscription(c[0], c[1]); !errors.Is(err, webpush.ErrSubscription) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
