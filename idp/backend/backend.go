package backend

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"countersign/audit"
	"countersign/factors"
	"countersign/factors/device"
	"countersign/factors/push"
	"countersign/idp/client"
	"countersign/idp/flow"
	"countersign/idp/grant"
	"countersign/idp/person"
	"countersign/idp/sso"
	"countersign/idp/web"
)

// Path is below which everything here is served.
const Path = "/api/"

// methods are those of the operations.
const methods = "GET, POST, DELETE"

// Pushes is the second factor: package push.
type Pushes interface {
	Open(ctx context.Context, q push.Request) (push.Challenge, error)
	Find(ctx context.Context, id push.ID, holder string) (push.Challenge, error)
	Status(ctx context.Context, id push.ID, holder string) (push.Status, error)
	Resend(ctx context.Context, id push.ID, holder string) error
	Cancel(ctx context.Context, id push.ID, holder, why string) error
	Finish(ctx context.Context, id push.ID, holder string) (factors.Outcome, error)
}

// Phones is the registry of devices: package device.
type Phones interface {
	List(ctx context.Context, account factors.Account) ([]device.Device, error)
	Revoke(ctx context.Context, id device.ID, reason string) error
}

// Deps are what the room needs.
type Deps struct {
	// Issuer is the URL of this server, for the description.
	Issuer string
	// Bearer is the live access token, and whose it is: nobody's where a client
	// has it in its own name; grant.ErrUnknown of anything else.
	Bearer func(ctx context.Context, text string) (grant.Access, person.Person, error)
	// Proofs verifies that who sends a request holds the key of its token.
	Proofs interface {
		Verify(answer http.Header, r *http.Request, token string) (jkt string, err error)
	}
	Clients interface {
		Find(ctx context.Context, id client.ID) (client.Client, error)
		// AllowsOrigin says whether any client has this web origin.
		AllowsOrigin(ctx context.Context, origin string) (bool, error)
	}
	People interface {
		Find(ctx context.Context, id person.ID) (person.Person, error)
		FindByKey(ctx context.Context, key string) (person.Person, error)
	}
	Accounts interface {
		Account(ctx context.Context, who, invitation string) (flow.Account, error)
	}
	// Session is the browser session that a person's token rests on.
	Session func(ctx context.Context, id sso.ID) (sso.Session, error)
	Pushes  Pushes
	// SignIns and Requests are what the hosted pages stand on, too.
	SignIns  SignIns
	Requests Requests
	Phones   Phones
	Record   audit.Log
	// PollKey is the secret behind poll tokens, the same on every replica.
	PollKey []byte
	// Fresh is how old two factors may be where a person takes phones away.
	Fresh time.Duration
	Now   func() time.Time
}

// Room serves the interface.
type Room struct {
	Deps
	mux  *http.ServeMux
	api  huma.API
	pace *web.Pace
}

// The bounds of polling, for each challenge: pages are told to ask every two
// seconds.
const (
	paceWindow = 10 * time.Second
	pacePolls  = 10
)

// pollKeyBytes is the least length of the secret behind poll tokens.
const pollKeyBytes = 32

// New checks deps and makes the room.
func New(d Deps) (*Room, error) {
	if d.Issuer == "" || d.Bearer == nil || d.Proofs == nil || d.Clients == nil || d.People == nil || d.Accounts == nil || d.Session == nil ||
		d.Pushes == nil || d.SignIns == nil || d.Requests == nil || d.Phones == nil || d.Record == nil || d.Fresh <= 0 || d.Now == nil {
		return nil, errors.New("backend: every dependency is needed")
	}
	if len(d.PollKey) < pollKeyBytes {
		return nil, errors.New("backend: PollKey needs 32 bytes")
	}
	x := &Room{Deps: d, mux: http.NewServeMux(), pace: web.NewPace(pacePolls, paceWindow, d.Now)}
	x.api = humago.New(x.mux, settings(d.Issuer))
	x.register()
	return x, nil
}

// Serve serves everything below Path. Scripts of any site may call for the
// second factor: they get nothing without a token, and no cookie counts. A whole
// sign-in is for pages of registered origins.
func (x *Room) Serve(w http.ResponseWriter, r *http.Request) error {
	w.Header().Set("Cache-Control", "no-store")
	if r.URL.Path == signInPath || strings.HasPrefix(r.URL.Path, signInPath+"/") {
		if done, err := x.admitPage(w, r); done || err != nil {
			return err
		}
	} else {
		if web.Preflight(r) {
			return web.AllowPreflight(w, "*", methods)
		}
		web.AllowOrigin(w.Header(), "*")
	}
	if _, pattern := x.mux.Handler(r); pattern == "" {
		return web.NotFound()
	}
	x.mux.ServeHTTP(w, withExchange(w, r))
	return nil
}
