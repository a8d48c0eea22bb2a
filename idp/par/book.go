package par

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"countersign/idp/client"
	"countersign/idp/web"
)

// Prefix starts every request_uri of ours (RFC 9126 section 2.2).
const Prefix = "urn:ietf:params:oauth:request_uri:"

// handleBytes is the random part of a handle, a web.Secret: 256 bits.
const handleBytes = 32

// ErrUnknown means that a request_uri is none of ours, has expired, was used, or
// is another client's. It never says which.
var ErrUnknown = errors.New("the request_uri is unknown, expired, used or another client's")

// Request is a request that waits for its browser.
type Request struct {
	Client client.ID
	Values url.Values
	// Pushed is true if the client authenticated when it sent the request; false
	// if a browser brought it, by a form too large for an address.
	Pushed  bool
	Expires time.Time
}

// Store keeps requests by the hash of their handle. Each method is one act.
type Store interface {
	Keep(ctx context.Context, hash []byte, r Request) error
	// Find is a request that has not expired at a time, or ErrUnknown.
	Find(ctx context.Context, hash []byte, at time.Time) (Request, error)
	// Take deletes a request, expired or not: false if it is gone already.
	Take(ctx context.Context, hash []byte) (bool, error)
}

// Book keeps requests.
type Book struct {
	store    Store
	lifetime time.Duration
	now      func() time.Time
}

// NewBook keeps requests that browsers have to begin with within lifetime.
func NewBook(store Store, lifetime time.Duration, now func() time.Time) (*Book, error) {
	if store == nil || lifetime <= 0 || now == nil {
		return nil, errors.New("par: a store, a lifetime and a clock are needed")
	}
	return &Book{store, lifetime, now}, nil
}

// Keep keeps a request and gives its request_uri.
func (b *Book) Keep(ctx context.Context, r Request) (string, error) {
	uri := Prefix + web.Secret()
	r.Expires = b.now().Add(b.lifetime)
	if err := b.store.Keep(ctx, hash(uri), r); err != nil {
		return "", fmt.Errorf("keep a pushed request: %w", err)
	}
	return uri, nil
}

// Find is the request of a client, for as long as a sign-in may begin with it.
// Looking does not use it up: a page can be loaded again (FAPI 2.0 Security
// Profile section 5.3.2.2, note 3).
func (b *Book) Find(ctx context.Context, c client.ID, uri string) (Request, error) {
	h := hash(uri)
	if h == nil {
		return Request{}, ErrUnknown
	}
	r, err := b.store.Find(ctx, h, b.now())
	switch {
	case err != nil:
		return Request{}, fmt.Errorf("find a pushed request: %w", err)
	case r.Client != c:
		return Request{}, ErrUnknown
	}
	return r, nil
}

// Take uses a request up, which one authorization does: ErrUnknown if another
// did.
func (b *Book) Take(ctx context.Context, uri string) error {
	h := hash(uri)
	if h == nil {
		return ErrUnknown
	}
	first, err := b.store.Take(ctx, h)
	switch {
	case err != nil:
		return fmt.Errorf("use up a pushed request: %w", err)
	case !first:
		return ErrUnknown
	}
	return nil
}

// hash is what is stored of a request_uri; nil unless it has the form of one.
func hash(uri string) []byte {
	rest, ok := strings.CutPrefix(uri, Prefix)
	if !ok || len(rest) != base64.RawURLEncoding.EncodedLen(handleBytes) {
		return nil
	}
	return web.Hash(uri)
}
