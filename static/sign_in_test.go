package static_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"strings"
	"testing"
)

// TestCodeIsGivenForItsOwnSignInAlone runs redeem of js/sign-in.js under Node.js.
func TestCodeIsGivenForItsOwnSignInAlone(t *testing.T) {
	sent := make(chan string, 1)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		sent <- r.PostFormValue("code") + " " + r.PostFormValue("code_verifier") + " " + r.PostFormValue("state")
		w.Header().Set("Content-Type", "application/json")
		if r.PostFormValue("code") != "c" {
			w.WriteHeader(http.StatusBadRequest)
			_, _ = fmt.Fprint(w, `{"error":"invalid_grant","error_description":"no"}`)
			return
		}
		_, _ = fmt.Fprint(w, `{"access_token":"at"}`)
	}))
	t.Cleanup(s.Close)
	for _, c := range []struct{ answer, want, sent string }{
		{`{ iss: issuer, state: "s", code: "c" }`, "at", "c v "},
		{`{ iss: "https://evil.example", state: "s", code: "c" }`, "Error: the answer is not of this sign-in", ""},
		{`{ state: "s", code: "c" }`, "Error: the answer is not of this sign-in", ""},
		{`{ iss: issuer, state: "another", code: "c" }`, "Error: the answer is not of this sign-in", ""},
		{`{ iss: issuer, state: "s", error: "access_denied", error_description: "denied" }`, "access_denied", ""},
		{`{ iss: issuer, state: "s", code: "spent" }`, "invalid_grant", "spent v "},
	} {
		script := fmt.Sprintf(`import { redeem } from "./js/sign-in.js";
			const issuer = %q, kept = { client_id: "id", redirect_uri: "https://app.example/", state: "s", code_verifier: "v" };
			console.log(await redeem(issuer, kept, %s).then((t) => t.access_token, (e) => e.code ?? String(e)));`, s.URL, c.answer)
		out, err := exec.CommandContext(t.Context(), "node", "--input-type=module", "-e", script).CombinedOutput()
		heard := ""
		if len(sent) > 0 {
			heard = <-sent
		}
		if got := strings.TrimSpace(string(out)); err != nil || got != c.want || heard != c.sent {
			t.Errorf("%s: %q, %v, want %q; the token endpoint heard %q, want %q", c.answer, got, err, c.want, heard, c.sent)
		}
	}
}
