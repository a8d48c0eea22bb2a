package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"sync"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// screens are the sizes that every page is looked at in: the smallest that
// reflow is promised for (WCAG 1.4.10), a telephone, and a desk.
var screens = []struct{ width, height int64 }{{320, 640}, {390, 844}, {1280, 800}}

// axeSource is axe-core, which npm brings.
var axeSource = sync.OnceValues(func() (string, error) {
	source, err := os.ReadFile(filepath.Join("testdata", "npm", "node_modules", "axe-core", "axe.min.js"))
	return string(source), err
})

// axeRules are WCAG 2.2 AA and what axe holds to be good practice besides.
const axeRules = `({runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], resultTypes: ["violations"]})`

// cut are the texts that leave the part of the page that they stand in: the
// paper's edge hides them, so the page need not be wider than the screen. What
// ends in dots on purpose is left out.
const cut = `(() => {
	const texts = document.createTreeWalker(document.getElementById("main"), NodeFilter.SHOW_TEXT), out = [];
	while (texts.nextNode()) {
		const at = texts.currentNode.parentElement, paper = at.closest(".head, .body, .show, .card")?.getBoundingClientRect();
		if (!paper || at.closest("svg, .vh, .name")) continue;
		const range = document.createRange();
		range.selectNodeContents(texts.currentNode);
		if ([...range.getClientRects()].some(r => r.right > paper.right + 1 || r.left < paper.left - 1)) out.push(texts.currentNode.data.trim());
	}
	return out;
})()`

// look is what every page has to stand, on each screen, light and dark: its
// title, no word wider than the screen, no accessibility rule broken. With
// COUNTERSIGN_SCREENSHOTS set, a picture of each is put there for people.
func (b *tab) look(name, title string) {
	b.t.Helper()
	b.until("the page is there", `document.readyState === "complete"`)
	if got := b.title(); got != title {
		b.t.Errorf("%s: the title is %q, want %q", name, got, title)
	}
	if got := eval[int](b, `document.querySelectorAll("h1").length`); got != 1 {
		b.t.Errorf("%s: %d headings of the first level", name, got)
	}
	for _, s := range screens {
		b.do(chromedp.EmulateViewport(s.width, s.height))
		for _, scheme := range []string{"light", "dark"} {
			b.scheme(scheme)
			view := fmt.Sprintf("%s-%d-%s", name, s.width, scheme)
			for _, v := range b.axe() {
				b.t.Errorf("%s: axe: %s", view, v)
			}
			b.picture(view)
		}
		b.fits(name, s.width)
	}
}

// fits is true of a page that has all its words on a screen of the width.
func (b *tab) fits(name string, width int64) {
	b.t.Helper()
	if wide := eval[int64](b, `document.scrollingElement.scrollWidth`); wide > width {
		b.t.Errorf("%s: %d px wide on a screen of %d", name, wide, width)
	}
	if lost := eval[[]string](b, cut); len(lost) != 0 {
		b.t.Errorf("%s: on a screen of %d these are cut: %q", name, width, lost)
	}
}

// scheme makes the page light or dark, without a moment between: axe must not
// measure a colour on its way.
func (b *tab) scheme(name string) {
	b.t.Helper()
	command(b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: name}, {Name: "prefers-reduced-motion", Value: "reduce"},
	}})
}

// axe runs the accessibility rules over the page and returns what they found.
func (b *tab) axe() []string {
	b.t.Helper()
	if !eval[bool](b, `"axe" in window`) {
		source, err := axeSource()
		if err != nil {
			b.t.Fatalf("axe-core: %v; run: make test-setup", err)
		}
		eval[chromedp.Void](b, source)
	}
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	result, err := chromedp.Run(ctx, chromedp.Evaluate[string](`axe.run(document, `+axeRules+`)
		.then(r => JSON.stringify(r.violations.map(v => v.id + ": " + v.nodes.map(n => n.html + " " + n.failureSummary).join(" | "))))`, chromedp.EvalAwaitPromise))
	if err != nil {
		b.t.Fatalf("axe: %v\nat %s", err, b.where())
	}
	var found []string
	if err := json.Unmarshal([]byte(result), &found); err != nil {
		b.t.Fatalf("axe: %v", err)
	}
	return found
}

// picture keeps the whole page as an image, if somebody wants to look.
func (b *tab) picture(name string) {
	b.t.Helper()
	folder := os.Getenv("COUNTERSIGN_SCREENSHOTS")
	if folder == "" {
		return
	}
	image, err := chromedp.Run(b.ctx, chromedp.FullScreenshot(100))
	if err != nil {
		b.t.Fatalf("screenshot: %v", err)
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		b.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, name+".png"), image, 0o644); err != nil {
		b.t.Fatal(err)
	}
}
