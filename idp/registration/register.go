package registration

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"countersign/audit"
	"countersign/idp/client"
	"countersign/idp/protocol"
	"countersign/idp/web"
)

// Register makes a client (RFC 7591 section 3).
func (x *Room) Register(w http.ResponseWriter, r *http.Request) error {
	if x.Who == Off {
		return web.NotFound()
	}
	if err := x.Flood.Pass(r.Context(), "register"); err != nil {
		return err
	}
	made, err := x.register(w, r)
	if err != nil {
		return x.refused(r.Context(), "", err)
	}
	return web.WriteJSON(w, http.StatusCreated, made)
}

func (x *Room) register(w http.ResponseWriter, r *http.Request) (*answer, error) {
	by, hash, err := x.invited(w, r)
	if err != nil {
		return nil, err
	}
	text, err := readJSON(r)
	if err != nil {
		return nil, err
	}
	a, err := x.parse(text)
	if err != nil {
		return nil, err
	}
	if a.ID != "" || a.Secret != "" {
		return nil, protocol.InvalidClientMetadata("client_id and client_secret are ours to choose")
	}
	wish, err := x.wish(a)
	if err != nil {
		return nil, err
	}
	own, ownHash := newToken(ownPrefix)
	c, secret, err := client.NewDynamic(wish, ownHash, a.Statement, x.Now())
	if err != nil {
		return nil, err
	}
	if err := x.check(r.Context(), c); err != nil {
		return nil, err
	}
	e := audit.New(r.Context(), x.Now(), audit.ClientRegistered)
	e.Client, e.Detail = string(c.ID), map[string]string{"by": by, "method": string(c.Method), "name": c.Name}
	if err := x.Store.Register(r.Context(), c, hash, x.Most, e); err != nil {
		return nil, x.closed(w, err)
	}
	web.EventOf(r.Context()).Set("client", string(c.ID))
	return x.answer(c, secret, own), nil
}

// invited is by whose leave a client registers, and the hash of the token that
// says so. It comes before everything else that costs something.
func (x *Room) invited(w http.ResponseWriter, r *http.Request) (by string, hash []byte, err error) {
	token, err := bearer(r)
	if err != nil {
		return "", nil, unauthorized(w, err)
	}
	if token == "" {
		if x.Who == Open {
			return "anybody", nil, nil
		}
		return "", nil, unauthorized(w, errors.New("no initial access token"))
	}
	hash = web.Hash(token)
	i, err := x.Store.Invited(r.Context(), hash, x.Now())
	if err != nil {
		return "", nil, x.closed(w, err)
	}
	return i.ID, hash, nil
}

// closed is what a store's refusal is to a client.
func (x *Room) closed(w http.ResponseWriter, err error) error {
	switch {
	case errors.Is(err, ErrToken):
		return unauthorized(w, err)
	case errors.Is(err, ErrFull):
		return protocol.TemporarilyUnavailable(err)
	}
	return err
}

// unauthorized is the one answer to a token that opens nothing, whatever is
// wrong with it (RFC 6750 section 3.1).
func unauthorized(w http.ResponseWriter, cause error) error {
	w.Header().Set("WWW-Authenticate", `Bearer realm="countersign", error="invalid_token"`)
	return protocol.InvalidToken().Because(cause)
}

func readJSON(r *http.Request) ([]byte, error) {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || kind != "application/json" { // else a form of another site could send it
		return nil, protocol.InvalidRequest("Content-Type must be application/json")
	}
	return io.ReadAll(r.Body)
}

// encryption are members that ask for what we do not do. To pass over them, as
// RFC 7591 section 2 has it for what is not known, would send in the clear what
// a client wants closed.
//
//nolint:gochecknoglobals // a table, never written
var encryption = []string{
	"id_token_encrypted_response_alg", "userinfo_encrypted_response_alg", "request_object_encryption_alg",
	"authorization_encrypted_response_alg", "introspection_encrypted_response_alg",
}

