package authenticator

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"countersign/factors/wire"
)

// callTimeout bounds every call; a held one has this beyond its wait.
const callTimeout = 15 * time.Second

// discover asks the issuer where its challenge keys are (OpenID Discovery §4).
func discover(ctx context.Context, client *http.Client, issuer string) (string, error) {
	body, err := get(ctx, client, issuer+wire.PathDiscovery)
	if err != nil {
		return "", fmt.Errorf("discover %s: %w", issuer, err)
	}
	var metadata struct {
		Issuer      string `json:"issuer"`
		PushJWKSURI string `json:"push_jwks_uri"`
	}
	if err := wire.Decode(body, &metadata); err != nil {
		return "", fmt.Errorf("discover %s: %w: %w", issuer, ErrDiscovery, err)
	}
	if metadata.Issuer != issuer { // OpenID Discovery §4.3
		return "", fmt.Errorf("discover %s: %w: it is about another issuer", issuer, ErrDiscovery)
	}
	if err := checkBelow(issuer, metadata.PushJWKSURI); err != nil {
		return "", fmt.Errorf("discover %s: %w", issuer, err)
	}
	return metadata.PushJWKSURI, nil
}

// checkBelow says whether a URL lies below the issuer, so that the connection
// that vouches for the keys is the issuer's own.
func checkBelow(issuer, target string) error {
	if !strings.HasPrefix(target, issuer+"/") {
		return fmt.Errorf("%w: push_jwks_uri is not below the issuer", ErrDiscovery)
	}
	return nil
}

// fetchKeys reads the challenge keys over TLS, or on this machine.
func fetchKeys(ctx context.Context, client *http.Client, keysURL string) (wire.KeySet, error) {
	body, err := get(ctx, client, keysURL)
	if err != nil {
		return wire.KeySet{}, fmt.Errorf("fetch challenge keys: %w", err)
	}
	set, err := wire.ParseKeySet(body)
	if err != nil {
		return wire.KeySet{}, fmt.Errorf("fetch challenge keys: %w", err)
	}
	return set, nil
}

// get reads a public document.
func get(ctx context.Context, client *http.Client, url string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, fmt.Errorf("make request: %w", err)
	}
	request.Header.Set("Accept", wire.MediaJSON)
	answer, err := client.Do(request)
	if err != nil {
		return nil, err
	}
	defer func() { _ = answer.Body.Close() }()
	body, err := readBody(answer.Body)
	if err != nil {
		return nil, err
	}
	if answer.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%w: status %d", ErrServer, answer.StatusCode)
	}
	return body, nil
}

// readBody reads a body whole, and refuses one that is larger than any of ours.
func readBody(r io.Reader) ([]byte, error) {
	const most = wire.MaxOpen*wire.MaxChallenge + wire.MaxBody
	body, err := io.ReadAll(io.LimitReader(r, most+1))
	if err != nil {
		return nil, fmt.Errorf("%w: read answer: %w", ErrServer, err)
	}
	if len(body) > most {
		return nil, fmt.Errorf("read answer: %w: more than %d bytes", ErrServer, most)
	}
	return body, nil
}
