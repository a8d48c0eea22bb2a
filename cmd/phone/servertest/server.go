package servertest

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/base64"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"countersign/factors/wire"
)

// Confirm is the digits that every enrolment shows.
const Confirm = "314159"

// Server is one issuer with one account.
type Server struct {
	Issuer string

	mu         sync.Mutex
	t          testing.TB
	key        crypto.Signer
	keys       wire.KeySet
	code       wire.Secret
	nonce      string
	wake       chan struct{}
	devices    map[string]*device // by thumbprint
	challenges map[string]*challenge
	lies       Lies
}

// Lies are what a thief on the connection does. The zero value does nothing.
type Lies struct {
	Object    func(compact string) string // changes each challenge on its way
	Gone      string                      // answers every call with 410 and this
	Metadata  func(*Metadata)             // changes the discovery document
	LoseFirst bool                        // the first answer to a decision or registration is lost
	Redirect  string                      // answers every call with a redirect to there
}

// Metadata is what the server says of itself.
type Metadata struct {
	Issuer      string `json:"issuer"`
	PushJWKSURI string `json:"push_jwks_uri"`
}

type device struct {
	id, account string
	key         wire.Key
	name        string
	status      wire.DeviceState
	until       int64
	code        wire.Secret
}

type challenge struct {
	claims   wire.Challenge
	compact  string
	number   string
	state    wire.State
	decision string
	verdict  wire.Verdict
}

// New starts a server that ends with the test.
func New(t testing.TB) *Server {
	t.Helper()
	s := &Server{
		t: t, nonce: rand.Text(), wake: make(chan struct{}),
		devices: map[string]*device{}, challenges: map[string]*challenge{},
	}
	s.RotateKey()
	web := httptest.NewServer(s.routes())
	t.Cleanup(func() {
		web.CloseClientConnections()
		web.Close()
	})
	s.Issuer = web.URL
	return s
}

// Lie changes what happens on the connection.
func (s *Server) Lie(lies Lies) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lies = lies
}

// RotateKey makes a new challenge key, which signs from now on. The old ones stay
// in the published set.
func (s *Server) RotateKey() {
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		s.t.Fatalf("make challenge key: %v", err)
	}
	public, err := wire.NewKey(private.Public())
	if err != nil {
		s.t.Fatalf("check challenge key: %v", err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.key = private
	s.keys.Keys = append(s.keys.Keys, public)
}

// Withdraw takes every key out of the published set; those who know one still do.
func (s *Server) Withdraw() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.keys = wire.KeySet{}
}

// RenewNonce makes every nonce that was given out an old one.
func (s *Server) RenewNonce() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.nonce = rand.Text()
}

// Link makes an enrolment link.
func (s *Server) Link() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.code = wire.Secret(random128())
	return wire.Link{Issuer: s.Issuer, Code: s.code, Thumbprint: s.keys.Keys[0].Thumbprint()}.URL()
}

// Activate is what the browser does when the digits are right.
func (s *Server) Activate(deviceID string) { s.setStatus(deviceID, wire.DeviceActive) }

// Revoke is what an administrator does.
func (s *Server) Revoke(deviceID string) { s.setStatus(deviceID, wire.DeviceRevoked) }

func (s *Server) setStatus(deviceID string, status wire.DeviceState) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, d := range s.devices {
		if d.id == deviceID {
			d.status = status
			return
		}
	}
	s.t.Errorf("no device %q", deviceID)
}

// Open asks a device: a sign-in in mode, with the number that the browser shows.
// Edit may change the claims before they are signed.
func (s *Server) Open(deviceID string, mode wire.Mode, number string, edit func(*wire.Challenge)) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var d *device
	for _, each := range s.devices {
		if each.id == deviceID {
			d = each
		}
	}
	if d == nil {
		s.t.Fatalf("no device %q", deviceID)
	}
	now := time.Now().Unix()
	claims := wire.Challenge{
		Issuer: s.Issuer, Device: d.id, Account: d.account,
		ID: "chl_" + random128(), IssuedAt: now, Expires: now + 120, Nonce: random128(),
		Purpose: wire.PurposeLogin, UV: wire.UVNone, Match: wire.Match{Mode: mode},
		Verdicts: []wire.Verdict{wire.Approve, wire.Deny, wire.Report},
		Context: wire.Context{
			Account: "j***@example.com", Client: &wire.Client{ID: "payroll", Name: "Payroll"},
			Browser: "Firefox", OS: "Linux", IP: "203.0.113.7", Time: now,
		},
	}
	if edit != nil {
		edit(&claims)
	}
	compact, err := wire.Sign(s.key, wire.TypeChallenge, claims)
	if err != nil {
		s.t.Fatalf("sign challenge: %v", err)
	}
	s.challenges[claims.ID] = &challenge{claims: claims, compact: compact, number: number, state: wire.StatePending}
	close(s.wake)
	s.wake = make(chan struct{})
	return claims.ID
}

// End ends a challenge, as time or the browser would.
func (s *Server) End(cid string, state wire.State) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.challenges[cid].state = state
}

// State is where a challenge stands.
func (s *Server) State(cid string) wire.State {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.challenges[cid].state
}

// Decision is the decision that was accepted, as it came.
func (s *Server) Decision(cid string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.challenges[cid].decision
}

// SignRevoked signs a revocation of whatever the claims name.
func (s *Server) SignRevoked(claims wire.Revoked) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	compact, err := wire.Sign(s.key, wire.TypeRevoked, claims)
	if err != nil {
		s.t.Fatalf("sign revocation: %v", err)
	}
	return compact
}

func random128() string {
	raw := make([]byte, 16)
	_, _ = rand.Read(raw) // never fails: crypto/rand ends the program instead
	return base64.RawURLEncoding.EncodeToString(raw)
}
