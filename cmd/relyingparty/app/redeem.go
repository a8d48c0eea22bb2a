package app

import (
	"bytes"
	"context"
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

// clockSkew is how far the provider's clock may be behind ours.
const clockSkew = time.Minute

// said are the claims that the app acts on or explains.
type said struct {
	Subject  string   `json:"sub"`
	Name     string   `json:"name"`
	Username string   `json:"preferred_username"`
	Email    string   `json:"email"`
	AMR      []string `json:"amr"`
	ACR      string   `json:"acr"`
	AuthTime int64    `json:"auth_time"`
	AZP      string   `json:"azp"`
	Expiry   int64    `json:"exp"`
}

// redeem turns a code into an identity (OpenID Connect Core section 3.1.3).
func (a *App) redeem(ctx context.Context, op *party, one attempt, code string) (identity, error) {
	ctx = oidc.ClientContext(ctx, a.HTTP)
	token, err := op.oauth.Exchange(ctx, code, oauth2.VerifierOption(one.verifier))
	if err != nil {
		return identity{}, tokenRefusal(err)
	}
	who, err := a.verify(ctx, op, token)
	if err != nil {
		return identity{}, err
	}
	// Step 11 of section 3.1.3.7: the token was made for this very attempt.
	if subtle.ConstantTimeCompare([]byte(who.nonce), []byte(one.nonce)) != 1 {
		return identity{}, refuse("invalid_id_token", "The ID token was made for another sign-in: its nonce is wrong.", nil)
	}
	// prompt=login asks for a new authentication; an old one is no answer.
	if one.prompt == "login" && who.said.AuthTime != 0 && time.Unix(who.said.AuthTime, 0).Before(one.started.Add(-clockSkew)) {
		return identity{}, refuse("invalid_id_token", "The provider was asked to sign the person in again and did not.", nil)
	}
	if err := a.readUserInfo(ctx, op, &who); err != nil {
		return identity{}, err
	}
	return who, nil
}

// verify checks the ID token that came with an access token (section 3.1.3.7,
// steps 1 to 10, and section 3.1.3.8). Signature, issuer, audience and expiry
// are go-oidc's part.
func (a *App) verify(ctx context.Context, op *party, token *oauth2.Token) (identity, error) {
	raw, _ := token.Extra("id_token").(string)
	if raw == "" {
		return identity{}, refuse("invalid_id_token", "The provider sent no ID token.", nil)
	}
	checked, err := op.verifier.Verify(ctx, raw)
	if err != nil {
		return identity{}, refuse("invalid_id_token", "The ID token did not stand up to verification.", err)
	}
	if checked.AccessTokenHash != "" {
		if err := checked.VerifyAccessToken(token.AccessToken); err != nil {
			return identity{}, refuse("invalid_id_token", "The ID token belongs to another access token: its at_hash is wrong.", err)
		}
	}
	who := identity{raw: raw, token: token, at: a.Now(), nonce: checked.Nonce, audience: checked.Audience}
	if err := checked.Claims(&who.said); err != nil {
		return identity{}, refuse("invalid_id_token", "The claims of the ID token cannot be read.", err)
	}
	if who.said.AZP != "" && who.said.AZP != a.ClientID { // step 5
		return identity{}, refuse("invalid_id_token", "The ID token was issued to another application: its azp is wrong.", nil)
	}
	if who.header, who.claims, err = spellOut(raw); err != nil {
		return identity{}, refuse("invalid_id_token", "The ID token cannot be read.", err)
	}
	return who, nil
}

// spellOut is the header and the claims of a JWS that has been verified, as
// indented JSON in the order of the token.
func spellOut(raw string) (header, claims string, err error) {
	parts := strings.Split(raw, ".")
	if len(parts) != 3 {
		return "", "", errors.New("not a compact JWS")
	}
	var out [2]bytes.Buffer
	for i := range out {
		text, err := base64.RawURLEncoding.DecodeString(parts[i])
		if err != nil {
			return "", "", fmt.Errorf("decode part %d: %w", i, err)
		}
		if err := json.Indent(&out[i], text, "", "  "); err != nil {
			return "", "", fmt.Errorf("read part %d: %w", i, err)
		}
	}
	return out[0].String(), out[1].String(), nil
}

// readUserInfo asks the userinfo endpoint, if there is one. Its answer is
// nobody's until its sub is the ID token's (section 5.3.2).
func (a *App) readUserInfo(ctx context.Context, op *party, who *identity) error {
	if op.UserInfoEndpoint() == "" {
		return nil
	}
	info, err := op.UserInfo(ctx, oauth2.StaticTokenSource(who.token))
	if err != nil {
		return unreachable(fmt.Errorf("userinfo: %w", err))
	}
	if info.Subject != who.said.Subject {
		return refuse("invalid_userinfo", "The userinfo answer is about somebody else.", nil)
	}
	var raw json.RawMessage
	if err := info.Claims(&raw); err != nil {
		return unreachable(fmt.Errorf("userinfo: %w", err))
	}
	var out bytes.Buffer
	if err := json.Indent(&out, raw, "", "  "); err != nil {
		return unreachable(fmt.Errorf("userinfo: %w", err))
	}
	who.userInfo = out.String()
	// What the ID token leaves out of names stands here (section 5.4).
	var named struct {
		Name     string `json:"name"`
		Username string `json:"preferred_username"`
	}
	if err := json.Unmarshal(raw, &named); err != nil {
		return unreachable(fmt.Errorf("userinfo: %w", err))
	}
	who.said.Name, who.said.Username = firstOf(who.said.Name, named.Name), firstOf(who.said.Username, named.Username)
	return nil
}

// renew uses the refresh token (section 12). An ID token that comes along must
// be about the same person and sign-in (section 12.2).
func (a *App) renew(ctx context.Context, op *party, old identity) (identity, error) {
	ctx = oidc.ClientContext(ctx, a.HTTP)
	token, err := op.oauth.TokenSource(ctx, &oauth2.Token{RefreshToken: old.token.RefreshToken}).Token()
	if err != nil {
		return identity{}, tokenRefusal(err)
	}
	who := old
	who.token, who.at = token, a.Now()
	if raw, _ := token.Extra("id_token").(string); raw != "" {
		fresh, err := a.verify(ctx, op, token)
		if err != nil {
			return identity{}, err
		}
		if !fresh.continues(old) {
			return identity{}, refuse("invalid_id_token", "The new ID token is not about the same sign-in.", nil)
		}
		who, who.nonce = fresh, old.nonce
	}
	if err := a.readUserInfo(ctx, op, &who); err != nil {
		return identity{}, err
	}
	return who, nil
}

// continues tells whether a refreshed ID token is about the sign-in of the
// first (section 12.2). Its iss was compared when it was verified.
func (i identity) continues(first identity) bool {
	return i.said.Subject == first.said.Subject &&
		slices.Equal(i.audience, first.audience) &&
		(i.said.AuthTime == 0 || i.said.AuthTime == first.said.AuthTime) &&
		(i.nonce == "" || i.nonce == first.nonce)
}
