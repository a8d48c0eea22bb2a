package clientauth_test

import (
	"encoding/base64"
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"countersign/idp/client"
	"countersign/idp/clientauth"
)

// signing is a door with a client "bank" that has one EC key.
func signing(t *testing.T) (*door, pair) {
	t.Helper()
	d, key := newDoor(t), newEC(t, "k1")
	d.clients["bank"] = client.Client{ID: "bank", Method: client.PrivateKeyJWT, Metadata: client.Metadata{JWKS: set(t, key.public())}}
	return d, key
}

func TestClientAuthenticatesByItsKey(t *testing.T) {
	d := newDoor(t)
	for alg, key := range map[string]pair{
		"ES256": newEC(t, ""), "PS256": newRSA(t, ""), "RS256": newRSA(t, ""), "EdDSA": newEd(t, ""),
	} {
		t.Run(alg, func(t *testing.T) {
			for _, kid := range []string{"", "k1"} {
				key.kid = kid
				d.clients["bank"] = client.Client{ID: "bank", Method: client.PrivateKeyJWT, Metadata: client.Metadata{JWKS: set(t, newEC(t, "").public(), key.public())}}
				d.post(asserting(sign(t, key.private, alg, kid, d.claims("bank"), nil))).admits(t, "bank")
			}
		})
	}
	form := asserting("")
	key := newEC(t, "k1")
	d.clients["bank"] = client.Client{ID: "bank", Method: client.PrivateKeyJWT, Metadata: client.Metadata{JWKS: set(t, key.public())}}
	form.Set("client_assertion", sign(t, key.private, "ES256", "k1", d.claims("bank"), map[jose.HeaderKey]any{"typ": "client-authentication+jwt"}))
	form.Set("client_id", "bank")
	d.post(form).admits(t, "bank")
}

func TestAssertionIsTakenOnce(t *testing.T) {
	d, key := signing(t)
	form := asserting(sign(t, key.private, "ES256", "k1", d.claims("bank"), nil))
	d.post(form).admits(t, "bank")
	d.post(form).refuses(t, http.StatusUnauthorized, "invalid_client")
	// A jti is the client's own.
	d.clients["shop"] = client.Client{ID: "shop", Method: client.PrivateKeyJWT, Metadata: d.clients["bank"].Metadata}
	claims := d.claims("bank")
	d.post(asserting(sign(t, key.private, "ES256", "k1", claims, nil))).admits(t, "bank")
	claims["iss"], claims["sub"] = "shop", "shop"
	d.post(asserting(sign(t, key.private, "ES256", "k1", claims, nil))).admits(t, "shop")
}

// Nobody uses up a jti but who can sign.
func TestRefusedAssertionSpendsNothing(t *testing.T) {
	d, key := signing(t)
	claims := d.claims("bank")
	d.post(asserting(sign(t, newEC(t, "").private, "ES256", "k1", claims, nil))).refuses(t, http.StatusUnauthorized, "invalid_client")
	early := maps.Clone(claims)
	early["nbf"] = d.now.Add(time.Hour).Unix()
	d.post(asserting(sign(t, key.private, "ES256", "k1", early, nil))).refuses(t, http.StatusUnauthorized, "invalid_client")
	d.post(asserting(sign(t, key.private, "ES256", "k1", claims, nil))).admits(t, "bank")
}

