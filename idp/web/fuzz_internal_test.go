package web

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"math/big"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"
)

// proxied is what a server behind proxies of 10.0.0.0/8 reads requests with.
func proxied(header string) *Web {
	return &Web{Deps: Deps{
		Issuer: &url.URL{Scheme: "https", Host: "id.example"}, CertificateHeader: header,
		TrustedProxies: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("fd00::/8")},
	}}
}

// A caller has one address in one spelling, and it is nothing that the caller
// made up, unless proxies vouch for it.
func FuzzCallerAddress(f *testing.F) {
	f.Add("10.0.0.1:80", "203.0.113.9, 10.0.0.2")
	f.Add("[::ffff:10.0.0.1]:80", "fe80::1%eth0<script>, fd00::1")
	f.Add("[fe80::1%eth0]:80", "")
	f.Add("203.0.113.9:1", "198.51.100.1")
	f.Add("@", "10.0.0.2")
	f.Fuzz(func(t *testing.T, peer, forwarded string) {
		w := proxied("")
		r := &http.Request{RemoteAddr: peer, Header: http.Header{"X-Forwarded-For": {forwarded}}}
		got := w.Address(r)
		if got == "" {
			return
		}
		a, err := netip.ParseAddr(got)
		if err != nil || a.String() != got || a.Zone() != "" || a.Is4In6() {
			t.Fatalf("from %q, %q: %q is no address of one spelling: %v", peer, forwarded, got, err)
		}
		from := netip.MustParseAddrPort(peer).Addr().Unmap().WithZone("")
		if !w.trusted(from) && a != from {
			t.Errorf("from %q: %q made itself %q", peer, forwarded, got)
		}
		if a != from && !strings.Contains(strings.ToLower(forwarded), ".") && !strings.Contains(forwarded, ":") {
			t.Errorf("from %q, %q: %q comes from nowhere", peer, forwarded, got)
		}
	})
}

// What a proxy says of a certificate is that certificate and no other, in either
// form.
func FuzzCertificateHeader(f *testing.F) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		f.Fatal(err)
	}
	plan := &x509.Certificate{SerialNumber: big.NewInt(1)}
	der, err := x509.CreateCertificate(rand.Reader, plan, plan, key.Public(), key)
	if err != nil {
		f.Fatal(err)
	}
	bytes := ":" + base64.StdEncoding.EncodeToString(der) + ":"
	f.Add(bytes, bytes+","+bytes)
	f.Add(bytes, ",")
	f.Add(url.PathEscape(string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))), "")
	f.Fuzz(func(t *testing.T, one, others string) {
		for _, header := range []string{StandardCertificateHeader, "X-Client-Cert"} {
			chain, err := proxied(header).readChain([]string{one}, []string{others})
			if err != nil {
				continue
			}
			if len(chain) > maxChain || (len(chain) == 0) != (strings.TrimSpace(one) == "") {
				t.Errorf("%s: %q, %q has %d certificates", header, one, others, len(chain))
			}
			for _, c := range chain {
				if again, err := x509.ParseCertificate(c.Raw); err != nil || !again.Equal(c) || Thumbprint(c) == "" {
					t.Errorf("%s: %q, %q: a certificate that is none: %v", header, one, others, err)
				}
			}
		}
	})
}

// A cookie that counts is one that we could have made, letter for letter.
func FuzzCookie(f *testing.F) {
	secret := Secret()
	for _, line := range []string{
		"__Host-cs_session=" + secret, "__Host-cs_session=" + secret + "; __Host-cs_session=" + secret, "__Host-cs_session=" + secret[:42] + "_",
		`__Host-cs_session="` + secret + `"`, "__Host-cs_session=" + secret + "=", "cs_session=" + secret,
	} {
		f.Add(line)
	}
	f.Fuzz(func(t *testing.T, line string) {
		got := proxied("").Cookie(&http.Request{Header: http.Header{"Cookie": {line}}}, SessionCookie)
		if got == "" {
			return
		}
		raw, err := base64.RawURLEncoding.Strict().DecodeString(got)
		if err != nil || len(raw) != secretBytes || base64.RawURLEncoding.EncodeToString(raw) != got || strings.Count(line, "__Host-cs_session=") < 1 {
			t.Errorf("%q is taken as %q: %v", line, got, err)
		}
	})
}

// The switch of languages leads back to a page of ours, wherever the browser
// says that it came from.
func FuzzCameFrom(f *testing.F) {
	for _, from := range []string{"https://id.example/me?a=b", "https://id.example//evil.example", "https://id.example/\\evil.example", "https://evil.example/", "https://id.example/%0d%0aX:y", "https://id.example/..//evil.example"} {
		f.Add(from)
	}
	here := &url.URL{Scheme: "https", Host: "id.example", Path: "/language"}
	f.Fuzz(func(t *testing.T, from string) {
		to := proxied("").cameFrom(&http.Request{Header: http.Header{"Referer": {from}}})
		led, err := here.Parse(to)
		if err != nil || led.Host != "id.example" || led.Scheme != "https" || !strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") || strings.HasPrefix(to, "/\\") ||
			strings.ContainsAny(to, "\r\n\t\x00") {
			t.Errorf("%q leads to %q: %v", from, to, err)
		}
	})
}

// A form that is taken has each field once, and says what a reader of its body
// alone reads.
func FuzzForm(f *testing.F) {
	for _, body := range []string{"a=b&c=%20", "a=1&a=2", "a;b=c", "%zz=1", "a=b&=c&&"} {
		f.Add("application/x-www-form-urlencoded; charset=utf-8", body)
	}
	f.Add("multipart/form-data; boundary=x", "--x--")
	f.Fuzz(func(t *testing.T, kind, body string) {
		r := httptest.NewRequest(http.MethodPost, "/form?a=query", strings.NewReader(body))
		r.Header.Set("Content-Type", kind)
		fields, err := ReadForm(r)
		if err != nil {
			return
		}
		want, err := url.ParseQuery(body)
		if err != nil || len(want) != len(fields) {
			t.Fatalf("%q: %v, want %v: %v", body, fields, want, err)
		}
		for name, v := range fields {
			if len(want[name]) != 1 || want[name][0] != v {
				t.Errorf("%q: %s is %q, want %v", body, name, v, want[name])
			}
		}
	})
}
