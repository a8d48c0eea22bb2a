package client_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"countersign/idp/client"
)

// Public keys: of P-256, and of RSA with 2048 bits (RFC 7515 appendix A.2, A.3).
const (
	ecKey  = `{"kty":"EC","crv":"P-256","kid":"1","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}`
	rsaKey = `{"kty":"RSA","e":"AQAB","n":"ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ"}`
)

func keys(each ...string) json.RawMessage {
	return json.RawMessage(`{"keys":[` + strings.Join(each, ",") + `]}`)
}

// rules are one wish each: what it changes, and the member at fault; "" if it is
// accepted.
var rules = map[string]struct { //nolint:gochecknoglobals // a table, never written
	change func(*client.Registration)
	member string
}{
	"unknown method":               {func(w *client.Registration) { w.Method = "tls" }, "token_endpoint_auth_method"},
	"public with a method":         {func(w *client.Registration) { w.Public, w.Method = true, client.Post }, "token_endpoint_auth_method"},
	"private_key_jwt without keys": {func(w *client.Registration) { w.Method = client.PrivateKeyJWT }, "jwks"},
	"private_key_jwt with keys":    {func(w *client.Registration) { w.Method = client.PrivateKeyJWT; w.Metadata.JWKS = keys(ecKey, rsaKey) }, ""},
	"private_key_jwt with address": {func(w *client.Registration) {
		w.Method = client.PrivateKeyJWT
		w.Metadata.JWKSURI = "https://a.example/jwks"
	}, ""},
	"self-signed without keys": {func(w *client.Registration) { w.Method = client.SelfSignedTLS }, "jwks"},
	"jwks and jwks_uri": {func(w *client.Registration) {
		w.Metadata.JWKS, w.Metadata.JWKSURI = keys(ecKey), "https://a.example/jwks"
	}, "jwks"},
	"jwks_uri by http":     {func(w *client.Registration) { w.Metadata.JWKSURI = "http://localhost/jwks" }, "jwks_uri"},
	"empty jwks":           {func(w *client.Registration) { w.Metadata.JWKS = keys() }, "jwks"},
	"jwks of another type": {func(w *client.Registration) { w.Metadata.JWKS = json.RawMessage(`[]`) }, "jwks"},
	"private key": {func(w *client.Registration) {
		w.Metadata.JWKS = keys(strings.Replace(ecKey, "{", `{"d":"jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI",`, 1))
	}, "jwks"},
	"private exponent that is empty": {func(w *client.Registration) { w.Metadata.JWKS = keys(strings.Replace(ecKey, "{", `{"d":"",`, 1)) }, "jwks"},
	"symmetric key":                  {func(w *client.Registration) { w.Metadata.JWKS = keys(`{"kty":"oct","k":"AAAA"}`) }, "jwks"},
	"key off the curve":              {func(w *client.Registration) { w.Metadata.JWKS = keys(strings.Replace(ecKey, `"x":"f`, `"x":"e`, 1)) }, "jwks"},
	"one kid twice":                  {func(w *client.Registration) { w.Metadata.JWKS = keys(ecKey, ecKey) }, "jwks"},
	"member twice in a key":          {func(w *client.Registration) { w.Metadata.JWKS = keys(strings.Replace(ecKey, "{", `{"kty":"EC",`, 1)) }, "jwks"},
	"short RSA key": {func(w *client.Registration) {
		w.Metadata.JWKS = keys(`{"kty":"RSA","e":"AQAB","n":"` + strings.Repeat("_", 171) + `"}`)
	}, "jwks"},
	"very long RSA key": {func(w *client.Registration) {
		w.Metadata.JWKS = keys(`{"kty":"RSA","e":"AQAB","n":"` + strings.Repeat("_", 1368) + `"}`)
	}, "jwks"},
	"very large jwks": {func(w *client.Registration) { w.Metadata.JWKS = keys(strings.Repeat(" ", 64<<10) + ecKey) }, "jwks"},
	"alg of a secret for a key": {func(w *client.Registration) {
		w.Method, w.Metadata.JWKS, w.Metadata.AuthSigningAlg = client.PrivateKeyJWT, keys(ecKey), "HS256"
	}, "token_endpoint_auth_signing_alg"},
	"alg of a key for a secret": {func(w *client.Registration) { w.Method, w.Metadata.AuthSigningAlg = client.SecretJWT, "RS256" }, "token_endpoint_auth_signing_alg"},
	"alg none for a key": {func(w *client.Registration) {
		w.Method, w.Metadata.JWKS, w.Metadata.AuthSigningAlg = client.PrivateKeyJWT, keys(ecKey), "none"
	}, "token_endpoint_auth_signing_alg"},
	"alg without assertions":     {func(w *client.Registration) { w.Metadata.AuthSigningAlg = "ES256" }, "token_endpoint_auth_signing_alg"},
	"secret that signs":          {func(w *client.Registration) { w.Method, w.Metadata.AuthSigningAlg = client.SecretJWT, "HS256" }, ""},
	"certificate without a name": {func(w *client.Registration) { w.Method = client.TLS }, "token_endpoint_auth_method"},
	"certificate with a name":    {func(w *client.Registration) { w.Method, w.Metadata.TLSSubjectDN = client.TLS, "CN=App,O=Bank" }, ""},
	"certificate with two names": {func(w *client.Registration) {
		w.Method, w.Metadata.TLSSubjectDN, w.Metadata.TLSSanDNS = client.TLS, "CN=App", "app.example"
	}, "token_endpoint_auth_method"},
	"name without certificate": {func(w *client.Registration) { w.Metadata.TLSSanDNS = "app.example" }, "tls_client_auth_*"},
	"name that is no address":  {func(w *client.Registration) { w.Method, w.Metadata.TLSSanIP = client.TLS, "app.example" }, "tls_client_auth_san_ip"},
	"subject that is no name":  {func(w *client.Registration) { w.Method, w.Metadata.TLSSubjectDN = client.TLS, "App" }, "tls_client_auth_subject_dn"},

	"application type":            {func(w *client.Registration) { w.Metadata.ApplicationType = "desktop" }, "application_type"},
	"userinfo alg":                {func(w *client.Registration) { w.Metadata.UserInfoAlg = "none" }, "userinfo_signed_response_alg"},
	"introspection alg":           {func(w *client.Registration) { w.Metadata.IntrospectionAlg = "HS256" }, "introspection_signed_response_alg"},
	"response alg":                {func(w *client.Registration) { w.Metadata.ResponseAlg = "none" }, "authorization_signed_response_alg"},
	"request alg none":            {func(w *client.Registration) { w.Metadata.RequestAlg, w.Metadata.JWKS = "none", keys(ecKey) }, "request_object_signing_alg"},
	"request alg without keys":    {func(w *client.Registration) { w.Metadata.RequestAlg = "ES256" }, "request_object_signing_alg"},
	"signed request without keys": {func(w *client.Registration) { w.Metadata.RequireSignedRequest = true }, "require_signed_request_object"},
	"request_uri by http":         {func(w *client.Registration) { w.Metadata.RequestURIs = []string{"http://a.example/r"} }, "request_uris"},
	"request_uri with a digest":   {func(w *client.Registration) { w.Metadata.RequestURIs = []string{"https://a.example/r#GkurKxf5T0Y"} }, ""},
	"negative max age":            {func(w *client.Registration) { w.Metadata.DefaultMaxAge = new(int64(-1)) }, "default_max_age"},
	"acr with a space":            {func(w *client.Registration) { w.Metadata.DefaultACR = []string{"a b"} }, "default_acr_values"},
	"logo by http":                {func(w *client.Registration) { w.Metadata.LogoURI = "http://a.example/logo.png" }, "logo_uri"},
	"logo by script":              {func(w *client.Registration) { w.Metadata.LogoURI = "javascript:alert(1)" }, "logo_uri"},
	"logo as data":                {func(w *client.Registration) { w.Metadata.LogoURI = "data:image/svg+xml,x" }, "logo_uri"},
	"policy by script":            {func(w *client.Registration) { w.Metadata.PolicyURI = "JaVaScRiPt:alert(1)" }, "policy_uri"},
	"terms with a user":           {func(w *client.Registration) { w.Metadata.TOSURI = "https://bank.example@evil.example/" }, "tos_uri"},
	"client_uri of an app":        {func(w *client.Registration) { w.Metadata.ClientURI = "com.example.app:/" }, "client_uri"},
	"initiate_login_uri by http":  {func(w *client.Registration) { w.Metadata.InitiateLoginURI = "http://app.example/start" }, "initiate_login_uri"},
	"contact with a line break":   {func(w *client.Registration) { w.Metadata.Contacts = []string{"a@b.example\nBcc: x"} }, "contacts"},
	"subject type":                {func(w *client.Registration) { w.Metadata.SubjectType = "ephemeral" }, "subject_type"},
	"pairwise with two hosts": {func(w *client.Registration) {
		w.Metadata.SubjectType = "pairwise"
		w.RedirectURIs = append(w.RedirectURIs, "https://other.example/cb")
	}, "sector_identifier_uri"},
	"pairwise with one host":        {func(w *client.Registration) { w.Metadata.SubjectType = "pairwise" }, ""},
	"token format":                  {func(w *client.Registration) { w.Metadata.AccessTokenFormat = "saml" }, "access_token_format"},
	"back channel with a fragment":  {func(w *client.Registration) { w.Metadata.BackchannelLogoutURI = "https://app.example/out#x" }, "backchannel_logout_uri"},
	"front channel of another host": {func(w *client.Registration) { w.Metadata.FrontchannelLogoutURI = "https://evil.example/out" }, "frontchannel_logout_uri"},
	"front channel by its side":     {func(w *client.Registration) { w.Metadata.FrontchannelLogoutURI = "https://app.example/out" }, ""},
	"CIBA without its grant":        {func(w *client.Registration) { w.Metadata.CIBADelivery = client.CIBAPoll }, "backchannel_token_delivery_mode"},
	"CIBA without delivery":         {func(w *client.Registration) { w.Grants = []string{client.GrantCIBA} }, "backchannel_token_delivery_mode"},
	"CIBA of a public client": {func(w *client.Registration) {
		w.Grants, w.Public, w.Metadata.CIBADelivery = []string{client.GrantCIBA}, true, client.CIBAPoll
	}, "grant_types"},
	"CIBA by ping to nowhere": {func(w *client.Registration) {
		w.Grants, w.Metadata.CIBADelivery = []string{client.GrantCIBA}, client.CIBAPing
	}, "backchannel_client_notification_endpoint"},
	"CIBA by poll": {func(w *client.Registration) {
		w.Grants, w.Metadata.CIBADelivery, w.RedirectURIs = []string{client.GrantCIBA}, client.CIBAPoll, nil
	}, ""},
	"exchange of a public client": {func(w *client.Registration) { w.Grants, w.Public = []string{client.GrantExchange}, true }, "grant_types"},
	"exchange of a third party":   {func(w *client.Registration) { w.Grants, w.Metadata.ThirdParty = []string{client.GrantExchange}, true }, "grant_types"},
	"device of a public client": {func(w *client.Registration) {
		w.Grants, w.Public, w.RedirectURIs = []string{client.GrantDevice, client.GrantRefresh}, true, nil
	}, ""},
}

