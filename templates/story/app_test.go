package story_test

import (
	"bytes"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"countersign/templates"
	"countersign/templates/words"
)

func TestEveryTextOfTheAppIsTranslated(t *testing.T) {
	ctx := words.With(t.Context(), words.Pseudo, words.English, words.Pseudo)
	var b bytes.Buffer
	if err := templates.AuthenticatorPage(templates.Authenticator{Issuer: "https://id.example", Organisation: "Northwind"}).Render(ctx, &b); err != nil {
		t.Fatal(err)
	}
	root, err := html.Parse(&b)
	if err != nil {
		t.Fatal(err)
	}
	all := said(root)
	if len(all) < 150 {
		t.Errorf("only %d texts: the screens were not read", len(all))
	}
	for _, s := range templates.Notifications(ctx) {
		all = append(all, regexp.MustCompile(`\{\w+\}`).ReplaceAllString(s, ""))
	}
	for _, text := range all {
		for _, w := range word.FindAllString(text, -1) {
			if strings.ContainsAny(w, "aeiouAEIOU") && !slices.Contains(names, w) {
				t.Errorf("%q is not translated, in %q", w, text)
			}
		}
	}
}

// The worker names its texts by keys, which nobody compiles.
func TestWorkerAsksForTextsThatThereAre(t *testing.T) {
	script, err := os.ReadFile("../../static/authenticator/worker.js")
	if err != nil {
		t.Fatal(err)
	}
	texts := templates.Notifications(t.Context())
	found := regexp.MustCompile(`(?:say\(|title: |body: |actions: told\.cid \? \[)"(\w+)"`).FindAllSubmatch(script, -1)
	if len(found) < 10 {
		t.Fatalf("only %d texts are named", len(found))
	}
	for _, f := range found {
		if texts[string(f[1])] == "" {
			t.Errorf("there is no text %q", f[1])
		}
	}
	for _, purpose := range []string{"login", "stepup", "endorse", "txn"} {
		if texts[purpose] == "" {
			t.Errorf("the purpose %q has no title", purpose)
		}
	}
}
