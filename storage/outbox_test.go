package storage_test

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"countersign/audit"
	"countersign/idp/mail"
	"countersign/idp/person"
	"countersign/storage"
	"countersign/storage/storagetest"
)

// posting runs f with each kind of database, with mail turned on.
func posting(t *testing.T, f func(t *testing.T, db *storage.DB, clock *storagetest.Clock)) {
	t.Helper()
	open := func(t *testing.T, url string) {
		t.Helper()
		clock := storagetest.NewClock()
		vault, err := storage.NewVault(storagetest.MasterKey)
		if err != nil {
			t.Fatal(err)
		}
		db, err := storage.Open(context.Background(), storage.Options{URL: url, Vault: vault, Mail: true, Now: clock.Now, Log: slog.New(slog.DiscardHandler)})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			if err := db.Close(); err != nil {
				t.Error(err)
			}
		})
		if _, err := db.Migrate(t.Context()); err != nil {
			t.Fatal(err)
		}
		f(t, db, clock)
	}
	t.Run("sqlite", func(t *testing.T) { open(t, "sqlite:"+t.TempDir()+"/countersign.db") })
	t.Run("postgres", func(t *testing.T) { open(t, storagetest.PostgresURL(t)) })
}

func addressee(t *testing.T, db *storage.DB, clock *storagetest.Clock, name, email string) person.Person {
	t.Helper()
	who, err := person.New(person.Particulars{Username: name, Email: email}, clock.Now())
	if err == nil {
		err = db.People().Create(t.Context(), who)
	}
	if err != nil {
		t.Fatal(err)
	}
	return who
}

func eventOf(clock *storagetest.Clock, kind audit.Kind, who person.Person) audit.Event {
	ctx := audit.WithRequest(context.Background(), audit.Request{ID: "r", Address: "192.0.2.7", Agent: "Mozilla\xff/5.0"})
	e := audit.New(ctx, clock.Now(), kind)
	e.Person = string(who.ID)
	return e
}

// drain takes everything that waits and notes it as sent.
func drain(t *testing.T, db *storage.DB) []mail.Item {
	t.Helper()
	var out []mail.Item
	for {
		i, ok, err := db.Outbox().Claim(t.Context(), time.Minute)
		if err != nil {
			t.Fatal(err)
		}
		if !ok {
			return out
		}
		if err := db.Outbox().Sent(t.Context(), i.ID); err != nil {
			t.Fatal(err)
		}
		out = append(out, i)
	}
}

func TestEventQueuesItsMailInTheSameTransaction(t *testing.T) {
	posting(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		ada := addressee(t, db, clock, "ada", "ada@northwind.example")
		bob := addressee(t, db, clock, "bob", "")
		ctx := audit.WithRequest(t.Context(), audit.Request{Agent: "Mozilla\xff/5.0"})
		e := eventOf(clock, audit.DeviceActivated, ada)
		e.Device = "dev_1"
		if err := db.Events().Append(ctx, e, eventOf(clock, audit.DeviceActivated, bob), eventOf(clock, audit.PasswordRight, ada)); err != nil {
			t.Fatal(err)
		}
		got := drain(t, db)
		if len(got) != 1 {
			t.Fatalf("mails: %+v", got)
		}
		m := got[0]
		if m.Kind != mail.PhoneAdded || m.To != "ada@northwind.example" || m.Person != string(ada.ID) || m.Device != "dev_1" ||
			m.Address != "192.0.2.7" || m.Agent != "Mozilla\uFFFD/5.0" || !m.At.Equal(clock.Now()) || m.Tries != 1 {
			t.Errorf("mail: %+v", m)
		}
		// An act that fails tells nobody.
		err := db.Invitations().Create(ctx, person.Invitation{ID: "inv_1", Person: "per_nobody"}, []byte("h"), e)
		if !errors.Is(err, person.ErrNotFound) {
			t.Fatal(err)
		}
		if got := drain(t, db); len(got) != 0 {
			t.Errorf("mails of what did not happen: %+v", got)
		}
	})
}

func TestNoticesThatOthersCanCauseComeOnceInAWhile(t *testing.T) {
	posting(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		ada := addressee(t, db, clock, "ada", "ada@northwind.example")
		count := func() int {
			if err := db.Events().Append(t.Context(), eventOf(clock, audit.PasswordLimited, ada)); err != nil {
				t.Fatal(err)
			}
			return len(drain(t, db))
		}
		for _, c := range []struct {
			after time.Duration
			want  int
		}{{0, 1}, {time.Second, 0}, {23 * time.Hour, 0}, {time.Hour, 1}} {
			clock.Advance(c.after)
			if got := count(); got != c.want {
				t.Errorf("after %v more: %d mails, want %d", c.after, got, c.want)
			}
		}
	})
}

