package client

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
)

// secretBytes is the random part of a client secret. With so many bits a fast
// hash is enough: slow ones protect what can be guessed. As text it is long
// enough for a key of HS512 (RFC 7518 section 3.2).
const secretBytes = 48

// secretPrefix tells scanners of leaked secrets what they found.
const secretPrefix = "cs_cs_"

func newSecret() (secret string, hash []byte) {
	b := make([]byte, secretBytes)
	_, _ = rand.Read(b) // crypto/rand.Read never fails
	secret = secretPrefix + base64.RawURLEncoding.EncodeToString(b)
	return secret, hashSecret(secret)
}

func hashSecret(secret string) []byte {
	h := sha256.Sum256([]byte(secret))
	return h[:]
}

// HasSecret compares in constant time. A client that authenticates otherwise
// has no secret, so nothing is ever equal to it.
func (c Client) HasSecret(secret string) bool {
	return c.HasSecretMethod() && subtle.ConstantTimeCompare(hashSecret(secret), c.SecretHash) == 1
}
