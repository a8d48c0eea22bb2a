package protocol_test

import (
	"testing"

	"countersign/idp/protocol"
)

func TestHalfHashIsThatOfTheAlgorithm(t *testing.T) {
	// The first is the example of OpenID Connect Core, appendix A.3.
	const access = "jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y"
	for alg, want := range map[string]string{
		protocol.RS256: "77QmUPtjPfzWtF2AnpK9RQ", protocol.ES256: "77QmUPtjPfzWtF2AnpK9RQ", protocol.PS256: "77QmUPtjPfzWtF2AnpK9RQ",
		protocol.EdDSA: "",
	} {
		got := protocol.HalfHash(alg, access)
		if want == "" {
			if len(got) != 43 { // 32 octets
				t.Errorf("%s: %q is not the half of SHA-512", alg, got)
			}
			continue
		}
		if got != want {
			t.Errorf("%s: %q, want %q", alg, got, want)
		}
	}
	if protocol.HalfHash(protocol.ES256, "") != "" {
		t.Error("nothing has a hash")
	}
}
