package main

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"encoding/pem"
	"log/slog"
	"math/big"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"countersign/config"
	"countersign/idp/client"
	"countersign/storage/storagetest"
)

// pki is a CA and what it made, as files.
type pki struct {
	*testing.T
	dir  string
	now  time.Time
	ca   *x509.Certificate
	key  *ecdsa.PrivateKey
	next int64
}

func newPKI(t *testing.T, now time.Time) *pki {
	t.Helper()
	p := &pki{T: t, dir: t.TempDir(), now: now, next: 1}
	var err error
	if p.key, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader); err != nil {
		t.Fatal(err)
	}
	plan := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "CA"}, IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageCertSign, NotBefore: now.Add(-time.Hour), NotAfter: now.Add(24 * time.Hour),
	}
	der, err := x509.CreateCertificate(rand.Reader, plan, plan, p.key.Public(), p.key)
	if err != nil {
		t.Fatal(err)
	}
	if p.ca, err = x509.ParseCertificate(der); err != nil {
		t.Fatal(err)
	}
	p.write("ca.pem", "CERTIFICATE", der)
	return p
}

func (p *pki) write(name, kind string, der []byte) string {
	p.Helper()
	path := filepath.Join(p.dir, name)
	if err := os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}), 0o600); err != nil {
		p.Fatal(err)
	}
	return path
}

// issue writes name.pem and name.key, for localhost and as a client, and gives
// them to tls.
func (p *pki) issue(name string) tls.Certificate {
	p.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		p.Fatal(err)
	}
	p.next++
	der, err := x509.CreateCertificate(rand.Reader, &x509.Certificate{
		SerialNumber: big.NewInt(p.next), Subject: pkix.Name{CommonName: name}, DNSNames: []string{"localhost"},
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, NotBefore: p.now.Add(-time.Hour), NotAfter: p.now.Add(24 * time.Hour),
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth},
	}, p.ca, key.Public(), p.key)
	if err != nil {
		p.Fatal(err)
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		p.Fatal(err)
	}
	pair, err := tls.LoadX509KeyPair(p.write(name+".pem", "CERTIFICATE", der), p.write(name+".key", "PRIVATE KEY", private))
	if err != nil {
		p.Fatal(err)
	}
	return pair
}

func (p *pki) file(name string) string { return filepath.Join(p.dir, name) }

// client is an HTTP client that trusts the CA and shows these certificates.
func (p *pki) client(shown ...tls.Certificate) *http.Client {
	roots := x509.NewCertPool()
	roots.AddCert(p.ca)
	transport := &http.Transport{ForceAttemptHTTP2: true, TLSClientConfig: &tls.Config{
		RootCAs: roots, Certificates: shown, Time: func() time.Time { return p.now }, MinVersion: tls.VersionTLS12,
	}}
	p.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport}
}

// free is an address that nobody listens on.
func free(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return strings.Replace(l.Addr().String(), "127.0.0.1", "localhost", 1)
}

