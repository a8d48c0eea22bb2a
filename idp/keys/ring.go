package keys

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"countersign/audit"
)

// refreshEvery is how often the ring looks by itself, whatever the bell says:
// it drops retired keys from the public set and is the net under a lost ring.
const refreshEvery = time.Minute

// CacheFor is how long others may keep a public set. No overlap may be
// shorter, or a key would sign before everybody has seen it.
const CacheFor = 10 * time.Minute

// Store keeps keys.
type Store interface {
	// Keys are all keys that may still verify something, oldest first.
	Keys(ctx context.Context) ([]Key, error)
	// AddKey stores k and retires its predecessors at the given time, never if
	// that is zero. It is false if the generation exists already: another replica was faster.
	AddKey(ctx context.Context, k Key, retire time.Time, events ...audit.Event) (bool, error)
}

// Deps are what a Ring needs.
type Deps struct {
	Store Store
	// Rings receives after a key was added; nil if nobody rings.
	Rings <-chan struct{}
	// Overlap is how long a new key is published before it signs.
	Overlap time.Duration
	// Longest is the lifetime of the longest-lived thing that is signed.
	Longest time.Duration
	Now     func() time.Time
	Log     *slog.Logger
}

// Ring is every key, in memory.
type Ring struct {
	Deps
	view    atomic.Pointer[view]
	loading sync.Mutex
}

// view is what the ring knew when it last looked. It is never changed.
type view struct {
	keys   []Key // oldest generation first
	sets   map[Purpose]Set
	loaded time.Time
}

// New makes a ring and the first keys, if there are none.
func New(ctx context.Context, d Deps) (*Ring, error) {
	if d.Store == nil || d.Now == nil || d.Log == nil || d.Overlap < CacheFor || d.Longest <= 0 {
		return nil, errors.New("keys: Store, Now, Log, Longest and an Overlap of at least 10 minutes are needed")
	}
	r := &Ring{Deps: d}
	if err := r.load(ctx); err != nil {
		return nil, err
	}
	for _, s := range all() {
		if r.newest(s).Generation > 0 {
			continue
		}
		if _, _, err := r.add(ctx, s); err != nil {
			return nil, err
		}
	}
	return r, r.load(ctx)
}

// Rotate adds a key to every series of the purpose. It signs after the
// overlap. The keys that were made are returned: fewer, if another replica was
// rotating too.
func (r *Ring) Rotate(ctx context.Context, p Purpose) ([]Key, error) {
	if err := r.load(ctx); err != nil {
		return nil, err
	}
	var made []Key
	for _, s := range all() {
		if s.Purpose != p {
			continue
		}
		k, stored, err := r.add(ctx, s)
		if err != nil {
			return nil, err
		}
		if stored {
			made = append(made, k)
		}
	}
	return made, r.load(ctx)
}

// List is every key, for an administrator. Signing says which of them sign.
func (r *Ring) List(ctx context.Context) ([]Key, error) {
	if err := r.load(ctx); err != nil {
		return nil, err
	}
	return r.view.Load().keys, nil
}

// Signing says whether k is the key that signs now.
func (r *Ring) Signing(k Key) bool {
	now, err := r.signer(context.Background(), series{k.Purpose, k.Alg})
	return err == nil && now.ID == k.ID
}

// add stores the next key of a series. The very first signs at once, as there
// is nothing that could sign meanwhile.
func (r *Ring) add(ctx context.Context, s series) (Key, bool, error) {
	now, last := r.Now(), r.newest(s)
	from := now
	if last.Generation > 0 {
		from = now.Add(r.Overlap)
	}
	k, err := s.make(last.Generation+1, now, from)
	if err != nil {
		return Key{}, false, err
	}
	e := audit.New(ctx, now, audit.KeyCreated)
	e.Detail = map[string]string{"kid": k.ID, "purpose": string(k.Purpose), "alg": k.Alg}
	retire := from.Add(r.Longest)
	if s.Purpose == VAPID {
		retire = time.Time{} // subscriptions made with the old one live on
	}
	stored, err := r.Store.AddKey(ctx, k, retire, e)
	if err != nil {
		return Key{}, false, fmt.Errorf("add a %s %s key: %w", s.Purpose, s.Alg, err)
	}
	return k, stored, nil
}

func (r *Ring) newest(s series) Key {
	var found Key
	for _, k := range r.view.Load().keys {
		if k.Purpose == s.Purpose && k.Alg == s.Alg && k.Generation > found.Generation {
			found = k
		}
	}
	return found
}

// signer is the newest key of the series that is active. If none is, because
// the clock of the replica that made the first key runs ahead of ours, it is
// the oldest: a signature too early beats none.
func (r *Ring) signer(ctx context.Context, s series) (Key, error) {
	now := r.Now()
	var oldest, newest Key
	for _, k := range r.current(ctx).keys {
		if k.Purpose != s.Purpose || k.Alg != s.Alg {
			continue
		}
		if oldest.Generation == 0 {
			oldest = k
		}
		if !k.ActiveFrom.After(now) {
			newest = k
		}
	}
	switch {
	case newest.Generation > 0:
		return newest, nil
	case oldest.Generation > 0:
		return oldest, nil
	}
	return Key{}, fmt.Errorf("%w: %s %s", ErrNoKey, s.Purpose, s.Alg)
}

// current is the view, looked at anew if the bell rang or it is old. While one
// caller looks, the others go on with the old view; a failed look keeps it.
func (r *Ring) current(ctx context.Context) *view {
	v := r.view.Load()
	select {
	case <-r.Rings:
		r.loading.Lock()
	default:
		if r.Now().Sub(v.loaded) < refreshEvery || !r.loading.TryLock() {
			return v
		}
	}
	defer r.loading.Unlock()
	if err := r.look(ctx); err != nil {
		r.Log.WarnContext(ctx, "could not read the signing keys; going on with those in memory", "error", err)
		return v
	}
	return r.view.Load()
}

func (r *Ring) load(ctx context.Context) error {
	r.loading.Lock()
	defer r.loading.Unlock()
	return r.look(ctx)
}

// look is load for who holds the lock.
func (r *Ring) look(ctx context.Context) error {
	found, err := r.Store.Keys(ctx)
	if err != nil {
		return fmt.Errorf("read the signing keys: %w", err)
	}
	v := &view{keys: found, sets: map[Purpose]Set{}, loaded: r.Now()}
	for _, p := range []Purpose{Token, Challenge} {
		if v.sets[p], err = newSet(found, p, v.loaded); err != nil {
			return err
		}
	}
	r.view.Store(v)
	return nil
}
