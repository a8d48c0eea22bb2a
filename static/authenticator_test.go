package static_test

import (
	"os/exec"
	"path/filepath"
	"testing"
)

// The authenticator's scripts are tested where they can run without a browser:
// the vectors of the device protocol, and calls against a server of the test.
// The tests are beside them, in authenticator/test.
func TestAuthenticatorScriptsInNode(t *testing.T) {
	node, err := exec.LookPath("node")
	if err != nil {
		t.Fatal("this test needs Node.js, version 18 or later (Debian: apt-get install nodejs)")
	}
	tests, err := filepath.Glob("authenticator/test/*.test.js")
	if err != nil || len(tests) == 0 {
		t.Fatalf("tests of the scripts: %v, %v", tests, err)
	}
	command := exec.CommandContext(t.Context(), node, append([]string{"--test", "--test-reporter=spec"}, tests...)...)
	if out, err := command.CombinedOutput(); err != nil {
		t.Errorf("node --test: %v\n%s", err, out)
	}
}
