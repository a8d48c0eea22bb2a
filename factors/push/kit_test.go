package push_test

import (
	"bytes"
	"context"
	"crypto"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"slices"
	"sync"
	"testing"
	"time"

	"countersign/factors"
	"countersign/factors/device"
	"countersign/factors/notify"
	"countersign/factors/push"
	"countersign/factors/wire"
	"countersign/factors/wire/wiretest"
	"countersign/idp/person"
	"countersign/storage"
	"countersign/storage/storagetest"
)

func TestMain(m *testing.M) { os.Exit(storagetest.Main(m)) }

const (
	issuer = "https://id.example.com"
	alice  = factors.Account("per_alice")
)

// house is an engine on a real database, with one person.
type house struct {
	*push.Engine
	devices *device.Registry
	db      *storage.DB
	clock   *storagetest.Clock
	signer  crypto.Signer

	mu    sync.Mutex
	woken []notify.Message
	// answer is what the push provider says.
	answer notify.Result
	// slow makes it answer later, by what it is told to do in the end.
	slow []func()
	late bool
}

// phone is a device with its private key.
type phone struct {
	device.Device
	key crypto.Signer
}

func each(t *testing.T, f func(t *testing.T, h *house)) {
	t.Helper()
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		f(t, newHouse(t, db, clock, patient()))
	})
}

func onSQLite(t *testing.T, policy push.Policy) *house {
	t.Helper()
	clock := storagetest.NewClock()
	return newHouse(t, storagetest.SQLite(t, clock), clock, policy)
}

func newHouse(t testing.TB, db *storage.DB, clock *storagetest.Clock, policy push.Policy) *house {
	t.Helper()
	h := &house{
		db: db, clock: clock, answer: notify.Sent,
		signer: wiretest.PrivateKey(t, wire.ES256, "challenge key"),
	}
	sign := func(_ context.Context, typ string, claims any) (string, error) {
		return wire.Sign(h.signer, wire.Type(typ), claims)
	}
	registry, err := device.New(device.Deps{
		Platforms: []wire.Platform{wire.PlatformWeb, wire.PlatformAndroid, wire.PlatformIOS, wire.PlatformCLI},
		Store:     db.Devices(), Counters: db.Counters(), Record: db.Events(), Issuer: issuer, IssuerName: "Example",
		CurrentKey:  func(context.Context) (string, error) { return thumbprint(t, h.signer), nil },
		TakeChannel: func(context.Context, wire.Channel) error { return nil },
		KeySetURL:   issuer + "/push/keys", Limits: device.DefaultLimits(), Now: clock.Now,
	})
	if err != nil {
		t.Fatal(err)
	}
	engine, err := push.New(push.Deps{
		Store: db.Challenges(), Record: db.Events(), Sign: sign, Wake: h.wake, BadSignature: registry.CountBadSignature,
		ReturnKey: bytes.Repeat([]byte{7}, 32),
		Issuer:    issuer, Policy: policy, Log: slog.New(slog.DiscardHandler), Now: clock.Now,
	})
	if err != nil {
		t.Fatal(err)
	}
	h.Engine, h.devices = engine, registry
	db.TellOfEnds(engine.TellEnds)
	h.addPerson(t, alice)
	return h
}

// patient is the default policy for tests that ask again and again, and are
// about something else than the limits on that.
func patient() push.Policy {
	p := push.DefaultPolicy()
	never := push.Burst{N: 10_000, Within: time.Hour}
	p.Limits = push.Limits{Strong: never, Off: never, LongOff: never, Denials: never, HardStop: 10_000}
	return p
}

func (h *house) wake(m notify.Message, done func(notify.Result)) {
	h.mu.Lock()
	h.woken = append(h.woken, m)
	answer := h.answer
	if m.Channel.Provider == notify.NoProvider {
		answer = notify.None
	}
	if h.late {
		h.slow = append(h.slow, func() { done(answer) })
	}
	late := h.late
	h.mu.Unlock()
	if !late {
		done(answer)
	}
}

