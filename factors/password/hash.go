package password

import (
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"unicode/utf8"

	"github.com/alexedwards/argon2id"
	"golang.org/x/crypto/argon2"
	"golang.org/x/text/secure/precis"
)

// The bounds of a password, in characters (NIST SP 800-63B-4 section 3.1.1.2).
// The least is a setting; nothing below leastLength may be set.
const (
	leastLength = 8
	// MostLength is what pages say, too.
	MostLength = 256
	mostBytes  = 4 * MostLength
)

// Parameters of a new hash, and the bounds of those that a stored one may name:
// a stored hash is input, and one that asked for a gigabyte would be an attack.
const (
	memoryKiB  = 19 * 1024
	iterations = 2
	lanes      = 1
	saltBytes  = 16
	keyBytes   = 32

	maxMemoryKiB  = 256 * 1024
	maxIterations = 16
	maxLanes      = 16
	minKeyBytes   = 16
	maxKeyBytes   = 64
)

// errHash means that a stored hash is of no form that is known here.
var errHash = errors.New("stored password hash is malformed or out of bounds")

func parameters() *argon2id.Params {
	return &argon2id.Params{
		Memory: memoryKiB, Iterations: iterations, Parallelism: lanes,
		SaltLength: saltBytes, KeyLength: keyBytes,
	}
}

// prepare makes the one form of a typed password (RFC 8265 section 4.2,
// OpaqueString), so that two keyboards spell it alike.
func prepare(typed string) (string, error) {
	if len(typed) > mostBytes {
		return "", ErrTooLong
	}
	p, err := precis.OpaqueString.String(typed)
	if err != nil {
		return "", ErrCharacters
	}
	return p, nil
}

// admit is prepare for a new password, with the policy.
func admit(typed string, least int) (string, error) {
	p, err := prepare(typed)
	if err != nil && typed != "" {
		return "", err
	}
	switch n := utf8.RuneCountInString(p); {
	case n < least:
		return "", fmt.Errorf("%w of at least %d characters", ErrTooShort, least)
	case n > MostLength:
		return "", ErrTooLong
	}
	return p, nil
}

func hash(prepared string) (string, error) {
	h, err := argon2id.CreateHash(prepared, parameters())
	if err != nil {
		return "", fmt.Errorf("hash password: %w", err)
	}
	return h, nil
}

// unmatched is a hash that no password is known to have: salt and key are
// random, so it costs nothing to make and all of a hash to compare with.
func unmatched() string {
	random := make([]byte, saltBytes+keyBytes)
	_, _ = rand.Read(random) // crypto/rand.Read never fails
	encode := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, memoryKiB, iterations, lanes,
		encode(random[:saltBytes]), encode(random[saltBytes:]))
}

// matches compares in constant time, and says whether the stored hash was made
// with other parameters than a new one would be.
func matches(prepared, stored string) (right, old bool, err error) {
	p, _, _, err := argon2id.DecodeHash(stored)
	if err != nil {
		return false, false, errHash
	}
	if p.Memory < 1 || p.Memory > maxMemoryKiB || p.Iterations < 1 || p.Iterations > maxIterations ||
		p.Parallelism < 1 || p.Parallelism > maxLanes ||
		p.SaltLength < saltBytes/2 || p.SaltLength > maxKeyBytes ||
		p.KeyLength < minKeyBytes || p.KeyLength > maxKeyBytes {
		return false, false, errHash
	}
	right, err = argon2id.ComparePasswordAndHash(prepared, stored)
	if err != nil {
		return false, false, errHash
	}
	return right, *p != *parameters(), nil
}
