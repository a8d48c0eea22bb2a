package deviceapi_test

import (
	"bytes"
	"context"
	"crypto"
	"crypto/rand"
	"crypto/sha256"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"

	"countersign/cmd/phone/authenticator"
	"countersign/factors"
	"countersign/factors/device"
	"countersign/factors/notify"
	"countersign/factors/push"
	"countersign/factors/wire"
	"countersign/factors/wire/wiretest"
	"countersign/idp/deviceapi"
	"countersign/idp/person"
	"countersign/idp/web"
	"countersign/storage"
	"countersign/storage/storagetest"
)

func TestMain(m *testing.M) { os.Exit(storagetest.Main(m)) }

const (
	alice        = factors.Account("per_alice")
	callsAMinute = 30
)

// house is the device API behind a real listener, on a real database.
type house struct {
	*httptest.Server
	devices *device.Registry
	push    *push.Engine
	db      *storage.DB
	clock   *storagetest.Clock
	stop    func() // tells waiting calls that the server stops
}

func newHouse(t *testing.T, db *storage.DB, clock *storagetest.Clock) *house {
	t.Helper()
	h := &house{Server: httptest.NewUnstartedServer(nil), db: db, clock: clock}
	issuer := "http://" + h.Listener.Addr().String()
	signer := wiretest.PrivateKey(t, wire.ES256, "challenge key")
	public, err := wire.NewKey(signer.Public())
	if err != nil {
		t.Fatal(err)
	}
	sign := func(_ context.Context, typ string, claims any) (string, error) {
		return wire.Sign(signer, wire.Type(typ), claims)
	}
	h.devices, err = device.New(device.Deps{
		Platforms: []wire.Platform{wire.PlatformWeb, wire.PlatformAndroid, wire.PlatformIOS, wire.PlatformCLI},
		Store:     db.Devices(), Counters: db.Counters(), Record: db.Events(), Issuer: issuer, IssuerName: "Example",
		CurrentKey:  func(context.Context) (string, error) { return public.Thumbprint(), nil },
		TakeChannel: func(context.Context, wire.Channel) error { return nil },
		KeySetURL:   issuer + "/push/keys", Limits: device.DefaultLimits(), Now: clock.Now,
	})
	if err != nil {
		t.Fatal(err)
	}
	h.push, err = push.New(push.Deps{
		ReturnKey: []byte(strings.Repeat("k", 32)),
		Store:     db.Challenges(), Record: db.Events(), Sign: sign, BadSignature: h.devices.CountBadSignature,
		Wake:   func(_ notify.Message, done func(notify.Result)) { done(notify.Sent) },
		Issuer: issuer, Policy: push.DefaultPolicy(), Log: slog.New(slog.DiscardHandler), Now: clock.Now,
	})
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	h.stop = func() { close(done) }
	api, err := deviceapi.New(deviceapi.Deps{
		Issuer: issuer, Devices: h.devices, Push: h.push, Sign: sign, Listen: db.Bell().Listen,
		NonceKey: bytes.Repeat([]byte{1}, 32), CallsAMinute: callsAMinute, Done: done, Now: clock.Now,
	})
	if err != nil {
		t.Fatal(err)
	}
	h.Config.Handler = serve(t, issuer, api, clock, public)
	h.Start()
	t.Cleanup(h.Close)
	err = db.People().Create(t.Context(), person.Person{
		ID: person.ID(alice), Username: "alice", Key: "alice", Status: person.Active, Created: clock.Now(), Updated: clock.Now(),
	})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// serve lists the routes, and what a phone reads before it enrols.
func serve(t *testing.T, issuer string, api *deviceapi.API, clock *storagetest.Clock, key wire.Key) http.Handler {
	t.Helper()
	at, err := url.Parse(issuer)
	if err != nil {
		t.Fatal(err)
	}
	manners, err := web.New(web.Deps{
		Issuer: at, Log: slog.New(slog.DiscardHandler), Now: clock.Now,
		ErrorPage: func(web.Failure) templ.Component { return templ.NopComponent },
	})
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+wire.PathDiscovery, func(w http.ResponseWriter, _ *http.Request) {
		_ = web.WriteJSON(w, http.StatusOK, map[string]string{"issuer": issuer, "push_jwks_uri": issuer + "/push/keys"})
	})
	mux.HandleFunc("GET /push/keys", func(w http.ResponseWriter, _ *http.Request) {
		_ = web.WriteJSON(w, http.StatusOK, wire.KeySet{Keys: []wire.Key{key}})
	})
	mux.Handle("POST /push/register", manners.JSON(api.Register))
	mux.Handle("GET /push/challenges", manners.JSON(api.Challenges))
	mux.Handle("GET /push/challenges/{cid}", manners.JSON(api.Challenge))
	mux.Handle("POST /push/challenges/{cid}/decision", manners.JSON(api.Decision))
	mux.Handle("GET /push/device", manners.JSON(api.Device))
	mux.Handle("POST /push/device", manners.JSON(api.ChangeDevice))
	mux.Handle("GET /push/history", manners.JSON(api.History))
	mux.Handle("POST /push/test", manners.JSON(api.Test))
	return manners.Wrap(mux)
}

