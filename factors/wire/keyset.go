package wire

import (
	"encoding/json"
	"fmt"
)

// KeySet is the challenge keys as push_jwks_uri publishes them. They never sign
// anything but challenges and revocations.
type KeySet struct {
	Keys []Key
}

// Find is the key with that thumbprint.
func (s KeySet) Find(thumbprint string) (Key, bool) {
	for _, key := range s.Keys {
		if key.Thumbprint() == thumbprint {
			return key, true
		}
	}
	return Key{}, false
}

// MarshalJSON writes the set as a JSON Web Key Set (RFC 7517 §5), each key with
// its name, use and algorithm.
func (s KeySet) MarshalJSON() ([]byte, error) {
	keys := make([]members, 0, len(s.Keys))
	for _, key := range s.Keys {
		m, err := key.members()
		if err != nil {
			return nil, err
		}
		m.KeyID, m.Use, m.Algorithm = key.Thumbprint(), "sig", key.Algorithm()
		keys = append(keys, m)
	}
	return json.Marshal(struct {
		Keys []members `json:"keys"`
	}{keys})
}

// ParseKeySet reads a published set. Keys of another kind are passed over, as
// RFC 7517 §5 asks. A key whose kid is not its thumbprint is refused with the
// whole set: somebody else's set was read, or a broken one.
func ParseKeySet(data []byte) (KeySet, error) {
	var body struct {
		Keys []json.RawMessage `json:"keys"`
	}
	if err := Decode(data, &body); err != nil {
		return KeySet{}, fmt.Errorf("parse key set: %w", err)
	}
	var set KeySet
	for _, raw := range body.Keys {
		var m members
		if err := Decode(raw, &m); err != nil {
			return KeySet{}, fmt.Errorf("parse key set: %w", err)
		}
		key, err := ParseKey(raw)
		if err != nil {
			continue
		}
		if m.KeyID != key.Thumbprint() {
			return KeySet{}, fmt.Errorf("parse key set: %w: kid is not the thumbprint", ErrKey)
		}
		set.Keys = append(set.Keys, key)
	}
	return set, nil
}