// parse reads what a client sends. What it says that is not known is passed
// over (RFC 7591 section 2); what an administrator alone may say, too.
func (x *Room) parse(text []byte) (asked, error) {
	a, err := parseAsked(text)
	if err != nil {
		return asked{}, err
	}
	if a.Statement != "" {
		if err := x.vouched(&a); err != nil {
			return asked{}, err
		}
	}
	for _, name := range a.unknown {
		if slices.Contains(encryption, name) {
			return asked{}, protocol.InvalidClientMetadata(name + ": nothing is encrypted here")
		}
	}
	return a, nil
}

// wish is what a client may have of what it asks for.
func (x *Room) wish(a asked) (client.Registration, error) {
	d := a.Document
	d.PKCEOptional, d.WebOrigins, d.JSONSignIn, d.AccessTokenFormat, d.ThirdParty = false, nil, false, "", true
	if d.ApplicationType == "" {
		d.ApplicationType = client.Web
	}
	if d.IDTokenAlg == "" && !x.FAPI { // which forbids this one
		d.IDTokenAlg = protocol.RS256 // OpenID Connect Dynamic Client Registration section 2
	}
	d.Scope = scopes(d)
	w, err := d.Registration()
	w.PKCEOptional = x.PKCEOptional && !x.FAPI && w.Method != client.None
	return w, err
}

// scopes are those of the asked ones that there are for such clients, since a
// server may give other ones (RFC 7591 section 2). Who asks for none gets the
// usual ones.
func scopes(d client.Document) string {
	if d.Scope == "" {
		usual := "openid profile email"
		if slices.Contains(d.Grants, client.GrantRefresh) {
			usual += " offline_access"
		}
		return usual
	}
	out := []string{"openid"}
	for _, s := range strings.Fields(d.Scope) {
		if slices.Contains(client.DynamicScopes(), s) && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return strings.Join(out, " ")
}

// check is what holds of a client here beside the rules of all clients.
func (x *Room) check(ctx context.Context, c client.Client) error {
	if x.FAPI {
		if err := c.CheckFAPI(); err != nil {
			return err
		}
	}
	return x.checkAddresses(ctx, c)
}

// checkAddresses is what only this room can tell of a client's addresses: none
// of those that browsers are sent to is ours, where a form that they post would
// come from our own site, and its sector agrees.
func (x *Room) checkAddresses(ctx context.Context, c client.Client) error {
	for _, uri := range slices.Concat(c.RedirectURIs, c.PostLogoutRedirectURIs) {
		if originOf(uri) == x.own {
			return protocol.InvalidRedirectURI("a redirect URI must not be of this server")
		}
	}
	return c.CheckSector(func(uri string) ([]byte, error) { return x.Document(ctx, uri) })
}

// originOf is the origin of an address as browsers tell it (RFC 6454 section 4):
// the host in lower case, and with a port whether it is written or not. A host
// that ends with a dot counts as the same, which a name server would not tell
// apart.
func originOf(uri string) string {
	u, err := url.Parse(uri)
	if err != nil {
		return ""
	}
	port := u.Port()
	if port == "" {
		port = map[string]string{"https": "443", "http": "80"}[u.Scheme]
	}
	return u.Scheme + "://" + strings.TrimSuffix(strings.ToLower(u.Hostname()), ".") + ":" + strings.TrimLeft(port, "0")
}

// refused writes a refusal down and is its error for the client.
func (x *Room) refused(ctx context.Context, id client.ID, err error) error {
	var known *protocol.Error
	if !errors.As(err, &known) {
		text, ours := client.Explain(err)
		if !ours {
			return fmt.Errorf("registration: %w", err)
		}
		known = protocol.InvalidClientMetadata(text).Because(err)
		if errors.Is(err, client.ErrRedirectURI) || errors.Is(err, client.ErrNoRedirect) {
			known = protocol.InvalidRedirectURI(text).Because(err)
		}
	}
	e := audit.New(ctx, x.Now(), audit.ClientRefused)
	e.Client, e.Reason = string(id), known.Error()
	if err := x.Log.Append(ctx, e); err != nil {
		return fmt.Errorf("record a refused registration: %w", err)
	}
	return known
}
