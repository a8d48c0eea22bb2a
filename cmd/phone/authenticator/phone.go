package authenticator

import (
	"fmt"
	"net/http"
	"slices"
	"sync"
	"time"

	"countersign/factors/wire"
)

// Options are what a Phone works with. The zero value does: a plain HTTP client,
// the system's clock and an ES256 key without a push channel.
type Options struct {
	HTTP *http.Client
	Now  func() time.Time // for the record only: no check depends on it

	// Verifier is the device's user-verification key. Without one the phone
	// approves only where none is asked for.
	Verifier Verifier

	// The rest is for Enroll.
	Algorithm wire.Algorithm
	Device    wire.DeviceInfo
	// Issuer is needed where a code was typed; a link names its own.
	Issuer  string
	Channel wire.Channel
	// Attest is what the platform's maker says of the new key, for the enrolment
	// whose secret has the hash (section 10). Nil says nothing.
	Attest func(key wire.Key, codeHash string) (*wire.Attestation, error)
}

// Verifier is a user-verification key: the device makes sure of who holds it,
// each time, before it signs. It is handed the digests of wire.
type Verifier interface {
	// Register is the key with its proof for a registration.
	Register(digest []byte) (wire.RegisterUV, error)
	// Verify is the key's signature on a decision.
	Verify(digest []byte) (wire.DecisionUV, error)
}

// withDefaults fills what was left out. The client never follows a redirect: a
// proof is for one URL, and no answer of the protocol is elsewhere.
func (o Options) withDefaults() Options {
	client := http.Client{}
	if o.HTTP != nil {
		client = *o.HTTP
	}
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	o.HTTP = &client
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Device.Name == "" {
		o.Device.Name = "Terminal"
	}
	if o.Device.Platform == "" {
		o.Device.Platform = wire.PlatformCLI
	}
	if o.Channel.Provider == "" {
		o.Channel.Provider = wire.ProviderNone
	}
	return o
}

// Phone is one account on one device.
type Phone struct {
	http *http.Client
	now  func() time.Time
	// verifier is nil where there is no such key.
	verifier Verifier

	mu      sync.Mutex
	state   State
	nonce   string
	revoked bool
}

// Restore makes a Phone of a State that was kept.
func Restore(state State, options Options) (*Phone, error) {
	if err := wire.CheckIssuer(state.Issuer); err != nil {
		return nil, fmt.Errorf("restore device: %w", err)
	}
	if _, err := state.Private.Public(); err != nil {
		return nil, fmt.Errorf("restore device: %w", err)
	}
	if state.DeviceID == "" || state.Account == "" || len(state.Keys) == 0 {
		return nil, fmt.Errorf("restore device: %w: id, account or challenge keys missing", wire.ErrForm)
	}
	if err := checkBelow(state.Issuer, state.PushJWKSURI); err != nil {
		return nil, fmt.Errorf("restore device: %w", err)
	}
	options = options.withDefaults()
	return &Phone{http: options.HTTP, now: options.Now, verifier: options.Verifier, state: state}, nil
}

// State is what to keep. It changes when a new challenge key was accepted.
func (p *Phone) State() State {
	p.mu.Lock()
	defer p.mu.Unlock()
	state := p.state
	state.Keys = slices.Clone(state.Keys)
	return state
}

// Revoked says whether a valid revocation has come. The account is to be
// forgotten then, and only then.
func (p *Phone) Revoked() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.revoked
}

// DeviceID is the server's name for this device.
func (p *Phone) DeviceID() string { return p.State().DeviceID }
