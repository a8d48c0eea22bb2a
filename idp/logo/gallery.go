package logo

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"countersign/idp/client"
	"countersign/idp/web"
)

// Path is where pictures are served: a name is the SHA-256 of what it names.
const Path = "/logo/"

// How often the gallery looks at all clients, besides when one changed, and how
// old a picture, or the failure to get one, may become. lease outlasts the time
// between two looks; should a round last longer, two replicas fetch.
const (
	every    = 5 * time.Minute
	freshFor = 7 * 24 * time.Hour
	retry    = time.Hour
	lease    = every + time.Minute
)

// ErrNone means that there is no such picture.
var ErrNone = errors.New("no such logo")

// Picture is what was last got for a client.
type Picture struct {
	Client client.ID
	URI    string // what it was got from
	Name   string // hexadecimal SHA-256 of PNG; empty where none could be got
	PNG    []byte
	Looked time.Time
}

// Store keeps pictures, one for each client.
type Store interface {
	// Every is all pictures, without their bytes.
	Every(ctx context.Context) (map[client.ID]Picture, error)
	Keep(ctx context.Context, p Picture) error
	// Name is that of the picture of a client that was got from uri; "" if there
	// is none.
	Name(ctx context.Context, id client.ID, uri string) (string, error)
	// PNG is the picture with a name, or ErrNone.
	PNG(ctx context.Context, name string) ([]byte, error)
}

// Deps are what a Gallery needs.
type Deps struct {
	Clients interface {
		List(ctx context.Context) ([]client.Client, error)
	}
	Fetch func(ctx context.Context, address string) ([]byte, error)
	Store Store
	// Mine says whether this replica is the one that fetches.
	Mine func(ctx context.Context, term time.Duration) (bool, error)
	// Rings receives after a client changed.
	Rings <-chan struct{}
	Now   func() time.Time
	Log   *slog.Logger
}

// Gallery is the pictures.
type Gallery struct{ Deps }

// New checks deps.
func New(d Deps) (*Gallery, error) {
	if d.Clients == nil || d.Fetch == nil || d.Store == nil || d.Mine == nil || d.Now == nil || d.Log == nil {
		return nil, errors.New("logo: Clients, Fetch, Store, Mine, Now and Log are needed")
	}
	return &Gallery{d}, nil
}

// Run fetches pictures until ctx ends.
func (g *Gallery) Run(ctx context.Context) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		if mine, err := g.Mine(ctx, lease); err == nil && mine {
			if err := g.Collect(ctx); err != nil && ctx.Err() == nil {
				g.Log.WarnContext(ctx, "could not look after the logos of clients", "error", err)
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		case <-g.Rings:
		}
	}
}

// Collect gets the pictures that are due: of addresses that are new, and those
// that are old.
func (g *Gallery) Collect(ctx context.Context) error {
	clients, err := g.Clients.List(ctx)
	if err != nil {
		return fmt.Errorf("list clients: %w", err)
	}
	have, err := g.Store.Every(ctx)
	if err != nil {
		return fmt.Errorf("list logos: %w", err)
	}
	for _, c := range clients {
		uri, old := c.Metadata.LogoURI, have[c.ID]
		if old.URI == uri && (uri == "" || g.Now().Before(old.Looked.Add(old.age()))) {
			continue
		}
		p := Picture{Client: c.ID, Looked: g.Now()} // of who has none any more
		if uri != "" {
			p = g.got(ctx, c.ID, uri)
		}
		if err := g.Store.Keep(ctx, p); err != nil {
			return fmt.Errorf("keep a logo: %w", err)
		}
	}
	return ctx.Err()
}

// age is how long nobody looks again.
func (p Picture) age() time.Duration {
	if p.Name == "" {
		return retry
	}
	return freshFor
}

// got is what lies at an address now: no picture, if it is none.
func (g *Gallery) got(ctx context.Context, id client.ID, uri string) Picture {
	p := Picture{Client: id, URI: uri, Looked: g.Now()}
	file, err := g.Fetch(ctx, uri)
	if err == nil {
		p.PNG, err = redraw(file)
	}
	if err != nil {
		g.Log.InfoContext(ctx, "a client's logo is not shown", "client", id, "error", err)
		return p
	}
	sum := sha256.Sum256(p.PNG)
	p.Name = hex.EncodeToString(sum[:])
	return p
}

// Of is the path of a client's picture, or "". A page does well without one, so
// a failure is for the log alone.
func (g *Gallery) Of(ctx context.Context, c client.Client) string {
	if c.Metadata.LogoURI == "" {
		return ""
	}
	name, err := g.Store.Name(ctx, c.ID, c.Metadata.LogoURI)
	if err != nil {
		web.EventOf(ctx).Set("logo_error", err.Error())
	}
	if name == "" {
		return ""
	}
	return Path + name + ".png"
}

// Serve is GET /logo/{file}.
func (g *Gallery) Serve(w http.ResponseWriter, r *http.Request) error {
	name, ok := strings.CutSuffix(r.PathValue("file"), ".png")
	if raw, err := hex.DecodeString(name); !ok || err != nil || len(raw) != sha256.Size {
		return web.NotFound()
	}
	picture, err := g.Store.PNG(r.Context(), name)
	if errors.Is(err, ErrNone) {
		return web.NotFound()
	}
	if err != nil {
		return fmt.Errorf("serve a logo: %w", err)
	}
	h := w.Header()
	h.Set("Content-Type", "image/png")
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	_, err = w.Write(picture)
	return err
}
