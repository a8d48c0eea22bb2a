package web_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/pem"
	"log/slog"
	"math/big"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"testing"
	"time"

	"github.com/a-h/templ"

	"countersign/idp/web"
)

func certificate(t *testing.T, name string) *x509.Certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	plan := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name}, NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, plan, plan, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	c, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// seen is who came, by the certificate, and what the handler could still read.
type seen struct {
	status int
	names  []string
	header http.Header
}

// arrive sends r to a server that trusts 10.0.0.0/8 to write header.
func arrive(t *testing.T, header string, r *http.Request) seen {
	t.Helper()
	issuer, _ := url.Parse("https://id.example")
	w, err := web.New(web.Deps{
		Issuer: issuer, ErrorPage: func(web.Failure) templ.Component { return templ.NopComponent },
		Log: slog.New(slog.NewTextHandler(t.Output(), nil)), Now: time.Now, CertificateHeader: header,
		TrustedProxies: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}, MTLSHost: "mtls.id.example", MTLSPaths: []string{"/token"},
	})
	if err != nil {
		t.Fatal(err)
	}
	var s seen
	rec := httptest.NewRecorder()
	w.Wrap(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		s.header = r.Header
		for _, c := range web.ClientChain(r.Context()) {
			s.names = append(s.names, c.Subject.CommonName)
		}
		if c := web.ClientCertificate(r.Context()); (c != nil) != (len(s.names) > 0) {
			t.Errorf("the certificate is %v, the chain %v", c, s.names)
		}
	})).ServeHTTP(rec, r)
	s.status = rec.Code
	return s
}

func request(from string, header ...string) *http.Request {
	r := httptest.NewRequestWithContext(context.Background(), http.MethodGet, "/x", nil)
	r.Host, r.RemoteAddr = "id.example", from+":1234"
	for i := 0; i < len(header); i += 2 {
		r.Header.Add(header[i], header[i+1])
	}
	return r
}

func escaped(c *x509.Certificate) string {
	return url.PathEscape(string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.Raw})))
}

func bytesOf(c *x509.Certificate) string {
	return ":" + base64.StdEncoding.EncodeToString(c.Raw) + ":"
}

func TestCertificateComesByTLSOrFromATrustedProxyAlone(t *testing.T) {
	const proxy, stranger = "10.1.2.3", "192.0.2.1"
	a, b, ca := certificate(t, "a"), certificate(t, "b"), certificate(t, "ca")
	byTLS := func(r *http.Request) *http.Request {
		r.TLS = &tls.ConnectionState{PeerCertificates: []*x509.Certificate{b, ca}}
		return r
	}
	for name, c := range map[string]struct {
		header string
		r      *http.Request
		names  string
		status int
	}{
		"none":                          {"", request(stranger), "", 200},
		"TLS":                           {"", byTLS(request(stranger)), "b ca", 200},
		"TLS without a certificate":     {"", func() *http.Request { r := request(stranger); r.TLS = &tls.ConnectionState{}; return r }(), "", 200},
		"header where none is believed": {"", request(proxy, "Client-Cert", bytesOf(a)), "", 200},
		"standard header":               {"Client-Cert", request(proxy, "Client-Cert", bytesOf(a)), "a", 200},
		"standard header and chain":     {"client-cert", request(proxy, "Client-Cert", bytesOf(a), "Client-Cert-Chain", bytesOf(b)+", "+bytesOf(ca)), "a b ca", 200},
		"chain alone":                   {"Client-Cert", request(proxy, "Client-Cert-Chain", bytesOf(b)), "", 200},
		"nginx":                         {"X-Client", request(proxy, "X-Client", escaped(a)), "a", 200},
		"nginx without one":             {"X-Client", request(proxy, "X-Client", ""), "", 200},
		"proxy without one":             {"X-Client", request(proxy), "", 200},
		"stranger":                      {"X-Client", request(stranger, "X-Client", escaped(a)), "", 200},
		"stranger with TLS":             {"X-Client", byTLS(request(stranger, "X-Client", escaped(a))), "b ca", 200},
		"the proxy's own TLS":           {"X-Client", byTLS(request(proxy)), "", 200},
		"twice":                         {"X-Client", request(proxy, "X-Client", escaped(a), "X-Client", escaped(b)), "", 400},
		"two in one":                    {"X-Client", request(proxy, "X-Client", escaped(a)+escaped(b)), "", 400},
		"not PEM":                       {"X-Client", request(proxy, "X-Client", "x"), "", 400},
		"a key":                         {"X-Client", request(proxy, "X-Client", url.PathEscape("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n")), "", 400},
		"not base64":                    {"Client-Cert", request(proxy, "Client-Cert", ":x:"), "", 400},
		"without colons":                {"Client-Cert", request(proxy, "Client-Cert", base64.StdEncoding.EncodeToString(a.Raw)), "", 400},
		"PEM in the standard header":    {"Client-Cert", request(proxy, "Client-Cert", escaped(a)), "", 400},
		"broken chain":                  {"Client-Cert", request(proxy, "Client-Cert", bytesOf(a), "Client-Cert-Chain", "x"), "", 400},
	} {
		t.Run(name, func(t *testing.T) {
			s := arrive(t, c.header, c.r)
			got := ""
			for i, n := range s.names {
				if i > 0 {
					got += " "
				}
				got += n
			}
			if s.status != c.status || got != c.names {
				t.Errorf("%d %q, want %d %q", s.status, got, c.status, c.names)
			}
			if c.header != "" && (s.header.Get(c.header) != "" || s.header.Get("Client-Cert-Chain") != "") {
				t.Errorf("rooms can read %v", s.header)
			}
		})
	}
}

func TestHostForCertificatesServesProgramsAlone(t *testing.T) {
	for path, want := range map[string]int{"/token": 200, "/": 421, "/login/x": 421, "/token/": 421, "/livez": 200} {
		r := request("192.0.2.1")
		r.Host, r.URL.Path = "MTLS.id.example", path
		if s := arrive(t, "", r); s.status != want {
			t.Errorf("%s: %d, want %d", path, s.status, want)
		}
	}
	r := request("192.0.2.1")
	r.Host, r.URL.Path = "mtls.id.example.evil.example", "/token"
	if s := arrive(t, "", r); s.status != http.StatusMisdirectedRequest {
		t.Errorf("another host: %d", s.status)
	}
}
