package keys

import (
	"context"
	"crypto/ecdsa"
	"fmt"
)

// VAPIDKey is the key that new subscriptions are made with: its name, and its
// point in the uncompressed form that browsers take (RFC 8292 section 3.2).
func (r *Ring) VAPIDKey(ctx context.Context) (kid string, point []byte, err error) {
	k, err := r.signer(ctx, series{VAPID, ES256})
	if err != nil {
		return "", nil, err
	}
	point, err = pointOf(k)
	return k.ID, point, err
}

// HasVAPID says whether kid names one of our VAPID keys, current or not.
func (r *Ring) HasVAPID(ctx context.Context, kid string) bool {
	_, err := r.vapid(ctx, kid)
	return err == nil
}

// SignVAPID makes the token of RFC 8292 section 2 by the key that the
// subscription was made with, and gives that key's point for the header.
func (r *Ring) SignVAPID(ctx context.Context, kid string, claims any) (token string, point []byte, err error) {
	k, err := r.vapid(ctx, kid)
	if err != nil {
		return "", nil, err
	}
	if point, err = pointOf(k); err != nil {
		return "", nil, err
	}
	token, err = sign(k, "JWT", claims)
	return token, point, err
}

func (r *Ring) vapid(ctx context.Context, kid string) (Key, error) {
	for _, k := range r.current(ctx).keys {
		if k.Purpose == VAPID && k.ID == kid {
			return k, nil
		}
	}
	return Key{}, fmt.Errorf("%w: vapid %.43q", ErrNoKey, kid)
}

func pointOf(k Key) ([]byte, error) {
	public, ok := k.Private.Public().(*ecdsa.PublicKey)
	if !ok {
		return nil, fmt.Errorf("key %s is not on a curve: %w", k.ID, ErrNoKey)
	}
	point, err := public.Bytes()
	if err != nil {
		return nil, fmt.Errorf("write the point of key %s: %w", k.ID, err)
	}
	return point, nil
}
