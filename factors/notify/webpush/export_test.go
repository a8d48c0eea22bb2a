package webpush

import "crypto/ecdh"

// OnlyTestsSeal encrypts with a key and a salt that are given, as in the example
// of RFC 8291.
func (s Subscription) OnlyTestsSeal(payload []byte, padding int, server *ecdh.PrivateKey, salt [saltSize]byte) ([]byte, error) {
	return s.seal(payload, padding, server, salt)
}
