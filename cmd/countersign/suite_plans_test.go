package main

import (
	"cmp"
	"fmt"
	"maps"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"
)

// basicPlan are the modules of oidcc-basic-certification-test-plan, and of
// oidcc-formpost-basic-certification-test-plan.
const basicPlan = `
oidcc-server oidcc-response-type-missing oidcc-idtoken-signature oidcc-idtoken-unsigned oidcc-userinfo-get oidcc-userinfo-post-header
oidcc-userinfo-post-body oidcc-ensure-request-without-nonce-succeeds-for-code-flow oidcc-scope-profile oidcc-scope-email oidcc-scope-address
oidcc-scope-phone oidcc-scope-all oidcc-alternate-happy-flow oidcc-display-page oidcc-display-popup oidcc-prompt-login oidcc-prompt-none-not-logged-in
oidcc-prompt-none-logged-in oidcc-max-age-1 oidcc-max-age-10000 oidcc-ensure-request-with-unknown-parameter-succeeds oidcc-id-token-hint
oidcc-login-hint oidcc-ui-locales oidcc-claims-locales oidcc-ensure-request-with-acr-values-succeeds oidcc-codereuse oidcc-codereuse-30seconds
oidcc-ensure-registered-redirect-uri oidcc-ensure-post-request-succeeds oidcc-server-client-secret-post
oidcc-request-uri-unsigned-supported-correctly-or-rejected-as-unsupported oidcc-unsigned-request-object-supported-correctly-or-rejected-as-unsupported
oidcc-claims-essential oidcc-ensure-request-object-with-redirect-uri oidcc-refresh-token oidcc-ensure-request-with-valid-pkce-succeeds`

// dynamicPlan are those of oidcc-dynamic-certification-test-plan.
const dynamicPlan = `
oidcc-idtoken-rs256 oidcc-idtoken-unsigned oidcc-userinfo-rs256 oidcc-ensure-redirect-uri-in-authorization-request oidcc-redirect-uri-query-OK
oidcc-redirect-uri-query-mismatch oidcc-redirect-uri-query-added oidcc-redirect-uri-regfrag oidcc-discovery-endpoint-verification oidcc-server
oidcc-registration-logo-uri oidcc-registration-policy-uri oidcc-registration-tos-uri oidcc-registration-jwks-uri oidcc-registration-sector-uri
oidcc-registration-sector-bad oidcc-server-rotate-keys oidcc-refresh-token-rp-key-rotation oidcc-request-uri-unsigned oidcc-request-uri-signed-rs256
oidcc-ensure-request-object-with-redirect-uri oidcc-refresh-token oidcc-ensure-client-assertion-with-iss-aud-succeeds`

