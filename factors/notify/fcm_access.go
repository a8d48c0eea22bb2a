package notify

import (
	"context"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"net/http"
	"os"
	"sync"
	"time"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/google"
	"golang.org/x/oauth2/jwt"
)

// fcmScope is all that sending messages needs.
const fcmScope = "https://www.googleapis.com/auth/firebase.messaging"

// accessLeeway is how long before its end an access token is replaced, so that
// none expires on its way.
const accessLeeway = time.Minute

// serviceAccount is what a credentials file says.
type serviceAccount struct {
	project string
	config  *jwt.Config
}

// readServiceAccount refuses whatever could not work later. Other kinds of
// Google credentials are refused as well: some of them name a program to run or
// an address to ask.
func readServiceAccount(path string) (serviceAccount, error) {
	fail := func(err error) (serviceAccount, error) {
		return serviceAccount{}, fmt.Errorf("FCM credentials file %s: %w", path, err)
	}
	b, err := os.ReadFile(path) //nolint:gosec // the operator names it in the configuration
	if err != nil {
		return serviceAccount{}, fmt.Errorf("read the FCM credentials file: %w", err)
	}
	var f struct {
		Type      string `json:"type"`
		ProjectID string `json:"project_id"`
	}
	if err := json.Unmarshal(b, &f); err != nil {
		return fail(errors.New("it is not JSON"))
	}
	if f.Type != "service_account" {
		return fail(fmt.Errorf("it holds credentials of type %q; give a service account's key", f.Type))
	}
	config, err := google.JWTConfigFromJSON(b, fcmScope)
	if err != nil {
		return fail(errors.New("it is not a service account's key"))
	}
	if config.Email == "" {
		return fail(errors.New("client_email is missing"))
	}
	if !isPrivateKey(config.PrivateKey) {
		return fail(errors.New("private_key is not a private key in PEM"))
	}
	if err := checkEndpoint(config.TokenURL); err != nil {
		return fail(fmt.Errorf("token_uri: %w", err))
	}
	return serviceAccount{project: f.ProjectID, config: config}, nil
}

func isPrivateKey(b []byte) bool {
	block, _ := pem.Decode(b)
	if block == nil {
		return false
	}
	if _, err := x509.ParsePKCS8PrivateKey(block.Bytes); err == nil {
		return true
	}
	_, err := x509.ParsePKCS1PrivateKey(block.Bytes)
	return err == nil
}

// access keeps one access token for all workers (RFC 7523 section 2.1: the
// service account signs an assertion for each). oauth2's own token source holds a
// lock while it waits for the token endpoint, without regard to the caller's
// deadline; here each caller waits for itself.
type access struct {
	fetch func() (*oauth2.Token, error)
	now   func() time.Time

	mu    sync.Mutex
	token *oauth2.Token
	call  *accessCall // under way, or nil
}

type accessCall struct {
	done  chan struct{} // closed when token or err is set
	token *oauth2.Token
	err   error
}

func newAccess(config *jwt.Config, client *http.Client, now func() time.Time) *access {
	fetch := func() (*oauth2.Token, error) {
		// The client's own timeout bounds this call, which outlives its first
		// caller for the benefit of the others.
		ctx := context.WithValue(context.Background(), oauth2.HTTPClient, client)
		t, err := config.TokenSource(ctx).Token()
		if err != nil {
			return nil, accessError(err)
		}
		if t.AccessToken == "" {
			return nil, errors.New("get an access token: the token endpoint gave none")
		}
		return t, nil
	}
	return &access{fetch: fetch, now: now}
}

// accessError keeps the token endpoint's code and leaves its text out.
func accessError(err error) error {
	var refusal *oauth2.RetrieveError
	if !errors.As(err, &refusal) || refusal.Response == nil {
		return fmt.Errorf("get an access token: %w", err)
	}
	var body struct {
		Code string `json:"error"`
	}
	if json.Unmarshal(refusal.Body, &body) != nil || !isCode(body.Code) {
		body.Code = "no error code"
	}
	status := refusal.Response.StatusCode
	if status >= 400 && status < 500 && status != http.StatusTooManyRequests {
		return fmt.Errorf("%w: the token endpoint answered %d (%s)", ErrOperator, status, body.Code)
	}
	return fmt.Errorf("get an access token: the token endpoint answered %d (%s)", status, body.Code)
}

// get gives a token that is good for now, and waits no longer than ctx.
func (a *access) get(ctx context.Context) (*oauth2.Token, error) {
	a.mu.Lock()
	if t := a.token; t != nil && (t.Expiry.IsZero() || a.now().Add(accessLeeway).Before(t.Expiry)) {
		a.mu.Unlock()
		return t, nil
	}
	if a.call == nil {
		a.call = &accessCall{done: make(chan struct{})}
		go a.run(a.call)
	}
	call := a.call
	a.mu.Unlock()
	select {
	case <-call.done:
		return call.token, call.err
	case <-ctx.Done():
		return nil, fmt.Errorf("wait for an access token: %w", ctx.Err())
	}
}

func (a *access) run(call *accessCall) {
	call.token, call.err = a.fetch()
	a.mu.Lock()
	a.token, a.call = call.token, nil
	a.mu.Unlock()
	close(call.done)
}

// forget drops a token that FCM refused, so that the next send asks for another.
func (a *access) forget(t *oauth2.Token) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.token == t {
		a.token = nil
	}
}
