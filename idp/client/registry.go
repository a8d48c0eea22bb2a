package client

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"countersign/audit"
)

// Store keeps clients.
type Store interface {
	// Find is a client, or ErrNotFound.
	Find(ctx context.Context, id ID) (Client, error)
	List(ctx context.Context) ([]Client, error)
	Create(ctx context.Context, c Client, events ...audit.Event) error
	// SetSecret replaces the secret's hash, and the secret itself where it is
	// kept ("" if not), or says ErrNotFound.
	SetSecret(ctx context.Context, id ID, hash []byte, kept string, at time.Time, events ...audit.Event) error
	// SetOrigins replaces the web origins, or says ErrNotFound.
	SetOrigins(ctx context.Context, id ID, o Origins, at time.Time, events ...audit.Event) error
	// Update replaces the whole client, or says ErrNotFound.
	Update(ctx context.Context, c Client, events ...audit.Event) error
	Delete(ctx context.Context, id ID, events ...audit.Event) error
}

// maxKnown is how many clients are kept in memory: whoever may register clients
// decides how many there are.
const maxKnown = 5000

// Registry is the clients, in memory once they were asked for.
type Registry struct {
	store Store
	rings <-chan struct{}
	now   func() time.Time
	// get fetches a document of a client; nil where none is registered.
	get func(ctx context.Context, uri string) ([]byte, error)
	// profile is what the operator wants of clients besides; nil for nothing.
	profile func(Client) error

	mu    sync.RWMutex
	known map[ID]Client
	// origins are those of all clients; nil if nobody asked yet.
	origins map[string]bool
	age     int // counts how often these two were emptied
}

// NewRegistry makes a registry. rings receives after a client changed; it may
// be nil where nothing is kept for long.
func NewRegistry(store Store, rings <-chan struct{}, now func() time.Time) (*Registry, error) {
	if store == nil || now == nil {
		return nil, errors.New("client: a store and a clock are needed")
	}
	return &Registry{store: store, rings: rings, now: now, known: map[ID]Client{}}, nil
}

// Fetching makes the registry look at documents of the clients that it makes:
// without, one that needs it is refused.
func (r *Registry) Fetching(get func(ctx context.Context, uri string) ([]byte, error)) { r.get = get }

// Holding makes the registry refuse to make a client, or to make one of another,
// that does not meet a profile. Those that are there stay, and may be mended.
func (r *Registry) Holding(profile func(Client) error) { r.profile = profile }

// check is what the registry looks at beside the rules that hold everywhere.
func (r *Registry) check(ctx context.Context, c Client) error {
	if r.profile != nil {
		if err := r.profile(c); err != nil {
			return err
		}
	}
	return r.checkSector(ctx, c)
}

func (r *Registry) checkSector(ctx context.Context, c Client) error {
	return c.CheckSector(func(uri string) ([]byte, error) {
		if r.get == nil {
			return nil, errors.New("no documents are fetched here")
		}
		return r.get(ctx, uri)
	})
}

// Find is a client, or ErrNotFound.
func (r *Registry) Find(ctx context.Context, id ID) (Client, error) {
	if !id.WellFormed() {
		return Client{}, ErrNotFound // not worth asking, and no text for a database
	}
	r.hear()
	r.mu.RLock()
	c, ok := r.known[id]
	age := r.age
	r.mu.RUnlock()
	if ok {
		return c, nil
	}
	c, err := r.store.Find(ctx, id)
	if err != nil {
		return Client{}, fmt.Errorf("find client: %w", err)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.age == age { // else it may have changed while it was read
		if len(r.known) >= maxKnown {
			clear(r.known)
		}
		r.known[id] = c
	}
	return c, nil
}

// hear forgets what it knew if a client changed.
func (r *Registry) hear() {
	select {
	case <-r.rings:
		r.forget()
	default:
	}
}

func (r *Registry) forget() {
	r.mu.Lock()
	defer r.mu.Unlock()
	clear(r.known)
	r.origins = nil
	r.age++
}

// List is every client, from the store.
func (r *Registry) List(ctx context.Context) ([]Client, error) { return r.store.List(ctx) }

// Create registers an application and gives it its secret, which is told this
// once; a public one has none.
func (r *Registry) Create(ctx context.Context, wish Registration) (Client, string, error) {
	c, err := wish.client(r.now())
	if err != nil {
		return Client{}, "", err
	}
	if err := r.check(ctx, c); err != nil {
		return Client{}, "", err
	}
	secret := c.settle("")
	e := audit.New(ctx, c.Created, audit.ClientCreated)
	e.Client = string(c.ID)
	if err := r.store.Create(ctx, c, e); err != nil {
		return Client{}, "", fmt.Errorf("register client: %w", err)
	}
	return c, secret, nil
}

// Update makes a client what the wish says, the whole of it, by the rules of
// Create. It keeps its secret; one that its new method needs is told this once.
func (r *Registry) Update(ctx context.Context, id ID, wish Registration) (Client, string, error) {
	found, err := r.store.Find(ctx, id)
	if err != nil {
		return Client{}, "", fmt.Errorf("find client: %w", err)
	}
	c, secret, err := found.Replaced(wish, r.now())
	if err == nil {
		err = r.check(ctx, c)
	}
	if err != nil {
		return Client{}, "", err
	}
	e := audit.New(ctx, c.Updated, audit.ClientUpdated)
	e.Client = string(id)
	if err := r.store.Update(ctx, c, e); err != nil {
		return Client{}, "", fmt.Errorf("update client: %w", err)
	}
	r.forget()
	return c, secret, nil
}

// settle gives the client a secret if its method needs one that it has not, and
// takes away one that it needs no more. What signed assertions is no password
// afterwards, nor the other way round: the first is kept in another form.
func (c *Client) settle(before AuthMethod) (secret string) {
	if !c.HasSecretMethod() {
		c.SecretHash, c.HMACSecret = nil, ""
		return ""
	}
	if len(c.SecretHash) > 0 && (before == SecretJWT) == (c.Method == SecretJWT) {
		return ""
	}
	return c.newSecret()
}

// newSecret gives the client a secret. It is kept as a hash, and itself only if
// the client signs with it.
func (c *Client) newSecret() (secret string) {
	secret, c.SecretHash = newSecret()
	c.HMACSecret = ""
	if c.Method == SecretJWT {
		c.HMACSecret = secret
	}
	return secret
}

// RotateSecret gives a confidential client a new secret. The old one is worth
// nothing from now on.
func (r *Registry) RotateSecret(ctx context.Context, id ID) (string, error) {
	c, err := r.store.Find(ctx, id)
	if err != nil {
		return "", fmt.Errorf("find client: %w", err)
	}
	if !c.HasSecretMethod() {
		return "", ErrPublic
	}
	secret := c.newSecret()
	e := audit.New(ctx, r.now(), audit.SecretRotated)
	e.Client = string(id)
	if err := r.store.SetSecret(ctx, id, c.SecretHash, c.HMACSecret, r.now(), e); err != nil {
		return "", fmt.Errorf("rotate secret: %w", err)
	}
	r.forget()
	return secret, nil
}

// Delete ends an application. Its tokens count no longer, since whoever reads
// one looks for its client.
func (r *Registry) Delete(ctx context.Context, id ID) error {
	e := audit.New(ctx, r.now(), audit.ClientDeleted)
	e.Client = string(id)
	if err := r.store.Delete(ctx, id, e); err != nil {
		return fmt.Errorf("delete client: %w", err)
	}
	r.forget()
	return nil
}
