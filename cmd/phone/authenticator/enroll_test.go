package authenticator_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"countersign/cmd/phone/authenticator"
	"countersign/cmd/phone/servertest"
	"countersign/factors/wire"
)

// enrolled makes a server and an active phone.
func enrolled(t *testing.T) (*servertest.Server, *authenticator.Phone) {
	t.Helper()
	server := servertest.New(t)
	phone, digits, err := authenticator.Enroll(t.Context(), server.Link(), authenticator.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if digits.Reveal() != servertest.Confirm {
		t.Fatalf("digits %q, want %q", digits.Reveal(), servertest.Confirm)
	}
	server.Activate(phone.DeviceID())
	return server, phone
}

func TestDeviceIsPendingUntilConfirmed(t *testing.T) {
	t.Parallel()
	for _, algorithm := range []wire.Algorithm{"", wire.ES256, wire.EdDSA} {
		t.Run("algorithm "+string(algorithm), func(t *testing.T) {
			t.Parallel()
			server := servertest.New(t)
			phone, _, err := authenticator.Enroll(t.Context(), server.Link(), authenticator.Options{Algorithm: algorithm})
			if err != nil {
				t.Fatal(err)
			}
			status, err := phone.Status(t.Context())
			if err != nil || status.Status != wire.DevicePending {
				t.Errorf("status %v, %v, want pending", status, err)
			}
			if _, err := phone.Challenges(t.Context(), false); !errors.Is(err, authenticator.ErrPending) {
				t.Errorf("challenges: %v, want ErrPending", err)
			}
			server.Activate(phone.DeviceID())
			status, err = phone.Status(t.Context())
			if err != nil || status.Status != wire.DeviceActive {
				t.Errorf("status %v, %v, want active", status, err)
			}
		})
	}
}

func TestEnrolmentUnderAnotherKeyIsRefused(t *testing.T) {
	t.Parallel()
	server := servertest.New(t)
	link, err := wire.ParseLink(server.Link())
	if err != nil {
		t.Fatal(err)
	}
	link.Thumbprint = wire.SecretHash("a key that the server does not have")
	if _, _, err := authenticator.Enroll(t.Context(), link.URL(), authenticator.Options{}); !errors.Is(err, authenticator.ErrPinnedKey) {
		t.Errorf("error %v, want ErrPinnedKey", err)
	}
}

func TestLinkIsRefusedBeforeAnythingIsAsked(t *testing.T) {
	t.Parallel()
	client := &http.Client{Transport: refuseAll{}}
	for _, link := range []string{
		"", "hello", "http://id.example.com/a/e#v=1&c=AAECAwQFBgcICQoLDA0ODw&k=x",
		"https://id.example.com/a/e#v=2&c=AAECAwQFBgcICQoLDA0ODw",
	} {
		_, _, err := authenticator.Enroll(t.Context(), link, authenticator.Options{HTTP: client})
		if !errors.Is(err, wire.ErrLink) && !errors.Is(err, wire.ErrIssuer) {
			t.Errorf("link %q: %v, want a refusal of the link", link, err)
		}
	}
}

type refuseAll struct{}

func (refuseAll) RoundTrip(r *http.Request) (*http.Response, error) {
	return nil, fmt.Errorf("asked %s", r.URL)
}

func TestMetadataOfAnotherIssuerIsRefused(t *testing.T) {
	t.Parallel()
	for name, lie := range map[string]func(*servertest.Metadata){
		"issuer":           func(m *servertest.Metadata) { m.Issuer = "https://attacker.example" },
		"keys elsewhere":   func(m *servertest.Metadata) { m.PushJWKSURI = "https://attacker.example/jwks" },
		"keys beside":      func(m *servertest.Metadata) { m.PushJWKSURI = m.Issuer + ".attacker.example/jwks" },
		"no keys":          func(m *servertest.Metadata) { m.PushJWKSURI = "" },
		"slash at the end": func(m *servertest.Metadata) { m.Issuer += "/" },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := servertest.New(t)
			link := server.Link()
			server.Lie(servertest.Lies{Metadata: lie})
			if _, _, err := authenticator.Enroll(t.Context(), link, authenticator.Options{}); !errors.Is(err, authenticator.ErrDiscovery) {
				t.Errorf("error %v, want ErrDiscovery", err)
			}
		})
	}
}

