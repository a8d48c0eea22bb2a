package registration

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/go-jose/go-jose/v4"
	strict "github.com/go-jose/go-jose/v4/json" // case counts, and no member comes twice

	"countersign/idp/client"
	"countersign/idp/clientkeys"
	"countersign/idp/protocol"
)

// maxStatement bounds a software statement, which is kept.
const maxStatement = 16 << 10

// Statements are the issuers whose word on a client's metadata counts (RFC 7591
// section 2.3), with their keys.
type Statements struct{ issuers map[string]jose.JSONWebKeySet }

// ParseStatements reads a JSON object of key sets by issuer.
func ParseStatements(text []byte) (*Statements, error) {
	var sets map[string]strict.RawMessage
	if err := strict.Unmarshal(text, &sets); err != nil || len(sets) == 0 {
		return nil, errors.New("it must be a JSON object of JWK sets, each by the name of its issuer")
	}
	s := &Statements{issuers: map[string]jose.JSONWebKeySet{}}
	for issuer, raw := range sets {
		if err := client.CheckJWKS(raw); err != nil {
			return nil, fmt.Errorf("%q: %w", issuer, err)
		}
		var set jose.JSONWebKeySet
		if err := strict.Unmarshal(raw, &set); err != nil {
			return nil, fmt.Errorf("%q: %w", issuer, err)
		}
		s.issuers[issuer] = set
	}
	return s, nil
}

// claims are those of a statement that are not metadata.
type claims struct {
	Issuer    string `json:"iss"`
	Expires   int64  `json:"exp"`
	NotBefore int64  `json:"nbf"`
}

// vouched gives what the statement says precedence over what the client says by
// itself (RFC 7591 section 2.3).
func (x *Room) vouched(a *asked) error {
	if x.Statements == nil {
		return protocol.UnapprovedSoftwareStatement()
	}
	payload, err := x.Statements.open(a.Statement, x.Now())
	if err != nil {
		return err
	}
	merged, err := over(payload, a.text)
	if err != nil {
		return protocol.InvalidSoftwareStatement().Because(err)
	}
	*a, err = parseAsked(merged)
	return err
}

// over is what a client says, with what the statement says in its place.
func over(statement, said []byte) ([]byte, error) {
	var vouched, own map[string]json.RawMessage
	if err := errors.Join(strict.Unmarshal(statement, &vouched), strict.Unmarshal(said, &own)); err != nil {
		return nil, err
	}
	for _, name := range slices.Concat(client.Members(), encryption) {
		if value, ok := vouched[name]; ok {
			own[name] = value
		}
	}
	return json.Marshal(own)
}

// open is the payload of a statement that somebody signed whom we trust.
func (s *Statements) open(text string, now time.Time) ([]byte, error) {
	if len(text) > maxStatement {
		return nil, protocol.InvalidSoftwareStatement()
	}
	j, err := clientkeys.ParseJWS(text)
	if err != nil {
		return nil, protocol.InvalidSoftwareStatement().Because(err)
	}
	var c claims
	if err := j.Unverified(&c); err != nil {
		return nil, protocol.InvalidSoftwareStatement().Because(err)
	}
	set, ok := s.issuers[c.Issuer]
	if !ok {
		return nil, protocol.UnapprovedSoftwareStatement().Because(fmt.Errorf("issuer %q", c.Issuer))
	}
	payload, err := j.VerifyBy(set.Keys, client.ClientAlgs())
	if err != nil {
		return nil, protocol.InvalidSoftwareStatement().Because(err)
	}
	if at := now.Unix(); c.Expires != 0 && at >= c.Expires || at < c.NotBefore {
		return nil, protocol.InvalidSoftwareStatement().Because(errors.New("expired, or not yet good"))
	}
	return payload, nil
}

// sameSoftware holds an update against what vouched for the client before: it
// must vouch for the update, too, or the client could change by itself what it
// was let in for.
func sameSoftware(before, now string) error {
	if before == "" {
		return nil
	}
	was, err := unverified(before)
	if err != nil {
		return fmt.Errorf("read the kept software statement: %w", err)
	}
	if now == "" {
		return protocol.InvalidSoftwareStatement().Because(errors.New("the client registered with one, and an update without"))
	}
	is, err := unverified(now)
	if err != nil {
		return protocol.InvalidSoftwareStatement().Because(err)
	}
	if !slices.Equal(was, is) {
		return protocol.InvalidSoftwareStatement().Because(errors.New("of another issuer or software"))
	}
	return nil
}

// unverified is whose statement it is, and of which software.
func unverified(text string) ([]string, error) {
	j, err := clientkeys.ParseJWS(text)
	if err != nil {
		return nil, err
	}
	var c struct {
		Issuer   string `json:"iss"`
		Software string `json:"software_id"`
	}
	err = j.Unverified(&c)
	return []string{c.Issuer, c.Software}, err
}