func (h *house) messages() []notify.Message {
	h.mu.Lock()
	defer h.mu.Unlock()
	return append([]notify.Message(nil), h.woken...)
}

// rung are the messages that ring a phone.
func (h *house) rung() []notify.Message {
	return slices.DeleteFunc(h.messages(), func(m notify.Message) bool { return m.Type != notify.TypeChallenge })
}

func (h *house) addPerson(t testing.TB, id factors.Account) {
	t.Helper()
	err := h.db.People().Create(context.Background(), person.Person{
		ID: person.ID(id), Username: string(id), Key: string(id), Status: person.Active, Created: h.clock.Now(), Updated: h.clock.Now(),
	})
	if err != nil {
		t.Fatal(err)
	}
}

func thumbprint(t testing.TB, k crypto.Signer) string {
	t.Helper()
	key, err := wire.NewKey(k.Public())
	if err != nil {
		t.Fatal(err)
	}
	return key.Thumbprint()
}

// enrol gives account an active device, by an invitation of its own.
func (h *house) enrol(t testing.TB, account factors.Account, name string, modes ...wire.Mode) phone {
	t.Helper()
	return h.enrolWith(t, account, name, func(r *wire.Register) {
		if modes != nil {
			r.Modes = modes
		}
	})
}

// enrolWith is enrol with a registration that change has changed.
func (h *house) enrolWith(t testing.TB, account factors.Account, name string, change func(*wire.Register)) phone {
	t.Helper()
	ctx := context.Background()
	invitation := "inv_" + rand.Text()
	hash := sha256.Sum256([]byte(invitation))
	err := h.db.Invitations().Create(ctx, person.Invitation{
		ID: invitation, Person: person.ID(account), Kind: person.Pass, Created: h.clock.Now(), Expires: h.clock.Now().Add(time.Hour),
	}, hash[:])
	if err != nil {
		t.Fatal(err)
	}
	e, err := h.devices.Start(ctx, device.StartRequest{Account: account, Flow: "flw_" + name, Invitation: invitation})
	if err != nil {
		t.Fatal(err)
	}
	link, err := wire.ParseLink(e.Link)
	if err != nil {
		t.Fatal(err)
	}
	key := wiretest.PrivateKey(t, wire.ES256, string(account)+name)
	registration := wire.Register{
		Audience: issuer, ID: "reg_1", CodeHash: wire.SecretHash(link.Code),
		Modes:   []wire.Mode{wire.ModeNone, wire.ModeNum2, wire.ModeNum6},
		Device:  wire.DeviceInfo{Name: name, Platform: wire.PlatformCLI},
		Channel: wire.Channel{Provider: wire.ProviderFCM, Token: wire.Secret("token of " + name)},
	}
	change(&registration)
	reg, err := wire.Sign(key, wire.TypeRegister, registration)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := h.devices.Register(ctx, wire.RegisterRequest{Code: link.Code, Reg: reg})
	if err != nil {
		t.Fatal(err)
	}
	if err := h.devices.Confirm(ctx, e.ID, "flw_"+name, answer.Confirm.Reveal()); err != nil {
		t.Fatal(err)
	}
	h.clock.Advance(time.Millisecond) // so that devices have an order
	return h.phone(t, key)
}

// phone is the device as the store has it now.
func (h *house) phone(t testing.TB, key crypto.Signer) phone {
	t.Helper()
	d, err := h.devices.ByKey(context.Background(), thumbprint(t, key))
	if err != nil {
		t.Fatal(err)
	}
	return phone{Device: d, key: key}
}

func request(flow string) push.Request {
	return push.Request{
		Account: alice, AccountLabel: "a***@example.com", Purpose: wire.PurposeLogin, Holder: flow,
		Browser: []byte("browser of " + flow), Context: wire.Context{IP: "192.0.2.7"},
	}
}

