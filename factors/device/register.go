package device

import (
	"context"
	"crypto/subtle"
	"errors"
	"fmt"
	"slices"
	"time"

	"countersign/audit"
	"countersign/factors"
	"countersign/factors/attest"
	"countersign/factors/wire"
)

// Register is POST /push/register (section 4). Every failure is ErrRefused or
// ErrConflict, and counts for the source.
func (r *Registry) Register(ctx context.Context, q wire.RegisterRequest) (wire.RegisterResponse, error) {
	q.Code = wire.NormalSecret(q.Code)
	source := sourceCounter(audit.RequestOf(ctx).Address)
	if err := r.mayTry(ctx, source, q.Code); err != nil {
		return wire.RegisterResponse{}, err
	}
	now := r.Now()
	claims, key, err := r.readRegistration(ctx, q)
	if err != nil {
		return wire.RegisterResponse{}, r.refuse(ctx, source, q.Code, err, ErrRefused)
	}
	verifier, err := r.readVerifier(claims, key)
	if err != nil {
		return wire.RegisterResponse{}, r.refuse(ctx, source, q.Code, err, ErrRefused)
	}
	proof, told, err := r.proof(claims, key, verifier)
	if err != nil {
		return wire.RegisterResponse{}, r.refuse(ctx, source, q.Code, err, ErrRefused)
	}
	d := Device{
		ID: ID("dev_" + wire.Random128()), Pseudonym: "acc_" + wire.Random128(), Key: key, UV: verifier, Status: wire.DevicePending,
		Info: claims.Device, Modes: claims.Modes, Channel: claims.Channel, ChannelSet: now,
		Protection: factors.SoftwareKey, Genuine: proof == attest.GenuineApp, Created: now,
	}
	if proof == attest.Hardware {
		d.Protection = factors.HardwareKey
	}
	registered := audit.New(ctx, now, audit.DeviceRegistered)
	registered.Device, registered.Detail = string(d.ID), verifier.detail()
	registered.Detail["attestation"] = told
	e, d, err := r.Store.Redeem(ctx, Redemption{
		SecretHash: wire.SecretHash(q.Code), Device: d, Confirm: wire.Secret(wire.RandomDigits(6)), At: now, Expires: now.Add(r.Limits.ConfirmLife),
	}, registered)
	switch {
	case errors.Is(err, ErrConflict):
		return wire.RegisterResponse{}, r.refuse(ctx, source, q.Code, err, ErrConflict)
	case errors.Is(err, ErrEnded), errors.Is(err, ErrRefused):
		return wire.RegisterResponse{}, r.refuse(ctx, source, q.Code, err, ErrRefused)
	case err != nil:
		return wire.RegisterResponse{}, fmt.Errorf("register device: %w", err)
	}
	return wire.RegisterResponse{
		DeviceID: string(d.ID), Account: d.Pseudonym, IssuerName: r.IssuerName, PushJWKSURI: r.KeySetURL,
		Limits: wire.Limits{PollInterval: int(r.Limits.PollInterval / time.Second)}, Confirm: e.Confirm,
	}, nil
}

// proof is what is proved about the possession key, and what the record says of
// it. Without proof it is taken for a software key, or refused where the operator
// wants proof (section 10). A genuine app is proof enough to be let in, and none
// of where the key is; so is a credential in hardware, which signs every approval
// beside it.
func (r *Registry) proof(claims wire.Register, key wire.Key, v Verifier) (p attest.Proof, told string, err error) {
	p, err = r.Attestation.Possession(claims.Att, key, claims.CodeHash, r.Now())
	switch {
	case p != attest.Nothing:
		return p, string(p), nil
	case r.Attestation.Policy == attest.Require && !v.Credential.Attested:
		return "", "", err
	}
	return attest.Nothing, err.Error(), nil
}

// readRegistration verifies that whoever sent the code holds the key, too.
func (r *Registry) readRegistration(ctx context.Context, q wire.RegisterRequest) (wire.Register, wire.Key, error) {
	object, err := wire.Parse(q.Reg, wire.MaxRegister)
	if err != nil {
		return wire.Register{}, wire.Key{}, err
	}
	key := object.Key()
	if err := object.Verify(wire.TypeRegister, key); err != nil {
		return wire.Register{}, wire.Key{}, err
	}
	var claims wire.Register
	if err := object.Claims(&claims); err != nil {
		return wire.Register{}, wire.Key{}, err
	}
	if err := claims.Check(); err != nil {
		return wire.Register{}, wire.Key{}, err
	}
	if claims.Audience != r.Issuer {
		return wire.Register{}, wire.Key{}, errors.New("made for another issuer")
	}
	if subtle.ConstantTimeCompare([]byte(claims.CodeHash), []byte(wire.SecretHash(q.Code))) != 1 {
		return wire.Register{}, wire.Key{}, errors.New("the key signed another code")
	}
	if !slices.Contains(r.Platforms, claims.Device.Platform) {
		return wire.Register{}, wire.Key{}, fmt.Errorf("devices of the platform %s may not be added", claims.Device.Platform)
	}
	if err := r.takeChannel(ctx, claims.Channel); err != nil {
		return wire.Register{}, wire.Key{}, err
	}
	return claims, key, nil
}

// sourceCounter names the counter of a caller's network.
func sourceCounter(address string) string {
	return "register:" + factors.Digest(factors.Network(address))[:32]
}