func TestMetadataIsHeldAgainstItsRules(t *testing.T) {
	for name, rule := range rules {
		t.Run(name, func(t *testing.T) {
			r, _ := newRegistry(t, nil)
			w := wish()
			rule.change(&w)
			_, _, err := r.Create(t.Context(), w)
			var f *client.Fault
			switch {
			case rule.member == "" && err != nil:
				t.Error(err)
			case rule.member != "" && (!errors.As(err, &f) || f.Member != rule.member):
				t.Errorf("want a fault of %s, have %v", rule.member, err)
			}
		})
	}
}

// Policy bypass on update: what registration refuses, a change must refuse, too,
// and nothing of what was there before may lend its rights to what comes.
func TestEveryRuleOfRegistrationHoldsForAnUpdate(t *testing.T) {
	for name, rule := range rules {
		t.Run(name, func(t *testing.T) {
			r, s := newRegistry(t, nil)
			old := wish()
			old.Method, old.Metadata.JWKS = client.PrivateKeyJWT, keys(rsaKey)
			c, _, err := r.Create(t.Context(), old)
			if err != nil {
				t.Fatal(err)
			}
			w := wish()
			rule.change(&w)
			if _, _, err := r.Update(t.Context(), c.ID, w); (err == nil) != (rule.member == "") {
				t.Errorf("update: %v", err)
			}
			if rule.member != "" && s.clients[c.ID].Method != client.PrivateKeyJWT {
				t.Error("a refused update changed the client")
			}
		})
	}
}

