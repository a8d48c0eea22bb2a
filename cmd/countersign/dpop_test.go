package main

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"countersign/idp/client"
	"countersign/idp/dpop/dpoptest"
)

// carried is a request with what proves a key.
func (r *rig) carried(n int, method, path, scheme, token, proof string, form url.Values) apiReply {
	r.t.Helper()
	q, err := http.NewRequestWithContext(r.t.Context(), method, r.issuer+path, strings.NewReader(form.Encode()))
	r.ok(err)
	q.Header.Set("Authorization", scheme+" "+token)
	if form != nil {
		q.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if proof != "" {
		q.Header.Set("DPoP", proof)
	}
	res, err := r.http(n).Do(q)
	r.ok(err)
	defer res.Body.Close()
	a := apiReply{status: res.StatusCode, header: res.Header}
	r.ok(json.NewDecoder(res.Body).Decode(&a.body))
	return a
}

func TestBackEndsTokenIsGoodWithItsKeyAloneOnEveryReplica(t *testing.T) {
	r := newRig(t, "postgres", 2)
	c, secret := r.client(func(w *client.Registration) {
		w.Name, w.RedirectURIs, w.PostLogoutRedirectURIs = "Intranet", nil, nil
		w.Grants, w.Scopes = []string{client.GrantClient}, []string{client.ScopePush}
	})
	k := dpoptest.New(t)
	ask := func(n int) apiReply {
		q, err := http.NewRequest(http.MethodGet, r.issuer, nil)
		r.ok(err)
		q.SetBasicAuth(string(c.ID), secret)
		_, basic, _ := strings.Cut(q.Header.Get("Authorization"), " ")
		return r.carried(n, "POST", "/token", "Basic", basic, k.Proof("POST", r.issuer+"/token", "", time.Now()), url.Values{"grant_type": {client.GrantClient}})
	}
	first := ask(0)
	if first.status != http.StatusBadRequest || first.text("error") != "use_dpop_nonce" {
		t.Fatalf("%d %v", first.status, first.body)
	}
	k.Hear(first.header)
	got := ask(1) // a nonce of one is good at all
	token := got.text("access_token")
	if got.text("token_type") != "DPoP" {
		t.Fatalf("%d %v", got.status, got.body)
	}
	const path = "/api/challenges/chl_AAAAAAAAAAAAAAAAAAAAAAAAAA"
	use := func(n int, scheme, proof string) apiReply {
		return r.carried(n, "GET", path, scheme, token, proof, nil)
	}
	proof := k.Proof("GET", r.issuer+path, token, time.Now())
	use(0, "DPoP", proof).problem(t, http.StatusNotFound, "unknown_challenge")
	use(1, "DPoP", proof).problem(t, http.StatusUnauthorized, "invalid_dpop_proof")
	use(0, "DPoP", "").problem(t, http.StatusUnauthorized, "invalid_dpop_proof")
	use(0, "Bearer", "").problem(t, http.StatusUnauthorized, "invalid_token")
	use(0, "DPoP", k.Proof("GET", r.issuer+"/userinfo", token, time.Now())).problem(t, http.StatusUnauthorized, "invalid_dpop_proof")
	thief := dpoptest.New(t)
	thief.Nonce = k.Nonce
	use(0, "DPoP", thief.Proof("GET", r.issuer+path, token, time.Now())).problem(t, http.StatusUnauthorized, "invalid_token")
	thief.Nonce = ""
	stale := use(0, "DPoP", thief.Proof("GET", r.issuer+path, token, time.Now()))
	stale.problem(t, http.StatusUnauthorized, "use_dpop_nonce")
	if stale.header.Get("DPoP-Nonce") == "" || !strings.HasPrefix(stale.header.Get("WWW-Authenticate"), `DPoP error="use_dpop_nonce", algs="`) {
		t.Errorf("%v", stale.header)
	}
}