// claimCases are changes of a good assertion's claims, and whether it is still
// good: outside the FAPI profile, and in it.
func claimCases(d *door) map[string]struct {
	change     map[string]any
	good, fapi bool
} {
	in := func(s time.Duration) int64 { return d.now.Add(s).Unix() }
	return map[string]struct {
		change     map[string]any
		good, fapi bool
	}{
		"nothing":                    {nil, true, true},
		"aud is the token endpoint":  {map[string]any{"aud": issuer + "/token"}, true, false},
		"aud is this endpoint":       {map[string]any{"aud": issuer + path}, true, false},
		"aud is the mTLS endpoint":   {map[string]any{"aud": mtls + "/token"}, true, false},
		"aud in an array":            {map[string]any{"aud": []string{issuer}}, true, false},
		"aud are both of ours":       {map[string]any{"aud": []string{issuer, issuer + "/token"}}, true, false},
		"aud is somebody else, too":  {map[string]any{"aud": []string{issuer, "https://other.example"}}, false, false},
		"aud is somebody else":       {map[string]any{"aud": "https://other.example"}, false, false},
		"aud is another path":        {map[string]any{"aud": issuer + "/introspect"}, false, false},
		"aud with a slash":           {map[string]any{"aud": issuer + "/"}, false, false},
		"aud is another host":        {map[string]any{"aud": issuer + ".evil.example"}, false, false},
		"aud is empty":               {map[string]any{"aud": ""}, false, false},
		"aud is nobody":              {map[string]any{"aud": []string{}}, false, false},
		"aud is a number":            {map[string]any{"aud": 1}, false, false},
		"no aud":                     {map[string]any{"aud": nil}, false, false},
		"no iss":                     {map[string]any{"iss": nil}, false, false},
		"no sub":                     {map[string]any{"sub": nil}, false, false},
		"another iss":                {map[string]any{"iss": "shop"}, false, false},
		"another sub":                {map[string]any{"sub": "shop"}, false, false},
		"another client":             {map[string]any{"iss": "shop", "sub": "shop"}, false, false},
		"nobody":                     {map[string]any{"iss": "", "sub": ""}, false, false},
		"no jti":                     {map[string]any{"jti": nil}, false, false},
		"empty jti":                  {map[string]any{"jti": ""}, false, false},
		"long jti":                   {map[string]any{"jti": strings.Repeat("x", 257)}, false, false},
		"jti with NUL":               {map[string]any{"jti": "a\x00b"}, false, false},
		"no exp":                     {map[string]any{"exp": nil}, false, false},
		"exp as text":                {map[string]any{"exp": "4000000000"}, false, false},
		"expired 29 s ago":           {map[string]any{"exp": in(-29 * time.Second)}, true, true},
		"expired 30 s ago":           {map[string]any{"exp": in(-30 * time.Second)}, false, false},
		"expired 5 minutes ago":      {map[string]any{"exp": in(-5 * time.Minute)}, false, false},
		"exp in 5 minutes":           {map[string]any{"exp": in(5 * time.Minute)}, true, true},
		"exp in 6 minutes":           {map[string]any{"exp": in(6 * time.Minute)}, true, false},
		"exp in an hour":             {map[string]any{"exp": in(time.Hour)}, true, false},
		"exp in 61 minutes":          {map[string]any{"exp": in(61 * time.Minute)}, false, false},
		"exp beyond all time":        {map[string]any{"exp": 1e300}, false, false},
		"fractions of seconds":       {map[string]any{"exp": float64(in(time.Minute)) + 0.5}, true, true},
		"no iat, no nbf":             {map[string]any{"iat": nil, "nbf": nil}, true, true},
		"made 8 s ahead":             {map[string]any{"iat": in(8 * time.Second), "nbf": in(8 * time.Second)}, true, true},
		"made 62 s ahead":            {map[string]any{"iat": in(62 * time.Second)}, false, false},
		"good in 62 s":               {map[string]any{"nbf": in(62 * time.Second)}, false, false},
		"made two hours ago":         {map[string]any{"iat": in(-2 * time.Hour)}, false, false},
		"good since years":           {map[string]any{"nbf": 0}, true, true},
		"claims that nobody knows":   {map[string]any{"x": map[string]any{"y": 1}}, true, true},
		"Aud letter for letter":      {map[string]any{"aud": nil, "Aud": issuer}, false, false},
		"iss of the server in place": {map[string]any{"iss": issuer}, false, false},
	}
}

// The modules fapi2-security-profile-final-ensure-client-assertion-with-… and
// …-par-ensure-jwt-client-assertion-with-… ask for some of these.
func TestAssertionIsForUsAndForNow(t *testing.T) {
	for _, fapi := range []bool{false, true} {
		d, key := signing(t)
		d.fapi = fapi
		d.clients["shop"] = client.Client{ID: "shop", Method: client.Basic}
		for name, c := range claimCases(d) {
			t.Run(name, func(t *testing.T) {
				claims := d.claims("bank")
				for k, v := range c.change {
					claims[k] = v
					if v == nil {
						delete(claims, k)
					}
				}
				a := d.post(asserting(sign(t, key.private, "ES256", "k1", claims, nil)))
				if good := c.good && (!fapi || c.fapi); good {
					a.admits(t, "bank")
				} else {
					a.refuses(t, http.StatusUnauthorized, "invalid_client")
				}
			})
		}
	}
}

