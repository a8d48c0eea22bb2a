package main

import (
	"context"
	"errors"

	"countersign/idp/devicegrant"
	"countersign/idp/flow"
	"countersign/idp/op"
)

// newDeviceGrant lets people in on devices without a keyboard.
func (h *house) newDeviceGrant(policy flow.Policy) (*devicegrant.Room, error) {
	return devicegrant.New(devicegrant.Deps{
		Web: h.web, Auth: h.auth, Issuer: h.conf.Issuer, Store: h.db.DeviceRequests(), Clients: h.clients, Sessions: h.sessions,
		Flows: h.db.Flows(), Accounts: h.db.Accounts(), People: h.db.People(), Grants: h.grants, Counters: h.db.Counters(),
		Place: func(address string) string { return h.places.Find(address).String() },
		Log:   h.record, Flood: h.flood, Policy: policy, Fresh: freshFactors, Tries: h.conf.Limits.DeviceCodes,
		Key: h.vault.Derive("device grant"), FlowLife: h.conf.Lifetimes.Flow, Now: h.now,
	})
}

// deviceGrantType is the row of the token endpoint's table. A device that asks
// too early was refused nothing.
func deviceGrantType(x *devicegrant.Room) op.GrantType {
	return op.GrantType{Need: []string{"device_code"}, Answer: func(ctx context.Context, q op.TokenRequest) (op.Issued, error) {
		t, err := x.Redeem(ctx, q.Client, q.Form.Get("device_code"), q.Wish.Confirmation)
		if errors.Is(err, devicegrant.ErrPending) || errors.Is(err, devicegrant.ErrEarly) {
			err = errors.Join(err, op.ErrPending)
		}
		return op.Issued{Tokens: t}, err
	}}
}
