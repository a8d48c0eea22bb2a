package storage_test

import (
	"context"
	"crypto/rand"
	"errors"
	"sync"
	"testing"
	"time"

	"countersign/audit"
	"countersign/factors"
	"countersign/factors/push"
	"countersign/factors/wire"
	"countersign/idp/grant"
	"countersign/storage"
	"countersign/storage/storagetest"
)

// asked is what a client asks somebody's phone by itself.
func (p pushed) asked(t *testing.T, db *storage.DB, clock *storagetest.Clock, approve bool) push.Challenge {
	t.Helper()
	now := clock.Now()
	c := push.Challenge{
		ID: push.ID("chl_" + rand.Text()), Account: "per_p", Purpose: wire.PurposeCIBA, Holder: push.HolderOf(string(app)), State: wire.StatePending,
		Mode: factors.MatchNone, TriesLeft: 3, Created: now, Expires: now.Add(2 * time.Minute), Due: now.Add(2 * time.Minute), Resent: now,
	}
	situation, err := db.Challenges().Situation(t.Context(), c.Account, c.Purpose, now)
	if err != nil {
		t.Fatal(err)
	}
	err = db.Challenges().OpenChallenge(t.Context(), push.Opening{
		Opened: situation.Opened, Challenge: c, Verdicts: []wire.Verdict{wire.Approve, wire.Report},
		Copies: []push.Copy{{Challenge: c.ID, Device: p.device.ID, JWS: "jws", Nonce: "nonce", ChannelSet: now}},
	}, audit.New(t.Context(), now, audit.ChallengeOpened))
	if err != nil {
		t.Fatal(err)
	}
	if approve {
		p.says(t, db, clock, c, push.Verdict{Verdict: wire.Approve, To: wire.StateApproved, FinishBy: now.Add(time.Minute)})
		c.State = wire.StateApproved
	}
	return c
}

// says commits a verdict, judged anew if the challenge moved meanwhile.
func (p pushed) says(t *testing.T, db *storage.DB, clock *storagetest.Clock, c push.Challenge, v push.Verdict) {
	for {
		v.Challenge, v.From, v.Device, v.At, v.Digest = c, c.State, p.device, clock.Now(), rand.Text()
		ok, err := db.Challenges().Commit(context.Background(), v, audit.New(context.Background(), v.At, audit.ChallengeReported))
		if err != nil {
			t.Error(err)
			return
		}
		if ok {
			return
		}
		if c, err = db.Challenges().FindChallenge(context.Background(), c.ID); err != nil {
			t.Error(err)
			return
		}
	}
}

// Whoever reports a client, or takes back that it may ask, while it takes an
// approval leaves it no token.
func TestReportAndIssueAtOnceLeaveNoLiveToken(t *testing.T) {
	report := push.Verdict{Verdict: wire.Report, To: wire.StateReported}
	ends := map[string]func(t *testing.T, db *storage.DB, clock *storagetest.Clock, p pushed, taken, open push.Challenge){
		"a report of the same request": func(t *testing.T, db *storage.DB, clock *storagetest.Clock, p pushed, taken, _ push.Challenge) {
			p.says(t, db, clock, taken, report)
		},
		"a report of another": func(t *testing.T, db *storage.DB, clock *storagetest.Clock, p pushed, _, open push.Challenge) {
			p.says(t, db, clock, open, report)
		},
		"the account page": func(t *testing.T, db *storage.DB, clock *storagetest.Clock, _ pushed, _, _ push.Challenge) {
			e := audit.New(context.Background(), clock.Now(), audit.GrantRevoked)
			if err := db.Grants().RevokeApp(context.Background(), "per_p", app, clock.Now(), e); err != nil {
				t.Error(err)
			}
		},
	}
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		hears(t, db, app, "")
		p := openPush(t, db, clock)
		for name, end := range ends {
			t.Run(name, func(t *testing.T) {
				for range 60 {
					clock.Advance(10 * time.Minute)
					taken := p.asked(t, db, clock, true)
					open := p.asked(t, db, clock, false)
					g, tokens := directly(clock, taken)
					var wg sync.WaitGroup
					start := make(chan struct{})
					wg.Go(func() {
						<-start
						if err := db.Grants().IssueDirect(context.Background(), g, tokens); err != nil && !errors.Is(err, grant.ErrUnknown) {
							t.Error(err)
						}
					})
					wg.Go(func() {
						<-start
						end(t, db, clock, p, taken, open)
					})
					close(start)
					wg.Wait()
					if _, _, err := db.Grants().Bearer(t.Context(), tokens.Access); !errors.Is(err, grant.ErrUnknown) {
						t.Fatalf("a token of a client that may not ask: %v", err)
					}
				}
			})
		}
	})
}

// directly is a grant by an approval, with its tokens.
func directly(clock *storagetest.Clock, of push.Challenge) (grant.Grant, grant.NewTokens) {
	now := clock.Now()
	return grant.Grant{
			ID: grant.ID("grt_" + rand.Text()), Origin: grant.FromCIBA, Approval: string(of.ID), Person: "per_p", Client: app,
			Scope: []string{"openid"}, AuthTime: now, Created: now, Expires: now.Add(time.Hour),
		}, grant.NewTokens{
			Access: fresh(), AccessExpires: now.Add(15 * time.Minute), Event: audit.New(context.Background(), now, audit.TokensIssued),
		}
}

// consumed takes an approval as a sign-in does.
func consumed(t *testing.T, db *storage.DB, c push.Challenge, at time.Time) error {
	t.Helper()
	_, err := db.Challenges().ConsumeChallenge(t.Context(), c.ID, c.Holder, nil, at, audit.New(t.Context(), at, audit.ChallengeConsumed))
	return err
}

