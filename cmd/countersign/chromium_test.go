package main

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// patience is how long a page may take to become as a test wants it, with the
// machine as busy as it may be.
const patience = 30 * time.Second

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
	chromium.ctx, chromium.close, chromium.err = launchChromium(nil, chromedp.Flag("disable-background-networking", true))
}

// launchChromium starts a process with a profile of its own.
func launchChromium(environ []string, more ...chromedp.ExecAllocatorOption) (context.Context, func(), error) {
	path, err := findChromium()
	if err != nil {
		return nil, nil, err
	}
	profile, err := os.MkdirTemp("", "countersign-chromium-")
	if err != nil {
		return nil, nil, err
	}
	options := append([]chromedp.ExecAllocatorOption{
		chromedp.ExecPath(path), chromedp.UserDataDir(profile), chromedp.Headless, chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.NoFirstRun, chromedp.NoDefaultBrowserCheck, chromedp.Env(environ...),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-sync", true), chromedp.Flag("disable-quic", true), chromedp.Flag("disable-extensions", true),
		chromedp.Flag("disable-dev-shm-usage", true), chromedp.Flag("hide-scrollbars", true),
		// Tabs of tests that run side by side are all in front.
		chromedp.Flag("disable-background-timer-throttling", true), chromedp.Flag("disable-renderer-backgrounding", true),
		chromedp.Flag("disable-backgrounding-occluded-windows", true),
	}, more...)
	alloc, stop := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, cancel := chromedp.NewContext(alloc)
	return ctx, func() {
		cancel()
		stop()
		_ = os.RemoveAll(profile)
	}, chromedp.Do(ctx)
}

// findChromium knows the names under which it is packaged.
func findChromium() (string, error) {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", exec.ErrNotFound
}

// tab is one tab. Tabs of one browser context share cookies. All that happens
// in it is on record.
type tab struct {
	t   testing.TB
	ctx context.Context
	*record
	pushes bool // whether whoever holds it allows notifications
}

// notifications is what is pressed where the app asks for them.
func (b *tab) notifications() string {
	if b.pushes {
		return "allow"
	}
	return "skip"
}

// chromium opens a tab in a browser of its own, which has never been here.
// What it may not do (see record) fails the test when it ends.
func (r *rig) chromium(scripts bool) *tab {
	r.t.Helper()
	chromium.once.Do(startChromium)
	if chromium.err != nil {
		r.t.Fatalf("headless Chromium: %v; run: make test-setup", chromium.err)
	}
	return r.openTab(scripts, chromedp.WithNewBrowserContext())
}

// beside opens a second tab in b's browser.
func (r *rig) beside(b *tab) *tab {
	r.t.Helper()
	return r.openTab(true, chromedp.WithExistingBrowserContext(chromedp.FromContext(b.ctx).BrowserContextID))
}

func (r *rig) openTab(scripts bool, in chromedp.ContextOption) *tab {
	r.t.Helper()
	return r.tabOf(chromium.ctx, scripts, in)
}

// tabOf opens a tab of a browser.
func (r *rig) tabOf(of context.Context, scripts bool, in ...chromedp.ContextOption) *tab {
	r.t.Helper()
	ctx, cancel := chromedp.NewContext(of, in...)
	ctx, stop := context.WithTimeout(ctx, 5*time.Minute)
	r.t.Cleanup(func() { stop(); cancel() })
	b := &tab{t: r.t, ctx: ctx, record: &record{homes: []string{r.issuer + "/", r.app.URL + "/"}}}
	if err := chromedp.Listen(ctx, b.hear); err != nil {
		r.t.Fatalf("headless Chromium: %v", err)
	}
	command(b, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !scripts})
	r.t.Cleanup(func() {
		for _, p := range b.problems() {
			r.t.Errorf("in the browser: %s", p)
		}
	})
	return b
}

// command sends the browser a command of the DevTools protocol.
func command[P, R any](b *tab, cmd cdp.Command[P, R], params P) R {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	res, err := chromedp.Call(ctx, cmd, params)
	if err != nil {
		b.t.Fatalf("browser: %v\nat %s", err, b.where())
	}
	return res
}

func (b *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		b.t.Fatalf("browser: %v\nat %s", err, b.where())
	}
}

// try asks the page, which may be just being replaced by another.
func try[T any](b *tab, js string) (T, error) {
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	return chromedp.Run(ctx, chromedp.Evaluate[T](js))
}

func eval[T any](b *tab, js string) T {
	b.t.Helper()
	v, err := try[T](b, js)
	if err != nil {
		b.t.Fatalf("%s: %v\nat %s", js, err, b.where())
	}
	return v
}

// until waits for the page to be as js says.
func (b *tab) until(what, js string) {
	b.t.Helper()
	deadline := time.After(patience)
	for {
		if is, err := try[bool](b, js); err == nil && is {
			return
		}
		select {
		case <-deadline:
			b.t.Fatalf("not within %s: %s\nat %s", patience, what, b.where())
		case <-time.After(10 * time.Millisecond):
		}
	}
}

