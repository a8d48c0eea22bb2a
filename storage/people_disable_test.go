package storage_test

import (
	"context"
	"crypto/rand"
	"testing"
	"time"

	"countersign/audit"
	"countersign/factors"
	"countersign/factors/password"
	"countersign/factors/push"
	"countersign/factors/wire"
	"countersign/idp/flow"
	"countersign/idp/person"
	"countersign/idp/sso"
	"countersign/storage"
	"countersign/storage/storagetest"
)

// openChallenge asks somebody's phones, and gives the id.
func openChallenge(t *testing.T, db *storage.DB, now time.Time, who person.ID, holder string) push.ID {
	t.Helper()
	c := push.Challenge{
		ID: push.ID("chl_" + rand.Text()), Account: factors.Account(who), Purpose: wire.PurposeLogin, Holder: holder,
		Browser: fresh(), State: wire.StatePending, Mode: factors.MatchNum2, Number: "42", TriesLeft: 1, ResendsLeft: 2,
		Created: now, Expires: now.Add(2 * time.Minute), Due: now.Add(2 * time.Minute),
	}
	if err := db.Challenges().OpenChallenge(t.Context(), push.Opening{
		Challenge: c, Copies: []push.Copy{{Device: "dev_1", JWS: "jws", Nonce: "n"}},
	}, audit.New(t.Context(), now, audit.ChallengeOpened)); err != nil {
		t.Fatal(err)
	}
	return c.ID
}

func stateOf(t *testing.T, db *storage.DB, id push.ID) wire.State {
	t.Helper()
	c, err := db.Challenges().FindChallenge(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return c.State
}

// belongings is what somebody has open.
type belongings struct {
	t         *testing.T
	db        *storage.DB
	clock     *storagetest.Clock
	grant     *granted
	access    []byte
	flow      flow.ID
	cookie    []byte
	challenge push.ID
}

func newBelongings(t *testing.T, db *storage.DB, clock *storagetest.Clock) belongings {
	t.Helper()
	b := belongings{t: t, db: db, clock: clock, grant: newGrant(t, db, clock)}
	b.access = b.grant.redeem().Access
	open := newFlow(clock.Now())
	open.Person = string(b.grant.person)
	b.flow = startFlow(t, db, open).ID
	finished := newFlow(clock.Now())
	change := newSessionOf(string(b.grant.person), finished)
	startFlow(t, db, finished)
	if err := db.Flows().Finish(t.Context(), finished, change); err != nil {
		t.Fatal(err)
	}
	b.cookie = change.Hash
	b.challenge = openChallenge(t, db, clock.Now(), b.grant.person, string(b.flow))
	return b
}

// live counts what of it is still good.
func (b belongings) live() (token, session, signIn, request bool) {
	b.t.Helper()
	s, err := b.db.Sessions().Find(b.t.Context(), b.cookie)
	session = err == nil && s.Ended.IsZero() && s.ID != sso.ID("")
	return b.grant.alive(b.access), session, findFlow(b.t, b.db, b.flow).State == flow.Open,
		stateOf(b.t, b.db, b.challenge) == wire.StatePending
}

func TestDisablingEndsEverythingThatIsSomebodys(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		b := newBelongings(t, db, clock)
		if token, session, signIn, request := b.live(); !token || !session || !signIn || !request {
			t.Fatalf("before: token %v, session %v, sign-in %v, request %v", token, session, signIn, request)
		}
		rings, stop := db.Bell().Listen("challenge:" + string(b.challenge))
		defer stop()
		if err := db.People().Disable(t.Context(), b.grant.person, clock.Now()); err != nil {
			t.Fatal(err)
		}
		if token, session, signIn, request := b.live(); token || session || signIn || request {
			t.Errorf("after: token %v, session %v, sign-in %v, request %v", token, session, signIn, request)
		}
		select {
		case <-rings:
		default:
			t.Error("the waiting page was not woken")
		}
		if err := db.People().Enable(t.Context(), b.grant.person, clock.Now()); err != nil {
			t.Fatal(err)
		}
		if token, session, signIn, request := b.live(); token || session || signIn || request {
			t.Errorf("enabled again: token %v, session %v, sign-in %v, request %v", token, session, signIn, request)
		}
	})
}

func TestDisablingLeavesOthersAlone(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		b := newBelongings(t, db, clock)
		if err := db.People().Disable(t.Context(), newPerson(t, db, "bob").ID, clock.Now()); err != nil {
			t.Fatal(err)
		}
		if token, session, signIn, request := b.live(); !token || !session || !signIn || !request {
			t.Errorf("token %v, session %v, sign-in %v, request %v", token, session, signIn, request)
		}
	})
}

func TestChangedPasswordEndsWhatRestedOnTheOldOneAndClearsTheReset(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		b := newBelongings(t, db, clock)
		c := password.Change{Person: string(b.grant.person), Hash: "hash-2", At: clock.Now()}
		if err := db.Passwords().SetPassword(context.Background(), c); err != nil {
			t.Fatal(err)
		}
		if token, session, signIn, request := b.live(); token || session || signIn || request {
			t.Errorf("token %v, session %v, sign-in %v, request %v; want all to end", token, session, signIn, request)
		}
		who, err := db.People().Find(t.Context(), b.grant.person)
		if err != nil || who.PasswordReset || who.Password != "hash-2" {
			t.Errorf("%+v, %v", who, err)
		}
	})
}