func TestSecondDeviceOnOneLinkIsRefused(t *testing.T) {
	t.Parallel()
	server := servertest.New(t)
	link := server.Link()
	if _, _, err := authenticator.Enroll(t.Context(), link, authenticator.Options{}); err != nil {
		t.Fatal(err)
	}
	if _, _, err := authenticator.Enroll(t.Context(), link, authenticator.Options{}); !errors.Is(err, authenticator.ErrLinkTaken) {
		t.Errorf("error %v, want ErrLinkTaken", err)
	}
	server.Link()
	if _, _, err := authenticator.Enroll(t.Context(), link, authenticator.Options{}); !errors.Is(err, authenticator.ErrLinkSpent) {
		t.Errorf("old link: %v, want ErrLinkSpent", err)
	}
}

func TestLostRegistrationIsSentAgain(t *testing.T) {
	t.Parallel()
	server := servertest.New(t)
	link := server.Link()
	server.Lie(servertest.Lies{LoseFirst: true})
	phone, _, err := authenticator.Enroll(t.Context(), link, authenticator.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if status, err := phone.Status(t.Context()); err != nil || status.Status != wire.DevicePending {
		t.Errorf("status %v, %v, want pending", status, err)
	}
}

func TestRedirectIsNotFollowed(t *testing.T) {
	t.Parallel()
	elsewhere := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		t.Errorf("followed to %s %s", r.Method, r.URL)
	}))
	t.Cleanup(elsewhere.Close)
	server, phone := enrolled(t)
	link := server.Link()
	server.Lie(servertest.Lies{Redirect: elsewhere.URL})
	if _, err := phone.Status(t.Context()); err == nil {
		t.Error("a redirect was taken for an answer")
	}
	if _, _, err := authenticator.Enroll(t.Context(), link, authenticator.Options{}); err == nil {
		t.Error("a redirect was taken for metadata")
	}
}

func TestStateSurvivesTheJourney(t *testing.T) {
	t.Parallel()
	server, phone := enrolled(t)
	data, err := json.Marshal(phone.State())
	if err != nil {
		t.Fatal(err)
	}
	var state authenticator.State
	if err := json.Unmarshal(data, &state); err != nil {
		t.Fatal(err)
	}
	again, err := authenticator.Restore(state, authenticator.Options{})
	if err != nil {
		t.Fatal(err)
	}
	cid := server.Open(again.DeviceID(), wire.ModeNum2, "42", nil)
	challenge, err := again.Next(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := again.Approve(t.Context(), challenge, "42"); err != nil {
		t.Fatal(err)
	}
	if state := server.State(cid); state != wire.StateApproved {
		t.Errorf("state %s, want approved", state)
	}
	if shown := fmt.Sprintf("%v %+v %#v", state, state, state); strings.Contains(shown, "BEGIN") || !strings.Contains(shown, "[private key]") {
		t.Errorf("the key shows itself: %s", shown)
	}
}

func TestBrokenStateIsRefused(t *testing.T) {
	t.Parallel()
	_, phone := enrolled(t)
	for name, spoil := range map[string]func(*authenticator.State){
		"plain http":     func(s *authenticator.State) { s.Issuer = "http://id.example.com" },
		"no key":         func(s *authenticator.State) { s.Private = authenticator.PrivateKey{} },
		"no device":      func(s *authenticator.State) { s.DeviceID = "" },
		"no account":     func(s *authenticator.State) { s.Account = "" },
		"nothing pinned": func(s *authenticator.State) { s.Keys = nil },
		"keys elsewhere": func(s *authenticator.State) { s.PushJWKSURI = "https://attacker.example/jwks" },
	} {
		state := phone.State()
		spoil(&state)
		if _, err := authenticator.Restore(state, authenticator.Options{}); err == nil {
			t.Errorf("%s: restored", name)
		}
	}
}

func TestEnrolmentEndsWithItsContext(t *testing.T) {
	t.Parallel()
	server := servertest.New(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err := authenticator.Enroll(ctx, server.Link(), authenticator.Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want context.Canceled", err)
	}
}
