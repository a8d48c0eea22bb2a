package token

import (
	"context"
	"fmt"

	"countersign/idp/client"
)

// The header types of answers that are signed: none can stand for an ID token,
// nor for the other (RFC 8725 section 3.11, RFC 9701 section 5).
const (
	userInfoTyp      = "userinfo+jwt"
	introspectionTyp = "token-introspection+jwt"
)

// UserInfoJWT is the userinfo answer, signed for a client (OpenID Connect Core
// section 5.3.2).
func (m *Minter) UserInfoJWT(ctx context.Context, told UserInfo, to client.ID, alg string) (string, error) {
	signed, err := m.Sign(ctx, alg, userInfoTyp, struct {
		UserInfo
		Issuer   string `json:"iss"`
		Audience string `json:"aud"`
	}{told, m.Issuer, string(to)})
	if err != nil {
		return "", fmt.Errorf("sign userinfo: %w", err)
	}
	return signed, nil
}

// IntrospectionJWT is what introspection says, signed for the client that asked
// (RFC 9701 section 5). It has neither sub nor exp: it is about a token, and is
// none itself.
func (m *Minter) IntrospectionJWT(ctx context.Context, about any, to client.ID, alg string) (string, error) {
	signed, err := m.Sign(ctx, alg, introspectionTyp, struct {
		Issuer   string `json:"iss"`
		Audience string `json:"aud"`
		IssuedAt int64  `json:"iat"`
		Token    any    `json:"token_introspection"`
	}{m.Issuer, string(to), m.Now().Unix(), about})
	if err != nil {
		return "", fmt.Errorf("sign introspection: %w", err)
	}
	return signed, nil
}
