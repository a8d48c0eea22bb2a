package par

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"time"

	"countersign/idp/client"
	"countersign/idp/dpop"
	"countersign/idp/protocol"
	"countersign/idp/web"
)

// Path is the endpoint.
const Path = "/par"

// Deps are what a Room needs.
type Deps struct {
	Book *Book
	// Authenticated serves a handler to clients that authenticated, by POST with
	// a form in which nothing is repeated that may not be.
	Authenticated func(h func(w http.ResponseWriter, r *http.Request, c client.Client) error) web.Handler
	// Vet is the request as it will be used, once every check that /authorize
	// makes has passed. The error is a *protocol.Error where the client is told.
	Vet func(ctx context.Context, c client.Client, form url.Values) (url.Values, error)
	// Proofs verifies that who pushes holds a key (package dpop).
	Proofs interface {
		Verify(answer http.Header, r *http.Request, token string) (jkt string, err error)
	}
	// Flood bounds what clients make us write that keep no secret.
	Flood *web.Flood
}

// Room serves the endpoint.
type Room struct {
	Deps
	handler web.Handler
}

// New checks deps.
func New(d Deps) (*Room, error) {
	if d.Book == nil || d.Authenticated == nil || d.Vet == nil || d.Proofs == nil || d.Flood == nil {
		return nil, errors.New("par: Book, Authenticated, Vet, Proofs and Flood are needed")
	}
	x := &Room{Deps: d}
	x.handler = d.Authenticated(x.push)
	return x, nil
}

// Push is /par.
func (x *Room) Push(w http.ResponseWriter, r *http.Request) error { return x.handler(w, r) }

// credentials are the parameters that authenticate the client. They are no part
// of what it asks (RFC 9126 section 2.1).
func credentials() []string {
	return []string{"client_secret", "client_assertion", "client_assertion_type"}
}

func (x *Room) push(w http.ResponseWriter, r *http.Request, c client.Client) error {
	form := maps.Clone(r.PostForm)
	for _, name := range credentials() {
		form.Del(name)
	}
	form.Set("client_id", string(c.ID)) // the one that authenticated, whatever it left out
	if c.Public() {
		if err := x.Flood.Pass(r.Context(), "authorize"); err != nil {
			return err
		}
	}
	jkt, err := x.proof(w, r) // first: a client that is told a nonce comes back with the same request
	if err != nil {
		return fmt.Errorf("push: %w", err)
	}
	values, err := x.Vet(r.Context(), c, form)
	if err != nil {
		return fmt.Errorf("push: %w", err)
	}
	if err := bind(values, jkt); err != nil {
		return fmt.Errorf("push: %w", err)
	}
	uri, err := x.Book.Keep(r.Context(), Request{Client: c.ID, Values: values, Pushed: true})
	if err != nil {
		return err
	}
	return web.WriteJSON(w, http.StatusCreated, struct { // RFC 9126 section 2.2
		URI     string `json:"request_uri"`
		Expires int64  `json:"expires_in"`
	}{uri, int64(x.Book.lifetime / time.Second)})
}

// proof is the key that a DPoP header proves, or "" without one.
func (x *Room) proof(w http.ResponseWriter, r *http.Request) (string, error) {
	if !dpop.Has(r) {
		return "", nil
	}
	jkt, err := x.Proofs.Verify(w.Header(), r, "")
	switch {
	case errors.Is(err, dpop.ErrNonce):
		return "", protocol.UseDPoPNonce().Because(err)
	case errors.Is(err, dpop.ErrProof):
		return "", protocol.InvalidDPoPProof().Because(err)
	}
	return jkt, err
}

// bind lets the code go to the key alone that made the request's DPoP proof,
// which must be the one that dpop_jkt names (RFC 9449 section 10.1).
func bind(values url.Values, jkt string) error {
	if jkt == "" {
		return nil
	}
	if asked := values.Get("dpop_jkt"); asked != "" && asked != jkt {
		return protocol.InvalidRequest("dpop_jkt is not the key of the DPoP proof")
	}
	values.Set("dpop_jkt", jkt)
	return nil
}
