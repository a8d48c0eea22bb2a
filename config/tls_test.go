package config_test

import (
	"strings"
	"testing"
	"time"

	"countersign/config"
)

func TestTLSSettingsThatCannotWorkAreRefused(t *testing.T) {
	own := config.TLS{Cert: "a", Key: "b"}
	with := func(change func(*config.TLS)) config.TLS {
		c := own
		change(&c)
		return c
	}
	for name, c := range map[string]struct {
		tls   config.TLS
		wrong string // the key that is named; "" if all is well
	}{
		"nothing":                 {config.TLS{}, ""},
		"own certificate":         {own, ""},
		"no key":                  {config.TLS{Cert: "a"}, "tls.key"},
		"key alone":               {config.TLS{Key: "a"}, "tls.key"},
		"1.3":                     {with(func(c *config.TLS) { c.MinVersion = "1.3" }), ""},
		"1.1":                     {with(func(c *config.TLS) { c.MinVersion = "1.1" }), "tls.min_version"},
		"own listener":            {with(func(c *config.TLS) { c.MTLSListen, c.MTLSURL = ":8443", "https://mtls.id.example" }), ""},
		"listener without URL":    {with(func(c *config.TLS) { c.MTLSListen = ":8443" }), "tls.mtls_listen"},
		"listener without TLS":    {config.TLS{MTLSListen: ":8443", MTLSURL: "https://mtls.id.example"}, "tls.mtls_listen"},
		"listener nowhere":        {with(func(c *config.TLS) { c.MTLSListen, c.MTLSURL = "x", "https://mtls.id.example" }), "tls.mtls_listen"},
		"URL alone":               {with(func(c *config.TLS) { c.MTLSURL = "https://mtls.id.example" }), "tls.mtls_url"},
		"URL with a path":         {with(func(c *config.TLS) { c.MTLSListen, c.MTLSURL = ":8443", "https://mtls.id.example/" }), "tls.mtls_url"},
		"URL without TLS":         {with(func(c *config.TLS) { c.MTLSListen, c.MTLSURL = ":8443", "http://mtls.id.example" }), "tls.mtls_url"},
		"URL is the issuer":       {with(func(c *config.TLS) { c.MTLSListen, c.MTLSURL = ":8443", "https://id.example" }), "tls.mtls_url"},
		"CA alone":                {with(func(c *config.TLS) { c.ClientCA = "c" }), "tls.client_ca"},
		"header":                  {config.TLS{ClientCertHeader: "Client-Cert", ClientCA: "c"}, ""},
		"header that is taken":    {config.TLS{ClientCertHeader: "Authorization"}, "tls.client_cert_header"},
		"header that is none":     {config.TLS{ClientCertHeader: "a b"}, "tls.client_cert_header"},
		"header with its own URL": {config.TLS{ClientCertHeader: "X-Client", MTLSURL: "https://mtls.id.example:8443"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			conf := config.Default()
			conf.Issuer, conf.TLS = "https://id.example", c.tls
			var proxy config.Prefix
			if err := proxy.UnmarshalText([]byte("10.0.0.0/8")); err != nil {
				t.Fatal(err)
			}
			conf.TrustedProxies = []config.Prefix{proxy}
			err := conf.Validate()
			if c.wrong == "" && err != nil || c.wrong != "" && (err == nil || !strings.Contains(err.Error(), c.wrong+":")) {
				t.Errorf("got %v, want a word about %q", err, c.wrong)
			}
		})
	}
	conf := config.Default()
	conf.TLS.ClientCertHeader = "Client-Cert"
	if err := conf.Validate(); err == nil {
		t.Error("a header is believed of nobody")
	}
	conf.TLS, conf.Issuer = own, "http://localhost:8080"
	if err := conf.Validate(); err == nil {
		t.Error("TLS for an issuer that has none")
	}
}

func TestFAPIProfileTightensWhatItMust(t *testing.T) {
	conf := config.Default()
	conf.OAuth.Profile = config.FAPI2
	if err := conf.Validate(); err != nil || conf.OldestTLS() != "1.3" {
		t.Errorf("TLS %s, %v", conf.OldestTLS(), err)
	}
	conf.Lifetimes.Code = time.Minute + time.Second
	if err := conf.Validate(); err == nil {
		t.Error("a code lives longer than 60 seconds")
	}
	conf = config.Default()
	if conf.OAuth.Profile = "fapi1"; conf.Validate() == nil {
		t.Error("a profile that there is not")
	}
	if config.Default().OldestTLS() != "1.2" {
		t.Error("TLS 1.3 alone without the profile")
	}
}
