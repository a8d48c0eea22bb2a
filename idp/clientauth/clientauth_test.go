package clientauth_test

import (
	"crypto/sha256"
	"crypto/x509"
	"net/http"
	"net/url"
	"testing"

	"github.com/go-jose/go-jose/v4"

	"countersign/idp/client"
	"countersign/idp/clientauth"
)

func hashed(s string) []byte {
	h := sha256.Sum256([]byte(s))
	return h[:]
}

func basic(id, secret string) func(*http.Request) {
	return func(r *http.Request) { r.SetBasicAuth(url.QueryEscape(id), url.QueryEscape(secret)) }
}

func with(id, secret string) url.Values {
	return url.Values{"client_id": {id}, "client_secret": {secret}}
}

// Each client against each way: its own alone is open to it.
func TestClientAuthenticatesByItsOwnMethodAlone(t *testing.T) {
	d, key := newDoor(t), newEC(t, "k1")
	certificate := d.issue(nil, nil)
	d.cas = x509.NewCertPool()
	d.cas.AddCert(certificate.Certificate)
	metadata := client.Metadata{JWKS: set(t, key.public(), jose.JSONWebKey{Key: certificate.PublicKey}), TLSSubjectDN: `CN=bank,O=Bank\, Inc.,C=DE`}
	long := secret + secret + secret
	methods := []client.AuthMethod{client.None, client.Basic, client.Post, client.SecretJWT, client.PrivateKeyJWT, client.TLS, client.SelfSignedTLS}
	ways := map[string]func(id string) answer{
		"nothing": func(id string) answer { return d.post(url.Values{"client_id": {id}}) },
		"basic":   func(id string) answer { return d.post(url.Values{}, basic(id, long)) },
		"post":    func(id string) answer { return d.post(with(id, long)) },
		"hmac": func(id string) answer {
			return d.post(asserting(sign(t, []byte(long), "HS256", "", d.claims(id), nil)))
		},
		"key": func(id string) answer {
			return d.post(asserting(sign(t, key.private, "ES256", "k1", d.claims(id), nil)))
		},
	}
	ways["certificate"] = func(id string) answer { return d.post(url.Values{"client_id": {id}}, showing(certificate)) }
	open := map[client.AuthMethod][]string{
		client.None: {"nothing", "certificate"}, client.TLS: {"certificate"}, client.SelfSignedTLS: {"certificate"},
		client.Basic: {"basic", "post"}, client.Post: {"post"}, client.SecretJWT: {"hmac"}, client.PrivateKeyJWT: {"key"},
	}
	for _, m := range methods {
		d.clients[client.ID(m)] = client.Client{ID: client.ID(m), Method: m, SecretHash: hashed(long), HMACSecret: long, Metadata: metadata}
		for way, try := range ways {
			t.Run(string(m)+" by "+way, func(t *testing.T) {
				a := try(string(m))
				for _, own := range open[m] {
					if own == way {
						a.admits(t, client.ID(m))
						return
					}
				}
				a.refuses(t, http.StatusUnauthorized, "invalid_client")
			})
		}
	}
}

func TestClientAuthenticatesInOneWay(t *testing.T) {
	d, key := signing(t)
	d.clients["shop"] = client.Client{ID: "shop", Method: client.Basic, SecretHash: hashed(secret)}
	assertion := func() url.Values { return asserting(sign(t, key.private, "ES256", "k1", d.claims("bank"), nil)) }
	both := assertion()
	both.Set("client_secret", secret)
	half := url.Values{"client_assertion_type": {clientauth.AssertionType}}
	for name, a := range map[string]answer{
		"header and body":         d.post(with("shop", secret), basic("shop", secret)),
		"header and assertion":    d.post(assertion(), basic("shop", secret)),
		"header and half of one":  d.post(half, basic("shop", secret)),
		"secret and assertion":    d.post(both),
		"an empty second is none": d.post(url.Values{"client_secret": {"x"}}, basic("shop", secret)),
	} {
		t.Run(name, func(t *testing.T) { a.refuses(t, http.StatusBadRequest, "invalid_request") })
	}
	d.post(url.Values{"client_secret": {""}, "client_assertion": {""}}, basic("shop", secret)).admits(t, "shop")
	d.post(url.Values{"client_id": {"shop"}}, basic("shop", secret)).admits(t, "shop")
	d.post(url.Values{"client_id": {"bank"}}, basic("shop", secret)).refuses(t, http.StatusUnauthorized, "invalid_client")
	twice := func(r *http.Request) { r.Header.Add("Authorization", r.Header.Get("Authorization")) }
	d.post(url.Values{}, basic("shop", secret), twice).refuses(t, http.StatusUnauthorized, "invalid_client")
}

func TestEndpointTakesFormsByPOSTAlone(t *testing.T) {
	d := newDoor(t)
	d.clients["spa"] = client.Client{ID: "spa", Method: client.None}
	form := url.Values{"client_id": {"spa"}}
	d.post(form).admits(t, "spa")
	got := d.post(form, func(r *http.Request) { r.Method = http.MethodGet })
	got.refuses(t, http.StatusMethodNotAllowed, "invalid_request")
	if got.header.Get("Allow") != "POST" {
		t.Errorf("Allow is %q", got.header.Get("Allow"))
	}
	d.post(form, func(r *http.Request) { r.Header.Set("Content-Type", "application/json") }).refuses(t, http.StatusBadRequest, "invalid_request")
	d.post(form, func(r *http.Request) { r.URL.RawQuery = "x=1" }).refuses(t, http.StatusBadRequest, "invalid_request")
	for name, bad := range map[string]url.Values{
		"repeated": {"client_id": {"spa", "spa"}}, "NUL": {"client_id": {"spa"}, "x": {"\x00"}}, "not UTF-8": {"client_id": {"spa"}, "x": {"\xff"}},
		"a repeated resource that is no text": {"client_id": {"spa"}, "resource": {"a", "\xff"}},
	} {
		t.Run(name, func(t *testing.T) { d.post(bad).refuses(t, http.StatusBadRequest, "invalid_request") })
	}
	d.post(url.Values{"client_id": {"spa"}, "resource": {"a", "b"}, "audience": {"a", "b"}}).admits(t, "spa")
	d.post(url.Values{}).refuses(t, http.StatusUnauthorized, "invalid_client")
}