func each(t *testing.T, f func(t *testing.T, h *house)) {
	t.Helper()
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) { f(t, newHouse(t, db, clock)) })
}

// begin shows a link.
func (h *house) begin(t *testing.T) device.Enrolment {
	t.Helper()
	id := "inv_" + rand.Text()
	hash := sha256.Sum256([]byte(id))
	err := h.db.Invitations().Create(t.Context(), person.Invitation{
		ID: id, Person: person.ID(alice), Kind: person.Invite, Created: h.clock.Now(), Expires: h.clock.Now().Add(time.Hour),
	}, hash[:])
	if err != nil {
		t.Fatal(err)
	}
	e, err := h.devices.Start(t.Context(), device.StartRequest{Account: alice, Flow: "flw_e", Invitation: id})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// enrol is a phone that may answer.
func (h *house) enrol(t *testing.T) *authenticator.Phone {
	t.Helper()
	e := h.begin(t)
	phone, digits, err := authenticator.Enroll(t.Context(), e.Link, authenticator.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := h.devices.Confirm(t.Context(), e.ID, "flw_e", digits.Reveal()); err != nil {
		t.Fatal(err)
	}
	return phone
}

func (h *house) open(t *testing.T) push.Challenge {
	t.Helper()
	c, err := h.push.Open(context.Background(), push.Request{
		Account: alice, AccountLabel: "a***", Purpose: wire.PurposeLogin, Holder: "flw_a", Browser: []byte("b"),
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// call sends a request with a proof, which change may make wrong.
type call struct {
	method, path string
	body         string
	header       http.Header
	key          crypto.Signer
	change       func(*wire.Proof)
	proof        string // instead of one made of the rest
	twice        bool   // send the proof in two headers
}

type reply struct {
	status int
	header http.Header
	body   string
}

func (r reply) code() string {
	var e wire.ErrorBody
	_ = json.Unmarshal([]byte(r.body), &e) // no JSON has no code
	return string(e.Error)
}

// nonce is what the server hands out now.
func (h *house) nonce(t *testing.T) string {
	t.Helper()
	r := h.do(t, call{method: http.MethodGet, path: "/push/device", proof: "none"})
	return r.header.Get(wire.HeaderDPoPNonce)
}

func (h *house) do(t *testing.T, c call) reply {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), c.method, h.URL+c.path, strings.NewReader(c.body))
	if err != nil {
		t.Fatal(err)
	}
	for k, v := range c.header {
		req.Header[k] = v
	}
	if host := c.header.Get("Host"); host != "" {
		req.Host = host
	}
	if req.Header.Get("Content-Type") == "" && c.body != "" {
		req.Header.Set("Content-Type", wire.MediaJWT)
	}
	proof := c.proof
	if proof == "" {
		claims := wire.Proof{ID: rand.Text(), Method: c.method, URL: h.URL + c.path, IssuedAt: 1, Nonce: h.nonce(t)}
		if c.change != nil {
			c.change(&claims)
		}
		if proof, err = wire.Sign(c.key, wire.TypeProof, claims); err != nil {
			t.Fatal(err)
		}
	}
	if proof != "none" {
		req.Header.Set(wire.HeaderDPoP, proof)
		if c.twice {
			req.Header.Add(wire.HeaderDPoP, proof)
		}
	}
	res, err := h.Client().Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return reply{status: res.StatusCode, header: res.Header, body: string(body)}
}

func signerOf(p *authenticator.Phone) crypto.Signer { return p.State().Private.Signer() }
