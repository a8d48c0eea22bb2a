package main

import (
	"crypto/rand"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"countersign/cmd/phone/authenticator"
	"countersign/idp/client"
)

// cibaVariant is one of the four of the FAPI-CIBA plan: how the application hears
// of the answer, and how it authenticates. As there, all modules of a variant have
// the same two applications.
type cibaVariant struct {
	delivery, method string
	ear              *ear
	one, two         *cibaClient
}

// cibaClient is an application of the FAPI-CIBA plan. Its tokens are bound to its
// certificate, whatever it authenticates by.
type cibaClient struct {
	*fapiClient
	delivery string
	typ      *jose.SignerOptions
	// aud is that of assertions at the backchannel endpoint and at the token
	// endpoint; empty for the endpoint itself.
	aud, tokenAud string
}

// cibaExpired takes half a minute, and so is done once, beside the others.
const cibaExpired = "id1-auth-req-id-expired"

// TestConformanceFAPICIBA is fapi-ciba-id1-test-plan, plain FAPI, in its four
// variants. docs/conformance.md lists the modules.
func TestConformanceFAPICIBA(t *testing.T) {
	s := newSuite(t, "COUNTERSIGN_OAUTH_CIBA_UNVERIFIED=true", "COUNTERSIGN_OUTBOUND_ALLOW=127.0.0.0/8")
	var variants []*cibaVariant
	var apps []string
	for _, delivery := range []string{client.CIBAPoll, client.CIBAPing} {
		for _, method := range []string{"private_key_jwt", "self_signed_tls_client_auth"} {
			v := s.cibaVariant(delivery, method)
			variants, apps = append(variants, v), append(apps, v.one.ID, v.two.ID)
		}
	}
	s.lets(apps...)
	late := variants[2] // by ping
	bob := *s
	bob.join("bob")
	bob.lets(late.one.ID)
	ignored := bob.begun(late.one, claim("login_hint", "bob"), claim("requested_expiry", 10))
	until := time.Now().Add(30 * time.Second) // the least that there is here
	for _, v := range variants {
		s.module(v.delivery+" "+v.method, func(s *suite) {
			modules := cibaModules(v) // in the order of names user-rejects is the last: after a no there is a pause
			for _, name := range slices.Sorted(maps.Keys(modules)) {
				s.module(name, func(s *suite) { modules[name](s, v.one.copied(), v.two.copied()) })
			}
		})
	}
	s.module(cibaExpired, func(s *suite) {
		time.Sleep(time.Until(until))
		status, answer := s.polls(late.one.copied(), ignored)
		s.is(status, answer, http.StatusBadRequest, "expired_token")
		for _, heard := range late.ear.of(ignored) {
			s.t.Errorf("pinged of what nobody answered: %v", heard)
		}
	})
}

// cibaVariant registers the applications of a variant: the first signs by PS256,
// the second by ES256 and with the media type of request objects.
func (s *suite) cibaVariant(delivery, method string) *cibaVariant {
	s.t.Helper()
	e := &ear{}
	e.server = httptest.NewUnstartedServer(e)
	e.server.TLS = s.app.TLS.Clone()
	e.server.StartTLS()
	s.t.Cleanup(e.server.Close)
	v := &cibaVariant{delivery: delivery, method: method, ear: e}
	v.one, v.two = s.cibaClient(v, jose.PS256), s.cibaClient(v, jose.ES256)
	v.two.typ, v.two.aud = (&jose.SignerOptions{}).WithType("oauth-authz-req+jwt"), s.str("token_endpoint")
	return v
}

func (s *suite) cibaClient(v *cibaVariant, alg jose.SignatureAlgorithm) *cibaClient {
	s.t.Helper()
	more := map[string]any{
		"redirect_uris": []string{}, "grant_types": []string{client.GrantCIBA, client.GrantRefresh},
		"scope": "openid profile offline_access", "require_pushed_authorization_requests": false,
		"backchannel_token_delivery_mode": v.delivery, "backchannel_authentication_request_signing_alg": string(alg),
	}
	if v.method == "private_key_jwt" {
		more["token_endpoint_auth_signing_alg"] = string(alg)
	}
	if v.delivery == client.CIBAPing {
		more["backchannel_client_notification_endpoint"] = v.ear.server.URL + "/told"
	}
	return &cibaClient{fapiClient: s.newFAPI(fapiVariant{auth: v.method, bound: "mtls"}, alg, more), delivery: v.delivery}
}

// copied is one that a module may change.
func (c *cibaClient) copied() *cibaClient {
	one, inner := *c, *c.fapiClient
	one.fapiClient = &inner
	return &one
}

// lets has the person let applications ask, at the account page.
func (s *suite) lets(apps ...string) {
	s.t.Helper()
	ctx := s.t.Context()
	s.newBrowser()
	s.ok(s.tab.Open(ctx, s.issuer+"/me/apps/asking"), s.tab.Click(ctx, "account-sign-in"), s.tab.Fill("username", s.username), s.tab.Fill("password", storyPassword), s.tab.Click(ctx, "sign-in"))
	s.approve()
	s.ok(s.tab.Open(ctx, s.issuer+"/me/apps/asking"))
	for _, id := range apps {
		s.ok(s.tab.Click(ctx, "let-"+id))
	}
	s.newBrowser()
}

// calls posts a form to an endpoint as the application authenticates.
func (s *suite) calls(c *cibaClient, endpoint string, form url.Values) (int, map[string]any) {
	s.t.Helper()
	aud := c.tokenAud
	if endpoint == "backchannel_authentication_endpoint" {
		aud = c.aud
	}
	if aud == "" {
		aud = s.str(endpoint)
	}
	c.assertion = func(claims map[string]any) { claims["aud"] = aud }
	return s.send(c.fapiClient, s.endpoint(c.fapiClient, endpoint), form)
}

