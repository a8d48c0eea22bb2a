package wire

import (
	"crypto/ecdh"
	"fmt"
)

// The sizes of a subscription's keys (RFC 8291 sections 3.1 and 3.2).
const (
	pointSize = 65 // uncompressed, P-256
	authSize  = 16
)

// check says whether the subscription has what Web Push needs: an endpoint of
// bounded length, a point on P-256 in its uncompressed form, 16 bytes of
// secret and the name of a key.
func (s WebPush) check() error {
	if s.Endpoint == "" || len(s.Endpoint) > maxEndpoint {
		return fmt.Errorf("%w: channel endpoint", ErrClaims)
	}
	point, err := decodePart(s.P256DH)
	if err != nil || len(point) != pointSize {
		return fmt.Errorf("%w: channel p256dh", ErrClaims)
	}
	if _, err := ecdh.P256().NewPublicKey(point); err != nil {
		return fmt.Errorf("%w: channel p256dh is no point of P-256", ErrClaims)
	}
	if !isEncoded(s.Auth.Reveal(), authSize) {
		return fmt.Errorf("%w: channel auth", ErrClaims)
	}
	if !isEncoded(s.VAPIDKey, 32) {
		return fmt.Errorf("%w: channel k", ErrClaims)
	}
	return nil
}
