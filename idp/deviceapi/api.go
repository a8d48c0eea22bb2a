package deviceapi

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"time"

	"countersign/factors/device"
	"countersign/factors/push"
	"countersign/factors/wire"
	"countersign/idp/dpop"
	"countersign/idp/web"
)

// Devices is what the door needs of factors/device.
type Devices interface {
	ByKey(ctx context.Context, jkt string) (device.Device, error)
	// Called is ByKey for a call that the device makes.
	Called(ctx context.Context, jkt string) (device.Device, error)
	// Greet is Called for a device that was read already.
	Greet(ctx context.Context, d device.Device) (device.Device, error)
	Register(ctx context.Context, q wire.RegisterRequest) (wire.RegisterResponse, error)
	Act(ctx context.Context, d device.Device, body []byte, goodNonce func(string) bool) (wire.DeviceStatus, error)
}

// Asked is what the door needs of factors/push.
type Asked interface {
	OpenFor(ctx context.Context, d device.Device) ([]push.Copy, error)
	Fetch(ctx context.Context, d device.Device, cid string) (jws string, err error)
	// Asked is the device with a key and what it was asked about cid, perhaps as
	// it was when the device fetched that; AskedAnew is what it is now.
	Asked(ctx context.Context, jkt, cid string, body []byte) (push.Asked, error)
	AskedAnew(ctx context.Context, jkt, cid string, body []byte) (push.Asked, error)
	Decide(ctx context.Context, q push.Asked, cid string, body []byte) (push.Answer, error)
	History(ctx context.Context, d device.Device) (wire.History, error)
	SelfTest(ctx context.Context, d device.Device) (push.ID, error)
}

// Deps are what API needs.
type Deps struct {
	Issuer  string
	Devices Devices
	Push    Asked
	// Sign signs with the newest challenge key.
	Sign func(ctx context.Context, typ string, claims any) (jws string, err error)
	// Listen gives a channel that receives after something happened to topic.
	Listen func(topic string) (rings <-chan struct{}, stop func())
	// NonceKey is the secret of the DPoP nonces, the same on every replica.
	NonceKey []byte
	// CallsAMinute is how often a device may call: strangers are not counted,
	// since only a device whose proof was verified is.
	CallsAMinute int
	// Done ends the calls that wait, at shutdown.
	Done <-chan struct{}
	Now  func() time.Time
}

// API is the device API.
type API struct {
	Deps
	nonces dpop.Nonces
	pace   *web.Pace
}

// New checks deps and makes an API.
func New(d Deps) (*API, error) {
	if d.Issuer == "" || d.Devices == nil || d.Push == nil || d.Sign == nil || d.Listen == nil || d.Done == nil || d.Now == nil {
		return nil, errors.New("deviceapi: Issuer, Devices, Push, Sign, Listen, Done and Now are needed")
	}
	if len(d.NonceKey) < 32 {
		return nil, errors.New("deviceapi: NonceKey must have 32 bytes")
	}
	if d.CallsAMinute < 1 {
		return nil, errors.New("deviceapi: CallsAMinute must be at least 1")
	}
	return &API{Deps: d, nonces: dpop.Nonces{Key: d.NonceKey, Label: "dpop nonce ", Life: nonceLife}, pace: web.NewPace(d.CallsAMinute, time.Minute, d.Now)}, nil
}

// done hides errAnswered, which is no error to anybody else.
func done(err error) error {
	if errors.Is(err, errAnswered) {
		return nil
	}
	return err
}

// Register is POST /push/register (section 4). It carries no proof: the
// registration is its own.
func (a *API) Register(w http.ResponseWriter, r *http.Request) error {
	w.Header().Set(wire.HeaderDPoPNonce, a.nonces.At(a.Now()))
	body, err := readBody(w, r, wire.MediaJSON, wire.MaxBody)
	if err != nil {
		return err
	}
	var q wire.RegisterRequest
	if err := wire.Decode(body, &q); err != nil {
		return failure(http.StatusBadRequest, wire.CodeBadRequest, err)
	}
	answer, err := a.Devices.Register(r.Context(), q)
	if err != nil {
		return refusal(w, err)
	}
	return web.WriteJSON(w, http.StatusCreated, answer)
}

// Challenge is GET /push/challenges/{cid}: the device's copy, while it waits
// for an answer.
func (a *API) Challenge(w http.ResponseWriter, r *http.Request) error {
	d, err := a.active(w, r)
	if err != nil {
		return done(err)
	}
	jws, err := a.Push.Fetch(r.Context(), d, r.PathValue("cid"))
	if err != nil {
		return refusal(w, err)
	}
	writeJWT(w, http.StatusOK, jws)
	return nil
}

