package keys

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"github.com/go-jose/go-jose/v4"
)

// Set is a public key set (RFC 7517 section 5), ready to be sent.
type Set struct {
	Body []byte
	ETag string
}

// Public is the public set of a purpose.
func (r *Ring) Public(ctx context.Context, p Purpose) Set { return r.current(ctx).sets[p] }

func newSet(keys []Key, p Purpose, now time.Time) (Set, error) {
	set := jose.JSONWebKeySet{Keys: []jose.JSONWebKey{}}
	for _, k := range keys {
		if k.Purpose == p && k.published(now) {
			set.Keys = append(set.Keys, k.public())
		}
	}
	body, err := json.Marshal(set)
	if err != nil {
		return Set{}, fmt.Errorf("encode the public keys: %w", err)
	}
	sum := sha256.Sum256(body)
	return Set{Body: body, ETag: `"` + hex.EncodeToString(sum[:16]) + `"`}, nil
}
