package wire

import (
	"encoding/json"
	"fmt"
	"strings"
)

// Object is a compact JWS whose form has been checked. What it claims stays shut
// until Verify has opened it. An Object belongs to one goroutine.
type Object struct {
	compact   string
	header    header
	payload   []byte
	signature []byte
	verified  bool
}

// header is all that may stand in a protected header. A jku, x5u, x5c or crit,
// or any name that is not here, is refused: the key is never the sender's choice.
type header struct {
	Type      Type            `json:"typ"`
	Algorithm Algorithm       `json:"alg"`
	KeyID     string          `json:"kid"`
	JWK       json.RawMessage `json:"jwk"`

	key Key
}

// Parse checks the form of a compact JWS of at most limit bytes. It verifies no
// signature.
func Parse(compact string, limit int) (*Object, error) {
	if len(compact) > limit {
		return nil, fmt.Errorf("parse object: %w: more than %d bytes", ErrForm, limit)
	}
	parts := strings.Split(compact, ".")
	if len(parts) != 3 {
		return nil, fmt.Errorf("parse object: %w: %d parts", ErrForm, len(parts))
	}
	raw := make([][]byte, len(parts))
	for i, part := range parts {
		decoded, err := decodePart(part)
		if err != nil {
			return nil, fmt.Errorf("parse object: part %d: %w", i+1, err)
		}
		raw[i] = decoded
	}
	h, err := headers.of(raw[0], parseHeader)
	if err != nil {
		return nil, fmt.Errorf("parse object: %w", err)
	}
	if err := checkJSON(raw[1]); err != nil {
		return nil, fmt.Errorf("parse object: payload: %w", err)
	}
	// Both algorithms sign with 64 bytes (RFC 7518 §3.4, RFC 8032 §5.1.6).
	if len(raw[2]) != 64 {
		return nil, fmt.Errorf("parse object: %w: signature of %d bytes", ErrForm, len(raw[2]))
	}
	return &Object{compact: compact, header: h, payload: raw[1], signature: raw[2]}, nil
}

// headers are those that were read before: a device always sends the same.
//
//nolint:gochecknoglobals // a memo of a pure function
var headers memo[header]

// parseHeader reads a protected header and refuses every member that is not
// among the four we know, and the jwk where the type does not call for it.
func parseHeader(raw []byte) (header, error) {
	var members map[string]json.RawMessage
	if err := Decode(raw, &members); err != nil {
		return header{}, fmt.Errorf("header: %w", err)
	}
	for name := range members {
		switch name {
		case "typ", "alg", "kid", "jwk":
		default:
			return header{}, fmt.Errorf("%w: %.40q", ErrHeader, name)
		}
	}
	var h header
	if err := decodeChecked(raw, &h); err != nil {
		return header{}, fmt.Errorf("header: %w", err)
	}
	if h.Algorithm != ES256 && h.Algorithm != EdDSA {
		return header{}, fmt.Errorf("%w: %.40q", ErrAlgorithm, h.Algorithm)
	}
	_, hasKid := members["kid"]
	_, hasJWK := members["jwk"]
	if hasJWK != h.Type.embedsKey() || hasKid == hasJWK {
		return header{}, fmt.Errorf("%w: kid or jwk in %.40q", ErrHeader, h.Type)
	}
	if hasKid {
		if !isEncoded(h.KeyID, 32) {
			return header{}, fmt.Errorf("%w: kid is not a thumbprint", ErrHeader)
		}
		return h, nil
	}
	key, err := ParseKey(h.JWK)
	if err != nil {
		return header{}, fmt.Errorf("header: %w", err)
	}
	h.key, h.KeyID = key, key.Thumbprint()
	return h, nil
}

// Type is the typ in the header. It is what the sender says until Verify.
func (o *Object) Type() Type { return o.header.Type }

// Algorithm is the alg in the header.
func (o *Object) Algorithm() Algorithm { return o.header.Algorithm }

// KeyID is the thumbprint of the key that the header names or embeds.
func (o *Object) KeyID() string { return o.header.KeyID }

// Key is the embedded key of a registration or a proof, and the zero Key for
// every other object. It proves nothing until Verify has used it.
func (o *Object) Key() Key { return o.header.key }

// Compact is the object as it travelled.
func (o *Object) Compact() string { return o.compact }

// Hash is the CHash of the object as it travelled.
func (o *Object) Hash() string { return CHash(o.compact) }

// Verify opens the object: its type is exactly typ, it names key, its algorithm
// is the one of key, and the signature is by key. For an object that embeds its
// key, Verify(typ, o.Key()) is the proof that the sender holds that key.
func (o *Object) Verify(typ Type, key Key) error {
	if o.header.Type != typ {
		return fmt.Errorf("verify %s: %w: %.40q", typ, ErrType, o.header.Type)
	}
	if key.IsZero() {
		return fmt.Errorf("verify %s: %w: no key", typ, ErrKey)
	}
	if o.header.Algorithm != key.Algorithm() {
		return fmt.Errorf("verify %s: %w: %.40q is not the key's", typ, ErrAlgorithm, o.header.Algorithm)
	}
	if o.header.KeyID != key.Thumbprint() {
		return fmt.Errorf("verify %s: %w: names another key", typ, ErrKey)
	}
	// What is signed are the first two parts as they travelled (RFC 7515 §5.2).
	if !key.verifies(o.compact[:strings.LastIndexByte(o.compact, '.')], o.signature) {
		return fmt.Errorf("verify %s: %w", typ, ErrSignature)
	}
	o.verified = true
	return nil
}

// Claims reads the payload into v. Before Verify it is ErrUnverified.
func (o *Object) Claims(v any) error {
	if !o.verified {
		return fmt.Errorf("read claims of %.40q: %w", o.header.Type, ErrUnverified)
	}
	if err := decodeChecked(o.payload, v); err != nil {
		return fmt.Errorf("read claims of %.40q: %w", o.header.Type, err)
	}
	return nil
}
