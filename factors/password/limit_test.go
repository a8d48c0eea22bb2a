package password_test

import (
	"encoding/base64"
	"errors"
	"fmt"
	"testing"
	"time"

	"countersign/audit"
	"countersign/factors/password"
)

func phc(key, salt []byte, parameters string) string {
	b := base64.RawStdEncoding
	return "$argon2id$v=19$" + parameters + "$" + b.EncodeToString(salt) + "$" + b.EncodeToString(key)
}

// fill spends an account's or a source's failures. The username is nobody's
// where only the counting matters: each try costs a hash.
func (k *kit) fill(t *testing.T, n int, a func(i int) password.Attempt) {
	t.Helper()
	for i := range n {
		if err := k.try(t, a(i)); !errors.Is(err, password.ErrWrong) {
			t.Fatalf("try %d: %v", i, err)
		}
	}
}

func TestNoVariantOfANameEscapesTheLimit(t *testing.T) {
	for _, names := range [][]string{{"ada", "Ada", "ADA"}, {"nobody", "NOBODY", "Nobody"}} {
		k := newKit(t)
		k.fill(t, 10, func(i int) password.Attempt {
			return password.Attempt{Username: names[i%3], Password: "something else", Source: fmt.Sprintf("192.0.2.%d", i)}
		})
		for _, name := range names {
			if err := k.try(t, password.Attempt{Username: name, Password: right, Source: "198.51.100.1"}); !limited(err) {
				t.Errorf("%s after ten failures: %v", name, err)
			}
		}
		if e := k.last(); e.Kind != audit.PasswordLimited {
			t.Errorf("event %+v", e)
		}
		k.now = k.now.Add(10 * time.Minute)
		if err := k.try(t, password.Attempt{Username: names[0], Password: "something else"}); !errors.Is(err, password.ErrWrong) {
			t.Errorf("after the window: %v", err)
		}
	}
}

func TestStrangersDoNotLockTheOwnerOutOfAKnownBrowser(t *testing.T) {
	k := newKit(t)
	k.fill(t, 10, func(int) password.Attempt {
		return password.Attempt{Username: "ada", Password: "something else", Source: "192.0.2.1"}
	})
	known := password.Attempt{
		Username: "ada", Password: right, Source: "198.51.100.1",
		KnownBrowser: func(p string) bool { return p == "per_ada" },
	}
	if err := k.try(t, known); err != nil {
		t.Errorf("from a known browser: %v", err)
	}
	known.KnownBrowser = nil
	if err := k.try(t, known); !limited(err) {
		t.Errorf("that sign-in opened the account to strangers again: %v", err)
	}
}

func TestRightPasswordForgetsTheAccountsFailures(t *testing.T) {
	k := newKit(t)
	wrong := password.Attempt{Username: "ada", Password: "something else"}
	for range 2 {
		k.fill(t, 9, func(int) password.Attempt { return wrong })
		if err := k.try(t, password.Attempt{Username: "ada", Password: right}); err != nil {
			t.Fatal(err)
		}
	}
}

func TestSourceIsLimitedWhateverTheNames(t *testing.T) {
	for _, c := range []struct{ name, from, also, other string }{
		{"IPv4", "192.0.2.1", "::ffff:192.0.2.1", "192.0.2.2"},
		{"IPv6", "2001:db8:1:2::1", "2001:db8:1:2:ffff::9", "2001:db8:1:3::1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			k := newKit(t)
			k.fill(t, 30, func(i int) password.Attempt {
				return password.Attempt{Username: fmt.Sprintf("n%d", i), Password: "x", Source: c.from}
			})
			if err := k.try(t, password.Attempt{Username: "ada", Password: right, Source: c.also}); !limited(err) {
				t.Errorf("from the same network: %v", err)
			}
			if err := k.try(t, password.Attempt{Username: "ada", Password: right, Source: c.other}); err != nil {
				t.Errorf("from another network: %v", err)
			}
		})
	}
}

func TestCountersDoNotTellWhoWasTried(t *testing.T) {
	k := newKit(t)
	_ = k.try(t, password.Attempt{Username: "ada", Password: "x", Source: "192.0.2.1"})
	for name := range k.counters {
		if len(name) < 64 {
			t.Errorf("counter %q is no hash", name)
		}
	}
}

func TestFactorNeedsItsParts(t *testing.T) {
	k := newKit(t)
	for _, spoil := range []func(*password.Deps){
		func(d *password.Deps) { d.Store = nil }, func(d *password.Deps) { d.Counters = nil },
		func(d *password.Deps) { d.Log = nil }, func(d *password.Deps) { d.Key = nil },
		func(d *password.Deps) { d.Now = nil }, func(d *password.Deps) { d.Least = 4 },
		func(d *password.Deps) { d.Failures = 0 }, func(d *password.Deps) { d.SourceFailures = 0 },
		func(d *password.Deps) { d.Window = 0 },
	} {
		d := k.deps()
		spoil(&d)
		if _, err := password.New(d); err == nil {
			t.Errorf("New accepted %+v", d)
		}
	}
}
