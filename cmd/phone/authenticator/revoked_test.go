package authenticator_test

import (
	"errors"
	"net/http"
	"testing"

	"countersign/cmd/phone/authenticator"
	"countersign/cmd/phone/servertest"
	"countersign/factors/wire"
)

func noNetwork() *http.Client { return &http.Client{Transport: refuseAll{}} }

func TestRevocationIsBelievedWhenSigned(t *testing.T) {
	t.Parallel()
	server, phone := enrolled(t)
	server.Revoke(phone.DeviceID())
	if _, err := phone.Challenges(t.Context(), false); !errors.Is(err, authenticator.ErrRevoked) {
		t.Fatalf("error %v, want ErrRevoked", err)
	}
	if !phone.Revoked() {
		t.Error("the phone does not know that it was revoked")
	}
}

func TestForgedRevocationIsNotBelieved(t *testing.T) {
	t.Parallel()
	server, phone := enrolled(t)
	state := phone.State()
	right := wire.Revoked{Issuer: state.Issuer, Device: state.DeviceID, Account: state.Account}
	byDevice, err := wire.Sign(state.Private.Signer(), wire.TypeRevoked, right)
	if err != nil {
		t.Fatal(err)
	}
	anotherDevice, anotherIssuer, anotherAccount := right, right, right
	anotherDevice.Device, anotherIssuer.Issuer, anotherAccount.Account = "dev_other", "https://other.example", "acc_other"
	for name, gone := range map[string]string{
		"empty":           "",
		"plain text":      "gone",
		"JSON":            `{"error":"revoked"}`,
		"by the device":   byDevice,
		"another device":  server.SignRevoked(anotherDevice),
		"another issuer":  server.SignRevoked(anotherIssuer),
		"another account": server.SignRevoked(anotherAccount),
	} {
		t.Run(name, func(t *testing.T) {
			server.Lie(servertest.Lies{Gone: orSpace(gone)})
			if _, err := phone.Status(t.Context()); !errors.Is(err, authenticator.ErrUnproved) {
				t.Errorf("error %v, want ErrUnproved", err)
			}
			if phone.Revoked() {
				t.Error("the phone believes it")
			}
		})
	}
	server.Lie(servertest.Lies{})
	if _, err := phone.Status(t.Context()); err != nil {
		t.Errorf("afterwards: %v", err)
	}
}

// A challenge of ours is no revocation, though the right key has signed it.
func TestChallengeIsNoRevocation(t *testing.T) {
	t.Parallel()
	server, phone := enrolled(t)
	server.Open(phone.DeviceID(), wire.ModeNum2, "42", nil)
	challenge := next(t, phone)
	server.Lie(servertest.Lies{Gone: challenge.Compact()})
	if _, err := phone.Status(t.Context()); !errors.Is(err, authenticator.ErrUnproved) || phone.Revoked() {
		t.Errorf("error %v, revoked %v, want ErrUnproved", err, phone.Revoked())
	}
}

func TestUnknownKeyIsNotARevocation(t *testing.T) {
	t.Parallel()
	server, phone := enrolled(t)
	state := phone.State()
	private, err := authenticator.NewPrivateKey(wire.ES256)
	if err != nil {
		t.Fatal(err)
	}
	state.Private = private
	stranger, err := authenticator.Restore(state, authenticator.Options{})
	if err != nil {
		t.Fatal(err)
	}
	server.Revoke(phone.DeviceID())
	if _, err := stranger.Status(t.Context()); !errors.Is(err, authenticator.ErrUnknown) || stranger.Revoked() {
		t.Errorf("error %v, revoked %v, want ErrUnknown", err, stranger.Revoked())
	}
}

func TestRemovedDeviceIsRevoked(t *testing.T) {
	t.Parallel()
	_, phone := enrolled(t)
	status, err := phone.Remove(t.Context())
	if err != nil || status.Status != wire.DeviceRevoked {
		t.Fatalf("status %v, %v, want revoked", status, err)
	}
	if _, err := phone.Status(t.Context()); !errors.Is(err, authenticator.ErrRevoked) {
		t.Errorf("afterwards: %v, want ErrRevoked", err)
	}
}

// orSpace keeps the empty body apart from the empty lie, which is none.
func orSpace(gone string) string {
	if gone == "" {
		return " "
	}
	return gone
}
