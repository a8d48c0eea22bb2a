package idp

import (
	"context"
	"errors"
	"net/http"

	"countersign/idp/account"
	"countersign/idp/authenticator"
	"countersign/idp/authorize"
	"countersign/idp/backend"
	"countersign/idp/ciba"
	"countersign/idp/deviceapi"
	"countersign/idp/devicegrant"
	"countersign/idp/discovery"
	"countersign/idp/login"
	"countersign/idp/logo"
	"countersign/idp/logout"
	"countersign/idp/op"
	"countersign/idp/par"
	"countersign/idp/registration"
	"countersign/idp/web"
	"countersign/templates/words"
)

// Deps are the rooms behind the routes.
type Deps struct {
	Web       *web.Web
	Discovery *discovery.Room
	Authorize *authorize.Room
	Par       *par.Room
	Login     *login.Room
	Devices   *deviceapi.API
	OP        *op.Server
	Backend   *backend.Room
	CIBA      *ciba.Room
	Logout    *logout.Room
	// DeviceGrant signs people in on devices without a keyboard.
	DeviceGrant *devicegrant.Room
	Account     *account.Room
	Logos       *logo.Gallery
	// Authenticator is the web app that answers sign-ins; App, its files.
	Authenticator *authenticator.Room
	App           http.Handler
	Static        http.Handler
	// Ready says whether requests can be served: whether the database answers.
	// That its schema fits and that keys are there was seen at the start.
	Ready func(ctx context.Context) error

	// Registration is where applications register themselves.
	Registration *registration.Room
}

// New is the whole server as a handler.
func New(d Deps) (http.Handler, error) {
	if d.DeviceGrant == nil || d.Web == nil || d.Discovery == nil || d.Authorize == nil || d.Par == nil || d.Login == nil || d.Devices == nil ||
		d.OP == nil || d.Backend == nil || d.CIBA == nil || d.Account == nil || d.Logos == nil || d.Logout == nil || d.Authenticator == nil || d.App == nil || d.Static == nil || d.Ready == nil {
		return nil, errors.New("idp: all rooms are needed")
	}
	if d.Registration == nil {
		return nil, errors.New("idp: Registration is needed")
	}
	mux := http.NewServeMux()
	d.routes(mux)
	return d.Web.Wrap(strict(mux, d.Web), crossOrigin...), nil
}

// strict gives what the mux refuses by itself, unknown paths and methods, the
// house's own page.
func strict(mux *http.ServeMux, w *web.Web) http.Handler {
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		h, pattern := mux.Handler(r)
		if pattern != "" {
			mux.ServeHTTP(rw, r)
			return
		}
		probe := &refusal{header: http.Header{}}
		h.ServeHTTP(probe, r)
		w.Page(func(rw http.ResponseWriter, _ *http.Request) error {
			if probe.status != http.StatusMethodNotAllowed {
				return web.NotFound()
			}
			rw.Header().Set("Allow", probe.header.Get("Allow"))
			return &web.Failure{
				Status: http.StatusMethodNotAllowed, Code: "invalid_request", Title: words.RefusalMethodTitle,
				Message: words.RefusalMethod, Remedy: words.FailureStartAgain,
			}
		}).ServeHTTP(rw, r)
	})
}

// refusal takes what the mux would have answered.
type refusal struct {
	header http.Header
	status int
}

func (f *refusal) Header() http.Header         { return f.header }
func (f *refusal) Write(b []byte) (int, error) { return len(b), nil }
func (f *refusal) WriteHeader(status int)      { f.status = status }
