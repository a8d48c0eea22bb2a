package storage_test

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"countersign/audit"
	"countersign/factors"
	"countersign/factors/limit"
	"countersign/factors/passkey"
	"countersign/factors/webauthn"
	"countersign/factors/webauthn/webauthntest"
	"countersign/idp/person"
	"countersign/storage"
	"countersign/storage/storagetest"
)

const passkeyOrigin = "https://id.example.com"

// proved is what a session rests on that may change factors.
var proved = []factors.Outcome{{Kind: factors.Password}, {Kind: factors.TOTP}}

func newPasskeys(t *testing.T, db *storage.DB, clock *storagetest.Clock, change ...func(*passkey.Deps)) *passkey.Factor {
	t.Helper()
	rp, err := webauthn.NewRP(passkeyOrigin)
	if err != nil {
		t.Fatal(err)
	}
	d := passkey.Deps{
		Store: db.Passkeys(), Counters: db.Counters(), Bounds: bounds, Log: db.Events(), RP: rp, Name: "Test",
		Key: []byte(strings.Repeat("k", 32)), Now: clock.Now,
	}
	for _, c := range change {
		c(&d)
	}
	f, err := passkey.New(d)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// begin asks for a passkey as the page does, and answers for the browser.
func begin(t *testing.T, f *passkey.Factor, account factors.Account) (passkey.Registration, *webauthntest.Authenticator) {
	t.Helper()
	c, err := f.Begin(t.Context(), account, "session", "ada")
	if err != nil {
		t.Fatal(err)
	}
	var o struct {
		Challenge              string
		User                   struct{ ID string }
		AuthenticatorSelection struct{ ResidentKey, UserVerification string }
	}
	if err := json.Unmarshal([]byte(c.Options), &o); err != nil {
		t.Fatal(err)
	}
	if o.AuthenticatorSelection.ResidentKey != "required" || o.AuthenticatorSelection.UserVerification != "required" {
		t.Errorf("the browser is asked with %+v", o)
	}
	challenge, err := base64.RawURLEncoding.DecodeString(o.Challenge)
	if err != nil {
		t.Fatal(err)
	}
	key := webauthntest.New("id.example.com", passkeyOrigin)
	key.UserHandle, err = base64.RawURLEncoding.DecodeString(o.User.ID)
	if err != nil || len(key.UserHandle) < 8 || strings.Contains(string(key.UserHandle), string(account)) {
		t.Errorf("the user handle is %x", key.UserHandle)
	}
	return passkey.Registration{Account: account, Session: "session", Proof: proved, Ticket: c.Ticket, Name: func(passkey.Sort) string { return "Ada’s laptop" }, Response: key.Register(challenge)}, key
}

func withPasskey(t *testing.T, f *passkey.Factor, account factors.Account) (passkey.Passkey, *webauthntest.Authenticator) {
	t.Helper()
	r, key := begin(t, f, account)
	p, err := f.Finish(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	return p, key
}

// answers has a passkey answer a challenge for an account ("" for nobody named).
func answers(t *testing.T, f *passkey.Factor, account factors.Account, key *webauthntest.Authenticator) (factors.Account, factors.Outcome, error) {
	t.Helper()
	challenge := []byte(strings.Repeat("c", 32))
	return f.Verify(t.Context(), passkey.Attempt{
		Try: limit.Try{Account: account, Source: "192.0.2.1"}, Response: key.Assert(challenge), Challenge: challenge, Flow: "f",
	})
}

func TestPasskeyIsAddedUsedRenamedAndRemoved(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		ada, eve := factors.Account(newPerson(t, db, "ada").ID), factors.Account(newPerson(t, db, "eve").ID)
		f := newPasskeys(t, db, clock)
		p, key := withPasskey(t, f, ada)
		account, err := db.Accounts().Account(t.Context(), string(ada), "")
		if err != nil || account.Passkeys != 1 || !account.HadSecondFactor || !account.Bound.Equal(clock.Now()) {
			t.Errorf("the account: %+v, %v", account, err)
		}
		clock.Advance(time.Minute)
		for _, named := range []factors.Account{"", ada} {
			who, got, err := answers(t, f, named, key)
			if err != nil || who != ada || got.Kind != factors.Passkey || !got.Verified || got.Ref != p.ID || got.Protection != factors.PossessedKey || got.Attested {
				t.Fatalf("asked of %q: %q %+v, %v", named, who, got, err)
			}
		}
		if err := f.Rename(t.Context(), eve, p.ID, "mine"); !errors.Is(err, passkey.ErrNone) {
			t.Errorf("somebody else renames it: %v", err)
		}
		for _, bad := range []string{" ", strings.Repeat("x", 61), "a\u202eb"} {
			if err := f.Rename(t.Context(), ada, p.ID, bad); !errors.Is(err, passkey.ErrName) {
				t.Errorf("the name %q: %v", bad, err)
			}
		}
		if err := f.Rename(t.Context(), ada, p.ID, "  Work  laptop "); err != nil {
			t.Fatal(err)
		}
		all, err := f.List(t.Context(), ada)
		if err != nil || len(all) != 1 || all[0].Name != "Work laptop" || !all[0].Used.Equal(clock.Now()) {
			t.Errorf("the list: %+v, %v", all, err)
		}
		out := passkey.Removal{Account: eve, ID: p.ID, Proof: proved}
		if err := f.Remove(t.Context(), out); !errors.Is(err, passkey.ErrNone) {
			t.Errorf("somebody else removes it: %v", err)
		}
		out.Account, out.Floor = ada, needed
		if err := f.Remove(t.Context(), out); !errors.Is(err, factors.ErrLast) {
			t.Errorf("the last one goes: %v", err)
		}
		out.Floor, out.Proof = nil, []factors.Outcome{{Kind: factors.Push, Probation: true}}
		if err := f.Remove(t.Context(), out); !errors.Is(err, passkey.ErrProbation) {
			t.Errorf("from a phone in probation (case 47): %v", err)
		}
		out.Proof = proved
		if err := f.Remove(t.Context(), out); err != nil {
			t.Fatal(err)
		}
		if _, _, err := answers(t, f, "", key); !errors.Is(err, passkey.ErrWrong) {
			t.Errorf("after it was removed: %v", err)
		}
		for kind, n := range map[audit.Kind]int{audit.PasskeyAdded: 1, audit.PasskeyRight: 2, audit.PasskeyRenamed: 1, audit.PasskeyRemoved: 1, audit.PasskeyWrong: 1} {
			if all, err := db.Events().Find(t.Context(), storage.Query{Kind: kind, Limit: 9}); err != nil || len(all) != n {
				t.Errorf("%d events %s, want %d; %v", len(all), kind, n, err)
			}
		}
		clock.Advance(time.Hour)
		if n, err := db.Passkeys().DeleteExpired(t.Context(), clock.Now(), 10); n != 1 || err != nil {
			t.Errorf("the janitor deleted %d, %v", n, err)
		}
	})
}

