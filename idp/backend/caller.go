package backend

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strings"

	"countersign/factors/push"
	"countersign/idp/client"
	"countersign/idp/grant"
	"countersign/idp/person"
	"countersign/idp/sso"
)

// Bearer is the header that every operation reads.
type Bearer struct {
	Authorization string `header:"Authorization" hidden:"true"`
}

// caller is who holds the access token.
type caller struct {
	client client.Client
	// person is whose token it is; without an ID where a client has it in its
	// own name.
	person  person.Person
	session sso.ID
	// holder is under which name challenges are asked: that of the client, or of
	// the one grant that a person gave it. Nobody else sees or takes them.
	holder string
}

// own says whether the client acts in its own name.
func (c caller) own() bool { return c.person.ID == "" }

// caller is who holds the token, if it has the scope.
func (x *Room) caller(ctx context.Context, b Bearer, scope string) (caller, error) {
	token, byKey, err := carried(b)
	if err != nil {
		return caller{}, err
	}
	a, p, err := x.Bearer(ctx, token)
	if err != nil {
		return caller{}, err
	}
	proved, err := x.prove(ctx, token, byKey)
	if err != nil {
		return caller{}, err
	}
	c, err := x.Clients.Find(ctx, a.Client)
	switch {
	case errors.Is(err, client.ErrNotFound):
		return caller{}, grant.ErrUnknown
	case err != nil:
		return caller{}, err
	case !a.Confirmation.Met(proved):
		return caller{}, grant.ErrKey
	case !a.For(x.Issuer, x.Issuer):
		return caller{}, grant.ErrUnknown
	case !slices.Contains(a.Scope, scope):
		return caller{}, errScope
	}
	found := caller{client: c, person: p, session: sso.ID(a.Session), holder: "grant:" + string(a.ID)}
	if found.own() {
		found.holder = "client:" + string(c.ID)
	}
	return found, nil
}

// tokenOf reads the header (RFC 6750 section 2.1).
func tokenOf(b Bearer) (string, error) {
	scheme, token, ok := strings.Cut(b.Authorization, " ")
	if !ok || !strings.EqualFold(scheme, "Bearer") || token == "" {
		return "", errNoToken
	}
	return token, nil
}

// whom is the person that the caller may name; the caller's own if none is
// named.
func (x *Room) whom(ctx context.Context, c caller, named string) (person.Person, error) {
	if named == "" {
		if c.own() {
			return person.Person{}, errNoPerson
		}
		return c.person, nil
	}
	p, err := x.find(ctx, named)
	if !c.own() && (err != nil || p.ID != c.person.ID) {
		return person.Person{}, errOtherPerson // whether there is such a person is not theirs to know
	}
	return p, err
}

// find is the person of a subject identifier or a username.
func (x *Room) find(ctx context.Context, named string) (person.Person, error) {
	p, err := x.People.Find(ctx, person.ID(named))
	if !errors.Is(err, person.ErrNotFound) {
		return p, err
	}
	key, err := person.KeyOf(named)
	if err != nil {
		return person.Person{}, person.ErrNotFound
	}
	p, err = x.People.FindByKey(ctx, key)
	if err != nil {
		return person.Person{}, fmt.Errorf("find person: %w", err)
	}
	return p, nil
}

// pollPrefix starts a poll token, so that it can stand for no other and a
// leaked one is found by scanners.
const pollPrefix = "cs_pt_"

// pollToken is good for the status of one challenge alone: a back end gives it
// to its page, which then needs no other.
func (x *Room) pollToken(id push.ID, holder string) string {
	name := base64.RawURLEncoding.EncodeToString([]byte(holder))
	return pollPrefix + name + "." + base64.RawURLEncoding.EncodeToString(x.seal(id, holder))
}

func (x *Room) seal(id push.ID, holder string) []byte {
	m := hmac.New(sha256.New, x.PollKey)
	_, _ = m.Write([]byte(string(id) + "\x00" + holder)) // hash.Hash never fails
	return m.Sum(nil)
}

// polled is the holder that a poll token names for the challenge; ok is false
// if the token is none, and the error errBadToken if it is another's.
func (x *Room) polled(b Bearer, id push.ID) (holder string, ok bool, err error) {
	token, err := tokenOf(b)
	if err != nil {
		return "", false, nil // no poll token: caller says what is wrong, if anything is
	}
	rest, ok := strings.CutPrefix(token, pollPrefix)
	if !ok {
		return "", false, nil
	}
	name, seal, _ := strings.Cut(rest, ".")
	raw, badName := base64.RawURLEncoding.DecodeString(name)
	mac, badSeal := base64.RawURLEncoding.DecodeString(seal)
	if badName != nil || badSeal != nil || !hmac.Equal(mac, x.seal(id, string(raw))) {
		return "", true, errBadToken
	}
	return string(raw), true, nil
}
