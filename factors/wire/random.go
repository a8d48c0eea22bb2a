package wire

import (
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"math/big"
)

// Random128 is 128 random bits, b64u: names of things, nonces and secrets.
func Random128() string {
	b := make([]byte, 16)
	_, _ = rand.Read(b) // crypto/rand.Read never fails
	return base64.RawURLEncoding.EncodeToString(b)
}

// RandomDigits is a number of n digits, leading zeros and all.
func RandomDigits(n int) string {
	limit := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n)), nil)
	number, err := rand.Int(rand.Reader, limit)
	if err != nil {
		panic("wire: internal error: no random number: " + err.Error())
	}
	return fmt.Sprintf("%0*d", n, number)
}
