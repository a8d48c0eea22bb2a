package main

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"countersign/idp/client"
)

// cibaPlan are the modules of fapi-ciba-id1-test-plan for plain FAPI, in its
// order, without fapi-ciba- in front. It was read in the suite of 20 August 2026.
const cibaPlan = `id1-discovery-end-point-verification
id1
id1-user-rejects-authentication
id1-multiple-call-to-token-endpoint
id1-auth-req-id-expired
id1-ensure-authorization-request-with-binding-message-succeeds
id1-ensure-other-scope-order-succeeds
id1-ensure-requested-expiry-as-string-succeeds
id1-ensure-authorization-request-with-potentially-bad-binding-message
id1-ensure-request-object-missing-aud-fails
id1-ensure-request-object-bad-aud-fails
id1-ensure-request-object-missing-iss-fails
id1-ensure-request-object-bad-iss-fails
id1-ensure-request-object-missing-exp-fails
id1-ensure-request-object-expired-exp-fails
id1-ensure-request-object-exp-is-70-minutes-in-future-fails
id1-ensure-request-object-missing-iat-fails
id1-ensure-request-object-missing-nbf-fails
id1-ensure-request-object-nbf-is-10-minutes-in-future-fails
id1-ensure-request-object-nbf-is-70-minutes-in-past-fails
id1-ensure-request-object-missing-jti-fails
id1-ensure-request-object-signature-algorithm-is-none-fails
id1-ensure-request-object-signature-algorithm-is-bad-fails
id1-ensure-request-object-signature-algorithm-is-RS256-fails
id1-ensure-request-object-signed-by-other-client-fails
id1-ensure-authorization-request-with-multiple-hints-fails
id1-ensure-wrong-auth-req-id-in-token-endpoint-request
id1-ensure-different-client-id-and-issuer-in-backchannel-authorization-request
id1-ensure-wrong-client-id-in-token-endpoint-request
id1-ensure-wrong-client-id-in-backchannel-authorization-request
id1-ensure-without-client-assertion-in-token-endpoint-request
id1-ensure-without-client-assertion-in-backchannel-authorization-request
id1-ensure-client-assertion-signature-algorithm-in-backchannel-authorization-request-is-RS256-fails
id1-ensure-client-assertion-signature-algorithm-in-token-endpoint-request-is-RS256-fails
id1-ensure-client-assertion-with-iss-aud-to-token-endpoint-succeeds
id1-ping-backchannel-notification-endpoint-response-has-body
id1-ping-backchannel-notification-endpoint-response-401
id1-ping-backchannel-notification-endpoint-response-403
id1-ping-with-mtls-ciba-notification-endpoint-response-401-and-require-server-does-not-retry
id1-ping-backchannel-notification-endpoint-return-redirect-request
id1-ensure-unsigned-backchannel-authorization-request-fails
id1-refresh-token
id1-ensure-mtls-holder-of-key-required`

// The table of docs/conformance.md says of each module in which variants it is
// mirrored, and every one is.
func TestDocsSayWhichModulesOfFAPICIBAAreMirrored(t *testing.T) {
	where := map[string][]string{cibaExpired: {"ping with private_key_jwt"}}
	for _, delivery := range []string{client.CIBAPoll, client.CIBAPing} {
		for short, method := range map[string]string{"key": "private_key_jwt", "certificate": "self_signed_tls_client_auth"} {
			for name := range cibaModules(&cibaVariant{delivery: delivery, method: method}) {
				where[name] = append(where[name], delivery+", "+short)
			}
		}
	}
	doc, err := os.ReadFile("../../docs/conformance.md")
	if err != nil {
		t.Fatal(err)
	}
	var table strings.Builder
	for name := range strings.Lines(cibaPlan) {
		name = strings.TrimSpace(name)
		fmt.Fprintf(&table, "| `%s` | %s |\n", name, cibaWhere(where[name]))
		if len(where[name]) == 0 {
			t.Errorf("%s is not mirrored", name)
		}
		delete(where, name)
	}
	if len(where) > 0 {
		t.Errorf("the plan has not %v", where)
	}
	if !strings.Contains(string(doc), table.String()) {
		t.Errorf("docs/conformance.md has not this table:\n%s", &table)
	}
}

// cibaWhere is a set of variants in words.
func cibaWhere(variants []string) string {
	switch all := strings.Join(variants, " and "); {
	case len(variants) == 4:
		return "all four"
	case len(variants) == 1:
		return all + " alone"
	case !strings.Contains(all, "poll"):
		return "ping"
	case !strings.Contains(all, "certificate"):
		return "private_key_jwt"
	default:
		return "certificate"
	}
}