// where says what the page shows, for a failure.
func (b *tab) where() string {
	text, err := try[string](b, `document.location + ":\n" + (document.body?.innerText ?? "")`)
	if err != nil {
		return err.Error()
	}
	return text
}

// leave does what leads to another page, and waits for that page. Each
// document is marked, since the next one may look the same.
func (b *tab) leave(what string, act func()) {
	b.t.Helper()
	mark := strconv.FormatInt(time.Now().UnixNano(), 10)
	eval[string](b, `window.left = "`+mark+`"`)
	act()
	b.until("another page after: "+what, `window.left !== "`+mark+`" && document.readyState === "complete"`)
}

func (b *tab) open(to string) {
	b.t.Helper()
	b.leave("open "+to, func() {
		res := command(b, page.Navigate, page.NavigateParams{URL: to})
		if res.ErrorText != "" && res.ErrorText != "net::ERR_ABORTED" { // a page that goes on by itself
			b.t.Fatalf("open %s: %s", to, res.ErrorText)
		}
	})
}

func (b *tab) reload() {
	b.t.Helper()
	b.leave("reload", func() { command(b, page.Reload, page.ReloadParams{}) })
}

// back presses the browser's back button.
func (b *tab) back() {
	b.t.Helper()
	b.leave("back", func() {
		res := command(b, page.GetNavigationHistory, cdp.Empty{})
		command(b, page.NavigateToHistoryEntry, page.NavigateToHistoryEntryParams{EntryID: res.Entries[res.CurrentIndex-1].ID})
	})
}

// spot is the middle of an element, if nothing lies on it there.
const spot = `(e => {
	if (!e) return [];
	e.scrollIntoView({block: "center", behavior: "instant"});
	const r = e.getBoundingClientRect(), x = r.x + r.width / 2, y = r.y + r.height / 2, top = document.elementFromPoint(x, y);
	return top && (e.contains(top) || [...(e.labels ?? [])].includes(top)) ? [x, y] : [];
})(document.getElementById(%q))`

// press clicks an element with the mouse, as often as times says.
func (b *tab) press(id string, times int) {
	b.t.Helper()
	b.see(id)
	at := eval[[]float64](b, fmt.Sprintf(spot, id))
	if len(at) != 2 {
		b.t.Fatalf("%s cannot be clicked\nat %s", id, b.where())
	}
	for n := range times {
		b.do(chromedp.MouseClickXY(at[0], at[1], func(p *input.DispatchMouseEventParams) {
			p.ClickCount = int64(n + 1)
		}))
	}
}

// click presses what leads to another page.
func (b *tab) click(id string) {
	b.t.Helper()
	b.leave("click "+id, func() { b.press(id, 1) })
}

// fill replaces what stands in a field.
func (b *tab) fill(id, text string) {
	b.t.Helper()
	b.see(id)
	eval[chromedp.Void](b, fmt.Sprintf(`(e => { e.focus(); e.select(); })(document.getElementById(%q))`, id))
	command(b, input.InsertText, input.InsertTextParams{Text: text})
}

// see waits for an element.
func (b *tab) see(id string) {
	b.t.Helper()
	b.until("the page has "+id, fmt.Sprintf(`document.getElementById(%q) !== null && document.readyState === "complete"`, id))
}

// say waits for an element to have the text.
func (b *tab) say(id, text string) {
	b.t.Helper()
	b.until(id+" says "+text, fmt.Sprintf(`document.getElementById(%q)?.textContent.trim() === %q`, id, text))
}

func (b *tab) text(id string) string {
	b.t.Helper()
	b.see(id)
	return eval[string](b, fmt.Sprintf(`document.getElementById(%q).textContent.trim()`, id))
}

func (b *tab) has(id string) bool {
	b.t.Helper()
	return eval[bool](b, fmt.Sprintf(`document.getElementById(%q) !== null`, id))
}

// title is what the page is called, without the name behind the dash.
func (b *tab) title() string {
	b.t.Helper()
	title, _, _ := strings.Cut(eval[string](b, `document.title`), " – ")
	return title
}

func (b *tab) address() string { b.t.Helper(); return eval[string](b, `String(document.location)`) }

// key presses keys; a page may follow.
func (b *tab) key(keys string) { b.t.Helper(); b.do(chromedp.KeyEvent(keys)) }

// enter presses the key that leads to another page.
func (b *tab) enter() {
	b.t.Helper()
	b.leave("Enter", func() { b.key(kb.Enter) })
}

// landedIn waits until the tab is at the application, and is what that got.
func (r *rig) landedIn(b *tab) url.Values {
	b.t.Helper()
	b.until("the tab is at the application", fmt.Sprintf(`String(document.location).startsWith(%q)`, r.callback+"?"))
	u, err := url.Parse(b.address())
	r.ok(err)
	return u.Query()
}
