package authenticator

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/http"
	"time"

	"countersign/factors/wire"
)

// Status asks how this device stands.
func (p *Phone) Status(ctx context.Context) (wire.DeviceStatus, error) {
	got, err := p.do(ctx, call{method: http.MethodGet, path: wire.PathDevice})
	if err != nil {
		return wire.DeviceStatus{}, err
	}
	return readStatus(got)
}

// SetChannel tells the server how to wake this device from now on.
func (p *Phone) SetChannel(ctx context.Context, channel wire.Channel) (wire.DeviceStatus, error) {
	return p.act(ctx, wire.DeviceAct{Act: wire.ActChannel, Channel: &channel})
}

// Pause asks the server not to wake this device until then. Requests can still
// be fetched and answered. A time that is past ends a pause.
func (p *Phone) Pause(ctx context.Context, until time.Time) (wire.DeviceStatus, error) {
	return p.act(ctx, wire.DeviceAct{Act: wire.ActPause, Until: until.Unix()})
}

// History is what this device decided last, newest first. It is the server's
// word, signed by nobody.
func (p *Phone) History(ctx context.Context) ([]wire.Decided, error) {
	got, err := p.do(ctx, call{method: http.MethodGet, path: wire.PathHistory})
	if err != nil {
		return nil, err
	}
	var history wire.History
	if err := wire.Decode(got.body, &history); err != nil {
		return nil, fmt.Errorf("read history: %w", err)
	}
	if len(history.Decisions) > wire.MaxHistory {
		return nil, fmt.Errorf("read history: %w: %d decisions at once", ErrServer, len(history.Decisions))
	}
	return history.Decisions, nil
}

// Remove asks the server to revoke this device.
func (p *Phone) Remove(ctx context.Context) (wire.DeviceStatus, error) {
	return p.act(ctx, wire.DeviceAct{Act: wire.ActRemove})
}

// act signs what the device asks for itself. The signed nonce is the one of the
// proof, so a first call without any is answered with one and made again.
func (p *Phone) act(ctx context.Context, a wire.DeviceAct) (wire.DeviceStatus, error) {
	state := p.State()
	got, err := p.do(ctx, call{
		method: http.MethodPost,
		path:   wire.PathDevice,
		sign: func(nonce string) (string, error) {
			a.Device, a.Audience, a.Account = state.DeviceID, state.Issuer, state.Account
			a.ID, a.Nonce = "act_"+rand.Text(), nonce
			return wire.Sign(state.Private.Signer(), wire.TypeDevice, a)
		},
	})
	if err != nil {
		return wire.DeviceStatus{}, fmt.Errorf("act %s: %w", a.Act, err)
	}
	return readStatus(got)
}

func readStatus(got answer) (wire.DeviceStatus, error) {
	var status wire.DeviceStatus
	if err := wire.Decode(got.body, &status); err != nil {
		return wire.DeviceStatus{}, fmt.Errorf("read device status: %w", err)
	}
	if status.Status == "" {
		return wire.DeviceStatus{}, fmt.Errorf("read device status: %w: empty", ErrServer)
	}
	return status, nil
}