func TestAssertionOfAnotherFormIsRefused(t *testing.T) {
	d, key := signing(t)
	good := func() string { return sign(t, key.private, "ES256", "k1", d.claims("bank"), nil) }
	none := func(typ string) string {
		head := base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"none"` + typ + `}`))
		payload, _ := json.Marshal(d.claims("bank"))
		return head + "." + base64.RawURLEncoding.EncodeToString(payload) + "."
	}
	parts := strings.Split(good(), ".")
	twice := base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"ES256","alg":"none"}`))
	for name, text := range map[string]string{
		"none": none(""), "None": strings.Replace(none(""), "none", "None", 1), "empty": " ", "two parts": parts[0] + "." + parts[1], "four parts": good() + ".x",
		"padded": good() + "=", "no signature": parts[0] + "." + parts[1] + ".", "alg twice": twice + "." + parts[1] + "." + parts[2],
		"crit":            sign(t, key.private, "ES256", "k1", d.claims("bank"), map[jose.HeaderKey]any{"crit": []string{"x"}, "x": 1}),
		"b64":             sign(t, key.private, "ES256", "k1", d.claims("bank"), map[jose.HeaderKey]any{"b64": true}),
		"a proof":         sign(t, key.private, "ES256", "k1", d.claims("bank"), map[jose.HeaderKey]any{"typ": "dpop+jwt"}),
		"a request":       sign(t, key.private, "ES256", "k1", d.claims("bank"), map[jose.HeaderKey]any{"typ": "oauth-authz-req+jwt"}),
		"an access token": sign(t, key.private, "ES256", "k1", d.claims("bank"), map[jose.HeaderKey]any{"typ": "application/at+jwt"}),
		"another's key":   sign(t, newEC(t, "").private, "ES256", "k1", d.claims("bank"), nil),
		"unknown kid":     sign(t, key.private, "ES256", "k2", d.claims("bank"), nil),
		"too large":       sign(t, key.private, "ES256", "k1", map[string]any{"x": strings.Repeat("x", 40<<10)}, nil),
	} {
		t.Run(name, func(t *testing.T) {
			d.post(asserting(text)).refuses(t, http.StatusUnauthorized, "invalid_client")
		})
	}
	for name, form := range map[string]url.Values{
		"no type":          {"client_assertion": {good()}},
		"another type":     {"client_assertion": {good()}, "client_assertion_type": {"urn:ietf:params:oauth:client-assertion-type:saml2-bearer"}},
		"type in capitals": {"client_assertion": {good()}, "client_assertion_type": {strings.ToUpper(clientauth.AssertionType)}},
		"type alone":       {"client_assertion_type": {clientauth.AssertionType}, "client_id": {"bank"}},
		"another client":   {"client_assertion": {good()}, "client_assertion_type": {clientauth.AssertionType}, "client_id": {"shop"}},
	} {
		t.Run(name, func(t *testing.T) { d.post(form).refuses(t, http.StatusUnauthorized, "invalid_client") })
	}
}

