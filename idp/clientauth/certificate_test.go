package clientauth_test

import (
	"crypto"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"math/big"
	"net"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"countersign/idp/client"
)

// issued is a certificate and its key.
type issued struct {
	*x509.Certificate
	key crypto.Signer
}

// issue makes a certificate that by signs; by itself if that is nil.
func (d *door) issue(by *issued, change func(*x509.Certificate)) issued {
	d.Helper()
	key := newEC(d.T, "").private
	plan := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "bank", Organization: []string{"Bank, Inc."}, Country: []string{"DE"}},
		NotBefore: d.now.Add(-time.Hour), NotAfter: d.now.Add(time.Hour), ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
	}
	if change != nil {
		change(plan)
	}
	parent, signer := plan, key
	if by != nil {
		parent, signer = by.Certificate, by.key
	}
	der, err := x509.CreateCertificate(rand.Reader, plan, parent, key.Public(), signer)
	if err != nil {
		d.Fatal(err)
	}
	c, err := x509.ParseCertificate(der)
	if err != nil {
		d.Fatal(err)
	}
	return issued{c, key}
}

func authority(c *x509.Certificate) {
	c.IsCA, c.BasicConstraintsValid, c.KeyUsage, c.ExtKeyUsage = true, true, x509.KeyUsageCertSign, nil
	c.Subject = pkix.Name{CommonName: "CA"}
}

// showing is a request over TLS by a client with these certificates.
func showing(chain ...issued) func(*http.Request) {
	return func(r *http.Request) {
		r.TLS = &tls.ConnectionState{}
		for _, c := range chain {
			r.TLS.PeerCertificates = append(r.TLS.PeerCertificates, c.Certificate)
		}
	}
}

func (d *door) banks(m client.Metadata, method client.AuthMethod) url.Values {
	d.clients["bank"] = client.Client{ID: "bank", Method: method, Metadata: m}
	return url.Values{"client_id": {"bank"}}
}

func TestCertificateOfOurCAWithTheRegisteredNameAuthenticates(t *testing.T) {
	d := newDoor(t)
	ca := d.issue(nil, authority)
	d.cas = x509.NewCertPool()
	d.cas.AddCert(ca.Certificate)
	names := d.issue(&ca, func(c *x509.Certificate) {
		u, _ := url.Parse("https://bank.example/app")
		c.DNSNames, c.EmailAddresses, c.URIs = []string{"bank.example"}, []string{"ops@bank.example"}, []*url.URL{u}
		c.IPAddresses = []net.IP{net.ParseIP("192.0.2.7")}
	})
	for name, c := range map[string]struct {
		metadata client.Metadata
		good     bool
	}{
		"subject":                  {client.Metadata{TLSSubjectDN: `CN=bank,O=Bank\, Inc.,C=DE`}, true},
		"subject with spaces":      {client.Metadata{TLSSubjectDN: `cn = bank, o = Bank\2C Inc., c = DE`}, true},
		"subject by OIDs":          {client.Metadata{TLSSubjectDN: `2.5.4.3=bank,2.5.4.10=Bank\, Inc.,2.5.4.6=DE`}, true},
		"another subject":          {client.Metadata{TLSSubjectDN: `CN=shop,O=Bank\, Inc.,C=DE`}, false},
		"a part of the subject":    {client.Metadata{TLSSubjectDN: `CN=bank`}, false},
		"subject in another order": {client.Metadata{TLSSubjectDN: `C=DE,O=Bank\, Inc.,CN=bank`}, false},
		"subject as one value":     {client.Metadata{TLSSubjectDN: `CN=bank\,O=Bank\\\, Inc.\,C=DE`}, false},
		"DNS name":                 {client.Metadata{TLSSanDNS: "bank.example"}, true},
		"another DNS name":         {client.Metadata{TLSSanDNS: "example"}, false},
		"URI":                      {client.Metadata{TLSSanURI: "https://bank.example/app"}, true},
		"another URI":              {client.Metadata{TLSSanURI: "https://bank.example/"}, false},
		"IP address":               {client.Metadata{TLSSanIP: "192.0.2.7"}, true},
		"another IP address":       {client.Metadata{TLSSanIP: "192.0.2.8"}, false},
		"mail address":             {client.Metadata{TLSSanEmail: "ops@bank.example"}, true},
		"another mail address":     {client.Metadata{TLSSanEmail: "bank.example"}, false},
		"no name":                  {client.Metadata{}, false},
	} {
		t.Run(name, func(t *testing.T) {
			a := d.post(d.banks(c.metadata, client.TLS), showing(names))
			if c.good {
				a.admits(t, "bank")
			} else {
				a.refuses(t, http.StatusUnauthorized, "invalid_client")
			}
		})
	}
}

