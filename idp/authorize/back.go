package authorize

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"countersign/idp/client"
	"countersign/idp/flow"
	"countersign/idp/protocol"
	"countersign/idp/web"
	"countersign/templates"
)

// back is a way to an application. Only wayBack makes one that leads anywhere,
// so a redirect to an unregistered URI cannot be written by mistake.
type back struct {
	uri   string
	state string
	mode  mode
	iss   string
	// client and sign are whom a signed answer is for, and what makes it.
	client client.ID
	sign   func(ctx context.Context, claims map[string]any) (string, error)
	now    func() time.Time
}

// wayBack is the way to a URI that the client registered, by the query.
func (x *Room) wayBack(c client.Client, uri, state string) (back, bool) {
	if !c.AllowsRedirect(uri) {
		return back{}, false
	}
	alg := c.Metadata.ResponseAlg
	if alg == "" {
		alg = defaultResponseAlg
	}
	sign := func(ctx context.Context, claims map[string]any) (string, error) { return x.Sign(ctx, alg, "", claims) }
	return back{uri: uri, state: state, mode: modeQuery, iss: x.Web.Issuer.String(), client: c.ID, sign: sign, now: x.Now}, true
}

// by is b in another mode, if that reaches the URI and returns the state; else
// it is b as it was.
func (b back) by(m mode) back {
	if m.reaches(b.uri) && m.returns(b.state) {
		b.mode = m
	}
	return b
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

// send adds state as it came and iss (RFC 9207 section 2), and lets the browser
// carry all of it in the mode that was asked for.
func (b back) send(w http.ResponseWriter, r *http.Request, values url.Values) error {
	if b.uri == "" {
		panic("authorize: internal error: a redirect without a checked URI")
	}
	if b.state != "" {
		values.Set("state", b.state)
	}
	values.Set("iss", b.iss)
	if b.mode.signed() {
		var err error
		if values, err = b.signed(r.Context(), values); err != nil {
			return err
		}
	}
	if b.mode.posted() {
		return b.post(w, r, values)
	}
	w.Header().Set("Cache-Control", "no-store")
	// Not http.Redirect, which would clean the path of a registered URI.
	w.Header().Set("Location", b.uri+b.separator()+values.Encode())
	w.WriteHeader(http.StatusSeeOther)
	return nil
}

// separator keeps the query that the registered URI may have (RFC 6749 section
// 3.1.2). A fragment it never has.
func (b back) separator() string {
	switch {
	case b.mode.inFragment():
		return "#"
	case strings.Contains(b.uri, "?"):
		return "&"
	default:
		return "?"
	}
}

// responseLife is how long a signed answer is good; JARM section 2.1 wants at
// most ten minutes. defaultResponseAlg is what signs it for a client that
// registered no algorithm (docs/differences.md says why it is not RS256).
const (
	responseLife       = 5 * time.Minute
	defaultResponseAlg = protocol.ES256
)

// signed is the answer as a JWT, in its one parameter (JARM sections 2.1 and
// 2.3). It has no typ: nothing else that we sign is without one.
func (b back) signed(ctx context.Context, values url.Values) (url.Values, error) {
	claims := map[string]any{}
	for name := range values {
		claims[name] = values.Get(name)
	}
	claims["iss"], claims["aud"], claims["exp"] = b.iss, b.client, b.now().Add(responseLife).Unix()
	text, err := b.sign(ctx, claims)
	if err != nil {
		return nil, fmt.Errorf("sign the answer: %w", err)
	}
	return url.Values{"response": {text}}, nil
}

// post answers with a page whose form the browser sends on (OAuth 2.0 Form Post
// Response Mode section 2): by our script, or by the button.
func (b back) post(w http.ResponseWriter, r *http.Request, values url.Values) error {
	origin := originOf(b.uri)
	w.Header().Set("Content-Security-Policy", web.PolicyAway(origin))
	// Of a form to another origin, same-origin would make "Origin: null", which
	// no application can tell from anybody's.
	w.Header().Set("Referrer-Policy", "strict-origin")
	v := templates.FormPost{Action: b.uri, To: strings.TrimPrefix(strings.TrimPrefix(origin, "https://"), "http://")}
	for _, name := range slices.Sorted(maps.Keys(values)) {
		v.Fields = append(v.Fields, templates.Hidden{Name: name, Value: values.Get(name)})
	}
	return web.Render(w, r, http.StatusOK, templates.FormPostPage(v))
}

// app is the application as pages show it.
func (b back) app(c client.Client) flow.App {
	a := flow.App{
		ID: string(c.ID), Name: c.Name, Origin: originOf(b.uri),
		About: c.Metadata.ClientURI, Policy: c.Metadata.PolicyURI, Terms: c.Metadata.TOSURI,
	}
	if modeFormPost.reaches(b.uri) {
		a.Home = a.Origin + "/"
	}
	return a
}

// originOf is the origin of a registered URI, as policies name it.
func originOf(uri string) string {
	u, err := url.Parse(uri)
	if err != nil {
		panic("authorize: internal error: a registered URI does not parse")
	}
	return web.OriginOf(u)
}
