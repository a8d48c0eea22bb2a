package dpop_test

import (
	"errors"
	"maps"
	"net/http"
	"testing"
	"time"

	"countersign/idp/dpop"
)

func TestProofNeedsANonceThatIsCurrent(t *testing.T) {
	c := newClient(t, true)
	old := c.nonce()
	nonce := func(n any) func(_, claims map[string]any) {
		return func(_, claims map[string]any) {
			if claims["nonce"] = n; n == nil {
				delete(claims, "nonce")
			}
		}
	}
	for _, n := range []any{nil, "", "AAAAAAAAAAAAAAAAAAAAAA"} {
		if _, err := c.send("", c.proof(nonce(n))); !errors.Is(err, dpop.ErrNonce) {
			t.Errorf("nonce %v: %v", n, err)
		}
	}
	c.now = c.now.Add(time.Minute)
	if _, err := c.send("", c.proof(nonce(old))); err != nil {
		t.Errorf("the nonce before: %v", err)
	}
	c.now = c.now.Add(time.Minute)
	if _, err := c.send("", c.proof(nonce(old))); !errors.Is(err, dpop.ErrNonce) {
		t.Errorf("an old nonce: %v", err)
	}
	// The nonce says when it was made, whatever the client's clock does.
	if _, err := c.send("", c.proof(func(_, claims map[string]any) { claims["iat"] = c.now.Add(-time.Hour).Unix() })); err != nil {
		t.Errorf("a slow clock: %v", err)
	}
}

func TestWithoutNoncesTheTimeCounts(t *testing.T) {
	c := newClient(t, false)
	h := http.Header{}
	if _, err := c.verify.Verify(h, request(c.proof(nil)), ""); err != nil || len(h) != 0 {
		t.Errorf("a nonce that nobody needs: %v, %v", h, err)
	}
	for off, want := range map[time.Duration]error{
		-10 * time.Second: nil, 10 * time.Second: nil, -time.Hour: dpop.ErrProof, time.Hour: dpop.ErrProof, -61 * time.Second: dpop.ErrProof, 31 * time.Second: dpop.ErrProof,
	} {
		if _, err := c.send("", c.proof(func(_, claims map[string]any) { claims["iat"] = c.now.Add(off).Unix() })); !errors.Is(err, want) {
			t.Errorf("iat off by %v: %v", off, err)
		}
	}
	other := c.proof(func(_, claims map[string]any) { claims["nonce"] = "of somebody else" })
	if _, err := c.verify.Verify(h, request(other), ""); !errors.Is(err, dpop.ErrNonce) || h.Get(dpop.NonceHeader) == "" {
		t.Errorf("a nonce that is not ours: %v, %v", h, err)
	}
	if _, err := c.send("", c.proof(func(_, claims map[string]any) {
		maps.Copy(claims, map[string]any{"nbf": c.now.Unix(), "exp": c.now.Add(5 * time.Minute).Unix(), "tx_id_key": 1})
	})); err != nil {
		t.Errorf("nbf, exp and a claim that nobody knows: %v", err)
	}
}
