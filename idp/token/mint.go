package token

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"countersign/idp/client"
	"countersign/idp/protocol"
)

// typ is the header type of ID tokens (RFC 7519 section 5.1). Nothing else
// that we sign with token keys has it.
const typ = "JWT"

// Deps are what a Minter needs.
type Deps struct {
	// Issuer is the "iss" of everything.
	Issuer string
	// Lifetime is that of ID tokens.
	Lifetime time.Duration
	// Sign and Verify use the token keys.
	Sign   func(ctx context.Context, alg, typ string, claims any) (string, error)
	Verify func(ctx context.Context, typ, token string) ([]byte, error)
	// Subjects say by which "sub" a client knows a person, and back.
	Subjects interface {
		Of(ctx context.Context, to client.ID, person string) (string, error)
		Person(ctx context.Context, of client.ID, sub string) (string, error)
	}
	Now func() time.Time
}

// Minter makes and reads ID tokens.
type Minter struct{ Deps }

// New checks deps.
func New(d Deps) (*Minter, error) {
	if d.Issuer == "" || d.Lifetime <= 0 || d.Sign == nil || d.Verify == nil || d.Subjects == nil || d.Now == nil {
		return nil, errors.New("token: Issuer, Lifetime, Sign, Verify, Subjects and Now are needed")
	}
	return &Minter{d}, nil
}

// Facts are what an ID token states.
type Facts struct {
	Person   string // the "sub" is what the client calls the person
	Client   string
	Nonce    string // empty on refresh (OpenID Connect Core section 12.2)
	AuthTime time.Time
	ACR      string
	AMR      []string
	Session  string
	// AccessToken is the token issued beside it, for at_hash.
	AccessToken string
	// RefreshToken and AuthReqID are those that are pushed beside it (CIBA section
	// 10.3.1); empty otherwise.
	RefreshToken string
	AuthReqID    string
	// Alg is what the client registered.
	Alg string
	// Told is what it tells of the person, because it was asked to by name
	// (OpenID Connect Core section 5.5); its subject is not looked at.
	Told UserInfo
}

// claims is an ID token on the wire (OpenID Connect Core section 2). There is
// one audience, so no azp.
type claims struct {
	Issuer   string   `json:"iss"`
	Subject  string   `json:"sub"`
	Audience string   `json:"aud"`
	Expires  int64    `json:"exp"`
	IssuedAt int64    `json:"iat"`
	AuthTime int64    `json:"auth_time"`
	Nonce    string   `json:"nonce,omitempty"`
	ACR      string   `json:"acr,omitempty"`
	AMR      []string `json:"amr,omitempty"`
	ATHash   string   `json:"at_hash,omitempty"`
	Session  string   `json:"sid,omitempty"`
	told

	AuthReqID string `json:"urn:openid:params:jwt:claim:auth_req_id,omitempty"`
	RTHash    string `json:"urn:openid:params:jwt:claim:rt_hash,omitempty"`
}

// told is UserInfo beside the claims of an ID token, whose sub stands above.
type told UserInfo

// IDToken mints one.
func (m *Minter) IDToken(ctx context.Context, f Facts) (string, error) {
	if f.Person == "" || f.Client == "" {
		panic("token: internal error: an ID token without subject or audience")
	}
	sub, err := m.Subjects.Of(ctx, client.ID(f.Client), f.Person)
	if err != nil {
		return "", fmt.Errorf("mint ID token: %w", err)
	}
	now := m.Now()
	signed, err := m.Sign(ctx, f.Alg, typ, claims{
		Issuer: m.Issuer, Subject: sub, Audience: f.Client,
		Expires: now.Add(m.Lifetime).Unix(), IssuedAt: now.Unix(), AuthTime: f.AuthTime.Unix(),
		Nonce: f.Nonce, ACR: f.ACR, AMR: f.AMR, ATHash: protocol.HalfHash(f.Alg, f.AccessToken), Session: f.Session, told: told(f.Told),
		AuthReqID: f.AuthReqID, RTHash: protocol.HalfHash(f.Alg, f.RefreshToken),
	})
	if err != nil {
		return "", fmt.Errorf("mint ID token: %w", err)
	}
	return signed, nil
}

// Subject is the "sub" of a person for a client.
func (m *Minter) Subject(ctx context.Context, to client.ID, person string) (string, error) {
	return m.Subjects.Of(ctx, to, person)
}

// ErrHint means that an id_token_hint is not an ID token of ours.
var ErrHint = errors.New("not an ID token of ours")

// Hint is what an ID token of ours says that came back as id_token_hint. It
// may be long expired (OpenID Connect Core section 3.1.2.1).
type Hint struct {
	Person  string // whom the client called by the token's "sub"
	Client  string
	Session string
	Issued  time.Time
}

// ReadHint reads an id_token_hint.
func (m *Minter) ReadHint(ctx context.Context, hint string) (Hint, error) {
	payload, err := m.Verify(ctx, typ, hint)
	if err != nil {
		return Hint{}, fmt.Errorf("%w: %w", ErrHint, err)
	}
	var c claims
	if err := json.Unmarshal(payload, &c); err != nil {
		return Hint{}, fmt.Errorf("%w: %w", ErrHint, err)
	}
	if c.Issuer != m.Issuer || c.Subject == "" || c.Audience == "" || c.Expires == 0 {
		return Hint{}, fmt.Errorf("%w: its claims are not those of an ID token", ErrHint)
	}
	person, err := m.Subjects.Person(ctx, client.ID(c.Audience), c.Subject)
	if err != nil {
		return Hint{}, fmt.Errorf("%w: %w", ErrHint, err)
	}
	return Hint{Person: person, Client: c.Audience, Session: c.Session, Issued: time.Unix(c.IssuedAt, 0).UTC()}, nil
}
