package client_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"math/big"
	"testing"
	"time"

	"countersign/idp/client"
)

// certified is a certificate whose subject is exactly this.
func certified(t testing.TB, subject pkix.RDNSequence) *x509.Certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := asn1.Marshal(subject)
	if err != nil {
		t.Fatal(err)
	}
	plan := &x509.Certificate{SerialNumber: big.NewInt(1), RawSubject: raw, NotAfter: time.Now().Add(time.Hour)}
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

func rdn(pairs ...any) pkix.RelativeDistinguishedNameSET {
	var out pkix.RelativeDistinguishedNameSET
	for i := 0; i < len(pairs); i += 2 {
		out = append(out, pkix.AttributeTypeAndValue{Type: pairs[i].(asn1.ObjectIdentifier), Value: pairs[i+1]})
	}
	return out
}

// The examples are those of RFC 4514 section 4, and what tools write.
func TestDistinguishedNamesAreComparedAsRFC4514WritesThem(t *testing.T) {
	cn, o, ou := asn1.ObjectIdentifier{2, 5, 4, 3}, asn1.ObjectIdentifier{2, 5, 4, 10}, asn1.ObjectIdentifier{2, 5, 4, 11}
	dc, own := asn1.ObjectIdentifier{0, 9, 2342, 19200300, 100, 1, 25}, asn1.ObjectIdentifier{1, 3, 6, 1, 4, 1, 1466, 0}
	net := []pkix.RelativeDistinguishedNameSET{rdn(dc, "net"), rdn(dc, "example")}
	for name, c := range map[string]struct {
		text    string
		subject pkix.RDNSequence
		same    bool
	}{
		"three of them":        {"CN=Steve,DC=example,DC=net", append(pkix.RDNSequence(net), rdn(cn, "Steve")), true},
		"two in one":           {"OU=Sales+CN=J.  Smith,DC=example,DC=net", append(pkix.RDNSequence(net), rdn(ou, "Sales", cn, "J.  Smith")), true},
		"two in the other way": {"CN=J.  Smith+OU=Sales,DC=example,DC=net", append(pkix.RDNSequence(net), rdn(ou, "Sales", cn, "J.  Smith")), true},
		"one of two":           {"CN=J.  Smith,DC=example,DC=net", append(pkix.RDNSequence(net), rdn(ou, "Sales", cn, "J.  Smith")), false},
		"two beside two":       {"OU=Sales+OU=Sales,DC=example,DC=net", append(pkix.RDNSequence(net), rdn(ou, "Sales", cn, "J.  Smith")), false},
		"two for one":          {"OU=Sales,CN=J.  Smith,DC=example,DC=net", append(pkix.RDNSequence(net), rdn(ou, "Sales", cn, "J.  Smith")), false},
		"quotes":               {`CN=James \"Jim\" Smith\, III,DC=example,DC=net`, append(pkix.RDNSequence(net), rdn(cn, `James "Jim" Smith, III`)), true},
		"carriage return":      {`CN=Before\0dAfter,DC=example,DC=net`, append(pkix.RDNSequence(net), rdn(cn, "Before\rAfter")), true},
		"an OID, encoded":      {"1.3.6.1.4.1.1466.0=#0c024869", pkix.RDNSequence{rdn(own, asn1.RawValue{Tag: 12, Bytes: []byte("Hi")})}, true},
		"another, encoded":     {"1.3.6.1.4.1.1466.0=#0c024870", pkix.RDNSequence{rdn(own, asn1.RawValue{Tag: 12, Bytes: []byte("Hi")})}, false},
		"an OID, as text":      {"1.3.6.1.4.1.1466.0=Hi", pkix.RDNSequence{rdn(own, asn1.RawValue{Tag: 12, Bytes: []byte("Hi")})}, true},
		"another encoding":     {"1.3.6.1.4.1.1466.0=#13024869", pkix.RDNSequence{rdn(own, asn1.RawValue{Tag: 12, Bytes: []byte("Hi")})}, false},
		"text, encoded":        {"CN=#0c054c75c48d69", pkix.RDNSequence{rdn(cn, asn1.RawValue{Tag: 12, Bytes: []byte("Lu\xc4\x8di")})}, true},
		"UTF-8 in hexadecimal": {`CN=Lu\C4\8Di\C4\87`, pkix.RDNSequence{rdn(cn, "Lučić")}, true},
		"UTF-8":                {"CN=Lučić", pkix.RDNSequence{rdn(cn, "Lučić")}, true},
		"spaces around":        {" CN = Ada , O = x ", pkix.RDNSequence{rdn(o, "x"), rdn(cn, "Ada")}, true},
		"an escaped space":     {`CN=Ada\ `, pkix.RDNSequence{rdn(cn, "Ada ")}, true},
		"letters in case":      {"CN=ada", pkix.RDNSequence{rdn(cn, "Ada")}, false},
		"a prefix":             {"CN=Ada,O=x", pkix.RDNSequence{rdn(o, "x")}, false},
		"a suffix":             {"O=x", pkix.RDNSequence{rdn(o, "x"), rdn(cn, "Ada")}, false},
		"no name":              {"CN=Ada", nil, false},
		"an embedded comma":    {"CN=Ada,O=x", pkix.RDNSequence{rdn(cn, "Ada,O=x")}, false},
	} {
		t.Run(name, func(t *testing.T) {
			if got := (client.Metadata{TLSSubjectDN: c.text}).Names(certified(t, c.subject)); got != c.same {
				t.Errorf("%t", got)
			}
		})
	}
}

func TestNameThatIsNoneIsNotRegistered(t *testing.T) {
	for _, text := range []string{"CN", "CN=", "=x", "Ada", "XX=Ada", "5=Ada", "CN=Ada,", ",CN=Ada", "CN=A;B", `CN=A"B`, "CN=<A>", `CN=A\`, `CN=A\x`, `CN=\C4`, "CN=#", "CN=#0", "CN=#zz", "CN=Ada+", "CN=\x00"} {
		w := wish()
		w.Method, w.Metadata.TLSSubjectDN = client.TLS, text
		r, _ := newRegistry(t, nil)
		if _, _, err := r.Create(t.Context(), w); err == nil {
			t.Errorf("%q is registered", text)
		}
		if (client.Metadata{TLSSubjectDN: text}).Names(certified(t, nil)) {
			t.Errorf("%q names somebody without a name", text)
		}
	}
}

func FuzzDistinguishedName(f *testing.F) {
	f.Add(`CN=James \"Jim\" Smith\, III+OU=#0c0141,DC=net`)
	nameless := certified(f, nil)
	f.Fuzz(func(t *testing.T, text string) {
		if (client.Metadata{TLSSubjectDN: text}).Names(nameless) {
			t.Errorf("%q names somebody without a name", text)
		}
	})
}