// Algorithm confusion: the public key is no secret, and what is pinned stays.
func TestAlgorithmIsTheClientsOwn(t *testing.T) {
	d, rs := newDoor(t), newRSA(t, "k1")
	der, err := json.Marshal(rs.public())
	if err != nil {
		t.Fatal(err)
	}
	metadata := client.Metadata{JWKS: set(t, rs.public())}
	d.clients["bank"] = client.Client{ID: "bank", Method: client.PrivateKeyJWT, Metadata: metadata}
	for _, alg := range []string{"HS256", "HS384", "HS512"} {
		d.post(asserting(sign(t, der, alg, "k1", d.claims("bank"), nil))).refuses(t, http.StatusUnauthorized, "invalid_client")
	}
	for _, alg := range []string{"RS512", "PS512", "RS384"} {
		d.post(asserting(sign(t, rs.private, alg, "k1", d.claims("bank"), nil))).refuses(t, http.StatusUnauthorized, "invalid_client")
	}
	by := func(alg string) answer {
		return d.post(asserting(sign(t, rs.private, alg, "k1", d.claims("bank"), nil)))
	}
	by("RS256").admits(t, "bank")
	by("PS256").admits(t, "bank")
	metadata.AuthSigningAlg = "PS256"
	d.clients["bank"] = client.Client{ID: "bank", Method: client.PrivateKeyJWT, Metadata: metadata}
	by("RS256").refuses(t, http.StatusUnauthorized, "invalid_client")
	by("PS256").admits(t, "bank")
	// FAPI 2.0 Security Profile section 5.4.1, whatever was registered.
	metadata.AuthSigningAlg = "RS256"
	d.clients["bank"] = client.Client{ID: "bank", Method: client.PrivateKeyJWT, Metadata: metadata}
	d.fapi = true
	by("RS256").refuses(t, http.StatusUnauthorized, "invalid_client")
	metadata.AuthSigningAlg = ""
	d.clients["bank"] = client.Client{ID: "bank", Method: client.PrivateKeyJWT, Metadata: metadata}
	by("RS256").refuses(t, http.StatusUnauthorized, "invalid_client")
	by("PS256").admits(t, "bank")
	// A key that says what it is for is for that alone.
	d.fapi = false
	for _, k := range []jose.JSONWebKey{
		{Key: rs.private.Public(), KeyID: "k1", Algorithm: "RS256"}, {Key: rs.private.Public(), KeyID: "k1", Use: "enc"},
	} {
		d.clients["bank"] = client.Client{ID: "bank", Method: client.PrivateKeyJWT, Metadata: client.Metadata{JWKS: set(t, k)}}
		by("PS256").refuses(t, http.StatusUnauthorized, "invalid_client")
	}
}

// jku, x5u, jwk and x5c in the assertion name a key of the attacker's.
func TestKeysThatTheAssertionNamesAreNotUsed(t *testing.T) {
	d, _ := signing(t)
	evil := newEC(t, "evil")
	d.papers["https://evil.example/jwks"] = set(t, evil.public())
	d.papers["https://evil.example/jwks?new"] = set(t, evil.public())
	for name, header := range map[string]map[jose.HeaderKey]any{
		"jku": {"jku": "https://evil.example/jwks"}, "x5u": {"x5u": "https://evil.example/jwks"},
		"jwk": {"jwk": evil.public()}, "x5c": {"x5c": []string{"MIIB"}},
	} {
		for _, kid := range []string{"", "k1", "evil"} {
			t.Run(name+" "+kid, func(t *testing.T) {
				d.post(asserting(sign(t, evil.private, "ES256", kid, d.claims("bank"), header))).refuses(t, http.StatusUnauthorized, "invalid_client")
			})
		}
	}
	if d.fetched != 0 {
		t.Errorf("%d documents were fetched", d.fetched)
	}
}

func TestKeysAreReadAnewForAKeyThatIsNotKnown(t *testing.T) {
	const address = "https://bank.example/jwks"
	old, fresh := newEC(t, "k1"), newEC(t, "k2")
	for _, named := range []bool{true, false} {
		d := newDoor(t)
		kid := func(p pair) string {
			if named {
				return p.kid
			}
			return ""
		}
		d.clients["bank"] = client.Client{ID: "bank", Method: client.PrivateKeyJWT, Metadata: client.Metadata{JWKSURI: address}}
		d.papers[address], d.papers[address+"?new"] = set(t, old.public()), set(t, fresh.public())
		d.post(asserting(sign(t, old.private, "ES256", kid(old), d.claims("bank"), nil))).admits(t, "bank")
		if d.fetched != 0 {
			t.Error("a known key was looked for")
		}
		d.post(asserting(sign(t, fresh.private, "ES256", kid(fresh), d.claims("bank"), nil))).admits(t, "bank")
		delete(d.papers, address)
		d.post(asserting(sign(t, old.private, "ES256", kid(old), d.claims("bank"), nil))).refuses(t, http.StatusUnauthorized, "invalid_client")
	}
}

