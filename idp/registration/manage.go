package registration

import (
	"context"
	"crypto/subtle"
	"errors"
	"net/http"

	"countersign/audit"
	"countersign/idp/client"
	"countersign/idp/protocol"
	"countersign/idp/web"
)

// Read tells a client what is registered of it (RFC 7592 section 2.1).
func (x *Room) Read(w http.ResponseWriter, r *http.Request) error {
	c, token, err := x.caller(w, r)
	if err != nil {
		return x.refused(r.Context(), client.ID(r.PathValue("id")), err)
	}
	return web.WriteJSON(w, http.StatusOK, x.answer(c, "", token))
}

// Update replaces what is registered of a client, the whole of it, and the token
// that it is done with (RFC 7592 section 2.2).
func (x *Room) Update(w http.ResponseWriter, r *http.Request) error {
	changed, err := x.update(w, r)
	if err != nil {
		return x.refused(r.Context(), client.ID(r.PathValue("id")), err)
	}
	return web.WriteJSON(w, http.StatusOK, changed)
}

func (x *Room) update(w http.ResponseWriter, r *http.Request) (*answer, error) {
	c, _, err := x.caller(w, r)
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
	if a.ID != string(c.ID) {
		return nil, protocol.InvalidClientMetadata("client_id must be there, and the one of this registration")
	}
	if a.Secret != "" && !c.HasSecret(a.Secret) {
		return nil, protocol.InvalidClientMetadata("client_secret must be the present one, or left out: it cannot be chosen")
	}
	if err := sameSoftware(c.SoftwareStatement, a.Statement); err != nil {
		return nil, err
	}
	wish, err := x.wish(a)
	if err != nil {
		return nil, err
	}
	next, secret, err := c.Replaced(wish, x.Now())
	if err != nil {
		return nil, err
	}
	if err := x.check(r.Context(), next); err != nil {
		return nil, err
	}
	fresh, hash := newToken(ownPrefix)
	next.RegistrationHash, next.SoftwareStatement = hash, a.Statement
	if err := x.Store.Change(r.Context(), c, next, x.event(r.Context(), audit.ClientUpdated, c.ID)); err != nil {
		return nil, x.closed(w, err)
	}
	return x.answer(next, secret, fresh), nil
}

// Delete ends a client; its tokens count no longer (RFC 7592 section 2.3).
func (x *Room) Delete(w http.ResponseWriter, r *http.Request) error {
	c, token, err := x.caller(w, r)
	if err == nil {
		err = x.Store.Withdraw(r.Context(), c.ID, web.Hash(token), x.event(r.Context(), audit.ClientDeleted, c.ID))
		if err != nil {
			err = x.closed(w, err)
		}
	}
	if err != nil {
		return x.refused(r.Context(), client.ID(r.PathValue("id")), err)
	}
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// event says that a client did something to itself.
func (x *Room) event(ctx context.Context, kind audit.Kind, id client.ID) audit.Event {
	e := audit.New(ctx, x.Now(), kind)
	e.Client, e.Detail = string(id), map[string]string{"by": "itself"}
	return e
}

// caller is the client that looks after itself, and its token. That there is no
// such client is told like a wrong token (RFC 7592 section 2.1).
func (x *Room) caller(w http.ResponseWriter, r *http.Request) (client.Client, string, error) {
	if err := x.Flood.Pass(r.Context(), "registration"); err != nil {
		return client.Client{}, "", err
	}
	token, err := bearer(r)
	if err != nil || token == "" {
		return client.Client{}, "", unauthorized(w, errors.Join(errors.New("no registration access token"), err))
	}
	id := client.ID(r.PathValue("id"))
	if !id.WellFormed() {
		return client.Client{}, "", unauthorized(w, client.ErrNotFound)
	}
	c, err := x.Store.Find(r.Context(), id)
	if errors.Is(err, client.ErrNotFound) {
		return client.Client{}, "", unauthorized(w, err)
	}
	if err != nil {
		return client.Client{}, "", err
	}
	if !c.Dynamic() || subtle.ConstantTimeCompare(web.Hash(token), c.RegistrationHash) != 1 {
		return client.Client{}, "", unauthorized(w, ErrToken)
	}
	web.EventOf(r.Context()).Set("client", string(c.ID))
	return c, token, nil
}
