package dpop

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"time"
)

// Nonces makes and knows nonces (RFC 9449 section 8) without keeping any: each
// is a MAC of its time slot, the same on every replica.
type Nonces struct {
	// Key is the secret behind them, and Label whom they are for: nobody else's
	// nonces are good there.
	Key   []byte
	Label string
	// Life is how long a nonce is current. The one before is good as well, so
	// that each is good for at least this long.
	Life time.Duration
}

// At is the nonce of a time.
func (n Nonces) At(now time.Time) string { return n.of(n.slot(now)) }

func (n Nonces) slot(now time.Time) int64 { return now.Unix() / int64(n.Life/time.Second) }

func (n Nonces) of(slot int64) string {
	m := hmac.New(sha256.New, n.Key)
	m.Write(binary.BigEndian.AppendUint64([]byte(n.Label), uint64(slot))) //nolint:gosec // a label, not a quantity
	return base64.RawURLEncoding.EncodeToString(m.Sum(nil)[:16])
}

// Good says whether s is the nonce of this slot or the last.
func (n Nonces) Good(s string, now time.Time) bool {
	this := hmac.Equal([]byte(s), []byte(n.At(now)))
	last := hmac.Equal([]byte(s), []byte(n.of(n.slot(now)-1)))
	return this || last
}
