package web

import (
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"countersign/audit"
	"countersign/templates/words"
)

// maxBody bounds every request body; rooms that need less say so themselves.
const maxBody = 64 << 10

// Wrap gives next the manners of the house: a request id, one log line, safe
// headers, a bounded body, our own Host, no forms from other sites, and an
// answer even after a panic. crossOrigin lists the paths that other sites'
// scripts and forms may post to, since they authenticate by themselves.
func (w *Web) Wrap(next http.Handler, crossOrigin ...string) http.Handler {
	origin := http.NewCrossOriginProtection()
	for _, p := range crossOrigin {
		origin.AddInsecureBypassPattern(p)
	}
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		start := w.Stopwatch()
		e := &Event{id: rand.Text()[:16]}
		ctx := audit.WithRequest(contextWithEvent(r.Context(), e), audit.Request{ID: e.id, Address: w.Address(r), Agent: r.UserAgent()})
		r = r.WithContext(w.paint(w.speak(ctx, r), r))
		out := &answer{ResponseWriter: rw}
		defer func() {
			if p := recover(); p != nil {
				if err, ok := p.(error); ok && errors.Is(err, http.ErrAbortHandler) {
					panic(p) // net/http's own way to cut a connection
				}
				w.Log.ErrorContext(ctx, "panic", "request", e.id, "panic", fmt.Sprint(p), "stack", string(debug.Stack()))
				if out.status == 0 {
					w.writePage(out, r, fmt.Errorf("panic: %v", p))
				}
			}
			w.finish(r, e, out, start)
		}()
		setHeaders(out.Header())
		r.Body = http.MaxBytesReader(out, r.Body, maxBody)
		ctx, err := w.certify(r.Context(), r)
		if err == nil {
			err = w.admit(r, origin)
		}
		if err != nil {
			w.writePage(out, r, err)
			return
		}
		r = r.WithContext(ctx)
		next.ServeHTTP(out, r)
	})
}

// admit refuses what no room should see.
func (w *Web) admit(r *http.Request, origin *http.CrossOriginProtection) error {
	probe := r.URL.Path == "/livez" || r.URL.Path == "/readyz" // asked by address
	if !probe && !strings.EqualFold(r.Host, w.Issuer.Host) && !w.atMTLS(r) {
		return &Failure{
			Status: http.StatusMisdirectedRequest, Code: "invalid_request", Title: words.FailureWrongAddress,
			Message: words.FailureWrongHost,
			Remedy:  words.FailureUseGivenAddress,
			Cause:   fmt.Errorf("host %q is not the issuer's %q; a proxy in front must pass Host on", r.Host, w.Issuer.Host),
		}
	}
	if err := origin.Check(r); err != nil {
		return &Failure{
			Status: http.StatusForbidden, Code: "invalid_request", Title: words.FailureOtherSite,
			Message: words.FailureOnlyOurForms,
			Remedy:  words.FailureStartAgain, Cause: err,
		}
	}
	return nil
}

// atMTLS says whether a request is for a program's endpoint at the host for
// certificates. People's pages are at the issuer alone: their cookies are.
func (w *Web) atMTLS(r *http.Request) bool {
	return w.MTLSHost != "" && strings.EqualFold(r.Host, w.MTLSHost) && slices.ContainsFunc(w.MTLSPaths, func(p string) bool {
		return r.URL.Path == p || strings.HasSuffix(p, "/") && strings.HasPrefix(r.URL.Path, p)
	})
}

func (w *Web) finish(r *http.Request, e *Event, out *answer, start time.Time) {
	took := w.Stopwatch().Sub(start)
	status := out.status
	if status == 0 {
		status = http.StatusOK
	}
	level, attrs := e.line(r, status)
	w.Log.LogAttrs(r.Context(), level, "request", append(attrs, durationAttr(took))...)
	w.Observe(e.routeName(), r.Method, status, took)
}

// setHeaders are what every answer carries; a room may tighten or, for a
// flow's redirect origin, widen the policy.
func setHeaders(h http.Header) {
	h.Set("Content-Security-Policy", Policy())
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	// same-origin, not no-referrer: with the latter a form of ours would be
	// posted with "Origin: null".
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
}

// Policy is the Content-Security-Policy of a page whose forms may lead to the
// given origins besides our own: Chromium applies form-action to the redirects
// that follow a form as well.
func Policy(formOrigins ...string) string {
	return "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
		"manifest-src 'self'; worker-src 'self'; form-action " + strings.Join(append([]string{"'self'"}, formOrigins...), " ") +
		"; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
}

// OriginOf is the origin of a registered URI as policies name it: of an app's
// own scheme, that alone.
func OriginOf(u *url.URL) string {
	if u.Host != "" && (u.Scheme == "https" || u.Scheme == "http") {
		return u.Scheme + "://" + u.Host
	}
	return u.Scheme + ":"
}

// PolicyAway is that of a page whose one form leads to another origin.
func PolicyAway(origin string) string {
	return strings.Replace(Policy(), "form-action 'self'", "form-action "+origin, 1)
}

// FramePolicy is that of a page which loads pages of the given origins.
func FramePolicy(origins ...string) string {
	return Policy() + "; frame-src " + strings.Join(origins, " ")
}

// AppPolicy is that of the web authenticator, whose script registers a service
// worker: that takes a Trusted Types policy, and it has one, named cs.
func AppPolicy() string {
	return strings.Replace(Policy(), "trusted-types 'none'", "trusted-types cs", 1)
}

// answer remembers the status that was sent.
type answer struct {
	http.ResponseWriter
	status int
}

func (a *answer) WriteHeader(status int) {
	if a.status == 0 {
		a.status = status
	}
	a.ResponseWriter.WriteHeader(status)
}

func (a *answer) Write(b []byte) (int, error) {
	if a.status == 0 {
		a.status = http.StatusOK
	}
	return a.ResponseWriter.Write(b)
}

// Unwrap lets http.ResponseController reach flushing and hijacking.
func (a *answer) Unwrap() http.ResponseWriter { return a.ResponseWriter }