// signingPlan are those of fapi2-message-signing-final-test-plan, without
// fapi2-security-profile-final- in front.
const signingPlan = `
discovery-end-point-verification happy-flow user-rejects-authentication ensure-request-object-with-multiple-aud-succeeds
ensure-authorization-request-without-state-success ensure-authorization-request-without-nonce-success
ensure-authorization-request-with-64-char-nonce-success ensure-other-scope-order-succeeds test-claims-parameter-identity-claims
access-token-type-header-case-sensitivity ensure-request-object-with-nbf-8-seconds-in-the-future-is-accepted check-dpop-proof-nbf-exp
ensure-dpopproof-with-iat-10seconds-before-succeeds ensure-dpopproof-with-iat-10seconds-after-succeeds ensure-mismatched-dpop-jkt-fails
ensure-token-endpoint-fails-with-mismatched-dpop-proof-jkt ensure-token-endpoint-fails-with-mismatched-dpop-jkt
ensure-dpopproof-at-par-endpoint-binding-success ensure-dpop-auth-code-binding-success ensure-different-nonce-inside-and-outside-request-object
ensure-different-state-inside-and-outside-request-object ensure-authorization-request-with-long-nonce ensure-authorization-request-with-long-state
ensure-request-object-without-exp-fails ensure-request-object-without-nbf-fails state-only-outside-request-object-not-used
ensure-request-object-without-redirect-uri-fails ensure-expired-request-object-fails ensure-request-object-with-bad-aud-fails
ensure-request-object-with-exp-over-60-fails australia-connectid-ensure-request-object-with-exp-over-10-fails
ensure-request-object-with-nbf-over-60-fails australia-connectid-ensure-request-object-with-nbf-over-15-fails
ensure-signed-request-object-with-RS256-fails ensure-request-object-signature-algorithm-is-not-none ensure-request-object-with-invalid-signature-fails
ensure-matching-key-in-authorization-request ensure-unsigned-request-at-par-endpoint-fails ensure-registered-redirect-uri
plain-fapi-tolerate-unregistered-redirect-uri ensure-unsigned-authorization-request-without-using-par-fails
ensure-redirect-uri-in-authorization-request ensure-response-type-code-idtoken-fails australia-connectid-ensure-invalid-purpose-fails
ensure-response-type-token-fails ensure-client-id-in-token-endpoint ensure-holder-of-key-required ensure-authorization-code-is-bound-to-client
attempt-reuse-authorization-code-after-one-second ensure-token-endpoint-fails-with-expired-auth-code ensure-signed-client-assertion-with-RS256-fails
ensure-client-assertion-in-token-endpoint ensure-client-assertion-with-exp-is-5-minutes-in-past-fails ensure-client-assertion-with-wrong-aud-fails
ensure-client-assertion-with-no-sub-fails dpop-negative-tests refresh-token ensure-server-handles-non-matching-intent-id test-essential-acr-sca-claim
brazil-ensure-bad-payment-signature-fails australia-connectid-test-claims-parameter-idtoken-identity-claims
par-ensure-reused-request-uri-prior-to-auth-completion-succeeds par-attempt-reuse-request_uri par-attempt-to-use-expired-request_uri
par-ensure-jwt-client-assertions-nbf-8-seconds-in-the-future-is-accepted par-ensure-jwt-client-assertions-nbf-over-60-seconds-in-the-future-fails
par-attempt-to-use-request_uri-for-different-client par-authorization-request-containing-request_uri-form-param par-attempt-invalid-http-method
par-ensure-pkce-required ensure-pkce-code-verifier-required incorrect-pkce-code-verifier-rejected par-plain-pkce-rejected
par-authorization-request-containing-request_uri par-without-duplicate-parameters par-test-array-as-audience-fails
par-test-par-endpoint-url-as-audience-fails par-test-token-endpoint-url-as-audience-fails`

// signedPlan are those of them that fapi2-security-profile-final-test-plan has
// not, because its requests have no signature.
const signedPlan = `
ensure-request-object-with-multiple-aud-succeeds ensure-request-object-without-exp-fails ensure-request-object-without-nbf-fails
ensure-expired-request-object-fails ensure-request-object-with-bad-aud-fails ensure-request-object-with-exp-over-60-fails
australia-connectid-ensure-request-object-with-exp-over-10-fails ensure-request-object-with-nbf-over-60-fails
australia-connectid-ensure-request-object-with-nbf-over-15-fails ensure-request-object-with-nbf-8-seconds-in-the-future-is-accepted
ensure-signed-request-object-with-RS256-fails ensure-request-object-signature-algorithm-is-not-none ensure-request-object-with-invalid-signature-fails
ensure-matching-key-in-authorization-request ensure-unsigned-request-at-par-endpoint-fails par-authorization-request-containing-request_uri`

// conformancePlan is a plan of the suite as it was read on 20 August 2026.
type conformancePlan struct {
	name    string   // in docs/conformance.md
	modules []string // all that it has
	ours    map[string]func(*suite)
	why     map[string]string // the modules that have no mirror
}

const (
	unserved = "skipped where the metadata does not offer it"
	abroad   = "of another profile than plain FAPI"
)

