package main

import (
	"strings"
	"testing"
)

// What a phone fetched is kept for its answer, so that the answer is one
// statement, the gate.
func TestAnswerOfAPhoneIsOneStatement(t *testing.T) {
	r := newRig(t, "postgres", 1)
	s := &stock{site: rigSite(r)}
	hash, err := hashOf(true)
	r.ok(err)
	s.people, err = settle(t.Context(), r.replicas[0].house, s.site, hash, names(1))
	r.ok(err)
	at, err := s.visitor().password(t.Context(), s.ticket(), s.people[0].name)
	r.ok(err)
	open, err := s.people[0].phone.Challenges(t.Context(), false)
	r.ok(err)
	text, err := r.statements.during(func() error {
		_, err := s.people[0].phone.Approve(t.Context(), open[0], at.number())
		return err
	})
	r.ok(err)
	if len(text) != 1 || !strings.Contains(text[0], "UPDATE challenges SET state") {
		t.Errorf("%d statements:\n%s", len(text), strings.Join(text, "\n"))
	}
}
