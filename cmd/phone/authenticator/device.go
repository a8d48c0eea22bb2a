package authenticator

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/http"

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
