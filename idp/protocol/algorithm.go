package protocol

import (
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
)

// The JWS algorithms that we sign with (RFC 7518 section 3.1, RFC 8037 section
// 3.1). EdDSA is over Ed25519.
const (
	ES256 = "ES256"
	RS256 = "RS256"
	PS256 = "PS256"
	EdDSA = "EdDSA"
)

// SigningAlgs are all of them, the one to take first.
func SigningAlgs() []string { return []string{ES256, RS256, PS256, EdDSA} }

// HalfHash is the left half of the hash that goes with an algorithm: at_hash,
// c_hash and s_hash (OpenID Connect Core sections 3.1.3.6, 3.3.2.11). Of
// nothing it is nothing.
func HalfHash(alg, of string) string {
	if of == "" {
		return ""
	}
	if alg == EdDSA { // Ed25519 hashes with SHA-512 (RFC 8032 section 5.1)
		sum := sha512.Sum512([]byte(of))
		return base64.RawURLEncoding.EncodeToString(sum[:len(sum)/2])
	}
	sum := sha256.Sum256([]byte(of))
	return base64.RawURLEncoding.EncodeToString(sum[:len(sum)/2])
}
