package clientauth

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"countersign/idp/client"
	"countersign/idp/clientkeys"
	"countersign/idp/protocol"
)

// Deps are what an Authenticator needs.
type Deps struct {
	// Issuer is ours, and MTLS the address of the endpoints for clients with
	// certificates, where it is another one; may be "".
	Issuer, MTLS string
	Clients      interface {
		Find(ctx context.Context, id client.ID) (client.Client, error)
	}
	// Keys verifies what clients signed.
	Keys interface {
		Verify(ctx context.Context, c client.Client, j clientkeys.JWS, algs []string) ([]byte, error)
		// Holds says whether the client registered this certificate.
		Holds(ctx context.Context, c client.Client, shown *x509.Certificate) (bool, error)
	}
	// CAs vouch for the certificates of clients; nil if nobody does.
	CAs *x509.CertPool
	// Spent says whether something is used for the first time, and uses it up.
	Spent interface {
		Spend(ctx context.Context, kind, what string, until time.Time) (bool, error)
	}
	// FAPI asks for what FAPI 2.0 Security Profile section 5.3.2.1 does.
	FAPI bool
	Now  func() time.Time
}

// Authenticator authenticates clients.
type Authenticator struct{ Deps }

// New checks deps.
func New(d Deps) (*Authenticator, error) {
	if d.Issuer == "" || d.Clients == nil || d.Keys == nil || d.Spent == nil || d.Now == nil {
		return nil, errors.New("clientauth: Issuer, Clients, Keys, Spent and Now are needed")
	}
	return &Authenticator{d}, nil
}

type contextKey struct{}

// With is ctx with the client that authenticated.
func With(ctx context.Context, c client.Client) context.Context {
	return context.WithValue(ctx, contextKey{}, c)
}

// Of is the client that authenticated, if one did.
func Of(ctx context.Context) (client.Client, bool) {
	c, ok := ctx.Value(contextKey{}).(client.Client)
	return c, ok
}

// Authenticate is the client that sent r, whose form ReadForm has read. The
// error is a *protocol.Error. Under the FAPI profile nobody is let in who does
// not meet it, however well proved.
func (a *Authenticator) Authenticate(r *http.Request) (client.Client, error) {
	c, err := a.authenticate(r)
	if err != nil || !a.FAPI {
		return c, err
	}
	if err := c.CheckFAPI(); err != nil {
		return client.Client{}, protocol.InvalidClient().Because(fmt.Errorf("the FAPI profile: %w", err))
	}
	return c, nil
}

func (a *Authenticator) authenticate(r *http.Request) (client.Client, error) {
	form := r.PostForm
	headers := r.Header.Values("Authorization")
	ways := 0
	for _, used := range []bool{
		len(headers) > 0, form.Has("client_secret"), form.Has("client_assertion") || form.Has("client_assertion_type"),
	} {
		if used {
			ways++
		}
	}
	switch {
	case ways > 1: // RFC 6749 section 2.3
		return client.Client{}, protocol.InvalidRequest("the client authenticates in more than one way")
	case len(headers) > 0:
		return a.basic(r)
	case form.Has("client_secret"):
		return a.secret(r.Context(), form.Get("client_id"), form.Get("client_secret"), client.Post)
	case ways > 0:
		return a.assertion(r)
	}
	return a.shown(r.Context(), form.Get("client_id"))
}

// refused is invalid_client with the true reason for the log.
func refused(reason string, args ...any) *protocol.Error {
	return protocol.InvalidClient().Because(fmt.Errorf(reason, args...))
}

func (a *Authenticator) find(ctx context.Context, id string) (client.Client, error) {
	c, err := a.Clients.Find(ctx, client.ID(id))
	switch {
	case errors.Is(err, client.ErrNotFound):
		return client.Client{}, protocol.InvalidClient().Because(err)
	case err != nil:
		return client.Client{}, protocol.ServerError(err)
	}
	return c, nil
}

// shown is a client that says who it is, and nothing else: a public one, or one
// whose certificate proves it.
func (a *Authenticator) shown(ctx context.Context, id string) (client.Client, error) {
	c, err := a.find(ctx, id)
	if err != nil {
		return client.Client{}, err
	}
	switch c.Method {
	case client.None:
	case client.TLS, client.SelfSignedTLS:
		err = a.certificate(ctx, c)
	default:
		err = refused("the client is registered for %s, and did not authenticate", c.Method)
	}
	if err != nil {
		return client.Client{}, err
	}
	return c, nil
}

// basic is a client with its secret in the Authorization header; both are
// form-encoded first (RFC 6749 section 2.3.1).
func (a *Authenticator) basic(r *http.Request) (client.Client, error) {
	user, password, ok := r.BasicAuth()
	if !ok || len(r.Header.Values("Authorization")) > 1 {
		return client.Client{}, refused("Authorization is not one Basic header")
	}
	id, badID := url.QueryUnescape(user)
	secret, badSecret := url.QueryUnescape(password)
	if badID != nil || badSecret != nil || (r.PostForm.Has("client_id") && r.PostForm.Get("client_id") != id) {
		return client.Client{}, refused("malformed, or client_id differs from the Authorization header")
	}
	return a.secret(r.Context(), id, secret, client.Basic)
}

// secret is a client that showed its secret by method. One registered for
// Basic may use Post as well; one registered for Post uses that alone.
func (a *Authenticator) secret(ctx context.Context, id, secret string, method client.AuthMethod) (client.Client, error) {
	c, err := a.find(ctx, id)
	switch {
	case err != nil:
		return client.Client{}, err
	case !c.HasSecret(secret):
		return client.Client{}, refused("wrong secret, or one where there is none")
	case c.Method != method && c.Method != client.Basic:
		return client.Client{}, refused("the client is registered for %s, not for %s", c.Method, method)
	}
	return c, nil
}
