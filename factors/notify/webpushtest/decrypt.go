package webpushtest

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/ecdh"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
)

// decrypt is the browser's half of RFC 8291 section 3, for the one record that
// a message is (section 4).
func (s *Subscription) decrypt(body []byte) ([]byte, error) {
	// RFC 8188 section 2.1: salt (16), rs (4), idlen (1), keyid (idlen).
	const fixed = 16 + 4 + 1
	if len(body) < fixed || len(body) < fixed+int(body[fixed-1]) {
		return nil, errors.New("the body is shorter than its header")
	}
	salt, size, id := body[:16], binary.BigEndian.Uint32(body[16:20]), int(body[20])
	record := body[fixed+id:]
	if size < 18 || len(record) > int(size) {
		return nil, fmt.Errorf("a record of %d bytes where the record size is %d", len(record), size)
	}
	sender, err := ecdh.P256().NewPublicKey(body[fixed : fixed+id])
	if err != nil {
		return nil, fmt.Errorf("read the sender's key: %w", err)
	}
	agreed, err := s.private.ECDH(sender)
	if err != nil {
		return nil, fmt.Errorf("agree with the sender: %w", err)
	}
	// RFC 8291 section 3.4, in its own words.
	prkKey := mac(s.secret, agreed)
	keyInfo := bytes.Join([][]byte{[]byte("WebPush: info\x00"), s.private.PublicKey().Bytes(), sender.Bytes()}, nil)
	ikm := mac(prkKey, keyInfo, []byte{1})
	prk := mac(salt, ikm)
	cek := mac(prk, []byte("Content-Encoding: aes128gcm\x00"), []byte{1})[:16]
	nonce := mac(prk, []byte("Content-Encoding: nonce\x00"), []byte{1})[:12]
	block, err := aes.NewCipher(cek)
	if err != nil {
		return nil, fmt.Errorf("use the content key: %w", err)
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil {
		return nil, fmt.Errorf("use the content key: %w", err)
	}
	plain, err := gcm.Open(nil, nonce, record, nil)
	if err != nil {
		return nil, fmt.Errorf("decrypt: %w", err)
	}
	// RFC 8188 section 2: content, a delimiter of 2 in the last record, zeros.
	content, found := bytes.CutSuffix(bytes.TrimRight(plain, "\x00"), []byte{2})
	if !found {
		return nil, errors.New("the record does not end as the last one")
	}
	return content, nil
}

// mac is HMAC-SHA-256 over the parts.
func mac(key []byte, parts ...[]byte) []byte {
	h := hmac.New(sha256.New, key)
	for _, p := range parts {
		_, _ = h.Write(p) // a hash takes everything
	}
	return h.Sum(nil)
}
