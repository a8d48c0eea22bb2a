package password_test

import (
	"context"
	"errors"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/crypto/argon2"

	"countersign/audit"
	"countersign/factors"
	"countersign/factors/password"
)

// kit is a factor over a store in memory.
type kit struct {
	*password.Factor
	mu       sync.Mutex
	now      time.Time
	people   map[string]password.Credential // by key
	counters map[string]count
	events   []audit.Event
}

type count struct {
	n    int
	ends time.Time
}

const right = "correct horse battery"

func newKit(t *testing.T) *kit {
	t.Helper()
	k := &kit{
		now:    time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC),
		people: map[string]password.Credential{"ada": {Person: "per_ada"}}, counters: map[string]count{},
	}
	f, err := password.New(k.deps())
	if err != nil {
		t.Fatal(err)
	}
	k.Factor = f
	if _, err := f.Set(t.Context(), "per_ada", right, true); err != nil {
		t.Fatal(err)
	}
	return k
}

func (k *kit) deps() password.Deps {
	return password.Deps{
		Store: k, Counters: counters{k}, Log: k, Key: key, Now: k.clock,
		Least: 12, Failures: 10, SourceFailures: 30, Window: 10 * time.Minute, Spread: 1000, SpreadGap: 30 * time.Second,
	}
}

func key(typed string) (string, error) {
	if strings.Contains(typed, " ") {
		return "", errors.New("no name")
	}
	return strings.ToLower(typed), nil
}

func (k *kit) clock() time.Time {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.now
}

func (k *kit) Append(_ context.Context, events ...audit.Event) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.events = append(k.events, events...)
	return nil
}

func (k *kit) Credential(_ context.Context, key string) (password.Credential, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if strings.ContainsRune(key, 0) {
		return password.Credential{}, errors.New("PostgreSQL takes no such text")
	}
	return k.people[key], nil
}

func (k *kit) Names(_ context.Context, person string) ([]string, error) {
	if person != "per_ada" {
		return nil, nil
	}
	return []string{"ada.okafor", "Ada Okafor-Lindqvist", "ada.okafor@northwind.example"}, nil
}

func (k *kit) Rehash(_ context.Context, person, before, after string) error {
	return k.change(person, func(c *password.Credential) error {
		if c.Hash == before {
			c.Hash = after
		}
		return nil
	})
}

func (k *kit) SetPassword(_ context.Context, n password.Change, _ ...audit.Event) error {
	return k.change(n.Person, func(c *password.Credential) error {
		if n.First && c.Hash != "" {
			return password.ErrAlreadySet
		}
		c.Hash, c.Reset = n.Hash, false
		return nil
	})
}

func (k *kit) change(person string, f func(*password.Credential) error) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	for key, c := range k.people {
		if c.Person == person {
			err := f(&c)
			k.people[key] = c
			return err
		}
	}
	return password.ErrNobody
}

type counters struct{ k *kit }

func (c counters) Add(_ context.Context, name string, window time.Duration) (int, error) {
	c.k.mu.Lock()
	defer c.k.mu.Unlock()
	v := c.k.counters[name]
	if !c.k.now.Before(v.ends) {
		v = count{ends: c.k.now.Add(window)}
	}
	v.n++
	c.k.counters[name] = v
	return v.n, nil
}

func (c counters) Read(_ context.Context, name string) (int, time.Time, error) {
	c.k.mu.Lock()
	defer c.k.mu.Unlock()
	v := c.k.counters[name]
	if !c.k.now.Before(v.ends) {
		return 0, time.Time{}, nil
	}
	return v.n, v.ends, nil
}

func (c counters) Reset(_ context.Context, name string) error {
	c.k.mu.Lock()
	defer c.k.mu.Unlock()
	delete(c.k.counters, name)
	return nil
}

func (k *kit) try(t *testing.T, a password.Attempt) error {
	t.Helper()
	_, _, err := k.Verify(t.Context(), a)
	return err
}

func (k *kit) last() audit.Event {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.events[len(k.events)-1]
}

func limited(err error) bool {
	_, ok := errors.AsType[*password.Limited](err)
	return ok
}

func TestRightPasswordGivesAnOutcome(t *testing.T) {
	k := newKit(t)
	who, o, err := k.Verify(t.Context(), password.Attempt{Username: "ADA", Password: right, Source: "192.0.2.1", Flow: "flow_1"})
	if err != nil || who != "per_ada" || o.Kind != factors.Password || !o.At.Equal(k.now) {
		t.Errorf("got %q, %+v, %v", who, o, err)
	}
	if e := k.last(); e.Kind != audit.PasswordRight || e.Person != "per_ada" || e.Flow != "flow_1" {
		t.Errorf("event %+v", e)
	}
}

func TestEveryRefusalLooksTheSameAndIsRecorded(t *testing.T) {
	for _, c := range []struct {
		name     string
		change   func(*password.Credential)
		username string
		password string
		reason   string
	}{
		{"wrong password", nil, "ada", "something else", "wrong password"},
		{"unknown name", nil, "bob", right, "unknown username"},
		{"malformed name", nil, "a b", right, "malformed username"},
		{"neither of any form", nil, "a b", "", "malformed username"},
		{"empty password", nil, "ada", "", "malformed password"},
		{"endless password", nil, "ada", strings.Repeat("x", 1025), "malformed password"},
		{"no password yet", func(c *password.Credential) { c.Hash = "" }, "ada", "nobody has this password", "no password is set"},
		{"disabled", func(c *password.Credential) { c.Disabled = true }, "ada", right, "account is disabled"},
		{"to be changed", func(c *password.Credential) { c.Reset = true }, "ada", right, "password must be changed"},
	} {
		t.Run(c.name, func(t *testing.T) {
			k := newKit(t)
			if c.change != nil {
				credential := k.people["ada"]
				c.change(&credential)
				k.people["ada"] = credential
			}
			err := k.try(t, password.Attempt{Username: c.username, Password: c.password, Source: "192.0.2.1"})
			if !errors.Is(err, password.ErrWrong) || err.Error() != password.ErrWrong.Error() {
				t.Errorf("got %v", err)
			}
			if e := k.last(); e.Kind != audit.PasswordWrong || e.Reason != c.reason {
				t.Errorf("event %+v, want reason %q", e, c.reason)
			}
		})
	}
}

