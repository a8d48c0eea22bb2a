package token

import (
	"context"
	"crypto/rand"
	"fmt"
	"time"

	"countersign/idp/client"
)

// logoutTyp is the header type of logout tokens (Back-Channel Logout section
// 2.4): no ID token can stand for one, nor one for an ID token.
const logoutTyp = "logout+jwt"

// logoutLife is how long a logout token can be used: it is minted when it is
// sent (section 4 recommends at most two minutes).
const logoutLife = 2 * time.Minute

// LogoutFacts are what a logout token states.
type LogoutFacts struct {
	Person  string // the "sub" is what the client calls the person
	Client  string
	Session string
	// Alg is what the client registered for ID tokens.
	Alg string
}

// logoutClaims is a logout token on the wire (Back-Channel Logout section 2.4).
// It has no nonce, which the section prohibits.
type logoutClaims struct {
	Issuer   string       `json:"iss"`
	Subject  string       `json:"sub"`
	Audience string       `json:"aud"`
	IssuedAt int64        `json:"iat"`
	Expires  int64        `json:"exp"`
	ID       string       `json:"jti"`
	Events   logoutEvents `json:"events"`
	Session  string       `json:"sid"`
}

type logoutEvents struct {
	Logout struct{} `json:"http://schemas.openid.net/event/backchannel-logout"`
}

// LogoutToken mints one.
func (m *Minter) LogoutToken(ctx context.Context, f LogoutFacts) (string, error) {
	if f.Person == "" || f.Client == "" || f.Session == "" {
		panic("token: internal error: a logout token without subject, audience or session")
	}
	sub, err := m.Subject(ctx, client.ID(f.Client), f.Person)
	if err != nil {
		return "", fmt.Errorf("mint logout token: %w", err)
	}
	now := m.Now()
	signed, err := m.Sign(ctx, f.Alg, logoutTyp, logoutClaims{
		Issuer: m.Issuer, Subject: sub, Audience: f.Client,
		IssuedAt: now.Unix(), Expires: now.Add(logoutLife).Unix(), ID: rand.Text(), Session: f.Session,
	})
	if err != nil {
		return "", fmt.Errorf("mint logout token: %w", err)
	}
	return signed, nil
}
