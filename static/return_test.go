package static_test

import (
	"os/exec"
	"strings"
	"testing"
)

// TestReturnTakesTheCodeToOurOwnPagesAlone runs js/return.js under Node.js, in a
// browser of the test.
func TestReturnTakesTheCodeToOurOwnPagesAlone(t *testing.T) {
	const browser = `
		const heard = [], shown = { hidden: true };
		globalThis.location = { hash: "#AAAA", pathname: "/push/return", replace: (to) => heard.push("goes to " + to) };
		globalThis.history = { replaceState: (...a) => heard.push("stands at " + a[2]) };
		globalThis.document = { getElementById: (id) => id === "return-failed" ? shown : { addEventListener: () => {} } };
		globalThis.fetch = async (to, { body }) => { heard.push(to + " " + body); return new Response(process.argv[2], { status: Number(process.argv[1]) }); };
		require("./js/return.js");
		setTimeout(() => console.log([...heard, shown.hidden ? "" : "failed"].join("; ")));`
	const begun = `stands at /push/return; /login/return {"code":"AAAA"}; `
	for _, c := range []struct{ status, answer, want string }{
		{"200", `{"next":"/login/x"}`, begun + "goes to /login/x; "},
		{"200", `{"next":"//evil.example"}`, begun + "failed"},
		{"200", `{"next":"/\\evil.example"}`, begun + "failed"},
		{"200", `{"next":"https://evil.example"}`, begun + "failed"},
		{"200", `{"next":"javascript:alert(1)"}`, begun + "failed"},
		{"200", `{}`, begun + "failed"},
		{"500", `{"next":"/login/x"}`, begun + "failed"},
		{"200", `<html>`, begun + "failed"},
	} {
		out, err := exec.CommandContext(t.Context(), "node", "-e", browser, "--", c.status, c.answer).CombinedOutput()
		if got := strings.TrimSuffix(string(out), "\n"); err != nil || got != c.want {
			t.Errorf("%s %s: %q, %v, want %q", c.status, c.answer, got, err, c.want)
		}
	}
}
