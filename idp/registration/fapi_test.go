package registration_test

import (
	"net/http"
	"strings"
	"testing"

	"countersign/idp/registration"
)

// The profile is no matter of how a client began: whoever registered for it once
// changes to nothing less.
func TestProfileIsHeldAtRegistrationAndAtEveryChange(t *testing.T) {
	d := newDesk(t, registration.Open, func(deps *registration.Deps) { deps.FAPI, deps.PKCEOptional = true, true })
	const strong = `,"token_endpoint_auth_method":"private_key_jwt","jwks_uri":"https://app.example/keys"`
	for member, members := range map[string]string{
		"token_endpoint_auth_method":      "",
		"token_endpoint_auth_method ":     `,"token_endpoint_auth_method":"none"`,
		"token_endpoint_auth_method  ":    `,"token_endpoint_auth_method":"client_secret_jwt"`,
		"id_token_signed_response_alg":    strong + `,"id_token_signed_response_alg":"RS256"`,
		"token_endpoint_auth_signing_alg": strong + `,"token_endpoint_auth_signing_alg":"RS256"`,
	} {
		a := d.call(http.MethodPost, "/register", "", strings.Replace(ordinary, "}", members+"}", 1))
		a.refused(http.StatusBadRequest, "invalid_client_metadata")
		if said := a.text("error_description"); !strings.HasPrefix(said, strings.TrimSpace(member)+" must be ") {
			t.Errorf("%s: says %q", members, said)
		}
	}
	a := d.register(strong)
	if a.status != http.StatusCreated || a.text("id_token_signed_response_alg") != "ES256" || a.json["pkce_optional"] != nil {
		t.Fatalf("%d %s", a.status, a.body)
	}
	for name, weaker := range map[string]func(m map[string]any){
		"a secret":           func(m map[string]any) { m["token_endpoint_auth_method"] = "client_secret_basic" },
		"none":               func(m map[string]any) { m["token_endpoint_auth_method"] = "none" },
		"method left":        func(m map[string]any) { delete(m, "token_endpoint_auth_method") },
		"RS256":              func(m map[string]any) { m["request_object_signing_alg"] = "RS256" },
		"RS256 for userinfo": func(m map[string]any) { m["userinfo_signed_response_alg"] = "RS256" },
	} {
		t.Run(name, func(t *testing.T) {
			d.call(http.MethodPut, a.path(), a.text("registration_access_token"), a.sent(weaker)).refused(http.StatusBadRequest, "invalid_client_metadata")
		})
	}
	if b := d.call(http.MethodPut, a.path(), a.text("registration_access_token"), a.sent(func(m map[string]any) { m["client_name"] = "Bank" })); b.status != http.StatusOK {
		t.Errorf("what meets it is taken: %s", b.body)
	}
}