// TestServerSpeaksTLSAndTakesCertificatesBesides runs the program as it is
// started, by its own listeners.
func TestServerSpeaksTLSAndTakesCertificatesBesides(t *testing.T) {
	clock := storagetest.NewClock()
	p := newPKI(t, clock.Now())
	p.issue("server")
	bank, stranger := p.issue("bank"), newPKI(t, clock.Now()).issue("bank")
	at, mtls := free(t), free(t)
	conf := config.Default()
	conf.Issuer, conf.Listen, conf.MetricsListen = "https://"+at, at, config.Off
	conf.DatabaseURL, conf.MasterKey = config.Secret("sqlite:"+t.TempDir()+"/c.db"), config.Secret(storagetest.MasterKey)
	conf.TLS = config.TLS{Cert: p.file("server.pem"), Key: p.file("server.key"), MTLSListen: mtls, MTLSURL: "https://" + mtls, ClientCA: p.file("ca.pem")}
	if err := conf.Validate(); err != nil {
		t.Fatal(err)
	}
	c := start(t, conf, clock, func(r *client.Registry) client.ID {
		made, _, err := r.Create(t.Context(), client.Registration{
			Name: "Bank", Method: client.TLS, Grants: []string{client.GrantClient}, Scopes: []string{client.ScopePush},
			Metadata: client.Metadata{TLSSubjectDN: "CN=bank"},
		})
		if err != nil {
			t.Fatal(err)
		}
		return made.ID
	})

	var metadata struct {
		Token   string            `json:"token_endpoint"`
		Methods []string          `json:"token_endpoint_auth_methods_supported"`
		Aliases map[string]string `json:"mtls_endpoint_aliases"`
	}
	res, err := p.client().Get(conf.Issuer + "/.well-known/openid-configuration")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if err := json.NewDecoder(res.Body).Decode(&metadata); err != nil {
		t.Fatal(err)
	}
	if res.ProtoMajor != 2 || metadata.Token != conf.Issuer+"/token" || metadata.Aliases["token_endpoint"] != conf.TLS.MTLSURL+"/token" {
		t.Errorf("HTTP/%d, %+v", res.ProtoMajor, metadata)
	}
	form := url.Values{"grant_type": {client.GrantClient}, "client_id": {string(c)}}
	for name, call := range map[string]struct {
		by     *http.Client
		to     string
		status int
	}{
		"with the certificate":              {p.client(bank), metadata.Aliases["token_endpoint"], http.StatusOK},
		"without one":                       {p.client(), metadata.Aliases["token_endpoint"], http.StatusUnauthorized},
		"with a stranger's":                 {p.client(stranger), metadata.Aliases["token_endpoint"], http.StatusUnauthorized},
		"where nobody asks for one":         {p.client(bank), metadata.Token, http.StatusUnauthorized},
		"at a page, where programs call":    {p.client(bank), conf.TLS.MTLSURL + "/logout", http.StatusMisdirectedRequest},
		"where aliases lead, for every one": {p.client(bank), metadata.Aliases["revocation_endpoint"], http.StatusBadRequest},
	} {
		t.Run(name, func(t *testing.T) {
			res, err := call.by.PostForm(call.to, form)
			if err != nil {
				t.Fatal(err)
			}
			defer res.Body.Close()
			if res.StatusCode != call.status {
				t.Errorf("%d, want %d", res.StatusCode, call.status)
			}
		})
	}
	for name, to := range metadata.Aliases {
		res, err := p.client(bank).Get(to)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if res.StatusCode == http.StatusMisdirectedRequest || res.StatusCode == http.StatusNotFound {
			t.Errorf("%s leads nowhere: %d", name, res.StatusCode)
		}
	}
}

// start runs serve until the test ends; setUp makes a client before.
func start(t *testing.T, conf config.Config, clock *storagetest.Clock, setUp func(*client.Registry) client.ID) client.ID {
	t.Helper()
	var log logbook
	p := &program{now: clock.Now, errs: &log, out: &bytes.Buffer{}}
	g, err := p.openGround(t.Context(), conf, slog.New(slog.NewTextHandler(&log, nil)), true)
	if err != nil {
		t.Fatal(err)
	}
	registry, err := client.NewRegistry(g.db.Clients(), nil, clock.Now)
	if err != nil {
		t.Fatal(err)
	}
	id := setUp(registry)
	if err := g.db.Close(); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	ready := log.waits("ready")
	go func() { done <- p.serve(ctx, conf, false) }()
	t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			t.Errorf("serve: %v\n%s", err, log.String())
		}
	})
	select {
	case <-ready:
	case err := <-done:
		done <- nil
		t.Fatalf("serve: %v\n%s", err, log.String())
	}
	return id
}

