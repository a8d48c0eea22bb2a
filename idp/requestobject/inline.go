package requestobject

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/go-jose/go-jose/v4"

	"countersign/idp/client"
)

// Inline are the keys that the client registered by value (jwks).
func Inline(_ context.Context, c client.Client, _ string) ([]jose.JSONWebKey, error) {
	if len(c.Metadata.JWKS) == 0 {
		return nil, nil
	}
	var set jose.JSONWebKeySet
	if err := json.Unmarshal(c.Metadata.JWKS, &set); err != nil {
		return nil, fmt.Errorf("read jwks: %w", err)
	}
	return set.Keys, nil
}
