package authenticator

import (
	"context"
	"fmt"

	"countersign/factors/wire"
)

// maxKeys bounds how many challenge keys are kept; the newest stay.
const maxKeys = 16

// checkRevoked says whether a 410 proves that this device was revoked. A proxy
// can say 410; only a challenge key can make an authenticator forget.
func (p *Phone) checkRevoked(ctx context.Context, compact string) error {
	object, err := wire.Parse(compact, wire.MaxRevoked)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrUnproved, err)
	}
	key, err := p.challengeKey(ctx, object.KeyID())
	if err != nil {
		return fmt.Errorf("%w: %w", ErrUnproved, err)
	}
	if err := object.Verify(wire.TypeRevoked, key); err != nil {
		return fmt.Errorf("%w: %w", ErrUnproved, err)
	}
	var claims wire.Revoked
	if err := object.Claims(&claims); err != nil {
		return fmt.Errorf("%w: %w", ErrUnproved, err)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if claims.Issuer != p.state.Issuer || claims.Device != p.state.DeviceID || claims.Account != p.state.Account {
		return fmt.Errorf("%w: it is about another device", ErrUnproved)
	}
	p.revoked = true
	return ErrRevoked
}

// challengeKey finds a challenge key by its name. One that is not known yet is
// accepted from the key set only, over the issuer's own connection.
func (p *Phone) challengeKey(ctx context.Context, thumbprint string) (wire.Key, error) {
	p.mu.Lock()
	known := wire.KeySet{Keys: p.state.Keys}
	keysURL := p.state.PushJWKSURI
	key, ok := known.Find(thumbprint)
	p.mu.Unlock()
	if ok {
		return key, nil
	}
	set, err := fetchKeys(ctx, p.http, keysURL)
	if err != nil {
		return wire.Key{}, err
	}
	key, ok = set.Find(thumbprint)
	if !ok {
		return wire.Key{}, fmt.Errorf("challenge key: %w: not in the server's set", wire.ErrKey)
	}
	p.keep(key)
	return key, nil
}

// keep adds a key to those that are known.
func (p *Phone) keep(key wire.Key) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if _, ok := (wire.KeySet{Keys: p.state.Keys}).Find(key.Thumbprint()); ok {
		return
	}
	// A new slice: State has handed out none of this one's array, but a set that
	// was read before must not change under its reader.
	keys := append([]wire.Key{}, p.state.Keys...)
	keys = append(keys, key)
	p.state.Keys = keys[max(0, len(keys)-maxKeys):]
}