func TestUpdateReplacesTheWholeClient(t *testing.T) {
	r, s := newRegistry(t, nil)
	w := wish()
	w.PostLogoutRedirectURIs, w.PKCEOptional, w.Scopes = []string{"https://app.example/"}, true, []string{"openid", client.ScopePush}
	w.Metadata = client.Metadata{LogoURI: "https://app.example/logo.png", ThirdParty: true}
	c, secret, err := r.Create(t.Context(), w)
	if err != nil {
		t.Fatal(err)
	}
	next, told, err := r.Update(t.Context(), c.ID, wish())
	if err != nil || told != "" || next.ID != c.ID || !next.HasSecret(secret) {
		t.Errorf("%+v, %q, %v", next, told, err)
	}
	kept := s.clients[c.ID]
	if kept.PKCEOptional || len(kept.PostLogoutRedirectURIs) > 0 || kept.Metadata.LogoURI != "" || kept.Metadata.ThirdParty || len(kept.Scopes) != 3 {
		t.Errorf("something old is left: %+v", kept)
	}
	if _, _, err := r.Update(t.Context(), "client_x", wish()); !errors.Is(err, client.ErrNotFound) {
		t.Errorf("of nobody: %v", err)
	}
}

func TestSecretFollowsTheMethod(t *testing.T) {
	r, _ := newRegistry(t, nil)
	c, first, err := r.Create(t.Context(), wish())
	if err != nil {
		t.Fatal(err)
	}
	change := func(m client.AuthMethod) (client.Client, string) {
		t.Helper()
		w := wish()
		w.Method = m
		if m == client.PrivateKeyJWT {
			w.Metadata.JWKS = keys(ecKey)
		}
		next, told, err := r.Update(t.Context(), c.ID, w)
		if err != nil {
			t.Fatal(err)
		}
		return next, told
	}
	if next, told := change(client.Post); told != "" || !next.HasSecret(first) {
		t.Error("from one way to send the secret to the other, it changed")
	}
	if next, told := change(client.SecretJWT); told == "" || next.HasSecret(first) {
		t.Error("a secret that was sent about signs assertions")
	}
	if next, told := change(client.PrivateKeyJWT); told != "" || next.SecretHash != nil || next.HasSecret(first) {
		t.Error("a client with a key has a secret")
	}
	if _, err := r.RotateSecret(t.Context(), c.ID); !errors.Is(err, client.ErrPublic) {
		t.Errorf("a client with a key is given a secret: %v", err)
	}
	if next, told := change(client.Basic); told == "" || next.HasSecret(first) || !next.HasSecret(told) {
		t.Error("no new secret")
	}
}

