package notify

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"

	firebase "firebase.google.com/go/v4"
	"firebase.google.com/go/v4/messaging"
	"google.golang.org/api/option"
)

// fcmEndpoint is where FCM HTTP v1 lives. The version belongs to it: the SDK
// puts only /projects/{project}/messages:send behind.
const fcmEndpoint = "https://fcm.googleapis.com/v1"

// FCMConfig is what NewFCM needs.
type FCMConfig struct {
	// CredentialsFile is the path of a service account's key, as Google's
	// console gives it out (JSON).
	CredentialsFile string
	// ProjectID is the Firebase project; empty is that of the key.
	ProjectID string
	// Endpoint replaces fcmEndpoint, its /v1 included; empty is Google's.
	Endpoint string
	// Client is from NewOutbound. Both the messages and the calls for access
	// tokens go through it.
	Client *http.Client
	Now    func() time.Time
}

// FCM sends by Firebase Cloud Messaging to Android and, through it, to Apple.
type FCM struct {
	client *messaging.Client
	now    func() time.Time
}

// NewFCM reads and checks the credentials, and says what is wrong with them
// before anybody signs in. It calls nobody: a provider that is down must not
// keep the server from starting.
//
// The SDK is made in its documented way. That links all of Firebase: beside
// the messaging package alone it costs 16 MB of binary, 11 MiB of memory and 4 ms
// at the start, which the goals have room for. The credentials are not left to it,
// because it applies them only on a transport of its own, which would follow
// redirects and proxies and reach private addresses; and it would hold them with
// six scopes, where messaging needs one.
func NewFCM(ctx context.Context, c FCMConfig) (*FCM, error) {
	if c.Client == nil || c.Client.Transport == nil || c.Now == nil {
		return nil, errors.New("notify: FCM needs Client, with a transport, and Now")
	}
	account, err := readServiceAccount(c.CredentialsFile)
	if err != nil {
		return nil, err
	}
	if c.ProjectID == "" {
		c.ProjectID = account.project
	}
	if c.ProjectID == "" || strings.ContainsAny(c.ProjectID, "/?#% ") {
		return nil, fmt.Errorf("FCM project %q: give the project's id, in the credentials file or by itself", c.ProjectID)
	}
	if c.Endpoint == "" {
		c.Endpoint = fcmEndpoint
	}
	if err := checkEndpoint(c.Endpoint); err != nil {
		return nil, fmt.Errorf("FCM endpoint: %w", err)
	}
	client := *c.Client
	client.Transport = fcmTransport{
		base:   c.Client.Transport,
		access: newAccess(account.config, c.Client, c.Now),
	}
	app, err := firebase.NewApp(ctx, &firebase.Config{ProjectID: c.ProjectID},
		option.WithHTTPClient(&client), option.WithEndpoint(strings.TrimSuffix(c.Endpoint, "/")))
	if err != nil {
		return nil, fmt.Errorf("start the Firebase SDK: %w", err)
	}
	m, err := app.Messaging(ctx)
	if err != nil {
		return nil, fmt.Errorf("start Firebase messaging: %w", err)
	}
	return &FCM{client: m, now: c.Now}, nil
}

// checkEndpoint wants https, or http to this machine for tests, so that no
// access token travels in the clear.
func checkEndpoint(s string) error {
	u, err := url.Parse(s)
	if err != nil {
		return errors.New("it is not a URL")
	}
	if u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return errors.New("it must be a URL with a host and without user, query and fragment")
	}
	if u.Scheme == "https" || u.Scheme == "http" && isLoopback(u.Hostname()) {
		return nil
	}
	return errors.New("it must be an https URL; http is for loopback only")
}

func isLoopback(host string) bool {
	a, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && a.Unmap().IsLoopback()
}

// Send gives m to FCM. It may take as long as ctx lives, since the SDK tries 503
// and network errors again, up to four times, sleeping as Retry-After says.
func (f *FCM) Send(ctx context.Context, m Message) (Result, error) {
	message, err := fcmMessage(m, f.now())
	if err != nil {
		return Failed, err
	}
	ctx, a := newAttempt(ctx)
	defer a.giveUp(nil)
	name, err := f.client.Send(ctx, message)
	return verdict(name, err, a)
}
