package authorize

import (
	"net/http"
	"net/url"
	"strings"

	"countersign/idp/client"
	"countersign/idp/flow"
	"countersign/idp/protocol"
	"countersign/idp/web"
)

// back is a way to an application. Only wayBack makes one that leads anywhere,
// so a redirect to an unregistered URI cannot be written by mistake.
type back struct {
	uri   string
	state string
	iss   string
}

// wayBack is the way to a URI that the client registered.
func (x *Room) wayBack(c client.Client, uri, state string) (back, bool) {
	if !c.AllowsRedirect(uri) {
		return back{}, false
	}
	return back{uri: uri, state: state, iss: x.Web.Issuer.String()}, true
}

// withCode sends the code to the application (RFC 6749 section 4.1.2).
func (b back) withCode(w http.ResponseWriter, r *http.Request, code string) error {
	return b.send(w, r, url.Values{"code": {code}})
}

// withError tells the application what was wrong (RFC 6749 section 4.1.2.1).
func (b back) withError(w http.ResponseWriter, r *http.Request, e *protocol.Error) error {
	event := web.EventOf(r.Context())
	event.Set("told_client", e.Code)
	if e.Cause != nil {
		event.Set("cause", e.Cause.Error())
	}
	values := url.Values{"error": {e.Code}}
	if e.Description != "" {
		values.Set("error_description", e.Description)
	}
	return b.send(w, r, values)
}

// send adds state as it came and iss (RFC 9207 section 2), and keeps the query
// that the registered URI may have (RFC 6749 section 3.1.2).
func (b back) send(w http.ResponseWriter, r *http.Request, values url.Values) error {
	if b.uri == "" {
		panic("authorize: internal error: a redirect without a checked URI")
	}
	if b.state != "" {
		values.Set("state", b.state)
	}
	values.Set("iss", b.iss)
	separator := "?"
	if strings.Contains(b.uri, "?") {
		separator = "&"
	}
	w.Header().Set("Cache-Control", "no-store")
	// Not http.Redirect, which would clean the path of a registered URI.
	w.Header().Set("Location", b.uri+separator+values.Encode())
	w.WriteHeader(http.StatusSeeOther)
	return nil
}

// app is the application as pages show it.
func (b back) app(c client.Client) flow.App {
	a := flow.App{ID: string(c.ID), Name: c.Name}
	u, err := url.Parse(b.uri)
	if err != nil {
		panic("authorize: internal error: a registered URI does not parse")
	}
	a.Origin = u.Scheme + ":"
	if u.Host != "" && (u.Scheme == "https" || u.Scheme == "http") {
		a.Origin = u.Scheme + "://" + u.Host
		a.Home = a.Origin + "/"
	}
	return a
}
