package device_test

import (
	"context"
	"crypto"
	"crypto/rand"
	"crypto/sha256"
	"os"
	"testing"
	"time"

	"countersign/audit"
	"countersign/factors"
	"countersign/factors/device"
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
	jkt    = "pVJkH_FhiTYhfVrYSdDvRK5hhKYYLvhe5QJF5su_0bs"
)

// house is a registry on a real database, with one person.
type house struct {
	*device.Registry
	db    *storage.DB
	clock *storagetest.Clock
}

func each(t *testing.T, f func(t *testing.T, h *house)) {
	t.Helper()
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		registry, err := device.New(device.Deps{
			Platforms: []wire.Platform{wire.PlatformWeb, wire.PlatformAndroid, wire.PlatformIOS, wire.PlatformCLI},
			Store:     db.Devices(), Counters: db.Counters(), Record: db.Events(), Issuer: issuer, IssuerName: "Example",
			CurrentKey:  func(context.Context) (string, error) { return jkt, nil },
			TakeChannel: func(context.Context, wire.Channel) error { return nil },
			KeySetURL:   issuer + "/push/keys", Limits: device.DefaultLimits(), Now: clock.Now,
		})
		if err != nil {
			t.Fatal(err)
		}
		h := &house{registry, db, clock}
		h.addPerson(t, alice)
		f(t, h)
	})
}

func (h *house) addPerson(t *testing.T, id factors.Account) {
	t.Helper()
	err := h.db.People().Create(t.Context(), person.Person{
		ID: person.ID(id), Username: string(id), Key: string(id), Status: person.Active, Created: h.clock.Now(), Updated: h.clock.Now(),
	})
	if err != nil {
		t.Fatal(err)
	}
}

func (h *house) invite(t *testing.T, account factors.Account) string {
	t.Helper()
	id := "inv_" + rand.Text()
	hash := sha256.Sum256([]byte(id))
	err := h.db.Invitations().Create(t.Context(), person.Invitation{
		ID: id, Person: person.ID(account), Kind: person.Invite, Created: h.clock.Now(), Expires: h.clock.Now().Add(time.Hour),
	}, hash[:])
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// start begins an enrolment by a fresh invitation and gives its secret.
func (h *house) start(t *testing.T, flow string) (device.Enrolment, wire.Secret) {
	t.Helper()
	e, err := h.Start(t.Context(), device.StartRequest{Account: alice, Flow: flow, Invitation: h.invite(t, alice)})
	if err != nil {
		t.Fatal(err)
	}
	link, err := wire.ParseLink(e.Link)
	if err != nil {
		t.Fatal(err)
	}
	return e, link.Code
}

func key(t *testing.T, name string) crypto.Signer {
	t.Helper()
	return wiretest.PrivateKey(t, wire.ES256, name)
}

// claims of a right registration, for tests to make wrong.
func claims(code wire.Secret) wire.Register {
	return wire.Register{
		Audience: issuer, ID: "reg_1", CodeHash: wire.SecretHash(code), Modes: []wire.Mode{wire.ModeNum2},
		Device:  wire.DeviceInfo{Name: "Pixel", Platform: wire.PlatformAndroid},
		Channel: wire.Channel{Provider: wire.ProviderNone},
	}
}

func body(t *testing.T, code wire.Secret, k crypto.Signer) wire.RegisterRequest {
	t.Helper()
	reg, err := wire.Sign(k, wire.TypeRegister, claims(code))
	if err != nil {
		t.Fatal(err)
	}
	return wire.RegisterRequest{Code: code, Reg: reg}
}

// from is a context of a caller at address.
func from(address string) context.Context {
	return audit.WithRequest(context.Background(), audit.Request{ID: "r", Address: address})
}

func (h *house) register(t *testing.T, code wire.Secret, k crypto.Signer) wire.RegisterResponse {
	t.Helper()
	answer, err := h.Register(from("192.0.2.1"), body(t, code, k))
	if err != nil {
		t.Fatal(err)
	}
	return answer
}

// enrol makes an active device.
func (h *house) enrol(t *testing.T, name string) device.Device {
	t.Helper()
	e, code := h.start(t, "flw_"+name)
	answer := h.register(t, code, key(t, name))
	if err := h.Confirm(t.Context(), e.ID, "flw_"+name, answer.Confirm.Reveal()); err != nil {
		t.Fatal(err)
	}
	return h.device(t, key(t, name))
}

func (h *house) device(t *testing.T, k crypto.Signer) device.Device {
	t.Helper()
	public, err := wire.NewKey(k.Public())
	if err != nil {
		t.Fatal(err)
	}
	d, err := h.ByKey(t.Context(), public.Thumbprint())
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func (h *house) mustBe(t *testing.T, id device.EnrolmentID, state device.State, endedBy string) {
	t.Helper()
	e, err := h.Find(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	if e.State != state || e.EndedBy != endedBy {
		t.Errorf("enrolment is %s by %q, want %s by %q", e.State, e.EndedBy, state, endedBy)
	}
	if e.Link != "" || e.Confirm != "" {
		t.Error("the page is told a secret")
	}
}
