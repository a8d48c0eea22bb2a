package storage

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
)

// MasterKeySize is the length of a master key in bytes.
const MasterKeySize = 32

// Errors of a Vault.
var (
	ErrMasterKey = errors.New(`master key must be "id:" and 32 bytes in base64; make one with: countersign keys master`)
	ErrSealed    = errors.New("a sealed value does not open: was the master key changed or the row moved?")
)

// Vault seals what a stolen copy of the database must not tell, with
// AES-256-GCM. The newest master key seals; all of them open.
type Vault struct {
	newest string
	raw    []byte
	keys   map[string]cipher.AEAD
}

// NewVault reads master keys, newest first, each as "id:base64".
func NewVault(keys ...string) (*Vault, error) {
	v := &Vault{keys: map[string]cipher.AEAD{}}
	for _, k := range keys {
		id, text, ok := strings.Cut(strings.TrimSpace(k), ":")
		raw, err := base64.StdEncoding.DecodeString(text)
		if !ok || id == "" || len(id) > 32 || strings.ContainsAny(id, "|, ") || err != nil || len(raw) != MasterKeySize {
			return nil, ErrMasterKey
		}
		block, err := aes.NewCipher(raw)
		if err != nil {
			return nil, fmt.Errorf("use master key %s: %w", id, err)
		}
		aead, err := cipher.NewGCMWithRandomNonce(block)
		if err != nil {
			return nil, fmt.Errorf("use master key %s: %w", id, err)
		}
		if v.keys[id] != nil {
			return nil, fmt.Errorf("%w (id %s stands twice)", ErrMasterKey, id)
		}
		v.keys[id] = aead
		if v.newest == "" {
			v.newest, v.raw = id, raw
		}
	}
	if v.newest == "" {
		return nil, ErrMasterKey
	}
	return v, nil
}

// NewMasterKey makes a key that NewVault reads.
func NewMasterKey(id string) string {
	raw := make([]byte, MasterKeySize)
	_, _ = rand.Read(raw) // crypto/rand.Read never fails
	return id + ":" + base64.StdEncoding.EncodeToString(raw)
}

// Derive is a 32-byte secret for one purpose, the same on every replica.
func (v *Vault) Derive(purpose string) []byte {
	key, err := hkdf.Key(sha256.New, v.raw, nil, "countersign "+purpose, 32)
	if err != nil {
		panic("storage: internal error: derive a key: " + err.Error())
	}
	return key
}

// seal encrypts plain for one place, named as table, column and row: a sealed
// value that is moved to another place does not open there.
func (v *Vault) seal(plain []byte, place string) []byte {
	head := v.newest + "|"
	return v.keys[v.newest].Seal([]byte(head), nil, plain, []byte(place))
}

// open is the inverse of seal. An empty value opens to nothing.
func (v *Vault) open(sealed []byte, place string) ([]byte, error) {
	if len(sealed) == 0 {
		return nil, nil
	}
	id, box, ok := strings.Cut(string(sealed), "|")
	aead := v.keys[id]
	if !ok || aead == nil {
		return nil, fmt.Errorf("%w (%s)", ErrSealed, place)
	}
	plain, err := aead.Open(nil, nil, []byte(box), []byte(place))
	if err != nil {
		return nil, fmt.Errorf("%w (%s)", ErrSealed, place)
	}
	return plain, nil
}
