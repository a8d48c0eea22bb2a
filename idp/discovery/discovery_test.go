package discovery_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"countersign/idp/discovery"
	"countersign/idp/keys"
)

func newRoom(t *testing.T, change ...func(*discovery.Deps)) *discovery.Room {
	t.Helper()
	deps := discovery.Deps{
		Issuer: "https://id.example", Locales: []string{"en", "de"}, RequestAlgs: []string{"ES256", "RS256"},
		Deliveries: []string{"poll", "ping"}, DetailTypes: []string{"payment"},
		Public: func(_ context.Context, p keys.Purpose) keys.Set {
			return keys.Set{Body: []byte(`{"keys":["` + string(p) + `"]}`), ETag: `"` + string(p) + `"`}
		},
		VAPID: func(context.Context) (string, []byte, error) { return "vapid", []byte{4, 255, 254}, nil },
	}
	for _, f := range change {
		f(&deps)
	}
	x, err := discovery.New(deps)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func get(t *testing.T, handler func(http.ResponseWriter, *http.Request) error, header ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	rec := httptest.NewRecorder()
	if err := handler(rec, r); err != nil {
		t.Fatal(err)
	}
	return rec
}

func TestMetadataNamesWhatIsServed(t *testing.T) {
	var m map[string]any
	if err := json.Unmarshal(get(t, newRoom(t).Configuration).Body.Bytes(), &m); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]any{
		"issuer": "https://id.example", "authorization_endpoint": "https://id.example/authorize", "token_endpoint": "https://id.example/token",
		"userinfo_endpoint": "https://id.example/userinfo", "jwks_uri": "https://id.example/jwks", "push_jwks_uri": "https://id.example/push/jwks",
		"introspection_endpoint": "https://id.example/introspect", "revocation_endpoint": "https://id.example/revoke",
		"end_session_endpoint": "https://id.example/logout", "backchannel_authentication_endpoint": "https://id.example/bc-authorize",
		"backchannel_user_code_parameter_supported": true, "backchannel_logout_supported": true, "backchannel_logout_session_supported": true,
		"pushed_authorization_request_endpoint": "https://id.example/par", "require_pushed_authorization_requests": false,
		"frontchannel_logout_supported": true, "frontchannel_logout_session_supported": true,
		"authorization_response_iss_parameter_supported": true,
		"request_parameter_supported":                    true, "request_uri_parameter_supported": false, "claims_parameter_supported": true,
	} {
		if m[name] != want {
			t.Errorf("%s is %v, want %v", name, m[name], want)
		}
	}
	for name, want := range map[string][]string{
		"response_types_supported": {"code"}, "response_modes_supported": {"query", "fragment", "form_post", "jwt", "query.jwt", "fragment.jwt", "form_post.jwt"}, "authorization_signing_alg_values_supported": {"ES256", "RS256", "PS256", "EdDSA"}, "grant_types_supported": {"authorization_code", "refresh_token", "client_credentials", "urn:ietf:params:oauth:grant-type:device_code", "urn:openid:params:grant-type:ciba"},
		"code_challenge_methods_supported":              {"S256"},
		"id_token_signing_alg_values_supported":         {"ES256", "RS256", "PS256", "EdDSA"},
		"dpop_signing_alg_values_supported":             {"ES256", "PS256", "EdDSA"},
		"token_endpoint_auth_methods_supported":         {"client_secret_basic", "client_secret_post", "client_secret_jwt", "private_key_jwt", "none"},
		"introspection_endpoint_auth_methods_supported": {"client_secret_basic", "client_secret_post", "client_secret_jwt", "private_key_jwt"},
		"acr_values_supported":                          {"urn:countersign:acr:1", "urn:countersign:acr:2", "urn:countersign:acr:2n", "phr"},
		"prompt_values_supported":                       {"none", "login", "consent", "select_account"},
		"ui_locales_supported":                          {"en", "de"},
		"request_object_signing_alg_values_supported":   {"ES256", "RS256"},
	} {
		var got []string
		list, _ := m[name].([]any)
		for _, v := range list {
			text, _ := v.(string)
			got = append(got, text)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s is %v, want %v", name, got, want)
		}
	}
	// What the library would say and we do not serve.
	for _, name := range []string{"registration_endpoint", "check_session_iframe"} {
		if _, there := m[name]; there {
			t.Errorf("%s is announced", name)
		}
	}
}

func TestPublicDocumentsAreCachedAndReadableByAnySite(t *testing.T) {
	x := newRoom(t)
	for name, handler := range map[string]func(http.ResponseWriter, *http.Request) error{
		"configuration": x.Configuration, "token": x.TokenKeys, "challenge": x.ChallengeKeys, "vapid": x.VAPIDKey,
	} {
		r := get(t, handler)
		etag := r.Header().Get("ETag")
		if r.Code != http.StatusOK || r.Header().Get("Access-Control-Allow-Origin") != "*" || !strings.HasPrefix(r.Header().Get("Cache-Control"), "public, max-age=") || etag == "" {
			t.Errorf("%s: %d %v", name, r.Code, r.Header())
		}
		if name != "configuration" && !strings.Contains(r.Body.String(), name) {
			t.Errorf("%s: %s", name, r.Body)
		}
		for match, want := range map[string]int{etag: 304, "W/" + etag: 304, `"x", ` + etag: 304, `"x"`: 200} {
			if r := get(t, handler, "If-None-Match", match); r.Code != want || (want == 304 && r.Body.Len() != 0) {
				t.Errorf("%s with %s: %d", name, match, r.Code)
			}
		}
	}
}

func TestRegistrationIsNamedOnlyWhereThereIsSome(t *testing.T) {
	for _, on := range []bool{true, false} {
		x := newRoom(t, func(d *discovery.Deps) { d.Registration = on })
		if got := strings.Contains(get(t, x.Configuration).Body.String(), `"registration_endpoint":"https://id.example/register"`); got != on {
			t.Errorf("on %v: %v", on, got)
		}
	}
}

func TestTokenExchangeIsNamedOnlyWhereSomebodyMay(t *testing.T) {
	for _, on := range []bool{true, false} {
		x := newRoom(t, func(d *discovery.Deps) { d.Exchange = on })
		if got := strings.Contains(get(t, x.Configuration).Body.String(), `"urn:ietf:params:oauth:grant-type:token-exchange"`); got != on {
			t.Errorf("on %v: %v", on, got)
		}
	}
}

func TestPhrhIsNamedOnlyWherePasskeysMayProveIt(t *testing.T) {
	for _, attested := range []bool{true, false} {
		x := newRoom(t, func(d *discovery.Deps) { d.Attested = attested })
		if got := strings.Contains(get(t, x.Configuration).Body.String(), `"phrh"`); got != attested {
			t.Errorf("attested %v: %v", attested, got)
		}
	}
}
