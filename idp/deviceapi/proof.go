package deviceapi

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"countersign/factors/device"
	"countersign/factors/wire"
	"countersign/idp/web"
	"countersign/templates/words"
)

// maxProofID bounds the jti of a proof: it is not stored, only read. nonceLife
// is how long a nonce is current.
const (
	maxProofID = 256
	nonceLife  = 300 * time.Second
)

// errNonce means that a proof is good but for its nonce.
var errNonce = errors.New("nonce is missing or old")

// caller is the device whose key made the request's proof, whatever its
// status. Every answer carries the next nonce.
func (a *API) caller(w http.ResponseWriter, r *http.Request) (device.Device, error) {
	return a.callerFound(w, r, func(jkt string) (device.Device, error) { return a.Devices.Called(r.Context(), jkt) })
}

// callerFound is caller by a look of its own for the device with that key.
func (a *API) callerFound(w http.ResponseWriter, r *http.Request, find func(jkt string) (device.Device, error)) (device.Device, error) {
	w.Header().Set(wire.HeaderDPoPNonce, a.nonces.At(a.Now()))
	key, err := a.verifyProof(r)
	if err != nil {
		return device.Device{}, unproved(w, err)
	}
	d, err := find(key.Thumbprint())
	if err != nil {
		return device.Device{}, unknown(w, err)
	}
	web.EventOf(r.Context()).Set("device", string(d.ID))
	if wait := a.pace.Take(string(d.ID)); wait > 0 {
		return device.Device{}, slowDown(wait, errors.New("too many calls in a minute"))
	}
	return d, nil
}

// unknown is the outward form of why the calling device was not found.
func unknown(w http.ResponseWriter, err error) error {
	if errors.Is(err, device.ErrNotFound) {
		return unproved(w, errors.New("no device has this key"))
	}
	return fmt.Errorf("find the calling device: %w", err)
}

// verifyProof checks the DPoP header as RFC 9449 §4.3 numbers it. iat is not
// checked and jti not kept (docs/device-protocol.md, section 7): the nonce
// bounds replay, and what changes state is a JWS that is good once.
func (a *API) verifyProof(r *http.Request) (wire.Key, error) {
	// 1. There is exactly one header. 2. It is a single well-formed JWT.
	headers := r.Header.Values(wire.HeaderDPoP)
	if len(headers) != 1 {
		return wire.Key{}, fmt.Errorf("%d proofs", len(headers))
	}
	object, err := wire.Parse(headers[0], wire.MaxProof)
	if err != nil {
		return wire.Key{}, err
	}
	// 4. typ, 5. alg, 6. signature by the key in the header, 7. no private key.
	if err := object.Verify(wire.TypeProof, object.Key()); err != nil {
		return wire.Key{}, err
	}
	// 3. All required claims.
	var p wire.Proof
	if err := object.Claims(&p); err != nil {
		return wire.Key{}, err
	}
	if p.ID == "" || len(p.ID) > maxProofID {
		return wire.Key{}, errors.New("jti is missing or too long")
	}
	// 8. htm. 9. htu, against the issuer and the path that was routed.
	if p.Method != r.Method {
		return wire.Key{}, errors.New("made for another method")
	}
	if p.URL != a.Issuer+r.URL.Path {
		return wire.Key{}, errors.New("made for another URL")
	}
	// 10. The nonce is one of ours.
	if !a.nonces.Good(p.Nonce, a.Now()) {
		return wire.Key{}, errNonce
	}
	return object.Key(), nil
}

// unproved is 401 (RFC 9449 §7.1 and §9).
func unproved(w http.ResponseWriter, cause error) error {
	code := wire.CodeInvalidDPoP
	if errors.Is(cause, errNonce) {
		code = wire.CodeUseNonce
	}
	w.Header().Set("WWW-Authenticate", fmt.Sprintf("DPoP error=%q, algs=\"%s %s\"", code, wire.ES256, wire.EdDSA))
	return failure(http.StatusUnauthorized, code, cause)
}

// errAnswered means that the answer is written already.
var errAnswered = errors.New("answered")

// active is the caller, if it may do more than ask for its own status. A
// revoked device is told so in a way that nobody can forge.
func (a *API) active(w http.ResponseWriter, r *http.Request) (device.Device, error) {
	d, err := a.caller(w, r)
	if err != nil {
		return device.Device{}, err
	}
	return a.mayAct(w, r, d)
}

// mayAct is d, if it may do more than ask for its own status.
func (a *API) mayAct(w http.ResponseWriter, r *http.Request, d device.Device) (device.Device, error) {
	switch d.Status {
	case wire.DeviceActive, wire.DevicePaused, wire.DeviceDormant:
		return d, nil
	case wire.DeviceRevoked:
		return device.Device{}, a.gone(r.Context(), w, d)
	case wire.DevicePending:
		return device.Device{}, failure(http.StatusForbidden, wire.CodePending, errors.New("device is pending"))
	default:
		return device.Device{}, failure(http.StatusForbidden, wire.CodeRefused, errors.New("device is "+string(d.Status)))
	}
}

// gone answers 410 with the signed word that makes an authenticator forget the
// account (section 7).
func (a *API) gone(ctx context.Context, w http.ResponseWriter, d device.Device) error {
	jws, err := a.Sign(ctx, string(wire.TypeRevoked), wire.Revoked{
		Issuer: a.Issuer, Device: string(d.ID), Account: d.Pseudonym, IssuedAt: a.Now().Unix(),
	})
	if err != nil {
		return fmt.Errorf("sign the revocation: %w", err)
	}
	writeJWT(w, http.StatusGone, jws)
	return errAnswered
}

func writeJWT(w http.ResponseWriter, status int, jws string) {
	w.Header().Set("Content-Type", wire.MediaJWT)
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write([]byte(jws)) // a client that went away needs no answer
}

// failure is an error answer. Whatever the cause, one code has one text.
func failure(status int, code wire.ErrorCode, cause error) *web.Failure {
	return &web.Failure{Status: status, Code: string(code), Title: words.As("Refused"), Message: words.As(texts(code)), Cause: cause}
}

func texts(code wire.ErrorCode) string {
	switch code {
	case wire.CodeUseNonce:
		return "use the nonce of the DPoP-Nonce header"
	case wire.CodeInvalidDPoP:
		return "the DPoP proof is missing or not acceptable"
	case wire.CodeSlowDown:
		return "too many requests; wait as long as Retry-After says"
	case wire.CodePending:
		return "the device is not confirmed yet"
	case wire.CodeNotFound:
		return "there is no such challenge for this device"
	case wire.CodeBadRequest:
		return "the request is malformed or too large"
	default:
		return "refused"
	}
}
