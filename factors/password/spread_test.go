package password_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"countersign/factors/password"
)

// spraying is a kit whose source 192.0.2.1 has failed at three accounts, which
// is as many as it may.
func spraying(t *testing.T) *kit {
	t.Helper()
	k := newKit(t)
	d := k.deps()
	d.Spread = 3
	var err error
	if k.Factor, err = password.New(d); err != nil {
		t.Fatal(err)
	}
	k.fill(t, 3, func(i int) password.Attempt {
		return password.Attempt{Username: fmt.Sprintf("n%d", i), Password: "x", Source: "192.0.2.1"}
	})
	return k
}

func TestSourceThatTriesManyAccountsIsSlowedDown(t *testing.T) {
	k := spraying(t)
	next := password.Attempt{Username: "nobody", Password: "x", Source: "192.0.2.1"}
	for range 3 {
		if err := k.try(t, next); !errors.Is(err, password.ErrWrong) {
			t.Fatalf("the first try in a gap: %v", err)
		}
		k.now = k.now.Add(20 * time.Second)
		err := k.try(t, next)
		if l, ok := errors.AsType[*password.Limited](err); !ok || l.Until.Sub(k.now) != 10*time.Second {
			t.Fatalf("the second try in a gap: %v", err)
		}
		k.now = k.now.Add(10 * time.Second)
	}
	if n, err := k.SpreadOf(t.Context(), "192.0.2.1"); n != 4 || err != nil {
		t.Errorf("%d accounts, %v; want 4", n, err)
	}
	k.now = k.now.Add(10 * time.Minute)
	for range 2 {
		if err := k.try(t, next); !errors.Is(err, password.ErrWrong) {
			t.Errorf("after the window: %v", err)
		}
	}
}

func TestSlowSourceHoldsUpNobodyElse(t *testing.T) {
	k := spraying(t)
	_ = k.try(t, password.Attempt{Username: "nobody", Password: "x", Source: "192.0.2.1"}) // takes the turn
	for name, a := range map[string]password.Attempt{
		"a neighbour in a known browser": {Source: "192.0.2.1", KnownBrowser: func(p string) bool { return p == "per_ada" }},
		"another network":                {Source: "192.0.2.2"},
	} {
		a.Username, a.Password = "ada", right
		if err := k.try(t, a); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := k.try(t, password.Attempt{Username: "ada", Password: right, Source: "192.0.2.1"}); !limited(err) {
		t.Errorf("a stranger's browser there: %v", err)
	}
}

func TestFailuresAtOneAccountAreNoSpread(t *testing.T) {
	k := spraying(t)
	k.fill(t, 9, func(int) password.Attempt {
		return password.Attempt{Username: "ada", Password: "x", Source: "192.0.2.9"}
	})
	if n, err := k.SpreadOf(t.Context(), "192.0.2.9"); n != 1 || err != nil {
		t.Errorf("%d accounts, %v; want 1", n, err)
	}
}

// A network that spent its failures locks nobody out of a browser that they
// always use.
func TestNeighboursDoNotLockTheOwnerOutOfAKnownBrowser(t *testing.T) {
	k := newKit(t)
	k.fill(t, 30, func(i int) password.Attempt {
		return password.Attempt{Username: fmt.Sprintf("n%d", i), Password: "x", Source: "192.0.2.1"}
	})
	a := password.Attempt{Username: "ada", Password: right, Source: "192.0.2.1"}
	if err := k.try(t, a); !limited(err) {
		t.Errorf("in an unknown browser: %v", err)
	}
	a.KnownBrowser = func(p string) bool { return p == "per_ada" }
	if err := k.try(t, a); err != nil {
		t.Errorf("in a known browser: %v", err)
	}
}