// fapiAbroad are the modules for others' ecosystems.
func fapiAbroad() map[string]string {
	why := map[string]string{}
	for _, name := range strings.Fields(signingPlan) {
		if strings.HasPrefix(name, "australia-") || strings.HasPrefix(name, "brazil-") {
			why[name] = abroad
		}
	}
	for _, name := range []string{"ensure-registered-redirect-uri", "ensure-server-handles-non-matching-intent-id", "test-essential-acr-sca-claim"} {
		why[name] = abroad
	}
	return why
}

func conformancePlans() []conformancePlan {
	site := &suiteSite{Server: &httptest.Server{}}
	profile := slices.DeleteFunc(strings.Fields(signingPlan), func(name string) bool { return slices.Contains(strings.Fields(signedPlan), name) })
	fapi := func(signed bool) map[string]func(*suite) {
		all := fapiExpiry(nil, nil, "", nil)
		for _, v := range fapiVariants(signed) {
			maps.Copy(all, fapiModules(v))
		}
		return all
	}
	abroadToo := fapiAbroad()
	maps.DeleteFunc(abroadToo, func(name, _ string) bool { return !slices.Contains(profile, name) })
	basic := map[string]string{
		"oidcc-idtoken-unsigned": "of clients that register themselves", "oidcc-scope-address": unserved, "oidcc-scope-phone": unserved,
		"oidcc-ensure-request-object-with-redirect-uri": unserved,
	}
	return []conformancePlan{
		{"Config", []string{"oidcc-discovery-endpoint-verification"}, configModules(), nil},
		{"Basic", strings.Fields(basicPlan), basicModules(suiteClient{}), basic},
		{"Form Post Basic", strings.Fields(basicPlan), basicModules(suiteClient{}), basic},
		{"Dynamic", strings.Fields(dynamicPlan), dynamicModules(site), map[string]string{
			"oidcc-discovery-endpoint-verification": "fails, see below", "oidcc-request-uri-unsigned": unserved,
		}},
		{"Third-party-initiated login", []string{"oidcc-3rd_party-init-login", "oidcc-3rd_party-init-login-nohttps"}, thirdPartyModules(site), nil},
		{"FAPI 2.0 Security Profile", profile, fapi(false), abroadToo},
		{"FAPI 2.0 Message Signing", strings.Fields(signingPlan), fapi(true), fapiAbroad()},
	}
}

// notOfTheSuite are modules of our own that run beside the suite's.
var notOfTheSuite = []string{"client-lives-and-ends", "other-certificate"} //nolint:gochecknoglobals // a constant

// Every module of a plan has a mirror or a reason, no mirror has a name that the
// suite has not, and docs/conformance.md says the same.
func TestConformancePlansAreWhole(t *testing.T) {
	doc := string(must(os.ReadFile("../../docs/conformance.md")))
	for _, p := range conformancePlans() {
		without := map[string][]string{} // by reason
		for _, name := range p.modules {
			_, mirrored := p.ours[name]
			if reason := p.why[name]; mirrored == (reason != "") {
				t.Errorf("%s: %s is mirrored: %t, and there is a reason why not: %q", p.name, name, mirrored, reason)
			} else if !mirrored {
				without[reason] = append(without[reason], "`"+name+"`")
			}
		}
		for name := range p.ours {
			if !slices.Contains(p.modules, name) && !slices.Contains(notOfTheSuite, name) {
				t.Errorf("%s has no module %s", p.name, name)
			}
		}
		var reasons []string
		for _, reason := range slices.Sorted(maps.Keys(without)) {
			slices.Sort(without[reason])
			reasons = append(reasons, strings.Join(without[reason], ", ")+": "+reason)
		}
		row := fmt.Sprintf("| %s | %d | %d | %s |", p.name, len(p.modules), len(p.modules)-len(p.why), cmp.Or(strings.Join(reasons, "; "), "none"))
		if !strings.Contains(doc, row) {
			t.Errorf("docs/conformance.md has not the line\n%s", row)
		}
	}
}
