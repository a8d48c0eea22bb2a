package config

import (
	"errors"
	"net/url"
	"strings"
)

// TLS is how this server speaks it by itself, and how it learns of the
// certificates of clients.
type TLS struct {
	Cert       string `yaml:"cert" desc:"A file with this server's certificate and those between it and its CA, PEM. With it listen speaks HTTPS. It is read anew, with key, within ten seconds after it changed, and upon SIGHUP. Without it a proxy in front ends TLS."`
	Key        string `yaml:"key" desc:"A file with the certificate's private key, PEM."`
	MinVersion string `yaml:"min_version" desc:"The oldest version of TLS that is spoken: 1.2 or 1.3. Empty means 1.2, and 1.3 in the FAPI profile. Of 1.2 the ciphers that RFC 9325 recommends are taken alone."`

	MTLSListen string `yaml:"mtls_listen" desc:"A second address to serve on, which asks whoever connects for a certificate: for applications that authenticate by one, or bind tokens to it (RFC 8705). Browsers stay at listen and are not asked."`
	MTLSURL    string `yaml:"mtls_url" desc:"The public address of mtls_listen, or of the proxy that asks for certificates, such as https://mtls.id.example.com. The metadata names the endpoints there (mtls_endpoint_aliases). Empty where the issuer's own address asks."`
	ClientCA   string `yaml:"client_ca" desc:"A file with the CAs that vouch for the certificates of applications (tls_client_auth), PEM. It is read at start."`

	ClientCertHeader string `yaml:"client_cert_header" desc:"The header in which trusted_proxies hand on the certificate of their client: Client-Cert (RFC 9440), or another name, which holds PEM in URL encoding ($ssl_client_escaped_cert of nginx). A proxy must take away what its client sends under this name. From everybody else the header counts for nothing."`
}

// OldestTLS is the oldest version of TLS that is spoken: 1.2 or 1.3.
func (c Config) OldestTLS() string {
	switch {
	case c.TLS.MinVersion != "":
		return c.TLS.MinVersion
	case c.OAuth.FAPI():
		return "1.3"
	}
	return "1.2"
}

// MTLS says whether certificates of clients can reach this server.
func (t TLS) MTLS() bool { return t.MTLSListen != "" || t.ClientCertHeader != "" }

func (c Config) checkTLS() error {
	t := c.TLS
	return errors.Join(
		unless((t.Cert == "") == (t.Key == ""), "tls.key", "write both tls.cert and tls.key, or neither"),
		unless(t.Cert == "" || strings.HasPrefix(c.Issuer, "https://"), "issuer", "with tls.cert it starts with https://"),
		unless(t.MinVersion == "" || t.MinVersion == "1.2" || t.MinVersion == "1.3", "tls.min_version", "write 1.2 or 1.3"),
		unless(t.MTLSListen == "" || isAddress(t.MTLSListen), "tls.mtls_listen", "write host:port or :port, such as :8443"),
		unless(t.MTLSListen == "" || t.Cert != "" && t.MTLSURL != "", "tls.mtls_listen", "it needs tls.cert, tls.key and tls.mtls_url"),
		unless(t.MTLSURL == "" || isOrigin(t.MTLSURL) && t.MTLSURL != c.Issuer, "tls.mtls_url", "write https://HOST or https://HOST:PORT, other than the issuer"),
		unless(t.MTLSURL == "" || t.MTLS(), "tls.mtls_url", "it needs tls.mtls_listen or tls.client_cert_header"),
		unless(t.ClientCA == "" || t.MTLS(), "tls.client_ca", "it needs tls.mtls_listen or tls.client_cert_header"),
		unless(t.ClientCertHeader == "" || isHeader(t.ClientCertHeader) && len(c.TrustedProxies) > 0, "tls.client_cert_header", "write the name of a header, and name the proxies in trusted_proxies"),
	)
}

// isOrigin is true of an https URL with nothing behind the host, in lower case.
func isOrigin(s string) bool {
	u, err := url.Parse(s)
	return err == nil && u.Hostname() != "" && s == "https://"+strings.ToLower(u.Host)
}

// isHeader is true of the name of a header (RFC 9110 section 5.1) that means
// nothing else already.
func isHeader(s string) bool {
	foreign := func(r rune) bool { return r != '-' && (r < '0' || r > '9') && (r < 'a' || r > 'z') }
	name := strings.ToLower(s)
	for _, taken := range []string{"authorization", "cookie", "host", "x-forwarded-for", "dpop", "content-type", "content-length"} {
		if name == taken {
			return false
		}
	}
	return name != "" && !strings.ContainsFunc(name, foreign)
}
