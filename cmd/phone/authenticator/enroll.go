package authenticator

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"countersign/factors/wire"
)

// Enroll follows an enrolment link, or a code that was typed for options.Issuer
// (section 4): it checks that the server has the
// challenge key that the link names, makes a key, and registers it. The six
// digits are shown to the person, who types them into the browser; until then
// the device is pending.
func Enroll(ctx context.Context, text string, options Options) (*Phone, wire.Secret, error) {
	options = options.withDefaults()
	link, err := readSecret(text, options.Issuer)
	if err != nil {
		return nil, "", fmt.Errorf("enrol: %w", err)
	}
	keysURL, err := discover(ctx, options.HTTP, link.Issuer)
	if err != nil {
		return nil, "", fmt.Errorf("enrol: %w", err)
	}
	keys, err := fetchKeys(ctx, options.HTTP, keysURL)
	if err != nil {
		return nil, "", fmt.Errorf("enrol: %w", err)
	}
	// The link came by another way than this connection, from the screen of the
	// person who enrols: whoever sits on the connection cannot put his key in.
	// A typed code names no key; the connection alone vouches for it then.
	if _, ok := keys.Find(link.Thumbprint); !ok && link.Thumbprint != "" {
		return nil, "", fmt.Errorf("enrol: %w", ErrPinnedKey)
	}
	private, err := NewPrivateKey(options.Algorithm)
	if err != nil {
		return nil, "", fmt.Errorf("enrol: %w", err)
	}
	answer, err := register(ctx, link, private, options)
	if err != nil {
		return nil, "", fmt.Errorf("enrol: %w", err)
	}
	phone, err := Restore(State{
		Issuer:       link.Issuer,
		IssuerName:   answer.IssuerName,
		DeviceID:     answer.DeviceID,
		Account:      answer.Account,
		Name:         options.Device.Name,
		PushJWKSURI:  keysURL,
		PollInterval: answer.Limits.PollInterval,
		Keys:         keys.Keys,
		Private:      private,
	}, options)
	if err != nil {
		return nil, "", fmt.Errorf("enrol: %w", err)
	}
	return phone, answer.Confirm, nil
}

// readSecret reads a link, or a typed code where an issuer was named.
func readSecret(text, issuer string) (wire.Link, error) {
	if issuer == "" {
		return wire.ParseLink(text)
	}
	if err := wire.CheckIssuer(issuer); err != nil {
		return wire.Link{}, err
	}
	code, ok := wire.TypedCode(text)
	if !ok {
		return wire.Link{}, fmt.Errorf("%w: a code is ten letters, without vowels", wire.ErrLink)
	}
	return wire.Link{Issuer: issuer, Code: code}, nil
}

// registerTries is how often a registration is sent while no answer comes. The
// same secret with the same key is answered alike while it is pending.
const registerTries = 3

func register(ctx context.Context, link wire.Link, private PrivateKey, options Options) (wire.RegisterResponse, error) {
	claims := wire.Register{
		Audience: link.Issuer,
		ID:       "reg_" + rand.Text(),
		CodeHash: wire.SecretHash(link.Code),
		Device:   options.Device,
		Channel:  options.Channel,
		Modes:    []wire.Mode{wire.ModeNone, wire.ModeNum2, wire.ModeNum6, wire.ModeChoice, wire.ModeScan, wire.ModeReturn},
	}
	public, err := private.Public()
	if err != nil {
		return wire.RegisterResponse{}, err
	}
	if options.Attest != nil {
		if claims.Att, err = options.Attest(public, claims.CodeHash); err != nil {
			return wire.RegisterResponse{}, fmt.Errorf("attest: %w", err)
		}
	}
	if options.Verifier != nil {
		uv, err := options.Verifier.Register(wire.RegistrationDigest(claims.CodeHash, public.Thumbprint()))
		if err != nil {
			return wire.RegisterResponse{}, err
		}
		claims.UV = &uv
	}
	reg, err := wire.Sign(private.Signer(), wire.TypeRegister, claims)
	if err != nil {
		return wire.RegisterResponse{}, err
	}
	body, err := json.Marshal(wire.RegisterRequest{Code: link.Code, Reg: reg})
	if err != nil {
		return wire.RegisterResponse{}, fmt.Errorf("write registration: %w", err)
	}
	answer, err := postRegistration(ctx, options.HTTP, link.Issuer, body)
	for try := 1; try < registerTries && isUnanswered(err) && ctx.Err() == nil; try++ {
		if err := pause(ctx, time.Second); err != nil {
			return wire.RegisterResponse{}, err
		}
		answer, err = postRegistration(ctx, options.HTTP, link.Issuer, body)
	}
	return answer, err
}

// postRegistration sends a registration once.
func postRegistration(ctx context.Context, client *http.Client, issuer string, body []byte) (wire.RegisterResponse, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, issuer+wire.PathRegister, bytes.NewReader(body))
	if err != nil {
		return wire.RegisterResponse{}, fmt.Errorf("register: make request: %w", err)
	}
	request.Header.Set("Accept", wire.MediaJSON)
	request.Header.Set("Content-Type", wire.MediaJSON)
	answer, err := client.Do(request)
	if err != nil {
		return wire.RegisterResponse{}, fmt.Errorf("register: %w", err)
	}
	defer func() { _ = answer.Body.Close() }()
	data, err := readBody(answer.Body)
	if err != nil {
		return wire.RegisterResponse{}, fmt.Errorf("register: %w", err)
	}
	if err := registerOutcome(answer); err != nil {
		return wire.RegisterResponse{}, fmt.Errorf("register: %w", err)
	}
	var registered wire.RegisterResponse
	if err := wire.Decode(data, &registered); err != nil {
		return wire.RegisterResponse{}, fmt.Errorf("register: %w", err)
	}
	digits := wire.CheckMatch(wire.ModeNum6, registered.Confirm.Reveal())
	if registered.DeviceID == "" || registered.Account == "" || digits != nil {
		return wire.RegisterResponse{}, fmt.Errorf("register: %w: answer incomplete", ErrDiscovery)
	}
	return registered, nil
}

// registerOutcome turns a status other than 201 into an error.
func registerOutcome(answer *http.Response) error {
	switch answer.StatusCode {
	case http.StatusCreated:
		return nil
	case http.StatusConflict:
		return ErrLinkTaken
	case http.StatusForbidden, http.StatusNotFound:
		return ErrLinkSpent
	case http.StatusTooManyRequests:
		return slowDown(answer.Header)
	}
	if answer.StatusCode >= 400 && answer.StatusCode < 500 {
		return fmt.Errorf("%w: status %d", ErrRefused, answer.StatusCode)
	}
	return fmt.Errorf("%w: status %d", ErrServer, answer.StatusCode)
}

// pause waits, or ends early with the context.
func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
