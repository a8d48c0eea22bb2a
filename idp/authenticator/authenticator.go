package authenticator

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"sync"

	"countersign/factors/wire"
	"countersign/idp/web"
	"countersign/static"
	"countersign/templates"
	"countersign/templates/part"
	"countersign/templates/words"
)

// Deps are what a Room needs.
type Deps struct {
	Issuer string
	// Organisation is the name that the app shows for this server.
	Organisation string
	// Attestation is true if browsers are asked where a phone keeps its key.
	Attestation bool
	// Languages are those that the app is in; empty is English.
	Languages []words.Language
	// Exchange exchanges the code of an enrolment for a ticket.
	Exchange func(ctx context.Context, code wire.Secret) (ticket wire.Secret, err error)
}

// Room serves the web authenticator.
type Room struct {
	Deps
	// pages are drawn when they are first asked for: all looks of all languages
	// took as long as the rest of the start.
	pages map[look]func() (page, error)
}

// New checks deps and makes a Room.
func New(d Deps) (*Room, error) {
	if d.Issuer == "" || d.Organisation == "" || d.Exchange == nil {
		return nil, errors.New("authenticator: Issuer, Organisation and Exchange are needed")
	}
	if len(d.Languages) == 0 {
		d.Languages = []words.Language{words.English}
	}
	x := &Room{Deps: d, pages: map[look]func() (page, error){}}
	for _, l := range d.Languages {
		for _, t := range []part.Theme{part.ThemeAuto, part.ThemeLight, part.ThemeDark} {
			x.pages[look{l, t}] = sync.OnceValues(func() (page, error) {
				return x.draw(part.WithTheme(words.With(context.Background(), l, d.Languages...), t))
			})
		}
	}
	if _, err := x.pages[look{d.Languages[0], part.ThemeAuto}](); err != nil {
		return nil, fmt.Errorf("authenticator: %w", err)
	}
	return x, nil
}

// look is how a browser's owner chose to see the app.
type look struct {
	language words.Language
	theme    part.Theme
}

// page is the app in one look: its document, and the worker's script.
type page struct {
	document static.Document
	worker   []byte
}

func (x *Room) draw(ctx context.Context) (page, error) {
	var body bytes.Buffer
	view := templates.Authenticator{Issuer: x.Issuer, Organisation: x.Organisation, Attestation: "none"}
	if x.Attestation {
		view.Attestation = "direct"
	}
	if err := templates.AuthenticatorPage(view).Render(ctx, &body); err != nil {
		return page{}, fmt.Errorf("draw: %w", err)
	}
	document, err := static.NewDocument("text/html; charset=utf-8", body.Bytes())
	if err != nil {
		return page{}, err
	}
	texts, err := json.Marshal(templates.Notifications(ctx))
	if err != nil {
		return page{}, fmt.Errorf("write the notifications' texts: %w", err)
	}
	return page{document, fmt.Appendf(nil, "import %q;\nself.texts = %s;\n", static.AppPath("sw.js"), texts)}, nil
}

// in is the app in the language and theme of a request. Caches on the way must know that
// it hangs on more than the address (RFC 9110 section 12.5.5).
func (x *Room) in(w http.ResponseWriter, r *http.Request) (page, error) {
	w.Header().Set("Vary", "Accept-Language, Cookie")
	theme := part.ThemeOf(r.Context())
	drawn, ok := x.pages[look{words.Of(r.Context()), theme}]
	if !ok {
		drawn = x.pages[look{x.Languages[0], theme}]
	}
	return drawn()
}

// Home is GET /a, which people type: the app lives at /a/, the scope of its
// worker. Browsers carry a fragment along.
func (x *Room) Home(w http.ResponseWriter, r *http.Request) error { return web.SeeOther(w, r, "/a/") }

// Page is every page of the app. What it shows is decided in the browser, where
// the keys are.
func (x *Room) Page(w http.ResponseWriter, r *http.Request) error {
	p, err := x.in(w, r)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Security-Policy", web.AppPolicy())
	p.document.ServeHTTP(w, r)
	return nil
}

// Worker is GET /a/sw.js, at a fixed address since a worker's scope hangs on it:
// it imports the worker of this version and has its words, so that a change of
// any file, or of the language, is a new worker.
func (x *Room) Worker(w http.ResponseWriter, r *http.Request) error {
	p, err := x.in(w, r)
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Security-Policy", web.AppPolicy())
	h.Set("Content-Type", "text/javascript; charset=utf-8")
	h.Set("Cache-Control", "no-cache")
	h.Set("Service-Worker-Allowed", "/a/")
	_, _ = w.Write(p.worker) // a client that went away needs no answer
	return nil
}

// Manifest is GET /a/manifest.webmanifest.
func (x *Room) Manifest(w http.ResponseWriter, r *http.Request) error {
	w.Header().Set("Cache-Control", "no-cache")
	w.Header().Set("Vary", "Accept-Language, Cookie")
	return x.writeManifest(w, r, "/a/")
}

// manifest is a Web Application Manifest (W3C). ID is the app's identity, on
// its origin: it stays, wherever the app starts.
type manifest struct {
	ID         string `json:"id"`
	Name       string `json:"name"`
	ShortName  string `json:"short_name"`
	Start      string `json:"start_url"`
	Scope      string `json:"scope"`
	Display    string `json:"display"`
	Lang       string `json:"lang"`
	Dir        string `json:"dir"`
	Background string `json:"background_color"`
	Theme      string `json:"theme_color"`
	Launch     launch `json:"launch_handler"`
	Icons      []icon `json:"icons"`
}

type launch struct {
	Client string `json:"client_mode"`
}

type icon struct {
	Source  string `json:"src"`
	Sizes   string `json:"sizes"`
	Type    string `json:"type"`
	Purpose string `json:"purpose"`
}

func (x *Room) writeManifest(w http.ResponseWriter, r *http.Request, start string) error {
	name := "Countersign"
	if x.Organisation != name {
		name += " " + x.Organisation
	}
	var body bytes.Buffer
	to := json.NewEncoder(&body)
	to.SetEscapeHTML(false)
	err := to.Encode(manifest{
		ID: "/a/", Name: name, ShortName: "Countersign", Start: start, Scope: "/a/", Display: "standalone",
		Lang: string(words.Of(r.Context())), Dir: words.Of(r.Context()).Direction(), Background: "#ffffff", Theme: "#ffffff", Launch: launch{"navigate-existing"},
		Icons: []icon{
			{static.Path("icon-192.png"), "192x192", "image/png", "any"},
			{static.Path("icon-512.png"), "512x512", "image/png", "any"},
			{static.Path("icon-maskable.png"), "512x512", "image/png", "maskable"},
		},
	})
	if err != nil {
		return fmt.Errorf("encode the manifest: %w", err)
	}
	w.Header().Set("Content-Type", "application/manifest+json")
	_, _ = w.Write(body.Bytes()) // a client that went away needs no answer
	return nil
}