func TestPasskeyRegistrationCountsOnce(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		ada := factors.Account(newPerson(t, db, "ada").ID)
		f := newPasskeys(t, db, clock)
		r, _ := begin(t, f, ada)
		var won atomic.Int32
		var all sync.WaitGroup
		for range 5 {
			all.Go(func() {
				switch _, err := f.Finish(t.Context(), r); {
				case err == nil:
					won.Add(1)
				case !errors.Is(err, passkey.ErrKnown):
					t.Error(err)
				}
			})
		}
		all.Wait()
		if won.Load() != 1 {
			t.Fatalf("it was added %d times", won.Load())
		}
		have, err := f.List(t.Context(), ada)
		if err != nil || len(have) != 1 {
			t.Fatalf("%d passkeys, %v", len(have), err)
		}
		if err := f.Remove(t.Context(), passkey.Removal{Account: ada, ID: have[0].ID, Proof: proved}); err != nil {
			t.Fatal(err)
		}
		if _, err := f.Finish(t.Context(), r); !errors.Is(err, passkey.ErrKnown) {
			t.Errorf("the same answer after it was removed: %v", err)
		}
	})
}

func TestPasskeyRegistrationIsRefused(t *testing.T) {
	db, clock := storagetest.SQLite, storagetest.NewClock()
	d := db(t, clock)
	ada, eve := factors.Account(newPerson(t, d, "ada").ID), factors.Account(newPerson(t, d, "eve").ID)
	f := newPasskeys(t, d, clock)
	for name, c := range map[string]struct {
		spoil func(r *passkey.Registration)
		want  error
	}{
		"from a phone in probation (case 47)": {func(r *passkey.Registration) { r.Proof = []factors.Outcome{{Kind: factors.Push, Probation: true}} }, passkey.ErrProbation},
		"with nothing proved":                 {func(r *passkey.Registration) { r.Proof = nil }, passkey.ErrProbation},
		"for another account":                 {func(r *passkey.Registration) { r.Account = eve }, passkey.ErrWrong},
		"in another session":                  {func(r *passkey.Registration) { r.Session = "another" }, passkey.ErrWrong},
		"with another page's ticket":          {func(r *passkey.Registration) { r.Ticket = "x" + r.Ticket }, passkey.ErrWrong},
		"without a ticket":                    {func(r *passkey.Registration) { r.Ticket = "" }, passkey.ErrLate},
		"with a name that hides":              {func(r *passkey.Registration) { r.Name = func(passkey.Sort) string { return "a\u202eb" } }, passkey.ErrName},
		"no answer":                           {func(r *passkey.Registration) { r.Response = []byte("{}") }, passkey.ErrWrong},
		"late":                                {func(*passkey.Registration) { clock.Advance(11 * time.Minute) }, passkey.ErrLate},
	} {
		r, _ := begin(t, f, ada)
		c.spoil(&r)
		if _, err := f.Finish(t.Context(), r); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	for range passkey.Most {
		withPasskey(t, f, ada)
	}
	if _, err := f.Begin(t.Context(), ada, "session", "ada"); !errors.Is(err, passkey.ErrTooMany) {
		t.Errorf("past the most: %v", err)
	}
}

func TestPasskeyOfWhoMayNotSignInIsUnknown(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		ada := factors.Account(newPerson(t, db, "ada").ID)
		f := newPasskeys(t, db, clock)
		p, key := withPasskey(t, f, ada)
		if err := db.People().Disable(t.Context(), person.ID(ada), clock.Now()); err != nil {
			t.Fatal(err)
		}
		if _, _, err := answers(t, f, "", key); !errors.Is(err, passkey.ErrWrong) {
			t.Errorf("a disabled account: %v", err)
		}
		if ok, err := db.Passkeys().Use(t.Context(), p.ID, 1, false, clock.Now()); ok || err != nil {
			t.Errorf("disabled while it was looked at: %v, %v", ok, err)
		}
	})
}

