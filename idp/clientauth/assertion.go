package clientauth

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"time"

	"countersign/idp/client"
	"countersign/idp/clientkeys"
	"countersign/idp/protocol"
)

// AssertionType is the only client_assertion_type that is taken (RFC 7523
// section 2.2).
const AssertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

const (
	// longest is how long before its end an assertion may come, and how long ago
	// it may have been made: its jti is kept for as long. Under the FAPI profile
	// longestFAPI holds.
	longest     = time.Hour
	longestFAPI = 5 * time.Minute
	// spentKind is what the jti of an assertion is spent as.
	spentKind = "client_assertion"
)

// assertion is the claims of a client's assertion (RFC 7523 section 3, OpenID
// Connect Core section 9).
type assertion struct {
	Issuer   string          `json:"iss"`
	Subject  string          `json:"sub"`
	Audience json.RawMessage `json:"aud"`
	ID       string          `json:"jti"`
	clientkeys.Times
}

// assertion is a client that signed a statement that it is itself: with a key of
// its own (private_key_jwt) or with its secret (client_secret_jwt).
func (a *Authenticator) assertion(r *http.Request) (client.Client, error) {
	form := r.PostForm
	if form.Get("client_assertion_type") != AssertionType {
		return client.Client{}, refused("client_assertion_type is not %s", AssertionType)
	}
	j, err := clientkeys.ParseJWS(form.Get("client_assertion"))
	if err != nil {
		return client.Client{}, protocol.InvalidClient().Because(err)
	}
	// What says to be something else is nobody's assertion (RFC 8725 section 3.11).
	if !slices.Contains([]string{"", "jwt", "client-authentication+jwt"}, j.Type) {
		return client.Client{}, refused("its typ is that of something else")
	}
	var k assertion
	if err := j.Unverified(&k); err != nil {
		return client.Client{}, protocol.InvalidClient().Because(err)
	}
	if k.Subject == "" || k.Issuer != k.Subject || form.Has("client_id") && form.Get("client_id") != k.Subject {
		return client.Client{}, refused("iss, sub and client_id are not the same")
	}
	c, err := a.find(r.Context(), k.Subject)
	if err != nil {
		return client.Client{}, err
	}
	if err := a.verify(r.Context(), c, j); err != nil {
		return client.Client{}, err
	}
	if err := a.fresh(k, a.audiences(r)); err != nil {
		return client.Client{}, err
	}
	if err := a.spend(r.Context(), c, k); err != nil {
		return client.Client{}, err
	}
	return c, nil
}

// verify sees to it that the client signed, by the method and the algorithm that
// it registered.
func (a *Authenticator) verify(ctx context.Context, c client.Client, j clientkeys.JWS) error {
	var may []string
	switch c.Method {
	case client.PrivateKeyJWT:
		may = clientkeys.Algs(a.FAPI)
	case client.SecretJWT:
		may = client.SecretAlgs()
	default:
		return refused("the client is registered for %s, not for an assertion", c.Method)
	}
	if pinned := c.Metadata.AuthSigningAlg; pinned != "" && j.Alg != pinned {
		return refused("its alg is not the registered %s", pinned)
	}
	var err error
	if c.Method == client.SecretJWT {
		_, err = j.VerifySecret(c.HMACSecret, may)
	} else {
		_, err = a.Keys.Verify(ctx, c, j, may)
	}
	if err != nil {
		return protocol.InvalidClient().Because(err)
	}
	return nil
}

// fresh sees to it that the assertion is for us and for now.
func (a *Authenticator) fresh(k assertion, ours []string) error {
	now, most := a.Now(), longest
	if a.FAPI {
		most = longestFAPI
	}
	switch err := k.Check(now); {
	case !a.forUs(k.Audience, ours):
		return refused("aud is not this server")
	case err != nil:
		return protocol.InvalidClient().Because(err)
	case k.Expires == nil:
		return refused("it has no exp")
	case k.Expires.After(now.Add(most + clientkeys.Skew)):
		return refused("its exp is more than %s ahead", most)
	case k.IssuedAt != nil && k.IssuedAt.Before(now.Add(-longest-clientkeys.Skew)):
		return refused("its iat is more than %s ago", longest)
	case k.ID == "" || !clientkeys.IsID(k.ID):
		return refused("it has no jti, or one of more than %d bytes", clientkeys.MaxID)
	}
	return nil
}

// audiences are the names under which an assertion may be meant for us: the
// issuer, the token endpoint, which OpenID Connect Core section 9 names, and
// the endpoint that was called; the last two also by the name for mutual TLS.
func (a *Authenticator) audiences(r *http.Request) []string {
	ours := []string{a.Issuer}
	for _, base := range []string{a.Issuer, a.MTLS} {
		if base != "" {
			ours = append(ours, base+"/token", base+r.URL.Path)
		}
	}
	return ours
}

// forUs wants nobody but us in aud: who else is named could use the assertion
// here. FAPI 2.0 Security Profile section 5.3.2.1 wants the issuer, as a text.
func (a *Authenticator) forUs(aud json.RawMessage, ours []string) bool {
	var one string
	if json.Unmarshal(aud, &one) == nil {
		return one == a.Issuer || !a.FAPI && slices.Contains(ours, one)
	}
	var all []string
	if a.FAPI || json.Unmarshal(aud, &all) != nil || len(all) == 0 {
		return false
	}
	return !slices.ContainsFunc(all, func(s string) bool { return !slices.Contains(ours, s) })
}

// spend uses the assertion up (RFC 7523 section 3 item 7). It comes last, so
// that nobody but the client can use one up.
func (a *Authenticator) spend(ctx context.Context, c client.Client, k assertion) error {
	first, err := a.Spent.Spend(ctx, spentKind, fmt.Sprintf("%s\x00%s", c.ID, k.ID), k.Expires.Add(clientkeys.Skew))
	switch {
	case err != nil:
		return protocol.ServerError(err)
	case !first:
		return refused("it was used before")
	}
	return nil
}