func TestCertificateThatNobodyVouchesForIsRefused(t *testing.T) {
	d := newDoor(t)
	root, other := d.issue(nil, authority), d.issue(nil, authority)
	between := d.issue(&root, authority)
	d.cas = x509.NewCertPool()
	d.cas.AddCert(root.Certificate)
	form := d.banks(client.Metadata{TLSSubjectDN: `CN=bank,O=Bank\, Inc.,C=DE`}, client.TLS)
	good := d.issue(&root, nil)
	below := d.issue(&between, nil)
	d.post(form, showing(good)).admits(t, "bank")
	d.post(form, showing(below, between)).admits(t, "bank")
	for name, chain := range map[string][]issued{
		"none": nil, "another CA's": {d.issue(&other, nil)}, "self-signed": {d.issue(nil, nil)}, "of another CA's, with ours behind": {d.issue(&other, nil), root},
		"without what is between": {below}, "below a client": {d.issue(&good, nil), good},
		"expired":    {d.issue(&root, func(c *x509.Certificate) { c.NotAfter = d.now.Add(-time.Second) })},
		"not yet":    {d.issue(&root, func(c *x509.Certificate) { c.NotBefore = d.now.Add(time.Second) })},
		"a server's": {d.issue(&root, func(c *x509.Certificate) { c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth} })},
	} {
		t.Run(name, func(t *testing.T) {
			d.post(form, showing(chain...)).refuses(t, http.StatusUnauthorized, "invalid_client")
		})
	}
	d.cas = nil
	d.post(form, showing(good)).refuses(t, http.StatusUnauthorized, "invalid_client")
}

func TestRegisteredCertificateAuthenticates(t *testing.T) {
	d := newDoor(t)
	mine, other := d.issue(nil, nil), d.issue(nil, nil)
	whole := jose.JSONWebKey{Key: mine.PublicKey, Certificates: []*x509.Certificate{mine.Certificate}}
	renewed := issued{key: mine.key}
	der, err := x509.CreateCertificate(rand.Reader, mine.Certificate, mine.Certificate, mine.PublicKey, mine.key)
	if err != nil {
		t.Fatal(err)
	}
	if renewed.Certificate, err = x509.ParseCertificate(der); err != nil {
		t.Fatal(err)
	}
	byValue := func(keys ...jose.JSONWebKey) url.Values {
		return d.banks(client.Metadata{JWKS: json.RawMessage(set(t, keys...))}, client.SelfSignedTLS)
	}
	d.post(byValue(whole), showing(mine)).admits(t, "bank")
	d.post(byValue(whole), showing(renewed)).refuses(t, http.StatusUnauthorized, "invalid_client")
	d.post(byValue(whole), showing(other)).refuses(t, http.StatusUnauthorized, "invalid_client")
	d.post(byValue(whole), showing(other, mine)).refuses(t, http.StatusUnauthorized, "invalid_client")
	d.post(byValue(whole)).refuses(t, http.StatusUnauthorized, "invalid_client")
	// A key alone stands for every certificate of it.
	key := jose.JSONWebKey{Key: mine.PublicKey}
	d.post(byValue(key), showing(mine)).admits(t, "bank")
	d.post(byValue(key), showing(renewed)).admits(t, "bank")
	d.post(byValue(key), showing(other)).refuses(t, http.StatusUnauthorized, "invalid_client")
	// Two certificates during a change.
	second := jose.JSONWebKey{Key: other.PublicKey, Certificates: []*x509.Certificate{other.Certificate}}
	d.post(byValue(whole, second), showing(other)).admits(t, "bank")
	// By address, looked at anew for one that is not known.
	const address = "https://bank.example/jwks"
	d.papers[address], d.papers[address+"?new"] = set(t, whole), set(t, second)
	form := d.banks(client.Metadata{JWKSURI: address}, client.SelfSignedTLS)
	d.post(form, showing(mine)).admits(t, "bank")
	d.post(form, showing(other)).admits(t, "bank")
	delete(d.papers, address)
	d.post(form, showing(mine)).refuses(t, http.StatusUnauthorized, "invalid_client")
}

// The certificate of another way is not a second way: it may be there to bind
// tokens to (RFC 8705 section 3).
func TestCertificateBesideAnotherWayIsNoSecondWay(t *testing.T) {
	d, key := signing(t)
	d.post(asserting(sign(t, key.private, "ES256", "k1", d.claims("bank"), nil)), showing(d.issue(nil, nil))).admits(t, "bank")
}
