package token

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"countersign/idp/client"
)

// typAccess is the header type of access tokens that others can read (RFC 9068
// section 2.1).
const typAccess = "at+jwt"

// ErrAccess means that a text is not an access token of ours.
var ErrAccess = errors.New("not an access token of ours")

// AccessFacts are what an access token states (RFC 9068 section 2.2).
type AccessFacts struct {
	// ID is what the token is kept under: it names it and opens nothing.
	ID       []byte
	Person   string // empty where the client has it in its own name
	Client   client.ID
	Audience []string // empty means this issuer
	Scope    string
	Issued   time.Time
	Expires  time.Time
	AuthTime time.Time
	ACR      string
	AMR      []string
	JKT      string
	X5T      string
	Details  json.RawMessage
	Actor    client.ID // who acts for the person, if somebody does
	// Alg is ES256 where it is empty.
	Alg string
}

type accessClaims struct {
	Issuer   string          `json:"iss"`
	Subject  string          `json:"sub"`
	Audience audience        `json:"aud"`
	Client   string          `json:"client_id"`
	ID       string          `json:"jti"`
	IssuedAt int64           `json:"iat"`
	Expires  int64           `json:"exp"`
	Scope    string          `json:"scope,omitempty"`
	AuthTime int64           `json:"auth_time,omitempty"`
	ACR      string          `json:"acr,omitempty"`
	AMR      []string        `json:"amr,omitempty"`
	Holder   *Holder         `json:"cnf,omitempty"`
	Details  json.RawMessage `json:"authorization_details,omitempty"`
	Actor    *Actor          `json:"act,omitempty"`
}

// Holder is cnf: the keys that a token asks for (RFC 9449 section 6, RFC 8705
// section 3).
type Holder struct {
	JKT string `json:"jkt,omitempty"`
	X5T string `json:"x5t#S256,omitempty"`
}

// HolderOf is nil where no key is asked for.
func HolderOf(jkt, x5t string) *Holder {
	if jkt == "" && x5t == "" {
		return nil
	}
	return &Holder{JKT: jkt, X5T: x5t}
}

// Actor is act: the client that acts for the person whom a token is about (RFC
// 8693 section 4.1). Its sub is what a client's own tokens say, too.
type Actor struct {
	Subject client.ID `json:"sub"`
	Client  client.ID `json:"client_id"`
}

// ActorOf is nil where nobody acts.
func ActorOf(c client.ID) *Actor {
	if c == "" {
		return nil
	}
	return &Actor{Subject: c, Client: c}
}

// audience is a text where there is one, as most libraries want it.
type audience []string

func (a audience) MarshalJSON() ([]byte, error) {
	if len(a) == 1 {
		return json.Marshal(a[0])
	}
	return json.Marshal([]string(a))
}

// Audience is a list as "aud" writes it: one text alone, or a list (RFC 7519
// section 4.1.3).
func Audience(list []string) json.Marshaler { return audience(list) }

// AccessToken mints an access token that others can read. A client's own is
// about itself (RFC 9068 section 2.2).
func (m *Minter) AccessToken(ctx context.Context, f AccessFacts) (string, error) {
	c := accessClaims{
		Issuer: m.Issuer, Subject: string(f.Client), Audience: f.Audience, Client: string(f.Client),
		ID: base64.RawURLEncoding.EncodeToString(f.ID), IssuedAt: f.Issued.Unix(), Expires: f.Expires.Unix(),
		Scope: f.Scope, Holder: HolderOf(f.JKT, f.X5T), Details: f.Details, Actor: ActorOf(f.Actor),
	}
	if len(c.Audience) == 0 {
		c.Audience = audience{m.Issuer}
	}
	if f.Person != "" {
		var err error
		if c.Subject, err = m.Subject(ctx, f.Client, f.Person); err != nil {
			return "", fmt.Errorf("mint access token: %w", err)
		}
		c.AuthTime, c.ACR, c.AMR = f.AuthTime.Unix(), f.ACR, f.AMR
	}
	alg := f.Alg
	if alg == "" {
		alg = "ES256"
	}
	signed, err := m.Sign(ctx, alg, typAccess, c)
	if err != nil {
		return "", fmt.Errorf("mint access token: %w", err)
	}
	return signed, nil
}

// ReadAccess is the ID of an access token that AccessToken minted, and when it
// expires, which is to come. Whether it still counts, its row says.
func (m *Minter) ReadAccess(ctx context.Context, text string) (id []byte, expires time.Time, err error) {
	payload, err := m.Verify(ctx, typAccess, text)
	if err != nil {
		return nil, time.Time{}, fmt.Errorf("%w: %w", ErrAccess, err)
	}
	var c struct {
		Issuer  string `json:"iss"`
		ID      string `json:"jti"`
		Expires int64  `json:"exp"`
	}
	if err := json.NewDecoder(bytes.NewReader(payload)).Decode(&c); err != nil {
		return nil, time.Time{}, fmt.Errorf("%w: %w", ErrAccess, err)
	}
	id, err = base64.RawURLEncoding.DecodeString(c.ID)
	if err != nil || len(id) == 0 || c.Issuer != m.Issuer || c.Expires <= m.Now().Unix() {
		return nil, time.Time{}, fmt.Errorf("%w: another issuer's, or expired", ErrAccess)
	}
	return id, time.Unix(c.Expires, 0).UTC(), nil
}
