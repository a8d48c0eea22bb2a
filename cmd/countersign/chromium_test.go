package main

import (
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// chromium is the one browser process of the test binary.
var chromium struct {
	once  sync.Once
	ctx   context.Context
	close func()
	err   error
}

// startChromium starts headless Chromium without a way to the network but
// loopback: nothing it does in the background may look up other hosts.
func startChromium() {
	path, err := exec.LookPath("chromium")
	if err != nil {
		chromium.err = err
		return
	}
	profile, err := os.MkdirTemp("", "countersign-chromium-")
	if err != nil {
		chromium.err = err
		return
	}
	alloc, stop := chromedp.NewExecAllocator(context.Background(),
		chromedp.ExecPath(path), chromedp.UserDataDir(profile), chromedp.Headless, chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.NoFirstRun, chromedp.NoDefaultBrowserCheck,
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-sync", true), chromedp.Flag("disable-quic", true), chromedp.Flag("disable-extensions", true),
		chromedp.Flag("disable-dev-shm-usage", true), chromedp.Flag("hide-scrollbars", true))
	ctx, cancel := chromedp.NewContext(alloc)
	chromium.err = chromedp.Do(ctx)
	chromium.ctx = ctx
	chromium.close = func() {
		cancel()
		stop()
		_ = os.RemoveAll(profile)
	}
}

// tab is one tab. Tabs of one browser context share cookies.
type tab struct {
	t   testing.TB
	ctx context.Context
}

// newTab opens a tab in a browser context of its own: a person's browser that
// has never been here.
func newTab(t testing.TB, scripts bool) *tab {
	t.Helper()
	chromium.once.Do(startChromium)
	if chromium.err != nil {
		t.Fatalf("headless Chromium: %v; run: apt-get install chromium", chromium.err)
	}
	ctx, cancel := chromedp.NewContext(chromium.ctx, chromedp.WithNewBrowserContext())
	return openTab(t, ctx, cancel, scripts)
}

// another opens a second tab beside b, with the same cookies.
func (b *tab) another(t testing.TB) *tab {
	t.Helper()
	id := chromedp.FromContext(b.ctx).BrowserContextID
	ctx, cancel := chromedp.NewContext(chromium.ctx, chromedp.WithExistingBrowserContext(id))
	return openTab(t, ctx, cancel, true)
}

func openTab(t testing.TB, ctx context.Context, cancel context.CancelFunc, scripts bool) *tab {
	t.Helper()
	ctx, stop := context.WithTimeout(ctx, 90*time.Second)
	t.Cleanup(func() { stop(); cancel() })
	b := &tab{t: t, ctx: ctx}
	b.do(chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		if _, err := chromedp.Call(ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !scripts}); err != nil {
			return err
		}
		// Violations are counted inside the page, before any of its own code.
		_, err := chromedp.Call(ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{
			Source: `window.__violations = []; addEventListener('securitypolicyviolation', e => __violations.push(e.violatedDirective + ' ' + e.blockedURI + ' ' + e.sample))`,
		})
		return err
	}))
	return b
}

func (b *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, steps...); err != nil {
		b.t.Fatalf("browser: %v\nat %s", err, b.where())
	}
}

// where says what the page shows, for a failure.
func (b *tab) where() string {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(b.ctx), 5*time.Second)
	defer cancel()
	url, err := chromedp.Run(ctx, chromedp.Location())
	if err != nil {
		return err.Error()
	}
	text, err := chromedp.Run(ctx, chromedp.Evaluate[string](`document.body ? document.body.innerText : ''`))
	if err != nil {
		return url
	}
	return url + ":\n" + text
}

func (b *tab) open(url string)          { b.t.Helper(); b.do(chromedp.Navigate(url)) }
func (b *tab) fill(id, text string)     { b.t.Helper(); b.do(chromedp.SetValue(chromedp.ID(id), text)) }
func (b *tab) wait(id string)           { b.t.Helper(); b.do(chromedp.WaitReady(chromedp.ID(id))) }
func (b *tab) press(keys string)        { b.t.Helper(); b.do(chromedp.KeyEvent(keys)) }
func (b *tab) tabKey(n int)             { b.t.Helper(); b.press(strings.Repeat(kb.Tab, n)) }
func (b *tab) size(width, height int64) { b.t.Helper(); b.do(chromedp.EmulateViewport(width, height)) }

// click presses the element and waits for the page that follows.
func (b *tab) click(id string) {
	b.t.Helper()
	if _, err := chromedp.RunResponse(b.ctx, chromedp.Click(chromedp.ID(id))); err != nil {
		b.t.Fatalf("click %s: %v\nat %s", id, err, b.where())
	}
}

func (b *tab) text(id string) string {
	b.t.Helper()
	text, err := chromedp.Run(b.ctx, chromedp.TextContent(chromedp.ID(id)))
	if err != nil {
		b.t.Fatalf("text of %s: %v\nat %s", id, err, b.where())
	}
	return strings.TrimSpace(text)
}

func eval[T any](b *tab, js string) T {
	b.t.Helper()
	v, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](js))
	if err != nil {
		b.t.Fatalf("evaluate: %v\nat %s", err, b.where())
	}
	return v
}

// scheme makes the page light or dark.
func (b *tab) scheme(name string) {
	b.t.Helper()
	b.do(chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: name}},
		})
		return err
	}))
}

// violations are the breaches of the page's security policy so far.
func (b *tab) violations() []string { b.t.Helper(); return eval[[]string](b, `window.__violations`) }

// axe runs the accessibility rules over the page and returns what they found.
func (b *tab) axe() []string {
	b.t.Helper()
	source, err := os.ReadFile(filepath.Join("testdata", "npm", "node_modules", "axe-core", "axe.min.js"))
	if err != nil {
		b.t.Fatalf("axe-core: %v; run: make test-setup", err)
	}
	eval[chromedp.Void](b, string(source))
	result, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](`axe.run(document, {runOnly: ['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa','best-practice']})
		.then(r => JSON.stringify(r.violations.map(v => v.id + ': ' + v.nodes.map(n => n.html).join(' | '))))`, chromedp.EvalAwaitPromise))
	if err != nil {
		b.t.Fatalf("axe: %v", err)
	}
	var found []string
	if err := json.Unmarshal([]byte(result), &found); err != nil {
		b.t.Fatalf("axe: %v", err)
	}
	return found
}
