package subject

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"

	"countersign/idp/client"
)

// ErrUnknown means that nobody has this subject in the sector.
var ErrUnknown = errors.New("nobody has this subject")

// Store keeps pairwise subjects.
type Store interface {
	// Subject is that of the person in the sector: fresh, if there was none.
	Subject(ctx context.Context, sector, person, fresh string) (string, error)
	// Person is whose subject it is in the sector, or ErrUnknown.
	Person(ctx context.Context, sector, subject string) (string, error)
}

// Deps are what Subjects need.
type Deps struct {
	Store   Store
	Clients interface {
		Find(ctx context.Context, id client.ID) (client.Client, error)
	}
}

// Subjects are the names by which applications know people.
type Subjects struct{ Deps }

// New checks deps.
func New(d Deps) (*Subjects, error) {
	if d.Store == nil || d.Clients == nil {
		return nil, errors.New("subject: Store and Clients are needed")
	}
	return &Subjects{d}, nil
}

// Of is the "sub" of a person for a client (OpenID Connect Core section 8).
func (s *Subjects) Of(ctx context.Context, to client.ID, person string) (string, error) {
	c, err := s.Clients.Find(ctx, to)
	if err != nil {
		return "", fmt.Errorf("name a person: %w", err)
	}
	if !c.Pairwise() || person == "" {
		return person, nil
	}
	sub, err := s.Store.Subject(ctx, c.Sector(), person, "sub_"+rand.Text())
	if err != nil {
		return "", fmt.Errorf("name a person: %w", err)
	}
	return sub, nil
}

// Person is whom a client means by "sub"; ErrUnknown if nobody. Whether a
// public one exists is for others to find out.
func (s *Subjects) Person(ctx context.Context, of client.ID, sub string) (string, error) {
	c, err := s.Clients.Find(ctx, of)
	if err != nil {
		return "", fmt.Errorf("find whose subject it is: %w", err)
	}
	if !c.Pairwise() {
		return sub, nil
	}
	person, err := s.Store.Person(ctx, c.Sector(), sub)
	if err != nil {
		return "", fmt.Errorf("find whose subject it is: %w", err)
	}
	return person, nil
}