// Decision is POST /push/challenges/{cid}/decision.
func (a *API) Decision(w http.ResponseWriter, r *http.Request) error {
	// The body is read first, so that the device and what it was asked are one
	// statement; whose body is bad learns it only after whose proof is.
	ctx, cid := r.Context(), r.PathValue("cid")
	body, bad := readBody(w, r, wire.MediaJWT, wire.MaxDecision)
	var q push.Asked
	d, err := a.callerFound(w, r, func(jkt string) (device.Device, error) {
		var err error
		if q, err = a.Push.Asked(ctx, jkt, cid, body); err != nil {
			return device.Device{}, err
		}
		return a.Devices.Greet(ctx, q.Device)
	})
	if err == nil {
		d, err = a.mayAct(w, r, d)
	}
	if err != nil {
		return done(err)
	}
	if bad != nil {
		return bad
	}
	web.EventOf(ctx).Set("challenge", cid)
	q.Device = d
	answer, err := a.Push.Decide(ctx, q, cid, body)
	switch {
	case errors.Is(err, push.ErrStale):
		answer, err = a.decideAnew(w, r, d.Key.Thumbprint(), body)
	case err != nil:
		err = refusal(w, err)
	}
	if err != nil {
		return done(err)
	}
	return web.WriteJSON(w, http.StatusOK, wire.DecisionAnswer{State: answer.State, ReturnCode: answer.ReturnCode})
}

// decideAnew judges a decision by what is read now: the device may have been
// revoked since it was shown the request, or erased.
func (a *API) decideAnew(w http.ResponseWriter, r *http.Request, jkt string, body []byte) (push.Answer, error) {
	ctx, cid := r.Context(), r.PathValue("cid")
	q, err := a.Push.AskedAnew(ctx, jkt, cid, body)
	if err != nil {
		return push.Answer{}, unknown(w, err)
	}
	if _, err := a.mayAct(w, r, q.Device); err != nil {
		return push.Answer{}, err
	}
	answer, err := a.Push.Decide(ctx, q, cid, body)
	if err != nil {
		return push.Answer{}, refusal(w, err)
	}
	return answer, nil
}

// Device is GET /push/device: the only call that a pending device may make.
func (a *API) Device(w http.ResponseWriter, r *http.Request) error {
	d, err := a.caller(w, r)
	if err != nil {
		return err
	}
	if d.Status == wire.DeviceRevoked {
		return done(a.gone(r.Context(), w, d))
	}
	return web.WriteJSON(w, http.StatusOK, d.Standing())
}

// ChangeDevice is POST /push/device: a signed act of the device on itself.
func (a *API) ChangeDevice(w http.ResponseWriter, r *http.Request) error {
	d, err := a.active(w, r)
	if err != nil {
		return done(err)
	}
	body, err := readBody(w, r, wire.MediaJWT, wire.MaxDevice)
	if err != nil {
		return err
	}
	now := a.Now()
	status, err := a.Devices.Act(r.Context(), d, body, func(nonce string) bool { return a.nonces.Good(nonce, now) })
	if err != nil {
		return refusal(w, err)
	}
	return web.WriteJSON(w, http.StatusOK, status)
}

// History is GET /push/history: what this device decided.
func (a *API) History(w http.ResponseWriter, r *http.Request) error {
	d, err := a.active(w, r)
	if err != nil {
		return done(err)
	}
	answer, err := a.Push.History(r.Context(), d)
	if err != nil {
		return refusal(w, err)
	}
	return web.WriteJSON(w, http.StatusOK, answer)
}

// Test is POST /push/test: it rings the device that calls, as a request would.
func (a *API) Test(w http.ResponseWriter, r *http.Request) error {
	d, err := a.active(w, r)
	if err != nil {
		return done(err)
	}
	id, err := a.Push.SelfTest(r.Context(), d)
	if err != nil {
		return refusal(w, err)
	}
	return web.WriteJSON(w, http.StatusOK, wire.TestAnswer{CID: string(id)})
}

// readBody reads a body of the right kind and size.
func readBody(w http.ResponseWriter, r *http.Request, media string, most int64) ([]byte, error) {
	got, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || got != media {
		return nil, failure(http.StatusUnsupportedMediaType, wire.CodeBadRequest, errors.New("content type is not "+media))
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, most))
	var big *http.MaxBytesError
	if errors.As(err, &big) {
		return nil, failure(http.StatusRequestEntityTooLarge, wire.CodeBadRequest, err)
	}
	if err != nil {
		return nil, failure(http.StatusBadRequest, wire.CodeBadRequest, err)
	}
	return body, nil
}

// refusal gives an error of the rooms its outward form (section 7).
func refusal(w http.ResponseWriter, err error) error {
	var slow *device.SlowDown
	var tested *push.SlowDown
	var full *push.Full
	switch {
	case errors.As(err, &slow):
		return slowDown(slow.After, err)
	case errors.As(err, &tested):
		return slowDown(tested.After, err)
	case errors.As(err, &full):
		return slowDown(full.After, err)
	case errors.Is(err, push.ErrNotFound):
		return failure(http.StatusNotFound, wire.CodeNotFound, err)
	case errors.Is(err, push.ErrConflict), errors.Is(err, device.ErrConflict):
		return failure(http.StatusConflict, wire.CodeRefused, err)
	case errors.Is(err, push.ErrRefused), errors.Is(err, device.ErrRefused):
		return failure(http.StatusForbidden, wire.CodeRefused, err)
	default:
		return fmt.Errorf("device API: %w", err)
	}
}

// slowDown is 429 with the time to wait, in whole seconds.
func slowDown(after time.Duration, cause error) error {
	f := failure(http.StatusTooManyRequests, wire.CodeSlowDown, cause)
	f.After = max(after, time.Second)
	return f
}
