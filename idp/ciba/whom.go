package ciba

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"errors"
	"fmt"

	"countersign/audit"
	"countersign/factors"
	"countersign/factors/limit"
	"countersign/factors/wire"
	"countersign/idp/client"
	"countersign/idp/person"
	"countersign/idp/protocol"
	"countersign/idp/subject"
)

// whom is the person of the hint; one without an ID if there is none.
func (x *Room) whom(ctx context.Context, c client.Client, w *wish) (person.Person, error) {
	p, err := x.hinted(ctx, c, w)
	if errors.Is(err, person.ErrNotFound) {
		return person.Person{}, nil
	}
	return p, err
}

func (x *Room) hinted(ctx context.Context, c client.Client, w *wish) (person.Person, error) {
	text := w.params.Get(w.hint)
	switch w.hint {
	case hintID:
		h, err := x.Hints.ReadHint(ctx, text)
		if err != nil || h.Client != string(c.ID) {
			return person.Person{}, protocol.InvalidRequest("id_token_hint is not an ID token of this client").Because(err)
		}
		w.issued = h.Issued
		return x.People.Find(ctx, person.ID(h.Person))
	case hintToken:
		return x.byToken(ctx, c, text)
	default:
		return x.byName(ctx, text)
	}
}

// byName is the person of a username, or of an address that is known to be
// theirs.
func (x *Room) byName(ctx context.Context, name string) (person.Person, error) {
	key, err := person.KeyOf(name)
	if err == nil {
		p, err := x.People.FindByKey(ctx, key)
		if !errors.Is(err, person.ErrNotFound) {
			return p, err
		}
	}
	p, err := x.People.FindByEmail(ctx, name)
	if err == nil && !p.EmailVerified {
		return person.Person{}, person.ErrNotFound // somebody else's, for all that is known
	}
	return p, err
}

// byToken is the person whom the client names in a JWT that it signed (section
// 7.1, login_hint_token; its form is ours): the claims of a signed request, and
// sub_id (RFC 9493) of format iss_sub, opaque (a username) or email.
func (x *Room) byToken(ctx context.Context, c client.Client, text string) (person.Person, error) {
	payload, err := x.verify(ctx, c, text, client.ClientAlgs())
	if err != nil {
		return person.Person{}, err
	}
	k, err := claimsOf(payload)
	if err == nil && k.Over(x.Now()) {
		return person.Person{}, protocol.ExpiredLoginHintToken()
	}
	if err == nil {
		err = x.check(c, k)
	}
	var in struct {
		SubjectID struct {
			Format  string `json:"format"`
			Issuer  string `json:"iss"`
			Subject string `json:"sub"`
			ID      string `json:"id"`
			Email   string `json:"email"`
		} `json:"sub_id"`
	}
	if err == nil {
		err = wire.Decode(payload, &in)
	}
	if err != nil {
		return person.Person{}, protocol.InvalidRequest("login_hint_token cannot be used: " + err.Error())
	}
	switch id := in.SubjectID; {
	case id.Format == "iss_sub" && id.Issuer == x.Issuer && id.Subject != "":
		who, err := x.Subjects.Person(ctx, c.ID, id.Subject)
		if errors.Is(err, subject.ErrUnknown) {
			return person.Person{}, person.ErrNotFound
		}
		if err != nil {
			return person.Person{}, err
		}
		return x.People.Find(ctx, person.ID(who))
	case id.Format == "opaque" && id.ID != "":
		return x.byName(ctx, id.ID)
	case id.Format == "email" && id.Email != "":
		return x.byName(ctx, id.Email)
	}
	return person.Person{}, protocol.InvalidRequest("login_hint_token has no sub_id of format iss_sub (of this issuer), opaque or email")
}

// errUnwanted means that the person did not let the client ask.
var errUnwanted = errors.New("the person did not let the client ask")

// wanted says whether the person lets the client ask: errUnwanted, or a
// *protocol.Error that tells the client nothing of the person.
func (x *Room) wanted(ctx context.Context, c client.Client, p person.Person, w wish) error {
	s, err := x.Consents.Store.Standing(ctx, p.ID, c.ID)
	if err != nil {
		return err
	}
	if w.params.Has("user_code") {
		if err := x.Consents.Try(ctx, c.ID, p, w.params.Get("user_code")); err != nil {
			return err
		}
		if p.ID != "" && s.Barred.IsZero() {
			return nil
		}
		return errUnwanted
	}
	switch {
	case p.ID != "" && s.Barred.IsZero() && (!s.Allowed.IsZero() || w.hint == hintID && w.issued.After(s.Ended)):
		return nil
	case c.Metadata.CIBAUserCode:
		return protocol.MissingUserCode()
	}
	return errUnwanted
}

// codeLength is how many letters a code has: 34 bits, guessed at within bounds.
const codeLength = 8

// Hash is what is kept of a person's code, however it was typed.
func (k *Consents) Hash(who person.ID, code string) []byte {
	if read, ok := wire.ReadCode(code, codeLength); ok {
		code = read.Reveal()
	}
	m := hmac.New(sha256.New, k.Key)
	_, _ = m.Write([]byte(string(who) + "\x00" + code)) // hash.Hash never fails
	return m.Sum(nil)
}

// NewCode is a code, as people read and type it.
func NewCode() string { return wire.ShowCode(wire.DrawCode(codeLength)) }

// Try is nil if it is the person's code. A wrong one counts for this client and
// person alone: no client can lock others out. Of nobody every code is wrong.
func (k *Consents) Try(ctx context.Context, app client.ID, p person.Person, code string) error {
	kept, err := k.Store.Code(ctx, p.ID)
	if err != nil {
		return err
	}
	// What was guessed at another code does not count at this one.
	t := limit.Try{
		Account: factors.Account(fmt.Sprintf("%s/%s/%x", p.ID, app, kept[:min(len(kept), 8)])), Source: audit.RequestOf(ctx).Address,
	}
	err = k.Guesses.Take(ctx, t)
	if _, limited := errors.AsType[*limit.Limited](err); limited {
		return protocol.InvalidUserCode().Because(err)
	}
	if err != nil {
		return fmt.Errorf("try a user code: %w", err)
	}
	if len(kept) == 0 || !hmac.Equal(kept, k.Hash(p.ID, code)) {
		if err := k.Guesses.Failed(ctx, t); err != nil {
			return err
		}
		return protocol.InvalidUserCode()
	}
	return k.Guesses.Passed(ctx, t)
}
