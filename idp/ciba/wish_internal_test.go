package ciba

import (
	"errors"
	"net/url"
	"testing"

	"countersign/idp/client"
	"countersign/idp/protocol"
)

// Nobody proves a key where tokens are pushed.
func TestClientWhoseTokensAreBoundAsksForNoneToBePushed(t *testing.T) {
	for name, c := range map[string]struct {
		fapi bool
		of   client.Metadata
	}{
		"to a key":         {of: client.Metadata{DPoPBound: true}},
		"to a certificate": {of: client.Metadata{CertificateBound: true}},
		"by the profile":   {fapi: true},
	} {
		c.of.CIBADelivery = client.CIBAPush
		app := client.Client{Method: client.PrivateKeyJWT, Grants: []string{client.GrantCIBA}, Metadata: c.of}
		x := &Room{Deps: Deps{FAPI: c.fapi}}
		if !x.needsKey(app) {
			t.Errorf("%s: it needs no key", name)
			continue
		}
		_, err := x.wishOf(t.Context(), app, url.Values{})
		if refused, ok := errors.AsType[*protocol.Error](err); !ok || refused.Code != "unauthorized_client" {
			t.Errorf("%s: %v", name, err)
		}
	}
	if (&Room{}).needsKey(client.Client{}) {
		t.Error("tokens that are bound to nothing cannot be pushed")
	}
}
