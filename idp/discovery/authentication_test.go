package discovery_test

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"countersign/idp/discovery"
)

func configuration(t *testing.T, change ...func(*discovery.Deps)) map[string]any {
	t.Helper()
	var m map[string]any
	if err := json.Unmarshal(get(t, newRoom(t, change...).Configuration).Body.Bytes(), &m); err != nil {
		t.Fatal(err)
	}
	return m
}

func TestEndpointsForCertificatesAreNamedWhereTheyAre(t *testing.T) {
	if m := configuration(t); m["mtls_endpoint_aliases"] != nil {
		t.Errorf("aliases without mutual TLS: %v", m["mtls_endpoint_aliases"])
	}
	m := configuration(t, func(d *discovery.Deps) {
		d.MTLS, d.MTLSURL, d.MTLSPaths = true, "https://mtls.id.example", []string{"/token", "/userinfo", "/none", "/jwks"}
	})
	want := map[string]any{"token_endpoint": "https://mtls.id.example/token", "userinfo_endpoint": "https://mtls.id.example/userinfo"}
	if diff := cmp.Diff(want, m["mtls_endpoint_aliases"]); diff != "" {
		t.Error(diff)
	}
	if m["token_endpoint"] != "https://id.example/token" {
		t.Errorf("the endpoint itself is %v", m["token_endpoint"])
	}
}

func TestMethodsByCertificateAreNamedWhereTheyWork(t *testing.T) {
	for _, c := range []struct{ mtls, vouched, tls, self bool }{
		{false, false, false, false}, {true, false, false, true}, {true, true, true, true},
	} {
		m := configuration(t, func(d *discovery.Deps) { d.MTLS, d.Vouched = c.mtls, c.vouched })
		for _, member := range []string{"token", "introspection", "revocation"} {
			methods, _ := m[member+"_endpoint_auth_methods_supported"].([]any)
			if slices.Contains(methods, any("tls_client_auth")) != c.tls || slices.Contains(methods, any("self_signed_tls_client_auth")) != c.self {
				t.Errorf("%+v: %s: %v", c, member, methods)
			}
			if bound, _ := m["tls_client_certificate_bound_access_tokens"].(bool); bound != c.mtls {
				t.Errorf("%+v: tokens are bound: %t", c, bound)
			}
			if slices.Contains(methods, any("none")) == (member == "introspection") {
				t.Errorf("%s: %v", member, methods)
			}
		}
	}
}

// FAPI 2.0 Security Profile sections 5.3.2.1 and 5.4.1, and the module
// fapi2-security-profile-final-discovery-end-point-verification.
func TestUnderTheFAPIProfileNothingWeakIsNamed(t *testing.T) {
	m := configuration(t, func(d *discovery.Deps) {
		d.FAPI, d.MTLS, d.Vouched, d.RequestAlgs = true, true, true, []string{"ES256"}
	})
	want := []any{"private_key_jwt", "tls_client_auth", "self_signed_tls_client_auth"}
	for _, endpoint := range []string{"token", "introspection", "revocation"} {
		if diff := cmp.Diff(want, m[endpoint+"_endpoint_auth_methods_supported"]); diff != "" {
			t.Errorf("%s: %s", endpoint, diff)
		}
	}
	for name, value := range m {
		list, _ := value.([]any)
		for _, alg := range list {
			if alg == "RS256" || alg == "HS256" || alg == "none" && name != "prompt_values_supported" {
				t.Errorf("%s names %v", name, alg)
			}
		}
	}
}
