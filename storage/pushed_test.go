package storage_test

import (
	"errors"
	"net/url"
	"testing"
	"time"

	"countersign/idp/par"
	"countersign/storage"
	"countersign/storage/storagetest"
)

func TestPushedRequestIsFoundUntilItExpiresAndTakenOnce(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		p, now := db.Pushed(), clock.Now()
		want := par.Request{
			Client: "app", Values: url.Values{"state": {"a=b&c d/é\n"}, "resource": {"https://a.example", "https://b.example"}}, Pushed: true,
			Expires: now.Add(time.Minute),
		}
		if err := p.Keep(t.Context(), []byte("one"), want); err != nil {
			t.Fatal(err)
		}
		got, err := p.Find(t.Context(), []byte("one"), now.Add(time.Minute-time.Millisecond))
		if err != nil || got.Client != "app" || !got.Pushed || got.Values.Encode() != want.Values.Encode() || !got.Expires.Equal(want.Expires) {
			t.Errorf("%+v, %v", got, err)
		}
		for hash, at := range map[string]time.Time{"one": now.Add(time.Minute), "two": now} {
			if _, err := p.Find(t.Context(), []byte(hash), at); !errors.Is(err, par.ErrUnknown) {
				t.Errorf("%s at %v: %v", hash, at, err)
			}
		}
		clock.Advance(time.Hour) // the sign-in took its time
		taken := atOnce(t, par.ErrUnknown, func() error {
			first, err := p.Take(t.Context(), []byte("one"))
			if err == nil && !first {
				err = par.ErrUnknown
			}
			return err
		})
		if taken != 1 {
			t.Errorf("taken %d times", taken)
		}
	})
}

func TestPushedRequestsThatExpiredAreSwept(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		p, now := db.Pushed(), clock.Now()
		for _, hash := range []string{"old", "new"} {
			expires := now
			if hash == "new" {
				expires = now.Add(time.Hour)
			}
			if err := p.Keep(t.Context(), []byte(hash), par.Request{Client: "app", Expires: expires}); err != nil {
				t.Fatal(err)
			}
		}
		if n, err := p.DeleteExpired(t.Context(), now.Add(time.Minute), 10); err != nil || n != 1 {
			t.Errorf("%d, %v", n, err)
		}
		if _, err := p.Find(t.Context(), []byte("new"), now); err != nil {
			t.Error(err)
		}
	})
}
