package agent_test

import (
	"testing"

	"countersign/idp/agent"
)

func TestPartsAreWhatACalledBrowserWasMadeOf(t *testing.T) {
	for _, c := range []struct{ browser, system, called string }{
		{"Firefox", "Linux", "Firefox on Linux"}, {"Samsung Browser", "Android", "Samsung Browser on Android"}, {"Safari", "", "Safari"}, {"", "", ""},
	} {
		called := agent.Called(c.browser, c.system)
		if browser, system := agent.Parts(called); called != c.called || browser != c.browser || system != c.system {
			t.Errorf("%q, of %q and %q", called, browser, system)
		}
	}
}
