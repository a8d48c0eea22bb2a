package main

import (
	"crypto/tls"
	"net/http"
	"strings"
	"testing"
	"time"
)

// fapiHolders are the modules about who may use what was given: whoever holds
// the key.
func fapiHolders(v fapiVariant) map[string]func(*suite) {
	all := map[string]func(*suite){"ensure-holder-of-key-required": func(s *suite) {
		for _, name := range []string{"token_endpoint", "userinfo_endpoint", "authorization_endpoint"} {
			s.speaksTLS(s.endpoint(s.one(), name))
		}
		c := s.one()
		q := s.wants(c)
		code := s.fapiCode(c, q)
		if c.dpop = nil; !c.proves() {
			c.http = s.http // shows no certificate
		}
		status, answer := s.exchange(c, q, code)
		if v.proves() {
			s.refuses(status, answer, "invalid_dpop_proof", "invalid_request", "invalid_grant")
		} else {
			s.refuses(status, answer, "invalid_client", "invalid_request", "invalid_grant")
		}
	}}
	if !v.proves() {
		all["other-certificate"] = otherCertificate
	}
	return all
}

// otherCertificate is none of the suite's modules; it is to certificates what
// dpop-negative-tests are to DPoP (RFC 8705 section 3): a token goes with no other
// certificate, and with none neither.
func otherCertificate(s *suite) {
	c, other := s.one(), s.two()
	access, _ := s.whole(c)["access_token"].(string)
	for name, to := range map[string]string{"here": s.endpoint(c, "userinfo_endpoint"), "where nobody asks for certificates": s.str("userinfo_endpoint")} {
		for which, shown := range map[string]*http.Client{"another": other.http, "no": s.http} {
			r := must(http.NewRequestWithContext(s.t.Context(), http.MethodGet, to, nil))
			r.Header.Set("Authorization", "Bearer "+access)
			if status, _, _ := s.by(shown, r); status != http.StatusUnauthorized {
				s.t.Errorf("a token with %s certificate, %s: %d", which, name, status)
			}
		}
	}
}

// speaksTLS is what every endpoint is asked for: nothing before TLS 1.2, 1.3
// before that, and of 1.2 only what RFC 9325 section 4.2 recommends.
func (s *suite) speaksTLS(to string) {
	s.t.Helper()
	address := strings.SplitN(strings.TrimPrefix(to, "https://"), "/", 2)[0]
	dial := func(change func(*tls.Config)) uint16 {
		conf := s.trust.Clone()
		change(conf)
		conn, err := tls.Dial("tcp", address, conf)
		if err != nil {
			return 0
		}
		defer conn.Close()
		return conn.ConnectionState().Version
	}
	if got := dial(func(*tls.Config) {}); got != tls.VersionTLS13 {
		s.t.Errorf("%s speaks %s", to, tls.VersionName(got))
	}
	if got := dial(func(c *tls.Config) { c.MinVersion, c.MaxVersion = tls.VersionTLS10, tls.VersionTLS11 }); got != 0 {
		s.t.Errorf("%s speaks %s", to, tls.VersionName(got))
	}
	if got := dial(func(c *tls.Config) {
		c.MaxVersion = tls.VersionTLS12
		c.CipherSuites = []uint16{tls.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA, tls.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, tls.TLS_RSA_WITH_AES_128_GCM_SHA256}
	}); got != 0 {
		s.t.Errorf("%s takes weak ciphers of %s", to, tls.VersionName(got))
	}
}

// TestConformanceFAPI2Expiry are the modules of the plan that wait until
// something is over; lifetimes are as short as can be set.
func TestConformanceFAPI2Expiry(t *testing.T) {
	const lifetime = 5 * time.Second
	s := newSuite(t, "COUNTERSIGN_OAUTH_PROFILE=fapi2", "COUNTERSIGN_LIFETIMES_CODE="+lifetime.String(), "COUNTERSIGN_LIFETIMES_PUSHED_REQUEST="+lifetime.String())
	s.fapi = &fapiPlan{fapiVariant: fapiVariant{auth: "private_key_jwt", bound: "dpop"}}
	c := s.one()
	q := s.wants(c)
	code, pushed := s.fapiCode(c, q), s.handle(c, s.wants(c))
	time.Sleep(lifetime + 100*time.Millisecond) // the program has the real clock
	for name, module := range fapiExpiry(c, q, code, pushed) {
		s.module(name, module)
	}
}

func fapiExpiry(c *fapiClient, q *suiteAsk, code string, pushed *suiteAsk) map[string]func(*suite) {
	return map[string]func(*suite){
		"ensure-token-endpoint-fails-with-expired-auth-code": func(s *suite) {
			status, answer := s.exchange(c, q, code)
			s.refuses(status, answer, "invalid_grant")
		},
		"par-attempt-to-use-expired-request_uri": func(s *suite) { s.shown(c, pushed) },
	}
}
