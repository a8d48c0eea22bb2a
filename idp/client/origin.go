package client

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"countersign/audit"
)

// Errors of web origins.
var (
	ErrOrigin     = errors.New("a web origin must be https://host or http://localhost:PORT, as browsers write it: lower case, no path, no default port")
	ErrOriginKind = errors.New("only a public client that signs people in can have web origins: a script keeps no secret")
	ErrJSONSignIn = errors.New("sign-in by JSON needs at least one web origin")
)

// Origins are the web origins of a client, and what their scripts may do.
type Origins struct {
	// Web are the origins whose scripts may read what the client gets.
	Web []string
	// JSONSignIn lets pages of these origins take a person's password and drive
	// the sign-in by themselves.
	JSONSignIn bool
}

// Has compares byte for byte. No origin ("null" of a sandbox or a file, too) is
// nobody's.
func (o Origins) Has(origin string) bool { return slices.Contains(o.Web, origin) }

// MaySignIn says whether a page of this origin may drive a sign-in by JSON.
func (c Client) MaySignIn(origin string) bool { return c.Origins.JSONSignIn && c.Origins.Has(origin) }

func (c *Client) checkOrigins() error {
	if len(c.Origins.Web) > 0 && !c.Public() { // a public client signs people in: see check
		return ErrOriginKind
	}
	for _, o := range c.Origins.Web {
		if !originLike(o) {
			return fmt.Errorf("%w: %q", ErrOrigin, o)
		}
	}
	if c.Origins.JSONSignIn && len(c.Origins.Web) == 0 {
		return ErrJSONSignIn
	}
	return nil
}

// originLike says whether a text is an origin as a browser would send it (RFC
// 6454 section 6.2): nothing else could ever be equal to one.
func originLike(text string) bool {
	if !acceptable(text) || text != strings.ToLower(text) {
		return false
	}
	u, err := url.Parse(text)
	if err != nil || u.Scheme+"://"+u.Host != text || strings.HasSuffix(u.Host, ":") {
		return false
	}
	usual, ok := map[string]string{"http": "80", "https": "443"}[u.Scheme]
	return ok && u.Port() != usual
}

// AllowsOrigin says whether any client has this web origin. A browser asks
// before it sends a request, when nobody knows yet which client it is for.
func (r *Registry) AllowsOrigin(ctx context.Context, origin string) (bool, error) {
	r.hear()
	r.mu.RLock()
	origins, age := r.origins, r.age
	r.mu.RUnlock()
	if origins == nil {
		all, err := r.store.List(ctx)
		if err != nil {
			return false, fmt.Errorf("list web origins: %w", err)
		}
		origins = map[string]bool{}
		for _, c := range all {
			for _, o := range c.Origins.Web {
				origins[o] = true
			}
		}
		r.mu.Lock()
		if r.age == age {
			r.origins = origins
		}
		r.mu.Unlock()
	}
	return origins[origin], nil
}

// SetOrigins replaces the web origins of a client.
func (r *Registry) SetOrigins(ctx context.Context, id ID, o Origins) (Client, error) {
	c, err := r.store.Find(ctx, id)
	if err != nil {
		return Client{}, fmt.Errorf("find client: %w", err)
	}
	c.Origins = o
	if err := c.checkOrigins(); err != nil {
		return Client{}, err
	}
	e := audit.New(ctx, r.now(), audit.ClientOrigins)
	e.Client = string(id)
	e.Detail = map[string]string{"origins": strings.Join(o.Web, " "), "json_sign_in": fmt.Sprint(o.JSONSignIn)}
	if err := r.store.SetOrigins(ctx, id, o, r.now(), e); err != nil {
		return Client{}, fmt.Errorf("set web origins: %w", err)
	}
	r.forget()
	return c, nil
}
