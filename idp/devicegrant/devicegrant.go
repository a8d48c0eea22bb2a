package devicegrant

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"net/http"
	"regexp"
	"strings"
	"time"

	"countersign/audit"
	"countersign/factors/wire"
	"countersign/idp/client"
	"countersign/idp/flow"
	"countersign/idp/grant"
	"countersign/idp/person"
	"countersign/idp/sso"
	"countersign/idp/web"
)

// The paths of this room.
const (
	AuthorizationPath = "/device_authorization"
	Path              = "/device"
)

// How long codes are good, how often a device may ask, and by how much that
// grows if it asks more often (RFC 8628 sections 3.2 and 3.5).
const (
	life  = 10 * time.Minute
	pace  = 5 * time.Second
	grows = 5 * time.Second
)

// ID names a request in paths and in the record. Who has it was told it for the
// right code.
type ID string

var idForm = regexp.MustCompile(`^dvr_[A-Z0-9]{20,40}$`) //nolint:gochecknoglobals // a constant

// State says how far a request is.
//
//	pending ──▶ allowed ──▶ taken
//	   └──▶ denied
type State string

// The states.
const (
	Pending State = "pending"
	Allowed State = "allowed"
	Denied  State = "denied"
	Taken   State = "taken"
)

// Errors of this room.
var (
	ErrUnknown = errors.New("there is no such request of a device, or its time is over")
	// ErrTwice means that a code that was drawn is in use.
	ErrTwice = errors.New("this code is in use")

	ErrPending = errors.New("nobody has allowed the device yet")
	ErrEarly   = errors.New("the device asks more often than it may")
	ErrDenied  = errors.New("somebody denied the device")
	ErrExpired = errors.New("the time of the device's code is over")
)

// Request is one device that waits.
type Request struct {
	ID     ID
	Client client.ID
	Scope  []string
	// Code is what the device shows, as WDJB-MJHT.
	Code    string
	Address string // of the device
	State   State
	Created time.Time
	Expires time.Time
}

// Approval is who lets a device go on, and what they proved.
type Approval struct {
	Person   string
	Session  string
	AuthTime time.Time
	ACR      string
	AMR      []string
}

// Hashes stand for the two codes.
type Hashes struct{ Device, User []byte }

// Store keeps requests. Each act is atomic.
type Store interface {
	// Create keeps a request with the least time between two asks; ErrTwice if
	// one of its codes is in use.
	Create(ctx context.Context, r Request, h Hashes, pace time.Duration) error
	// ByCode is the pending request with this code; ErrUnknown.
	ByCode(ctx context.Context, user []byte, at time.Time) (Request, error)
	// Find is a request whose time is not over; ErrUnknown.
	Find(ctx context.Context, id ID, at time.Time) (Request, error)
	// Decide moves a pending request on, once (ErrUnknown).
	Decide(ctx context.Context, id ID, to State, a Approval, at time.Time, e audit.Event) error
	// Take takes what was allowed, once. Else it says why there is nothing:
	// ErrPending, ErrEarly (and from then on the pace is slower), ErrDenied,
	// ErrExpired, ErrUnknown.
	Take(ctx context.Context, device []byte, c client.ID, at time.Time, grows time.Duration) (Request, Approval, error)
}

// Deps are what the room needs.
type Deps struct {
	Web *web.Web
	// Auth says which client sent a request.
	Auth interface {
		Endpoint(h func(w http.ResponseWriter, r *http.Request, c client.Client) error) web.Handler
	}
	Issuer  string
	Store   Store
	Clients interface {
		Find(ctx context.Context, id client.ID) (client.Client, error)
	}
	Sessions interface {
		Find(ctx context.Context, cookie string) (sso.Session, error)
	}
	Flows interface {
		Start(ctx context.Context, s flow.Session, events ...audit.Event) error
	}
	Accounts interface {
		Account(ctx context.Context, person, invitation string) (flow.Account, error)
	}
	People interface {
		Find(ctx context.Context, id person.ID) (person.Person, error)
	}
	Grants interface {
		IssueDirect(ctx context.Context, c client.Client, g grant.Grant, proved grant.Confirmation) (grant.Tokens, error)
	}
	Counters interface {
		Add(ctx context.Context, name string, window time.Duration) (int, error)
		Read(ctx context.Context, name string) (n int, ends time.Time, err error)
		GiveBack(ctx context.Context, name string) error
	}
	// Place is where an address is, as people read it, or "".
	Place func(address string) string
	Log   audit.Log
	Flood *web.Flood
	// Policy says which sign-in is enough, and Fresh how old it may be.
	Policy flow.Policy
	Fresh  time.Duration
	// Tries are wrong codes an hour, a source and an account.
	Tries int
	// Key is the secret behind the digests of codes and the tokens of forms.
	Key      []byte
	FlowLife time.Duration
	Now      func() time.Time
}

// keyBytes is the least length of the secret.
const keyBytes = 32

// Room serves devices, and those who let them in.
type Room struct{ Deps }

// New checks deps.
func New(d Deps) (*Room, error) {
	if d.Web == nil || d.Auth == nil || d.Issuer == "" || d.Store == nil || d.Clients == nil || d.Sessions == nil || d.Flows == nil || d.Accounts == nil ||
		d.People == nil || d.Grants == nil || d.Counters == nil || d.Place == nil || d.Log == nil || d.Flood == nil || d.Now == nil {
		return nil, errors.New("devicegrant: all dependencies are needed")
	}
	if d.Fresh <= 0 || d.Tries <= 0 || d.FlowLife <= 0 || len(d.Key) < keyBytes {
		return nil, errors.New("devicegrant: Fresh, Tries, FlowLife and a Key of 32 bytes are needed")
	}
	return &Room{d}, nil
}

// codeLetters is how many a code has: 34 bits.
const codeLetters = 8

// userCode draws a code: no vowels, so that no word comes of it, and no letter
// that is taken for a digit (RFC 8628 section 6.1).
func userCode() string { return wire.ShowCode(wire.DrawCode(codeLetters)) }

// read is a code that somebody typed as it was drawn, "" if it cannot be one.
func read(typed string) string {
	code, _ := wire.ReadCode(typed, codeLetters)
	return wire.ShowCode(code)
}

// userHash is what a typed code is stored under. It is keyed: who reads the
// database could try all codes.
func (x *Room) userHash(code string) []byte { return web.Keyed(x.Key, "device user code", code) }

// devicePrefix tells a device code from all else that we issue.
const devicePrefix = "cs_dc_"

// deviceBytes is the random part of a device code: 256 bits.
const deviceBytes = 32

func deviceCode() string {
	b := make([]byte, deviceBytes)
	_, _ = rand.Read(b) // never fails
	return devicePrefix + base64.RawURLEncoding.EncodeToString(b)
}

// deviceHash is what a device code is stored under, or nil if it cannot be one.
func deviceHash(code string) []byte {
	text, ok := strings.CutPrefix(code, devicePrefix)
	raw, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if !ok || err != nil || len(raw) != deviceBytes {
		return nil
	}
	h := sha256.Sum256([]byte(code))
	return h[:]
}