// An approval is good for one grant, of the client and the person that it was
// asked of, in its time.
func TestApprovalOfARequestIsTakenOnceWithItsGrant(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		hears(t, db, app, "")
		hears(t, db, "other", "")
		p := openPush(t, db, clock)
		other := newPerson(t, db, "other")
		c := p.asked(t, db, clock, true)
		issue := func(change func(g *grant.Grant)) error {
			g, tokens := directly(clock, c)
			change(&g)
			return db.Grants().IssueDirect(context.Background(), g, tokens)
		}
		for name, change := range map[string]func(g *grant.Grant){
			"another person":  func(g *grant.Grant) { g.Person = string(other.ID) },
			"another client":  func(g *grant.Grant) { g.Client = "other" },
			"another request": func(g *grant.Grant) { g.Approval = string(p.challenge.ID) },
			"later":           func(g *grant.Grant) { g.Created = g.Created.Add(2 * time.Minute) },
		} {
			if err := issue(change); !errors.Is(err, grant.ErrUnknown) {
				t.Errorf("%s: %v", name, err)
			}
		}
		for name, change := range map[string][2]string{
			"of a disabled person":     {"UPDATE people SET status = 'disabled' WHERE id = 'per_p'", "UPDATE people SET status = 'active' WHERE id = 'per_p'"},
			"of a client that is gone": {"UPDATE clients SET id = 'away' WHERE id <> 'other'", "UPDATE clients SET id = '" + string(app) + "' WHERE id = 'away'"},
			"of what it did not ask":   {"UPDATE challenges SET purpose = 'txn' WHERE purpose = 'ciba'", "UPDATE challenges SET purpose = 'ciba' WHERE purpose = 'txn'"},
		} {
			if err := db.Tamper(t.Context(), change[0]); err != nil {
				t.Fatal(err)
			}
			if err := issue(func(*grant.Grant) {}); !errors.Is(err, grant.ErrUnknown) {
				t.Errorf("%s: %v", name, err)
			}
			if err := db.Tamper(t.Context(), change[1]); err != nil {
				t.Fatal(err)
			}
		}
		won := make(chan error, 8)
		for range cap(won) {
			go func() { won <- issue(func(*grant.Grant) {}) }()
		}
		times := 0
		for range cap(won) {
			if err := <-won; err == nil {
				times++
			} else if !errors.Is(err, grant.ErrUnknown) {
				t.Error(err)
			}
		}
		if times != 1 {
			t.Errorf("it was taken %d times", times)
		}
		if err := consumed(t, db, c, clock.Now()); !errors.Is(err, push.ErrNotApproved) {
			t.Errorf("it can be finished, too: %v", err)
		}
	})
}

// To read what an approval proves is of its client and in its time, too, and takes
// nothing.
func TestApprovalIsReadByWhomItIsForAlone(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		hears(t, db, app, "")
		p := openPush(t, db, clock)
		c, waits := p.asked(t, db, clock, true), p.asked(t, db, clock, false)
		read := func(id push.ID, holder string, at time.Time) error {
			_, err := db.Challenges().ApprovalOf(t.Context(), id, holder, at)
			return err
		}
		for range 2 {
			if err := read(c.ID, c.Holder, clock.Now()); err != nil {
				t.Fatal(err)
			}
		}
		for name, err := range map[string]error{
			"by another client": read(c.ID, push.HolderOf("other"), clock.Now()),
			"later":             read(c.ID, c.Holder, clock.Now().Add(2*time.Minute)),
			"before an answer":  read(waits.ID, waits.Holder, clock.Now()),
			"as a sign-in's":    consumed(t, db, c, clock.Now()),
		} {
			if !errors.Is(err, push.ErrNotApproved) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if err := db.Tamper(t.Context(), "UPDATE challenges SET purpose = 'txn' WHERE purpose = 'ciba'"); err != nil {
			t.Fatal(err)
		}
		if err := read(c.ID, c.Holder, clock.Now()); !errors.Is(err, push.ErrNotApproved) {
			t.Errorf("what it did not ask by itself: %v", err)
		}
	})
}

// Whoever takes an application back while a device gets what it took leaves it no
// token.
func TestApplicationTakenBackWhileADeviceIsGivenTokensKeepsNone(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		hears(t, db, app, "")
		g := newGrant(t, db, clock)
		for range 60 {
			clock.Advance(time.Second)
			made := grant.Grant{
				ID: grant.ID("grt_" + rand.Text()), Origin: grant.FromDevice, Approval: g.taken(), Person: string(g.person), Client: app,
				Session: g.grant.Session, Scope: []string{"openid"}, AuthTime: clock.Now(), Created: clock.Now(), Expires: clock.Now().Add(time.Hour),
			}
			tokens := g.tokens()
			tokens.Refresh = nil
			var wg sync.WaitGroup
			start := make(chan struct{})
			wg.Go(func() {
				<-start
				if err := db.Grants().IssueDirect(context.Background(), made, tokens); err != nil && !errors.Is(err, grant.ErrUnknown) {
					t.Error(err)
				}
			})
			wg.Go(func() {
				<-start
				e := audit.New(context.Background(), clock.Now(), audit.GrantRevoked)
				if err := db.Grants().RevokeApp(context.Background(), string(g.person), app, clock.Now(), e); err != nil {
					t.Error(err)
				}
			})
			close(start)
			wg.Wait()
			if g.alive(tokens.Access) {
				t.Fatal("a token of an application that was taken back")
			}
		}
	})
}
