package client

import (
	"bytes"
	"crypto/x509"
	"encoding/asn1"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// errDN means that a text is no distinguished name.
var errDN = errors.New("it is no distinguished name as RFC 4514 writes it, such as CN=bank,O=Bank,C=DE")

// attributeNames are the names of RFC 4514 section 3, and two that are common.
//
//nolint:gochecknoglobals // a table, never written
var attributeNames = map[string]string{
	"CN": "2.5.4.3", "L": "2.5.4.7", "ST": "2.5.4.8", "O": "2.5.4.10", "OU": "2.5.4.11", "C": "2.5.4.6", "STREET": "2.5.4.9",
	"DC": "0.9.2342.19200300.100.1.25", "UID": "0.9.2342.19200300.100.1.1",
	"SERIALNUMBER": "2.5.4.5", "EMAILADDRESS": "1.2.840.113549.1.9.1",
}

// attribute is one statement of a name: its type, and its value as text or, if
// der is there, as it is encoded.
type attribute struct {
	oid, text string
	der       []byte
}

func (a attribute) is(b attribute) bool {
	if a.oid != b.oid {
		return false
	}
	if a.der != nil && b.der != nil {
		return bytes.Equal(a.der, b.der)
	}
	return a.text == b.text
}

// dn is a distinguished name: sets of attributes, the most general first.
type dn [][]attribute

// is compares set by set. Values are compared letter for letter, which is
// stricter than directories are.
func (d dn) is(other dn) bool {
	return slices.EqualFunc(d, other, func(a, b []attribute) bool {
		return len(a) == len(b) && among(a, b) && among(b, a)
	})
}

// among says whether each of a is in b.
func among(a, b []attribute) bool {
	return !slices.ContainsFunc(a, func(x attribute) bool { return !slices.ContainsFunc(b, x.is) })
}

// parseDN reads a name (RFC 4514 section 3).
func parseDN(text string) (dn, error) {
	var out dn
	for _, set := range splitDN(text, ',') {
		var attributes []attribute
		for _, one := range splitDN(set, '+') {
			a, err := parseAttribute(one)
			if err != nil {
				return nil, err
			}
			attributes = append(attributes, a)
		}
		out = append(out, attributes)
	}
	slices.Reverse(out) // it is written from the most special to the most general
	return out, nil
}

// splitDN splits at a separator that is not escaped.
func splitDN(text string, separator byte) []string {
	var out []string
	start := 0
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case separator:
			out = append(out, text[start:i])
			start = i + 1
		}
	}
	return append(out, text[start:])
}

func parseAttribute(text string) (attribute, error) {
	name, value, ok := strings.Cut(text, "=")
	name = strings.ToUpper(strings.TrimSpace(name))
	oid, known := attributeNames[name]
	if !known {
		oid = strings.TrimPrefix(name, "OID.")
	}
	if !ok || !known && strings.Trim(oid, "0123456789.") != "" || !strings.Contains(oid, ".") {
		return attribute{}, errDN
	}
	value = trimSpace(value)
	if rest, encoded := strings.CutPrefix(value, "#"); encoded {
		der, err := hex.DecodeString(rest)
		a := attribute{oid: oid, der: der}
		if err != nil || len(der) == 0 {
			return attribute{}, errDN
		}
		_, _ = asn1.Unmarshal(der, &a.text) // what is no text is compared as it is
		return a, nil
	}
	plain, err := unescape(value)
	if err != nil || plain == "" {
		return attribute{}, errDN
	}
	return attribute{oid: oid, text: plain}, nil
}

// trimSpace takes away spaces around a value, but for one that is escaped.
func trimSpace(value string) string {
	value = strings.TrimLeft(value, " ")
	for strings.HasSuffix(value, " ") && !strings.HasSuffix(value, `\ `) {
		value = strings.TrimSuffix(value, " ")
	}
	return value
}

// unescape reads a value: a backslash stands before a special character, or
// before two hexadecimal digits of a byte.
func unescape(value string) (string, error) {
	var out []byte
	for i := 0; i < len(value); i++ {
		switch {
		case strings.IndexByte(`"+,;<>`, value[i]) >= 0, value[i] == 0:
			return "", errDN
		case value[i] != '\\':
			out = append(out, value[i])
		case i+1 < len(value) && strings.IndexByte(` "#+,;<=>\`, value[i+1]) >= 0:
			i++
			out = append(out, value[i])
		case i+2 < len(value):
			b, err := hex.DecodeString(value[i+1 : i+3])
			if err != nil {
				return "", errDN
			}
			out = append(out, b...)
			i += 2
		default:
			return "", errDN
		}
	}
	if !utf8.Valid(out) {
		return "", errDN
	}
	return string(out), nil
}

// rawSET is a set of attributes as a certificate has it; encoding/asn1 knows
// sets by the end of their name.
type rawSET []struct {
	Type  asn1.ObjectIdentifier
	Value asn1.RawValue
}

// subjectOf is the name in a certificate, in the certificate's own order.
func subjectOf(c *x509.Certificate) (dn, error) {
	var sets []rawSET
	if rest, err := asn1.Unmarshal(c.RawSubject, &sets); err != nil || len(rest) > 0 {
		return nil, fmt.Errorf("read the subject: %w", errDN)
	}
	out := make(dn, len(sets))
	for i, set := range sets {
		for _, s := range set {
			a := attribute{oid: s.Type.String(), der: s.Value.FullBytes}
			if _, err := asn1.Unmarshal(a.der, &a.text); err != nil {
				a.text = "\x00" // equal to no text
			}
			out[i] = append(out[i], a)
		}
	}
	return out, nil
}
