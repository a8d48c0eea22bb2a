package web

import (
	"errors"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"time"

	"github.com/a-h/templ"

	"countersign/templates/words"
)

// Deps are what Web needs.
type Deps struct {
	// Issuer is the one URL we are known by.
	Issuer *url.URL
	// TrustedProxies are the networks whose X-Forwarded-For is believed.
	TrustedProxies []netip.Prefix
	// CertificateHeader is where trusted proxies put the certificate of their
	// client; "" if they do not.
	CertificateHeader string
	// MTLSHost is the host at which clients show certificates, where that is not
	// the issuer's; MTLSPaths are all that is served there, with what is below
	// those that end in a slash.
	MTLSHost  string
	MTLSPaths []string
	// Languages are those that pages are in; the first is that of whoever asks
	// for none. Empty is English.
	Languages []words.Language
	// ErrorPage draws a failure for a person.
	ErrorPage func(Failure) templ.Component
	Log       *slog.Logger
	Now       func() time.Time
	// Stopwatch is the clock that durations are taken with, finer than Now
	// may be; nil is Now.
	Stopwatch func() time.Time
	// Observe is told of each finished request, for metrics; may be nil.
	Observe func(route, method string, status int, took time.Duration)
}

// Web serves handlers with the house's manners.
type Web struct {
	Deps
	suffix string // of cookie names
}

// New checks deps and makes a Web.
func New(d Deps) (*Web, error) {
	if d.Issuer == nil || d.ErrorPage == nil || d.Log == nil || d.Now == nil {
		return nil, errors.New("web: Issuer, ErrorPage, Log and Now are needed")
	}
	w := &Web{Deps: d}
	if port := d.Issuer.Port(); port != "" {
		// Cookies ignore ports: without this, two servers on one host would
		// overwrite each other's sign-ins.
		w.suffix = "_" + port
	}
	if d.Stopwatch == nil {
		w.Stopwatch = d.Now
	}
	if d.Observe == nil {
		w.Observe = func(string, string, int, time.Duration) {}
	}
	return w, nil
}

// Handler answers a request or says why it cannot.
type Handler func(w http.ResponseWriter, r *http.Request) error

// Page serves h to a person: an error becomes a page with a reference.
func (w *Web) Page(h Handler) http.Handler { return w.serve(h, w.writePage) }

// JSON serves h to a program: an error becomes {"error", "error_description"}.
func (w *Web) JSON(h Handler) http.Handler { return w.serve(h, w.writeJSON) }

func (w *Web) serve(h Handler, fail func(http.ResponseWriter, *http.Request, error)) http.Handler {
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		EventOf(r.Context()).setRoute(r.Pattern)
		if err := h(rw, r); err != nil {
			fail(rw, r, err)
		}
	})
}

// URL is the absolute URL of path at the issuer.
func (w *Web) URL(path string) string { return w.Issuer.String() + path }

// Render writes a page.
func Render(w http.ResponseWriter, r *http.Request, status int, page templ.Component) error {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	if r.Method == http.MethodHead {
		return nil
	}
	if err := page.Render(r.Context(), w); err != nil {
		// The status is out; the log must know, the client sees a cut page.
		EventOf(r.Context()).Set("render_error", err.Error())
	}
	return nil
}

// SeeOther sends the browser on with GET, which is how every POST of a page
// ends (POST/redirect/GET).
func SeeOther(w http.ResponseWriter, r *http.Request, to string) error {
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}
