package main

import (
	"context"
	"testing"
	"time"

	"github.com/zitadel/oidc/v3/pkg/client/rp"
	"github.com/zitadel/oidc/v3/pkg/oidc"
)

// zitadel's relying party knows no clock but that of the machine.
func TestZitadelsRelyingPartySignsIn(t *testing.T) {
	r := newRig(t, "sqlite", 1)
	r.clock.Advance(time.Since(r.clock.Now()))
	ada := r.join("ada")
	c, secret := r.client()
	q := r.request(c, secret)
	nonce := q.nonce
	party, err := rp.NewRelyingPartyOIDC(t.Context(), r.issuer, string(c.ID), secret, r.callback, []string{"openid", "profile", "offline_access"},
		rp.WithHTTPClient(r.http(0)), rp.WithPKCE(nil),
		rp.WithVerifierOpts(rp.WithNonce(func(context.Context) string { return nonce })))
	r.ok(err)
	b := r.browser(0)
	r.toPush(b, q, ada.name)
	r.finish(b, ada.phone)
	got, err := rp.CodeExchange[*oidc.IDTokenClaims](t.Context(), r.landed(b).Get("code"), party, rp.WithCodeVerifier(q.verifier))
	r.ok(err)
	if got.IDTokenClaims.Subject != string(ada.id) || got.IDTokenClaims.Nonce != q.nonce || len(got.IDTokenClaims.AuthenticationMethodsReferences) == 0 {
		t.Errorf("%+v", got.IDTokenClaims)
	}
	told, err := rp.Userinfo[*oidc.UserInfo](t.Context(), got.AccessToken, got.TokenType, got.IDTokenClaims.Subject, party)
	if err != nil || told.PreferredUsername != ada.name {
		t.Errorf("%+v, %v", told, err)
	}
	nonce = "" // OpenID Connect Core section 12.2
	next, err := rp.RefreshTokens[*oidc.IDTokenClaims](t.Context(), party, got.RefreshToken, "", "")
	if err != nil || next.RefreshToken == got.RefreshToken || next.IDTokenClaims.Subject != string(ada.id) {
		t.Fatalf("refresh: %v", err)
	}
	r.ok(rp.RevokeToken(t.Context(), party, next.RefreshToken, "refresh_token"))
	if _, err := rp.RefreshTokens[*oidc.IDTokenClaims](t.Context(), party, next.RefreshToken, "", ""); err == nil {
		t.Error("a revoked token is good")
	}
}
