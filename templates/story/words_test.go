package story_test

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"countersign/templates/story"
	"countersign/templates/words"
)

// names are the words of sample values: they stay as they are.
var names = strings.Fields(`Countersign Northwind Payroll Ada ada okafor northwind example Pixel Android Chrome Chromium Firefox Safari
	Samsung Browser Windows Linux iPhone UTC Nov Lyon`)

// samples are sample values that are words of English.
var samples = strings.NewReplacer("A phone with quite a long name that somebody once typed on a train", "", "Notes on the desk", "", "In the drawer", "",
	"The new one", "", "Copied", "", "Work phone", "", "Budgeteer", "", "Old phone", "", "Tablet", "", "Ada’s laptop", "", "Synced passkey", "", "somewhere-else", "")

// word is what the pseudo-language never leaves: three letters or more, all of
// them ASCII, with a vowel.
var word = regexp.MustCompile(`[A-Za-z]{3,}`)

// TestEveryTextIsTranslated reads every page in the pseudo-language, in which
// what comes from a catalogue has accents: a word without is one that nobody
// can read in another language, or a sample value.
func TestEveryTextIsTranslated(t *testing.T) {
	ctx := words.With(t.Context(), words.Pseudo, append(words.All(), words.Pseudo)...)
	for _, s := range story.Stories() {
		var b bytes.Buffer
		if err := s.Component.Render(ctx, &b); err != nil {
			t.Fatalf("%s: %v", s.Name, err)
		}
		root, err := html.Parse(&b)
		if err != nil {
			t.Fatalf("%s: %v", s.Name, err)
		}
		for _, text := range said(root) {
			for _, w := range word.FindAllString(samples.Replace(text), -1) {
				if strings.ContainsAny(w, "aeiouAEIOU") && !slices.Contains(names, w) {
					t.Errorf("%s: %q is not translated, in %q", s.Name, w, text)
				}
			}
		}
	}
}

// said is what a page says to people: its texts, and the attributes that are
// shown, read out, or said by scripts.
func said(root *html.Node) []string {
	var all []string
	for n := range root.Descendants() {
		switch {
		case n.Type == html.TextNode && !silent(n.Parent):
			if s := strings.TrimSpace(n.Data); s != "" {
				all = append(all, s)
			}
		case n.Type == html.ElementNode:
			for _, a := range n.Attr {
				shown := slices.Contains([]string{"aria-label", "alt", "title", "placeholder"}, a.Key)
				if shown || strings.HasPrefix(a.Key, "data-") && strings.Contains(a.Val, " ") {
					all = append(all, a.Val)
				}
			}
		}
	}
	return all
}

// silent is true of elements whose text is a value: codes, addresses, the
// languages' own names.
func silent(n *html.Node) bool {
	for ; n != nil; n = n.Parent {
		if n.Type == html.ElementNode && (slices.Contains([]string{"code", "bdi", "script", "style", "noscript"}, n.Data) ||
			slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == "lang" && n.Data != "html" })) {
			return true
		}
	}
	return false
}
