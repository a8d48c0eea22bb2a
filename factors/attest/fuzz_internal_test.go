package attest

import (
	"encoding/asn1"
	"encoding/base64"
	"testing"
)

// FuzzAppleObject is about what a stranger posts before any chain is looked at.
func FuzzAppleObject(f *testing.F) {
	good := []byte{0xa3, 0x63, 'f', 'm', 't', 0x6f}
	good = append(good, "apple-appattest"...)
	good = append(good, 0x67)
	good = append(good, "attStmt"...)
	good = append(good, 0xa1, 0x63, 'x', '5', 'c', 0x81, 0x41, 0, 0x68)
	good = append(good, "authData"...)
	data := make([]byte, 55+32)
	data[32], data[54] = attested, 32
	good = append(append(good, 0x58, byte(len(data))), data...)
	if _, _, err := readApple(base64.StdEncoding.EncodeToString(good)); err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Add([]byte{0xbf, 0xff})
	f.Fuzz(func(t *testing.T, raw []byte) {
		object, data, err := readApple(base64.StdEncoding.EncodeToString(raw))
		if err != nil {
			return
		}
		if len(raw) > maxObject || len(data.app) != 32 || len(data.aaguid) != 16 || len(data.credential) > len(object.AuthData) {
			t.Errorf("%d bytes are read as %+v", len(raw), data)
		}
	})
}

// FuzzKeyDescription is about the extension of a certificate that no maker of
// ours need have signed.
func FuzzKeyDescription(f *testing.F) {
	list := asn1.RawValue{Class: asn1.ClassUniversal, Tag: asn1.TagSequence, IsCompound: true}
	list.Bytes, _ = asn1.Marshal(asn1.RawValue{Class: asn1.ClassContextSpecific, Tag: tagOrigin, IsCompound: true, Bytes: []byte{2, 1, 0}})
	good, err := asn1.Marshal(struct {
		Version            int
		Attested           asn1.Enumerated
		KeyVersion         int
		Kept               asn1.Enumerated
		Challenge, Unique  []byte
		Software, Hardware asn1.RawValue
	}{200, 1, 200, 1, []byte("c"), nil, list, list})
	if err != nil {
		f.Fatal(err)
	}
	if _, err := parseKeyDescription(good); err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Fuzz(func(_ *testing.T, value []byte) {
		if d, err := parseKeyDescription(value); err == nil {
			_ = d.check()
			_, _ = d.forApp(nil), d.asksEachTime()
		}
	})
}