func TestMailIsClaimedByOneAtATime(t *testing.T) {
	posting(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		const mails, workers = 5, 4
		for range mails {
			err := db.Outbox().Ask(t.Context(), mail.Item{Kind: mail.Reset, Typed: "ada", At: clock.Now(), Expires: clock.Now().Add(time.Hour)})
			if err != nil {
				t.Fatal(err)
			}
		}
		var mu sync.Mutex
		seen := map[string]int{}
		var all sync.WaitGroup
		for range workers {
			all.Go(func() {
				// More often than there are mails: one that lost a race asks again.
				for range 3 * mails {
					i, ok, err := db.Outbox().Claim(t.Context(), time.Minute)
					if err != nil {
						t.Error(err)
						return
					}
					if !ok {
						continue
					}
					mu.Lock()
					seen[i.ID]++
					mu.Unlock()
					if i.Typed != "ada" {
						t.Errorf("typed %q", i.Typed)
					}
				}
			})
		}
		all.Wait()
		if len(seen) != mails {
			t.Errorf("%d mails were claimed, want %d", len(seen), mails)
		}
		for id, n := range seen {
			if n != 1 {
				t.Errorf("%s was claimed %d times", id, n)
			}
		}
		clock.Advance(time.Minute)
		i, ok, err := db.Outbox().Claim(t.Context(), time.Minute)
		if err != nil || !ok || i.Tries != 2 {
			t.Errorf("after the lease: %+v, %v, %v", i, ok, err)
		}
	})
}

func TestSentMailIsForgottenButForItsKind(t *testing.T) {
	posting(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		ada := addressee(t, db, clock, "ada", "ada@northwind.example")
		if err := db.Events().Append(t.Context(), eventOf(clock, audit.DeviceActivated, ada)); err != nil {
			t.Fatal(err)
		}
		drain(t, db)
		rows := outboxText(t, db)
		if len(rows) != 1 || strings.Contains(rows[0], "northwind") || strings.Contains(rows[0], "192.0.2.7") {
			t.Errorf("kept: %q", rows)
		}
		for _, c := range []struct {
			after time.Duration
			want  int
		}{{47 * time.Hour, 0}, {2 * time.Hour, 1}} {
			clock.Advance(c.after)
			n, err := db.Outbox().DeleteExpired(t.Context(), clock.Now().Add(-48*time.Hour), 10)
			if err != nil || n != c.want {
				t.Errorf("after %v: deleted %d, %v; want %d", c.after, n, err, c.want)
			}
		}
	})
}

func TestWhatWasTypedIsSealed(t *testing.T) {
	posting(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		err := db.Outbox().Ask(t.Context(), mail.Item{Kind: mail.Reset, Typed: "my password by mistake", At: clock.Now(), Expires: clock.Now().Add(time.Hour)})
		if err != nil {
			t.Fatal(err)
		}
		if rows := outboxText(t, db); len(rows) != 1 || strings.Contains(rows[0], "mistake") {
			t.Errorf("rows: %q", rows)
		}
	})
}

func TestWithoutMailNothingIsQueued(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		ada := addressee(t, db, clock, "ada", "ada@northwind.example")
		if err := db.Events().Append(t.Context(), eventOf(clock, audit.DeviceActivated, ada)); err != nil {
			t.Fatal(err)
		}
		if got := drain(t, db); len(got) != 0 {
			t.Errorf("mails: %+v", got)
		}
	})
}

func outboxText(t *testing.T, db *storage.DB) []string {
	t.Helper()
	rows, err := storage.RowsOfOutbox(t.Context(), db)
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func TestMailIsInTheLanguageThatThePersonReadWhenItWasCaused(t *testing.T) {
	posting(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		ada := addressee(t, db, clock, "ada", "ada@northwind.example")
		if err := db.People().SetLanguage(t.Context(), ada.ID, "ar", clock.Now()); err != nil {
			t.Fatal(err)
		}
		if err := db.Events().Append(t.Context(), eventOf(clock, audit.DeviceActivated, ada)); err != nil {
			t.Fatal(err)
		}
		i := mail.Item{Kind: mail.EmailCode, Person: string(ada.ID), To: "new@northwind.example", At: clock.Now(), Expires: clock.Now().Add(time.Hour)}
		if err := db.Outbox().Ask(t.Context(), i); err != nil {
			t.Fatal(err)
		}
		if got := drain(t, db); len(got) != 2 || got[0].Language != "ar" || got[1].Language != "ar" {
			t.Errorf("mails: %+v", got)
		}
		// The last mail is sent when nothing of the person is known any more.
		if err := db.People().Erase(t.Context(), ada.ID, clock.Now(), eventOf(clock, audit.PersonErased, ada)); err != nil {
			t.Fatal(err)
		}
		if got := drain(t, db); len(got) != 1 || got[0].Language != "ar" {
			t.Errorf("the last mail: %+v", got)
		}
		if err := db.Outbox().Ask(t.Context(), mail.Item{Kind: mail.Reset, Typed: "ada", At: clock.Now(), Expires: clock.Now().Add(time.Hour)}); err != nil {
			t.Fatal(err)
		}
		if got := drain(t, db); len(got) != 1 || got[0].Language != "" {
			t.Errorf("of somebody who typed a name: %+v", got)
		}
	})
}
