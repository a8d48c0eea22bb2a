package main

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSignInTellsWhatHappened(t *testing.T) {
	onBoth(t, func(t *testing.T, r *rig) {
		ada := r.join("ada")
		c, secret := r.client()
		q, b := r.request(c, secret), r.browser(0)
		r.toPush(b, q, "ada")
		r.finish(b, ada.phone)
		got := r.landed(b)
		if got.Get("state") != q.state || got.Get("iss") != r.issuer {
			t.Errorf("the application gets state %q, iss %q", got.Get("state"), got.Get("iss"))
		}
		status, tok := r.redeem(0, q, got.Get("code"))
		if status != 200 {
			t.Fatalf("token endpoint: %d %s", status, tok.Error)
		}
		id := claims(t, tok.ID)
		want := map[string]any{
			"iss": r.issuer, "sub": string(ada.id), "aud": string(c.ID), "nonce": q.nonce,
			"acr": "urn:countersign:acr:2", "amr": []any{"pwd", "swk", "mca", "user", "mfa"},
		}
		for k, v := range want {
			if d := cmp.Diff(v, id[k]); d != "" {
				t.Errorf("claim %s (-want +got):\n%s", k, d)
			}
		}
	})
}
