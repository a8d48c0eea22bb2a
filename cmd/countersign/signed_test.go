package main

import (
	"encoding/json"

	"github.com/go-jose/go-jose/v4"
)

// signed is a compact JWS of claims, as an application makes it.
func signed(key jose.SigningKey, options *jose.SignerOptions, claims map[string]any) string {
	jws := must(must(jose.NewSigner(key, options)).Sign(must(json.Marshal(claims))))
	return must(jws.CompactSerialize())
}
