package webpush

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/ecdh"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
)

// The sizes of the content coding aes128gcm (RFC 8188) as Web Push uses it.
const (
	saltSize   = 16
	keySize    = 16
	nonceSize  = 12
	recordSize = 4096
	authSize   = 16
	// padTo is the length to which every payload is padded, so that a push
	// service learns nothing from lengths.
	padTo = 512
)

// ErrSubscription means that the keys of a subscription are malformed.
var ErrSubscription = errors.New("webpush: malformed subscription")

// Subscription is the keys that a browser gave (Push API, PushSubscription).
type Subscription struct {
	Public *ecdh.PublicKey // p256dh
	Auth   [authSize]byte  // auth
}

// NewSubscription checks the keys: a point on P-256 and 16 bytes of secret
// (RFC 8291 sections 3.1 and 3.2).
func NewSubscription(p256dh, auth []byte) (Subscription, error) {
	public, err := ecdh.P256().NewPublicKey(p256dh)
	if err != nil || len(auth) != authSize {
		return Subscription{}, ErrSubscription
	}
	s := Subscription{Public: public}
	copy(s.Auth[:], auth)
	return s, nil
}

// Encrypt seals a payload for the subscription, padded to one length. It makes
// a key pair and a salt for this message alone.
func (s Subscription) Encrypt(payload []byte) ([]byte, error) {
	if len(payload) > padTo {
		return nil, fmt.Errorf("webpush: payload of %d bytes is longer than %d", len(payload), padTo)
	}
	server, err := ecdh.P256().GenerateKey(rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("webpush: make a key: %w", err)
	}
	var salt [saltSize]byte
	_, _ = rand.Read(salt[:]) // crypto/rand.Read never fails
	return s.seal(payload, padTo-len(payload), server, salt)
}

// seal is RFC 8291 section 3.4 and RFC 8188 section 2, for one record.
func (s Subscription) seal(payload []byte, padding int, server *ecdh.PrivateKey, salt [saltSize]byte) ([]byte, error) {
	shared, err := server.ECDH(s.Public)
	if err != nil {
		return nil, fmt.Errorf("webpush: agree on a secret: %w", err)
	}
	mine := server.PublicKey().Bytes()
	info := append([]byte("WebPush: info\x00"), s.Public.Bytes()...)
	ikm, err := hkdf.Key(sha256.New, shared, s.Auth[:], string(append(info, mine...)), sha256.Size)
	if err != nil {
		return nil, fmt.Errorf("webpush: derive a key: %w", err)
	}
	key, err := hkdf.Key(sha256.New, ikm, salt[:], "Content-Encoding: aes128gcm\x00", keySize)
	if err != nil {
		return nil, fmt.Errorf("webpush: derive a key: %w", err)
	}
	nonce, err := hkdf.Key(sha256.New, ikm, salt[:], "Content-Encoding: nonce\x00", nonceSize)
	if err != nil {
		return nil, fmt.Errorf("webpush: derive a nonce: %w", err)
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, fmt.Errorf("webpush: use the key: %w", err)
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		return nil, fmt.Errorf("webpush: use the key: %w", err)
	}
	// The header of RFC 8188 section 2.1, with our point as the key's id.
	out := append([]byte{}, salt[:]...)
	out = binary.BigEndian.AppendUint32(out, recordSize)
	out = append(out, byte(len(mine)))
	out = append(out, mine...)
	// 2 ends the last record; zeros after it are padding.
	record := append(append([]byte{}, payload...), 2)
	record = append(record, make([]byte, padding)...)
	return aead.Seal(out, nonce, record, nil), nil
}