func TestPortOfANativeLoopbackAddressMayBeAny(t *testing.T) {
	registered := []string{"http://127.0.0.1/cb", "http://[::1]:8000/cb?x=1", "http://localhost/cb", "https://127.0.0.1/cb", "com.example.app:/cb"}
	for uri, ok := range map[string]bool{
		"http://127.0.0.1/cb":              true,
		"http://127.0.0.1:51004/cb":        true,
		"http://[::1]:1/cb?x=1":            true,
		"http://[::1]/cb?x=1":              true,
		"http://localhost/cb":              true,
		"com.example.app:/cb":              true,
		"http://localhost:51004/cb":        false,
		"https://127.0.0.1:51004/cb":       false,
		"http://127.0.0.1:51004/cb/":       false,
		"http://127.0.0.1:51004/cb?x=1":    false,
		"http://127.0.0.1:51004/CB":        false,
		"http://127.0.0.1:51004/%63b":      false,
		"http://127.0.0.1:/cb":             false,
		"http://127.0.0.1:0/cb":            false,
		"http://127.0.0.1:065536/cb":       false,
		"http://127.0.0.1:65536/cb":        false,
		"http://127.0.0.1:80@evil.ex/cb":   false,
		"http://127.0.0.1@evil.ex/cb":      false,
		"http://127.0.0.1.evil.ex/cb":      false,
		"http://127.0.0.1:1.evil.ex/cb":    false,
		"http://127.0.0.2:51004/cb":        false,
		"http://127.1:51004/cb":            false,
		"http://[::ffff:127.0.0.1]:1/cb":   false,
		"http://[::1]:51004/cb":            false,
		"http://127.0.0.1:51004\\@evil/cb": false,
		"http://127.0.0.1:51004/cb#x":      false,
		"HTTP://127.0.0.1:51004/cb":        false,
	} {
		c := client.Client{RedirectURIs: registered, Metadata: client.Metadata{ApplicationType: client.Native}}
		if got := c.AllowsRedirect(uri); got != ok {
			t.Errorf("%q: %t", uri, got)
		}
		for _, kind := range []string{"", client.Web} {
			c.Metadata.ApplicationType = kind
			if exact := uri == "http://127.0.0.1/cb" || uri == "http://localhost/cb" || uri == "com.example.app:/cb"; c.AllowsRedirect(uri) != exact {
				t.Errorf("%q of an application that is not native", uri)
			}
		}
	}
}