func TestCertificateIsReadAnewWhenItsFilesChange(t *testing.T) {
	clock := storagetest.NewClock()
	p := newPKI(t, clock.Now())
	first := p.issue("server")
	var log logbook
	c, err := newCertificate(config.Config{TLS: config.TLS{Cert: p.file("server.pem"), Key: p.file("server.key")}}, clock.Now, slog.New(slog.NewTextHandler(&log, nil)))
	if err != nil {
		t.Fatal(err)
	}
	serves := func(want tls.Certificate) {
		t.Helper()
		got, err := c.get(nil)
		if err != nil || !bytes.Equal(got.Certificate[0], want.Certificate[0]) {
			t.Errorf("another certificate, %v", err)
		}
	}
	later := func() {
		t.Helper()
		clock.Advance(certificateLook)
		at := time.Now().Add(time.Duration(clock.Now().Unix()) * time.Millisecond) // a stamp of its own
		for _, name := range []string{"server.pem", "server.key"} {
			_ = os.Chtimes(p.file(name), at, at) // of a file that is not there, neither
		}
	}
	serves(first)
	second := p.issue("server")
	serves(first) // it has just looked
	later()
	serves(second)
	// Half a renewal: a certificate without its key.
	third := p.issue("other")
	text, err := os.ReadFile(p.file("other.pem"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(p.file("server.pem"), text, 0o600); err != nil {
		t.Fatal(err)
	}
	later()
	serves(second)
	if !strings.Contains(log.String(), "the old one serves on") {
		t.Error("nobody was told")
	}
	if text, err = os.ReadFile(p.file("other.key")); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(p.file("server.key"), text, 0o600); err != nil {
		t.Fatal(err)
	}
	later()
	serves(third)
	// Upon a signal it does not wait.
	fourth := p.issue("server")
	c.renew()
	serves(fourth)
	if err := os.Remove(p.file("server.pem")); err != nil {
		t.Fatal(err)
	}
	later()
	serves(fourth)
	if _, err := newCertificate(config.Config{TLS: c.conf}, clock.Now, c.log); err == nil {
		t.Error("a start without a certificate")
	}
}

func TestOldTLSIsNotSpoken(t *testing.T) {
	clock := storagetest.NewClock()
	p := newPKI(t, clock.Now())
	p.issue("server")
	both := map[uint16]bool{tls.VersionTLS11: false, tls.VersionTLS12: true, tls.VersionTLS13: true}
	for least, versions := range map[string]map[uint16]bool{
		"": both, "1.2 fapi2": both, "1.3": {tls.VersionTLS12: false, tls.VersionTLS13: true}, " fapi2": {tls.VersionTLS12: false, tls.VersionTLS13: true},
	} {
		version, profile, _ := strings.Cut(least, " ")
		conf := config.Config{OAuth: config.OAuth{Profile: profile}, TLS: config.TLS{Cert: p.file("server.pem"), Key: p.file("server.key"), MinVersion: version}}
		own, err := newCertificate(conf, clock.Now, slog.Default())
		if err != nil {
			t.Fatal(err)
		}
		for version, spoken := range versions {
			if err := p.shake(own, &tls.Config{MinVersion: version, MaxVersion: version}); (err == nil) != spoken {
				t.Errorf("at least %q, %s: %v", least, tls.VersionName(version), err)
			}
		}
		// RFC 9325 section 4.2 leaves these out.
		for _, weak := range []uint16{tls.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA, tls.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256} {
			if err := p.shake(own, &tls.Config{MinVersion: tls.VersionTLS12, MaxVersion: tls.VersionTLS12, CipherSuites: []uint16{weak}}); err == nil {
				t.Errorf("%s is spoken", tls.CipherSuiteName(weak))
			}
		}
	}
}

// shake is one handshake with the server of a certificate.
func (p *pki) shake(own *certificate, by *tls.Config) error {
	p.Helper()
	plain, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		p.Fatal(err)
	}
	l := own.listen(plain, false)
	defer l.Close()
	go func() {
		c, err := l.Accept()
		if err == nil {
			_ = c.(*tls.Conn).Handshake()
			_ = c.Close()
		}
	}()
	by.RootCAs, by.ServerName, by.Time = x509.NewCertPool(), "localhost", func() time.Time { return p.now }
	by.RootCAs.AddCert(p.ca)
	c, err := tls.Dial("tcp", plain.Addr().String(), by)
	if err != nil {
		return err
	}
	return c.Close()
}