func TestPasskeyThatCountsCountsForwardsOnly(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		ada := factors.Account(newPerson(t, db, "ada").ID)
		p, _ := withPasskey(t, newPasskeys(t, db, clock), ada)
		var won atomic.Int32
		var all sync.WaitGroup
		for range 5 { // copies of one key, at the same count
			all.Go(func() {
				ok, err := db.Passkeys().Use(t.Context(), p.ID, 7, false, clock.Now())
				if err != nil {
					t.Error(err)
				}
				if ok {
					won.Add(1)
				}
			})
		}
		all.Wait()
		if won.Load() != 1 {
			t.Errorf("the count 7 was taken %d times", won.Load())
		}
		for count, want := range map[uint32]bool{0: false, 6: false, 7: false} {
			if ok, err := db.Passkeys().Use(t.Context(), p.ID, count, false, clock.Now()); ok != want || err != nil {
				t.Errorf("after 7, %d: %v, %v", count, ok, err)
			}
		}
	})
}

// What a passkey says of itself is told only where the operator takes its word
// (amr rule 3).
func TestPasskeysWordIsTakenOnlyWhereTheOperatorSaysSo(t *testing.T) {
	clock := storagetest.NewClock()
	db := storagetest.SQLite(t, clock)
	ada := factors.Account(newPerson(t, db, "ada").ID)
	trusting := func(d *passkey.Deps) { d.TrustBackupFlag = true }
	for _, c := range []struct {
		eligible, backedUp bool
		want               factors.Protection // where its word is taken
	}{{false, false, factors.HardwareKey}, {true, false, factors.PossessedKey}, {true, true, factors.SoftwareKey}} {
		f := newPasskeys(t, db, clock)
		c0, err := f.Begin(t.Context(), ada, "session", "ada")
		if err != nil {
			t.Fatal(err)
		}
		var o struct {
			Challenge string
			User      struct{ ID string }
		}
		_ = json.Unmarshal([]byte(c0.Options), &o)
		challenge, _ := base64.RawURLEncoding.DecodeString(o.Challenge)
		key := webauthntest.New("id.example.com", passkeyOrigin)
		key.UserHandle, _ = base64.RawURLEncoding.DecodeString(o.User.ID)
		key.BackupEligible, key.BackedUp = c.eligible, c.backedUp
		if _, err := f.Finish(t.Context(), passkey.Registration{
			Account: ada, Session: "session", Proof: proved, Ticket: c0.Ticket, Name: func(s passkey.Sort) string { return string(s) }, Response: key.Register(challenge),
		}); err != nil {
			t.Fatal(err)
		}
		if _, got, err := answers(t, f, ada, key); err != nil || got.Protection != factors.PossessedKey {
			t.Errorf("%+v: %s, %v", c, got.Protection, err)
		}
		if _, got, err := answers(t, newPasskeys(t, db, clock, trusting), ada, key); err != nil || got.Protection != c.want || got.Attested {
			t.Errorf("%+v, its word taken: %s, %v", c, got.Protection, err)
		}
	}
}