func TestApplicationOnTheWebReturnsByHTTPS(t *testing.T) {
	r, _ := newRegistry(t, nil)
	for _, uri := range []string{"http://localhost:9090/cb", "com.example.app:/cb"} {
		w := wish()
		w.Metadata.ApplicationType, w.RedirectURIs = client.Web, []string{uri}
		if _, _, err := r.Create(t.Context(), w); !errors.Is(err, client.ErrRedirectURI) {
			t.Errorf("%s: %v", uri, err)
		}
		w.Metadata.ApplicationType = client.Native
		if _, _, err := r.Create(t.Context(), w); err != nil {
			t.Errorf("native, %s: %v", uri, err)
		}
	}
}

func TestNameHoldsNothingThatHidesOrTurnsIt(t *testing.T) {
	r, _ := newRegistry(t, nil)
	for _, name := range []string{"Bank\u202egpj.exe", "Pay\u200broll", "A\u2066B", "A\u0085B", "\u00ad", "x\u2028y", "Tab\there", "\ufeffBank"} {
		w := wish()
		w.Name = name
		if _, _, err := r.Create(t.Context(), w); !errors.Is(err, client.ErrName) {
			t.Errorf("%q: %v", name, err)
		}
	}
}

func TestDocumentGivesTheClientBack(t *testing.T) {
	r, _ := newRegistry(t, nil)
	w := wish()
	w.Public, w.Origins = true, client.Origins{Web: []string{"https://app.example"}, JSONSignIn: true}
	w.PostLogoutRedirectURIs, w.Scopes = []string{"https://app.example/"}, []string{"openid", "offline_access"}
	w.Metadata = client.Metadata{LogoURI: "https://app.example/l.png", JWKS: keys(ecKey), DefaultMaxAge: new(int64(0)), Contacts: []string{"ops@app.example"}}
	c, _, err := r.Create(t.Context(), w)
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(c.Document())
	if err != nil {
		t.Fatal(err)
	}
	d, unknown, err := client.ParseDocument(text)
	if err != nil || len(unknown) > 0 {
		t.Fatal(unknown, err)
	}
	back, err := d.Registration()
	if err != nil {
		t.Fatal(err)
	}
	again, _, err := r.Update(t.Context(), c.ID, back)
	if err != nil {
		t.Fatal(err)
	}
	if got, _ := json.Marshal(again.Document()); string(got) != string(text) {
		t.Errorf("%s\nbecame\n%s", text, got)
	}
}

func TestDocumentIsReadToTheLetter(t *testing.T) {
	for text, member := range map[string]string{
		``:                                      "the body",
		`[]`:                                    "the body",
		`null`:                                  "the body",
		`{"client_name":"A","client_name":"B"}`: "the body",
		`{"client_name":"A"} {}`:                "the body",
		`{"redirect_uris":"https://app.example/cb"}`:                       "redirect_uris",
		`{"client_name":1}`:                                                "client_name",
		`{"default_max_age":"60"}`:                                         "default_max_age",
		`{"default_max_age":1.5}`:                                          "default_max_age",
		`{"require_pushed_authorization_requests":"true"}`:                 "require_pushed_authorization_requests",
		`{"jwks":{"keys":[{"kty":"EC","kty":"RSA"}]}}`:                     "",
		`{"response_types":["code id_token"]}`:                             "response_types",
		`{"response_types":["token"]}`:                                     "response_types",
		`{"response_types":["code"],"grant_types":["client_credentials"]}`: "response_types",
	} {
		d, _, err := client.ParseDocument([]byte(text))
		if err == nil {
			_, err = d.Registration()
		}
		var f *client.Fault
		if member == "" && err == nil {
			continue
		}
		if !errors.As(err, &f) || f.Member != member {
			t.Errorf("%s: %v", text, err)
		}
	}
	d, unknown, err := client.ParseDocument([]byte(`{"Client_Name":"A","THIRD_PARTY":true,"client_name#de":"B","logo_uri":null,"jwks":null,"contacts":null}`))
	if err != nil || d.Name != "" || d.ThirdParty || d.LogoURI != "" || d.JWKS != nil || strings.Join(unknown, " ") != "Client_Name THIRD_PARTY client_name#de" {
		t.Errorf("%+v, %v, %v", d, unknown, err)
	}
}

func TestExplanationsHoldNothingThatWasSent(t *testing.T) {
	r, _ := newRegistry(t, nil)
	w := wish()
	w.RedirectURIs = []string{"javascript:sent"}
	_, _, err := r.Create(t.Context(), w)
	if text, ok := client.Explain(err); !ok || strings.Contains(text, "sent") || !strings.Contains(err.Error(), "sent") {
		t.Errorf("%q, %t", text, ok)
	}
	if _, ok := client.Explain(errors.New("SELECT")); ok {
		t.Error("an error of the database is explained")
	}
}
