package wire

import (
	"crypto/rand"
	"math/big"
	"strings"
)

// The code that people type where there is no camera: the alphabet of RFC 8628
// section 6.1, in which no word and no letter that looks like another stands.
const (
	CodeAlphabet = "BCDFGHJKLMNPQRSTVWXZ"
	CodeLength   = 10
)

// DrawCode is a new code of so many letters.
func DrawCode(length int) Secret {
	letters := make([]byte, length)
	most := big.NewInt(int64(len(CodeAlphabet)))
	for i := range letters {
		n, err := rand.Int(rand.Reader, most)
		if err != nil {
			panic("wire: internal error: no random number: " + err.Error())
		}
		letters[i] = CodeAlphabet[n.Int64()]
	}
	return Secret(letters)
}

// NormalSecret is the enrolment secret as it is hashed: a typed code in capitals
// and without what people put between its letters, anything else as it is.
func NormalSecret(s Secret) Secret {
	if code, ok := TypedCode(s.Reveal()); ok {
		return code
	}
	return s
}

// TypedCode reads the code of an enrolment as somebody typed it.
func TypedCode(text string) (code Secret, ok bool) { return ReadCode(text, CodeLength) }

// ReadCode reads a code of so many letters as somebody typed it: in any case, with
// or without what stands between the letters. ok is false if it is none.
func ReadCode(text string, length int) (code Secret, ok bool) {
	if len(text) > 4*length {
		return "", false
	}
	letters := strings.Map(func(c rune) rune {
		switch c {
		case ' ', '-', '.', '\u00a0', '\u2011', '\u2013':
			return -1
		}
		return c
	}, strings.ToUpper(text))
	if len(letters) != length || strings.Trim(letters, CodeAlphabet) != "" {
		return "", false
	}
	return Secret(letters), true
}

// ShowCode is a code as it is shown: one half and the other. Of nothing it is
// nothing.
func ShowCode(code Secret) string {
	s := code.Reveal()
	if s == "" {
		return ""
	}
	return s[:len(s)/2] + "-" + s[len(s)/2:]
}
