package ciba

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"countersign/audit"
	"countersign/factors"
	"countersign/factors/limit"
	"countersign/factors/push"
	"countersign/factors/wire"
	"countersign/idp/client"
	"countersign/idp/clientauth"
	"countersign/idp/clientkeys"
	"countersign/idp/grant"
	"countersign/idp/person"
	"countersign/idp/rar"
	"countersign/idp/token"
)

// Path is that of the backchannel authentication endpoint (CIBA section 7).
const Path = "/bc-authorize"

// Request is a client's request, as it is kept.
type Request struct {
	ID     string
	Hash   []byte // of auth_req_id
	Client client.ID
	// Person and Challenge are empty where nobody was asked, and the client is not
	// told so.
	Person    string
	Challenge push.ID
	Scope     []string
	ACR       []string
	Details   json.RawMessage
	// Delivery is how the client hears of the answer: client.CIBAPoll and so on.
	Delivery string
	// AuthReqID and Notify, the client_notification_token, are what a delivery
	// needs; empty with CIBAPoll.
	AuthReqID, Notify wire.Secret
	// Tokens is what a push delivers, once it is made.
	Tokens  wire.Secret
	Pace    time.Duration
	Created time.Time
	Expires time.Time
	Tries   int
}

// Store keeps requests. Each method is one atomic act.
type Store interface {
	Keep(ctx context.Context, r Request) error
	// Find is the client's request, or ErrUnknown.
	Find(ctx context.Context, hash []byte, c client.ID) (Request, error)
	// Poll is false if the client polled too lately; then the pace is slower
	// from now on.
	Poll(ctx context.Context, id string, at time.Time) (bool, error)
}

// Pushes is the phones: package push.
type Pushes interface {
	Open(ctx context.Context, q push.Request) (push.Challenge, error)
	Status(ctx context.Context, id push.ID, holder string) (push.Status, error)
	Cancel(ctx context.Context, id push.ID, holder, why string) error
	// Approved is what an approval proves, and takes nothing.
	Approved(ctx context.Context, id push.ID, holder string) (factors.Outcome, error)
}

// ErrUnknown means that there is no such request of this client.
var ErrUnknown = errors.New("no such request")

// Deps are what the Room needs.
type Deps struct {
	Issuer string
	Auth   *clientauth.Authenticator
	// Keys verifies what a client signed with keys of its own.
	Keys interface {
		Verify(ctx context.Context, c client.Client, j clientkeys.JWS, algs []string) ([]byte, error)
	}
	// Spend uses something up, once; see storage.Spent.
	Spend func(ctx context.Context, kind, what string, until time.Time) (bool, error)
	Hints interface {
		ReadHint(ctx context.Context, hint string) (token.Hint, error)
	}
	People interface {
		Find(ctx context.Context, id person.ID) (person.Person, error)
		FindByKey(ctx context.Context, key string) (person.Person, error)
		FindByEmail(ctx context.Context, email string) (person.Person, error)
	}
	// Subjects knows whom a client means by "sub".
	Subjects interface {
		Person(ctx context.Context, of client.ID, sub string) (string, error)
	}
	Consents *Consents
	// Consented are the scopes that a person allowed a client at its sign-in.
	Consented func(ctx context.Context, who person.ID, app client.ID) ([]string, error)
	Store     Store
	Pushes    Pushes
	Grants    interface {
		IssueDirect(ctx context.Context, c client.Client, made grant.Grant, proved grant.Confirmation) (grant.Tokens, error)
	}
	Types  rar.Types
	Record audit.Log
	// Life is how long a request can be answered unless the client asks for
	// another time; 30 to 300 s.
	Life time.Duration
	// FAPI asks for what FAPI-CIBA section 5.2.2 does: requests are signed and say
	// what they are about, and no tokens are pushed.
	FAPI bool
	Now  func() time.Time
}

// Room serves the endpoint.
type Room struct{ Deps }

// New checks deps.
func New(d Deps) (*Room, error) {
	if d.Issuer == "" || d.Auth == nil || d.Keys == nil || d.Spend == nil || d.Hints == nil || d.People == nil || d.Subjects == nil || d.Consents == nil || d.Consented == nil ||
		d.Store == nil || d.Pushes == nil || d.Grants == nil || d.Record == nil || d.Life <= 0 || d.Now == nil {
		return nil, errors.New("ciba: every dependency but Types is needed")
	}
	return &Room{d}, nil
}

// Begin is POST /bc-authorize.
func (x *Room) Begin(w http.ResponseWriter, r *http.Request) error {
	return x.Auth.Endpoint(x.begin)(w, r)
}

// Standing is what a person said of a client's asking.
type Standing struct {
	Allowed time.Time // zero if it is not
	Barred  time.Time // zero if it is not; by a report from the phone
	Ended   time.Time // when that it may was last taken back; zero if it never was
}

// ConsentStore keeps what people said.
type ConsentStore interface {
	Standing(ctx context.Context, who person.ID, app client.ID) (Standing, error)
	// Code is the hash of the person's own code; nil of none.
	Code(ctx context.Context, who person.ID) ([]byte, error)
}

// Consents knows whom people let ask.
type Consents struct {
	Store   ConsentStore
	Guesses *limit.Limiter
	// Key is the secret behind codes, the same on every replica.
	Key []byte
}
