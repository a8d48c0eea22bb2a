package push

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"

	"countersign/factors/device"
	"countersign/factors/wire"
)

// History is the device's own last decisions, newest first: whoever holds it
// sees what it answered to, and what became of that.
func (e *Engine) History(ctx context.Context, d device.Device) (wire.History, error) {
	answers, err := e.Store.Answers(ctx, d.ID, e.Now(), wire.MaxHistory)
	if err != nil {
		return wire.History{}, fmt.Errorf("read a device's history: %w", err)
	}
	out := wire.History{Decisions: make([]wire.Decided, len(answers))}
	for i, a := range answers {
		shown, err := contextOf(a.JWS)
		if err != nil {
			return wire.History{}, fmt.Errorf("read a device's history: challenge %s: %w", a.Challenge, err)
		}
		out.Decisions[i] = wire.Decided{
			CID: string(a.Challenge), Decision: a.Verdict, State: a.State, At: a.At.Unix(), Context: shown,
		}
	}
	return out, nil
}

// contextOf is what a challenge of ours showed. Its signature is not verified:
// the bytes come from our own store, and the key may be long gone.
func contextOf(jws string) (wire.Context, error) {
	var claims struct {
		Context wire.Context `json:"ctx"`
	}
	err := unverified(jws, &claims)
	return claims.Context, err
}

// unverified reads the claims of an object that comes of our own store.
func unverified(jws string, claims any) error {
	_, rest, _ := strings.Cut(jws, ".")
	payload, _, _ := strings.Cut(rest, ".")
	raw, err := base64.RawURLEncoding.DecodeString(payload)
	if err != nil {
		return fmt.Errorf("decode it: %w", err)
	}
	if err := json.Unmarshal(raw, claims); err != nil {
		return fmt.Errorf("read its claims: %w", err)
	}
	return nil
}