// asks are the claims of a request; change edits them.
func (s *suite) asks(c *cibaClient, change ...func(map[string]any)) map[string]any {
	now := time.Now()
	claims := map[string]any{
		"iss": c.ID, "aud": s.issuer, "iat": now.Unix(), "nbf": now.Unix(), "exp": now.Add(5 * time.Minute).Unix(), "jti": rand.Text(),
		"scope": "openid", "login_hint": suiteUser, "binding_message": "1234",
	}
	if c.delivery == client.CIBAPing {
		claims["client_notification_token"] = notifyToken
	}
	for _, f := range change {
		f(claims)
	}
	return claims
}

func claim(name string, value any) func(map[string]any) {
	return func(claims map[string]any) { claims[name] = value }
}

func noClaim(name string) func(map[string]any) {
	return func(claims map[string]any) { delete(claims, name) }
}

// signs is the form of a request that the application signed.
func (c *cibaClient) signs(claims map[string]any) url.Values {
	return url.Values{"request": {signed(c.signing(), c.typ, claims)}}
}

// begins signs a request and posts it.
func (s *suite) begins(c *cibaClient, change ...func(map[string]any)) (int, map[string]any) {
	s.t.Helper()
	return s.calls(c, "backchannel_authentication_endpoint", c.signs(s.asks(c, change...)))
}

// begun is the auth_req_id of a request that must be taken (CIBA section 7.3).
func (s *suite) begun(c *cibaClient, change ...func(map[string]any)) string {
	s.t.Helper()
	status, answer := s.begins(c, change...)
	id, _ := answer["auth_req_id"].(string)
	expires, _ := answer["expires_in"].(float64)
	interval, _ := answer["interval"].(float64)
	if status != http.StatusOK || len(id) < 43 || expires < 1 || interval < 0 || len(answer) != 3 {
		s.t.Fatalf("asked: %d %v", status, answer)
	}
	return id
}

func (s *suite) polls(c *cibaClient, id string, change ...func(url.Values)) (int, map[string]any) {
	s.t.Helper()
	form := url.Values{"grant_type": {client.GrantCIBA}, "auth_req_id": {id}}
	for _, f := range change {
		f(form)
	}
	return s.calls(c, "token_endpoint", form)
}

// is says that an answer is this error.
func (s *suite) is(status int, answer map[string]any, want int, codes ...string) {
	s.t.Helper()
	code, _ := answer["error"].(string)
	if status != want || !slices.Contains(codes, code) {
		s.t.Errorf("%d %v; want %d %v", status, answer, want, codes)
	}
}

// pending polls before the person answered.
func (s *suite) pending(c *cibaClient, id string) {
	s.t.Helper()
	status, answer := s.polls(c, id)
	s.is(status, answer, http.StatusBadRequest, "authorization_pending", "slow_down")
}

// rings is the request on the phone.
func (s *suite) rings() authenticator.Challenge {
	s.t.Helper()
	open, err := s.phone.Challenges(s.t.Context(), false)
	s.ok(err)
	if len(open) != 1 {
		s.t.Fatalf("the phone has %d requests", len(open))
	}
	return open[0]
}

// approves answers on the phone; with ping the application hears of it.
func (s *suite) approves(v *cibaVariant, id string) {
	s.t.Helper()
	_, err := s.phone.Approve(s.t.Context(), s.rings(), "")
	s.ok(err)
	s.pinged(v, id)
}

// pinged waits for the notification (CIBA section 10.2).
func (s *suite) pinged(v *cibaVariant, id string) {
	s.t.Helper()
	if v.delivery != client.CIBAPing {
		return
	}
	for deadline := time.Now().Add(30 * time.Second); len(v.ear.of(id)) == 0; time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			s.t.Fatal("no notification came")
		}
	}
	heard := v.ear.of(id)[0]
	if heard.bearer != "Bearer "+notifyToken || heard.kind != "application/json" || len(heard.body) != 1 {
		s.t.Errorf("it was told %+v", heard)
	}
}

// given polls for tokens that must be there, and uses the access token.
func (s *suite) given(c *cibaClient, id string) map[string]any {
	s.t.Helper()
	status, got := s.polls(c, id)
	return s.bound(c, status, got)
}

// bound looks at tokens that are bound to the application's certificate.
func (s *suite) bound(c *cibaClient, status int, got map[string]any) map[string]any {
	s.t.Helper()
	access, _ := got["access_token"].(string)
	token, _ := got["id_token"].(string)
	if kind, _ := got["token_type"].(string); status != http.StatusOK || !strings.EqualFold(kind, "Bearer") || len(access) < 22 {
		s.t.Fatalf("tokens: %d %v", status, got)
	}
	claims := s.idToken(&suiteAsk{client: c.suiteClient, values: url.Values{}}, suiteTokens{ID: token})
	for _, other := range []string{"nonce", "c_hash", "s_hash"} {
		if claims[other] != nil {
			s.t.Errorf("%s is %v", other, claims[other])
		}
	}
	bare := c.copied()
	bare.http = s.http
	for with, want := range map[*cibaClient]int{c: http.StatusOK, bare: http.StatusUnauthorized} {
		if status, _ := s.resource(with.fapiClient, access, "Bearer"); status != want {
			s.t.Errorf("userinfo: %d; want %d", status, want)
		}
	}
	return got
}
