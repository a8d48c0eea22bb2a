package clientkeys

import (
	"context"
	"crypto"
	"crypto/x509"
	"errors"
	"fmt"
	"slices"

	"github.com/go-jose/go-jose/v4"
	strict "github.com/go-jose/go-jose/v4/json" // case counts, and no member comes twice

	"countersign/idp/client"
)

// The bounds of a key set.
const (
	// MaxKeys is how many keys of a set are looked at.
	MaxKeys = 50
	// maxTried bounds how many keys are tried for one object.
	maxTried = 8
)

// ErrKeys means that the client's keys cannot be had.
var ErrKeys = errors.New("the client's keys cannot be read")

// Documents gets documents from addresses that clients chose.
type Documents interface {
	Document(ctx context.Context, address string) ([]byte, error)
	// Anew is Document for somebody who missed something in it.
	Anew(ctx context.Context, address string) ([]byte, error)
}

// Book finds the keys of clients.
type Book struct{ documents Documents }

// New makes a Book.
func New(documents Documents) (*Book, error) {
	if documents == nil {
		return nil, errors.New("clientkeys: documents are needed")
	}
	return &Book{documents}, nil
}

// Keys are the public keys of a client that may have this kid; all of them if
// it is empty.
func (b *Book) Keys(ctx context.Context, c client.Client, kid string) ([]jose.JSONWebKey, error) {
	all, err := b.all(ctx, c, b.documents.Document)
	if err != nil {
		return nil, err
	}
	named := ofName(all, kid)
	if len(named) > 0 || c.Metadata.JWKSURI == "" {
		return named, nil
	}
	if all, err = b.all(ctx, c, b.documents.Anew); err != nil {
		return nil, err
	}
	return ofName(all, kid), nil
}

// Holds says whether the client registered a certificate, or its key where it
// registered that alone (RFC 8705 section 2.2.2).
func (b *Book) Holds(ctx context.Context, c client.Client, shown *x509.Certificate) (bool, error) {
	keys, err := b.all(ctx, c, b.documents.Document)
	if err != nil || holds(keys, shown) || c.Metadata.JWKSURI == "" {
		return holds(keys, shown), err
	}
	keys, err = b.all(ctx, c, b.documents.Anew)
	return holds(keys, shown), err
}

func holds(keys []jose.JSONWebKey, shown *x509.Certificate) bool {
	public, ok := shown.PublicKey.(interface{ Equal(crypto.PublicKey) bool })
	return ok && slices.ContainsFunc(keys, func(k jose.JSONWebKey) bool {
		if len(k.Certificates) > 0 {
			return k.Certificates[0].Equal(shown)
		}
		return public.Equal(k.Key)
	})
}

// all are the keys that the client registered, by value or by address (RFC 7591
// section 2: never both).
func (b *Book) all(ctx context.Context, c client.Client, get func(context.Context, string) ([]byte, error)) ([]jose.JSONWebKey, error) {
	text := []byte(c.Metadata.JWKS)
	if len(text) == 0 && c.Metadata.JWKSURI != "" {
		var err error
		if text, err = get(ctx, c.Metadata.JWKSURI); err != nil {
			return nil, fmt.Errorf("%w: %w", ErrKeys, err)
		}
	}
	if len(text) == 0 {
		return nil, nil
	}
	keys, err := Parse(text)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrKeys, err)
	}
	return keys, nil
}

// Parse reads a key set (RFC 7517 section 5), as strictly as it was looked at
// when it was registered: in two readings it could hold other keys. Keys of a
// kind that we do not know are left out, as the standard wants.
func Parse(text []byte) ([]jose.JSONWebKey, error) {
	var set struct {
		Keys []strict.RawMessage `json:"keys"`
	}
	if err := strict.Unmarshal(text, &set); err != nil || set.Keys == nil {
		return nil, errors.New("it is no key set")
	}
	if len(set.Keys) > MaxKeys {
		return nil, fmt.Errorf("it holds more than %d keys", MaxKeys)
	}
	keys := make([]jose.JSONWebKey, 0, len(set.Keys))
	for _, raw := range set.Keys {
		var k jose.JSONWebKey
		if k.UnmarshalJSON(raw) == nil && k.Valid() && k.IsPublic() {
			keys = append(keys, k)
		}
	}
	return keys, nil
}

func ofName(keys []jose.JSONWebKey, kid string) []jose.JSONWebKey {
	if kid == "" {
		return keys
	}
	return slices.DeleteFunc(slices.Clone(keys), func(k jose.JSONWebKey) bool { return k.KeyID != kid })
}
