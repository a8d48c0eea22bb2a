package story_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// named finds stories by the name of their state.
func named(t *testing.T, state string) []page {
	t.Helper()
	var out []page
	for _, p := range pages(t) {
		if name, _, _ := strings.Cut(p.name, " ("); name == state {
			out = append(out, p)
		}
	}
	if len(out) == 0 {
		t.Fatalf("no story of %s", state)
	}
	return out
}

// Tools, tests and password managers find things by these ids.
func TestIDsAreTheContract(t *testing.T) {
	for state, ids := range map[string]string{
		"sign-in":                "username password sign-in",
		"sign-in-again":          "password sign-in",
		"new-password":           "new-password new-password-submit",
		"invite":                 "invite-start",
		"enrol-waiting":          "enroll-link enroll-code enroll-qr enroll-here",
		"enrol-opened":           "enroll-code enroll-again",
		"enrol-expired":          "enroll-again",
		"enrol-used-twice":       "enroll-again",
		"enrol-rejected":         "enroll-again",
		"enrol-ended":            "enroll-again",
		"enrol-confirm":          "enroll-confirm enroll-confirm-submit enroll-reject",
		"push-waiting":           "push-number push-status push-cancel",
		"push-waiting-scan":      "push-scan push-scan-link push-by-number push-status push-cancel",
		"push-waiting-scan-only": "push-scan push-scan-link push-status push-cancel",
		"push-waiting-no-number": "push-status push-resend push-cancel",
		"push-approved":          "push-continue push-status push-cancel",
		"push-expired":           "push-again push-status push-cancel",
		"push-failed":            "push-again",
		"push-lapsed":            "push-again",
		"push-cancelled":         "push-again",
		"push-superseded":        "push-again",
		"push-busy":              "push-again",
		"push-slow":              "push-again",
		"consent":                "consent-allow consent-deny app-policy app-terms consent-cancel",
		"choose":                 "choose-push choose-submit",
		"code":                   "code code-submit code-cancel",
		"recovery":               "recovery-code recovery-submit recovery-cancel",
		"recovery-left":          "recovery-left recovery-continue",
		"enrol-recovery-codes":   "recovery-codes codes-download codes-copy codes-print codes-kept codes-continue",
		"remember":               "remember remember-submit",
		"form-post":              "form-post form-post-continue",
		"sign-out":               "sign-out sign-out-cancel",
		"error":                  "error-reference",
	} {
		for _, p := range named(t, state) {
			for id := range strings.FieldsSeq(ids) {
				if p.byID(id) == nil {
					t.Errorf("%s: no %s", p.name, id)
				}
			}
		}
	}
}

func TestNumberIsTheDigitsAlone(t *testing.T) {
	digits := regexp.MustCompile(`^([0-9]{2}|[0-9]{6})$`)
	for _, p := range named(t, "push-waiting") {
		n := p.byID("push-number")
		if !digits.MatchString(text(n)) {
			t.Errorf("%s: %q", p.name, text(n))
		}
		if !strings.Contains(text(n.Parent), "Your number is") {
			t.Errorf("%s: nothing says what the digits are", p.name)
		}
	}
	for _, p := range pages(t) {
		if !strings.HasPrefix(p.name, "push-waiting") && p.byID("push-number") != nil || strings.Contains(p.name, "no-number") && p.byID("push-number") != nil {
			t.Errorf("%s: a number where none is asked for", p.name)
		}
	}
}

func TestTextsForToolsAreBare(t *testing.T) {
	for state, id := range map[string]string{"enrol-waiting": "enroll-link", "error": "error-reference"} {
		for _, p := range named(t, state) {
			if s := text(p.byID(id)); s == "" || strings.ContainsAny(s, " \n\t") {
				t.Errorf("%s: %q", p.name, s)
			}
		}
	}
}

// A program that follows forms must not be able to finish before there is an
// approval, nor a person see a button that cannot work.
func TestContinueIsOfferedOnlyAfterApproval(t *testing.T) {
	for _, p := range pages(t) {
		if p.byID("push-continue") != nil != (p.name == "push-approved") {
			t.Errorf("%s: push-continue %v", p.name, p.byID("push-continue") != nil)
		}
	}
}

func TestWaitingPagesRefreshWithoutScript(t *testing.T) {
	for _, p := range pages(t) {
		waits := strings.HasPrefix(p.name, "push-waiting") || p.name == "push-approved" || strings.HasPrefix(p.name, "enrol-waiting") || p.name == "enrol-opened" ||
			strings.HasPrefix(p.name, "endorse-waiting") || p.name == "endorse-approved" || p.name == "phone-added (waiting)" || p.name == "account-test" ||
			p.name == "push-here" || p.name == "push-returning"
		found := p.all(func(n *html.Node) bool { return n.Data == "noscript" && within(n, "head") != nil })
		refresh := len(found) == 1 && strings.Contains(string(p.raw), `<noscript><meta http-equiv="refresh" content="3"></noscript></head>`)
		if refresh != waits {
			t.Errorf("%s: refresh %v, want %v", p.name, refresh, waits)
		}
		// Browsers whose script is of long ago run what others skip, and no noscript.
		if plain := len(p.all(func(n *html.Node) bool { return n.Data == "script" && has(n, "nomodule") })); (plain == 1) != waits {
			t.Errorf("%s: %d scripts for old browsers", p.name, plain)
		}
		live := len(p.all(func(n *html.Node) bool { return has(n, "data-wait") })) == 1
		if live != (waits && p.name != "push-approved" && p.name != "endorse-approved") {
			t.Errorf("%s: live %v", p.name, live)
		}
	}
}

// Whoever refused may be right about who is reading.
func TestRefusedRequestTellsNothingOfThePhone(t *testing.T) {
	for _, state := range []string{"push-denied", "push-failed", "push-expired", "push-busy", "push-cancelled", "push-superseded"} {
		for _, p := range named(t, state) {
			for _, secret := range []string{"Pixel", "47", "Windows"} {
				if strings.Contains(text(p.tags("main")[0]), secret) {
					t.Errorf("%s tells %q", p.name, secret)
				}
			}
		}
	}
}

func TestEveryPageAndStateHasAStory(t *testing.T) {
	stories, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	var told []byte
	for _, file := range stories {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasSuffix(file, "_test.go") {
			told = append(told, text...)
		}
	}
	files, err := filepath.Glob("../*_templ.go")
	if err != nil || len(files) == 0 {
		t.Fatalf("no pages: %v", err)
	}
	for _, file := range files {
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for name := range exported(f) {
			// The app's screens are drawn in the browser, and looked at there: cmd/countersign/browser_app_test.go.
			if name != "AuthenticatorPage" && !regexp.MustCompile(`templates\.`+name+`\b`).Match(told) {
				t.Errorf("%s has no story", name)
			}
		}
	}
}

// exported yields the pages and the typed constants (states) of a file.
func exported(f *ast.File) map[string]bool {
	out := map[string]bool{}
	for _, d := range f.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			if d.Name.IsExported() && strings.HasSuffix(d.Name.Name, "Page") {
				out[d.Name.Name] = true
			}
		case *ast.GenDecl:
			if d.Tok != token.CONST {
				continue
			}
			for _, s := range d.Specs {
				if v, ok := s.(*ast.ValueSpec); ok && v.Names[0].IsExported() {
					out[v.Names[0].Name] = true
				}
			}
		}
	}
	return out
}