// A hash is told by the memory that it takes, which no load of the machine
// changes; times would.
func TestUnknownNameCostsOneHashToo(t *testing.T) {
	const hash = 19 << 20 // bytes: m of argon2id
	k := newKit(t)
	for _, name := range []string{"ada", "nobody", "a b"} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_ = k.try(t, password.Attempt{Username: name, Password: "something else"})
		runtime.ReadMemStats(&after)
		if took := after.TotalAlloc - before.TotalAlloc; took < hash || took >= 2*hash {
			t.Errorf("%q takes %d bytes, which is not one hash", name, took)
		}
	}
}

func TestStoredHashOutOfBoundsIsNeverComputed(t *testing.T) {
	k := newKit(t)
	for _, h := range []string{
		"$argon2id$v=19$m=4194304,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
		"$argon2id$v=19$m=19456,t=4000000000,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
		"$argon2id$v=19$m=19456,t=0,p=0$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
		"$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$",
		"$2a$10$abcdefghijklmnopqrstuv", "plain",
	} {
		k.people["ada"] = password.Credential{Person: "per_ada", Hash: h}
		ctx, stop := context.WithTimeout(t.Context(), 5*time.Second)
		if _, _, err := k.Verify(ctx, password.Attempt{Username: "ada", Password: right}); !errors.Is(err, password.ErrWrong) {
			t.Errorf("%s: %v", h, err)
		}
		stop()
	}
}

func TestOldParametersAreRenewedByARightPassword(t *testing.T) {
	k := newKit(t)
	salt := []byte("0123456789abcdef")
	old := phc(argon2.IDKey([]byte(right), salt, 1, 8*1024, 1, 32), salt, "m=8192,t=1,p=1")
	k.people["ada"] = password.Credential{Person: "per_ada", Hash: old}
	if err := k.try(t, password.Attempt{Username: "ada", Password: "wrong one here"}); !errors.Is(err, password.ErrWrong) {
		t.Fatal(err)
	}
	if k.people["ada"].Hash != old {
		t.Error("a wrong password renewed the hash")
	}
	if err := k.try(t, password.Attempt{Username: "ada", Password: right}); err != nil {
		t.Fatal(err)
	}
	if h := k.people["ada"].Hash; !strings.HasPrefix(h, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Errorf("the hash is still %s", h)
	}
	if err := k.try(t, password.Attempt{Username: "ada", Password: right}); err != nil {
		t.Errorf("after the renewal: %v", err)
	}
}

func TestPolicyOfANewPassword(t *testing.T) {
	k := newKit(t)
	for _, c := range []struct {
		typed string
		want  error
	}{
		{"", password.ErrTooShort},
		{"elevenchars", password.ErrTooShort},
		{"twelve chars", nil},
		{strings.Repeat("é", 11) + "à", nil},
		{strings.Repeat("e\u0301", 11), password.ErrTooShort}, // eleven characters once composed
		{strings.Repeat("x", 255) + "y", nil},
		{strings.Repeat("x", 257), password.ErrTooLong},
		{strings.Repeat("x", 100_000), password.ErrTooLong},
		{"two lines of\ntext", password.ErrCharacters},
	} {
		if _, err := k.Set(t.Context(), "per_ada", c.typed, false); !errors.Is(err, c.want) {
			t.Errorf("Set(%.20q…): %v, want %v", c.typed, err, c.want)
		}
	}
	if _, err := k.Set(t.Context(), "per_ada", right, true); !errors.Is(err, password.ErrAlreadySet) {
		t.Errorf("a second first password: %v", err)
	}
}

func TestTwoSpellingsOfOnePasswordAreOne(t *testing.T) {
	k := newKit(t)
	if _, err := k.Set(t.Context(), "per_ada", "caf\u00e9 au lait noir", false); err != nil {
		t.Fatal(err)
	}
	if err := k.try(t, password.Attempt{Username: "ada", Password: "cafe\u0301\u00a0au lait noir"}); err != nil {
		t.Error(err)
	}
}

func TestManyGuessesAtOnceGetNoMoreAnswersThanTheLimit(t *testing.T) {
	k := newKit(t)
	var wrong, stopped, busy atomic.Int64
	var wg sync.WaitGroup
	for i := range 40 {
		name := "ada"
		if i%2 == 0 {
			name = "ADA"
		}
		wg.Go(func() {
			switch err := k.try(t, password.Attempt{Username: name, Password: "something else", Source: "192.0.2." + string(rune('1'+i%9))}); {
			case errors.Is(err, password.ErrWrong):
				wrong.Add(1)
			case limited(err):
				stopped.Add(1)
			default:
				busy.Add(1)
			}
		})
	}
	wg.Wait()
	if wrong.Load() > 10 || wrong.Load()+stopped.Load()+busy.Load() != 40 {
		t.Errorf("%d answers, %d limited, %d busy; want at most 10 answers", wrong.Load(), stopped.Load(), busy.Load())
	}
	if err := k.try(t, password.Attempt{Username: "ada", Password: right, Source: "198.51.100.1"}); !limited(err) {
		t.Errorf("the right password after the limit: %v", err)
	}
}
