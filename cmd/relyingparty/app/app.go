package app

import (
	"fmt"
	"net/http"
	"strings"
)

// App is the application, an http.Handler.
type App struct {
	Config

	provider *provider
	pending  *pending
	sessions *sessions
	pages    *pages
	handler  http.Handler
}

// New makes the application. It does not reach for the provider yet, so that
// either may start first.
func New(c Config) (*App, error) {
	if err := c.check(); err != nil {
		return nil, err
	}
	c = c.complete()
	p, err := parsePages()
	if err != nil {
		return nil, fmt.Errorf("relying party: %w", err)
	}
	a := &App{
		Config:   c,
		provider: &provider{config: c},
		pending:  newPending(c.Now),
		sessions: newSessions(c.Now),
		pages:    p,
	}
	guard := http.NewCrossOriginProtection()
	guard.AddInsecureBypassPattern("POST " + initiatePath) // which only redirects
	guard.SetDenyHandler(a.page(func(http.ResponseWriter, *http.Request) error {
		return &refusal{status: http.StatusForbidden, code: "cross_origin", description: "This form came from another site."}
	}))
	a.handler = guard.Handler(a.routes())
	return a, nil
}

// ServeHTTP answers a browser.
func (a *App) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	setHeaders(w.Header())
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	a.handler.ServeHTTP(w, r)
}

// maxBody bounds a form; ours are empty.
const maxBody = 4 << 10

// routes are in the order in which a person meets them.
func (a *App) routes() http.Handler {
	m := http.NewServeMux()
	m.HandleFunc("GET /{$}", a.home)
	m.HandleFunc("GET /sign-in", a.page(a.signIn))
	m.HandleFunc("GET "+initiatePath, a.page(a.initiate))
	m.HandleFunc("POST "+initiatePath, a.page(a.initiate))
	m.HandleFunc("GET /callback", a.page(a.callback))
	m.HandleFunc("POST /refresh", a.page(a.refresh))
	m.HandleFunc("POST /sign-out", a.page(a.signOut))
	m.HandleFunc("GET /signed-out", a.signedOut)
	m.HandleFunc("GET /style.css", a.pages.style)
	m.HandleFunc("GET /icon.svg", a.pages.icon)
	m.HandleFunc("/", a.page(func(http.ResponseWriter, *http.Request) error {
		return &refusal{status: http.StatusNotFound, code: "not_found", description: "There is no such page here."}
	}))
	return m
}

// secure tells whether cookies may be marked Secure.
func (a *App) secure() bool { return strings.HasPrefix(a.BaseURL, "https:") }

// setHeaders allows nothing but our own style sheet and forms. home widens
// form-action for the sign-out.
func setHeaders(h http.Header) {
	h.Set("Content-Security-Policy", policy(""))
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cache-Control", "no-store")
}

// policy lets forms go to us and to one origin more: browsers hold the
// redirect that answers a form against form-action too.
func policy(formOrigin string) string {
	return "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action " +
		strings.TrimSpace("'self' "+formOrigin)
}
