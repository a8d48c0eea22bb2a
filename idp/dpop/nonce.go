package dpop

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"time"
)

// nonceLife is how long a nonce is current. The one before is good as well, so
// that each is good for at least this long.
const nonceLife = time.Minute

// nonces makes and knows nonces (RFC 9449 section 8) without keeping any: each
// is a MAC of its time slot, the same on every replica.
type nonces struct{ key []byte }

func slot(now time.Time) int64 { return now.Unix() / int64(nonceLife/time.Second) }

func (n nonces) at(now time.Time) string { return n.of(slot(now)) }

func (n nonces) of(slot int64) string {
	m := hmac.New(sha256.New, n.key)
	m.Write(binary.BigEndian.AppendUint64([]byte("nonce of applications "), uint64(slot))) //nolint:gosec // a label, not a quantity
	return base64.RawURLEncoding.EncodeToString(m.Sum(nil)[:16])
}

// good says whether s is the nonce of this slot or the last.
func (n nonces) good(s string, now time.Time) bool {
	this := hmac.Equal([]byte(s), []byte(n.at(now)))
	last := hmac.Equal([]byte(s), []byte(n.of(slot(now)-1)))
	return this || last
}
