package wire

import (
	"crypto/sha256"
	"encoding/base64"
	"log/slog"
)

// CHash names a challenge by all of its bytes: b64u(SHA-256(compact JWS)). The
// bytes are those that travelled, so no canonical JSON is needed anywhere.
func CHash(compact string) string { return digest(compact) }

// SecretHash is what a registration says of the enrolment secret, c_hash, and
// what a server keeps of it.
func SecretHash(secret Secret) string { return digest(secret.Reveal()) }

func digest(s string) string {
	sum := sha256.Sum256([]byte(s))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// isEncoded says whether s is the canonical b64u of exactly n bytes.
func isEncoded(s string, n int) bool {
	raw, err := decodePart(s)
	return err == nil && len(raw) == n
}

// Secret is a text that must not reach a log, an error or a screen by accident.
// It travels in JSON as it is, so a body that holds one is never logged whole.
type Secret string

const hidden = "[secret]"

// String hides the secret.
func (Secret) String() string { return hidden }

// GoString hides the secret from %#v.
func (Secret) GoString() string { return hidden }

// LogValue hides the secret from slog.
func (Secret) LogValue() slog.Value { return slog.StringValue(hidden) }

// Reveal is the secret itself, for the one place that needs it.
func (s Secret) Reveal() string { return string(s) }