func TestKeysOfKindsThatWeDoNotKnowDoNotHideTheOthers(t *testing.T) {
	d, key := newDoor(t), newEC(t, "k1")
	good, err := key.public().MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	text := `{"keys":[{"kty":"PQC","kid":"k0"},{"kty":"oct","k":"` + base64.RawURLEncoding.EncodeToString(hashed("x")) + `","kid":"k1"},{"kty":"RSA"},` + string(good) + `]}`
	d.clients["bank"] = client.Client{ID: "bank", Method: client.PrivateKeyJWT, Metadata: client.Metadata{JWKS: json.RawMessage(text)}}
	d.post(asserting(sign(t, key.private, "ES256", "k1", d.claims("bank"), nil))).admits(t, "bank")
	d.post(asserting(sign(t, hashed("x"), "HS256", "k1", d.claims("bank"), nil))).refuses(t, http.StatusUnauthorized, "invalid_client")
}

func TestClientAuthenticatesByItsSecretsHMAC(t *testing.T) {
	d := newDoor(t)
	d.clients["shop"] = client.Client{ID: "shop", Method: client.SecretJWT, HMACSecret: secret}
	by := func(key, alg string) answer {
		return d.post(asserting(sign(t, []byte(key), alg, "", d.claims("shop"), nil)))
	}
	long := secret + strings.Repeat("x", 64)
	d.clients["shop"] = client.Client{ID: "shop", Method: client.SecretJWT, HMACSecret: long}
	for _, alg := range []string{"HS256", "HS384", "HS512"} {
		by(long, alg).admits(t, "shop")
	}
	by(long+"x", "HS256").refuses(t, http.StatusUnauthorized, "invalid_client")
	d.clients["shop"] = client.Client{ID: "shop", Method: client.SecretJWT, HMACSecret: long, Metadata: client.Metadata{AuthSigningAlg: "HS256"}}
	by(long, "HS512").refuses(t, http.StatusUnauthorized, "invalid_client")
	by(long, "HS256").admits(t, "shop")
	// Its key, if it has one, is not its way.
	key := newEC(t, "k1")
	d.clients["shop"] = client.Client{ID: "shop", Method: client.SecretJWT, HMACSecret: long, Metadata: client.Metadata{JWKS: set(t, key.public())}}
	d.post(asserting(sign(t, key.private, "ES256", "k1", d.claims("shop"), nil))).refuses(t, http.StatusUnauthorized, "invalid_client")
	// No secret is no key.
	d.clients["shop"] = client.Client{ID: "shop", Method: client.SecretJWT}
	by(strings.Repeat("\x00", 64), "HS256").refuses(t, http.StatusUnauthorized, "invalid_client")
}

func FuzzAssertion(f *testing.F) {
	f.Add("a.b.c")
	f.Add("eyJhbGciOiJub25lIn0.e30.")
	f.Fuzz(func(t *testing.T, text string) {
		d, _ := signing(t)
		if a := d.post(asserting(text)); a.status == http.StatusOK {
			t.Errorf("%q is taken", text)
		}
	})
}

// What a client publishes must not make us try keys without end.
func TestFewKeysAreTriedAndOfASetThatIsTooLargeNone(t *testing.T) {
	d := newDoor(t)
	many := make([]jose.JSONWebKey, 51)
	keys := make([]pair, len(many))
	for i := range many {
		keys[i] = newEC(t, "")
		many[i] = keys[i].public()
	}
	as := func(i int) answer {
		return d.post(asserting(sign(t, keys[i].private, "ES256", "", d.claims("bank"), nil)))
	}
	d.clients["bank"] = client.Client{ID: "bank", Method: client.PrivateKeyJWT, Metadata: client.Metadata{JWKS: set(t, many[:50]...)}}
	as(7).admits(t, "bank")
	as(8).refuses(t, http.StatusUnauthorized, "invalid_client")
	d.clients["bank"] = client.Client{ID: "bank", Method: client.PrivateKeyJWT, Metadata: client.Metadata{JWKS: set(t, many...)}}
	as(0).refuses(t, http.StatusUnauthorized, "invalid_client")
}