func (h *house) open(t testing.TB, flow string) push.Challenge {
	t.Helper()
	c, err := h.Open(context.Background(), request(flow))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// read is the phone's copy of the challenge.
func (h *house) read(t testing.TB, p phone, id push.ID) (string, wire.Challenge) {
	t.Helper()
	jws, err := h.Fetch(context.Background(), p.Device, string(id))
	if err != nil {
		t.Fatal(err)
	}
	return jws, h.claims(t, jws)
}

func (h *house) claims(t testing.TB, jws string) wire.Challenge {
	t.Helper()
	object, err := wire.Parse(jws, wire.MaxChallenge)
	if err != nil {
		t.Fatal(err)
	}
	key, err := wire.NewKey(h.signer.Public())
	if err != nil {
		t.Fatal(err)
	}
	if err := object.Verify(wire.TypeChallenge, key); err != nil {
		t.Fatal(err)
	}
	var c wire.Challenge
	if err := object.Claims(&c); err != nil {
		t.Fatal(err)
	}
	return c
}

// decision is the claims of a right answer, for tests to make wrong.
func (h *house) decision(t testing.TB, p phone, id push.ID, v wire.Verdict, match string) wire.Decision {
	t.Helper()
	jws, c := h.read(t, p, id)
	return wire.Decision{
		Device: string(p.ID), Audience: issuer, Account: p.Pseudonym, ID: "dcs_" + rand.Text(), IssuedAt: h.clock.Now().Unix(),
		CID: string(id), Nonce: c.Nonce, CHash: wire.CHash(jws), Decision: v, Match: match,
	}
}

func sign(t testing.TB, p phone, d wire.Decision) []byte {
	t.Helper()
	jws, err := wire.Sign(p.key, wire.TypeDecision, d)
	if err != nil {
		t.Fatal(err)
	}
	return []byte(jws)
}

// answers makes the body of an answer while the challenge is open.
func (h *house) answers(t testing.TB, p phone, id push.ID, v wire.Verdict, match string) []byte {
	t.Helper()
	return sign(t, p, h.decision(t, p, id, v, match))
}

func (h *house) send(p phone, id push.ID, body []byte) (push.Answer, error) {
	return h.Decide(context.Background(), p.Device, string(id), body)
}

// Decide is an answer of d, as the door of devices hands it on.
func (h *house) Decide(ctx context.Context, d device.Device, cid string, body []byte) (push.Answer, error) {
	return decide(ctx, h.Engine, d, cid, body)
}

func decide(ctx context.Context, e *push.Engine, d device.Device, cid string, body []byte) (push.Answer, error) {
	q, err := e.Asked(ctx, d.Key.Thumbprint(), cid, body)
	if err != nil {
		return push.Answer{}, err
	}
	q.Device = d // as the test has it
	got, err := e.Decide(ctx, q, cid, body)
	if !errors.Is(err, push.ErrStale) {
		return got, err
	}
	if q, err = e.AskedAnew(ctx, d.Key.Thumbprint(), cid, body); err != nil {
		return push.Answer{}, err
	}
	q.Device = d
	return e.Decide(ctx, q, cid, body)
}

// mustBe fails unless the stored challenge is in the state, as time has it.
func (h *house) mustBe(t testing.TB, id push.ID, want wire.State) {
	t.Helper()
	c, err := h.db.Challenges().FindChallenge(context.Background(), id)
	if err != nil {
		t.Fatal(err)
	}
	if got := c.At(h.clock.Now()).State; got != want {
		t.Errorf("challenge is %s, want %s", got, want)
	}
}

// wrong is a number of the right form that is not c's.
func wrong(c push.Challenge) string {
	n := len(c.Number.Reveal())
	for i := range 2 {
		if s := fmt.Sprintf("%0*d", n, i); s != c.Number.Reveal() {
			return s
		}
	}
	panic("unreachable")
}

func decode(t testing.TB, part string) string {
	t.Helper()
	raw, err := base64.RawURLEncoding.DecodeString(part)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}
