package wiretest

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/asn1"
	"encoding/base64"
	"fmt"
	"math/big"
)

// Forge signs header and payload exactly as given, whatever they say. The
// signature is a right one by private, so that a refusal is for the reason that
// the test means.
func Forge(private crypto.Signer, header, payload string) string {
	input := Encode(header) + "." + Encode(payload)
	return input + "." + base64.RawURLEncoding.EncodeToString(Signature(private, input))
}

// Encode is b64u.
func Encode(s string) string { return base64.RawURLEncoding.EncodeToString([]byte(s)) }

// Signature is the 64 bytes of the JWS signature of input.
func Signature(private crypto.Signer, input string) []byte {
	switch private := private.(type) {
	case ed25519.PrivateKey:
		return ed25519.Sign(private, []byte(input))
	case *ecdsa.PrivateKey:
		sum := sha256.Sum256([]byte(input))
		der, err := private.Sign(nil, sum[:], crypto.SHA256) // nil: RFC 6979
		if err != nil {
			panic(fmt.Sprintf("wiretest: internal error: sign: %v", err))
		}
		var pair struct{ R, S *big.Int }
		if _, err := asn1.Unmarshal(der, &pair); err != nil {
			panic(fmt.Sprintf("wiretest: internal error: read signature: %v", err))
		}
		raw := make([]byte, 64)
		pair.R.FillBytes(raw[:32])
		pair.S.FillBytes(raw[32:])
		return raw
	default:
		panic(fmt.Sprintf("wiretest: internal error: cannot sign with %T", private))
	}
}
