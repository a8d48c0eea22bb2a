package story_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"countersign/static"
)

// policy is as strict as that of the hosted pages, and tells when it is broken.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; " +
	"base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types cs; report-uri /violations"

// browse serves h and starts a browser that has never been anywhere.
func browse(t *testing.T, h http.Handler) (ctx context.Context, server string) {
	t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		t.Fatalf("headless Chromium: %v; run: apt-get install chromium", err)
	}
	s := httptest.NewServer(h)
	t.Cleanup(func() { s.CloseClientConnections(); s.Close() })
	alloc, stop := chromedp.NewExecAllocator(context.Background(),
		chromedp.ExecPath(path), chromedp.UserDataDir(t.TempDir()), chromedp.Headless, chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.NoFirstRun, chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-dev-shm-usage", true))
	t.Cleanup(stop)
	ctx, cancel := chromedp.NewContext(alloc)
	t.Cleanup(cancel)
	ctx, end := context.WithTimeout(ctx, 90*time.Second)
	t.Cleanup(end)
	return ctx, s.URL
}

func ask[T any](t *testing.T, ctx context.Context, script string) T {
	t.Helper()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](script))
	if err != nil {
		t.Fatalf("%s: %v", script, err)
	}
	return v
}

func eventually(t *testing.T, what string, is func() bool) {
	t.Helper()
	deadline := time.After(15 * time.Second)
	for !is() {
		select {
		case <-deadline:
			t.Fatalf("not within 15 s: %s", what)
		case <-time.After(20 * time.Millisecond):
		}
	}
}

func TestEachPageKeepsThePolicyAndFitsSmallScreens(t *testing.T) {
	all := pages(t)
	var violations atomic.Int32
	ctx, server := browse(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		i, err := strconv.Atoi(r.URL.Query().Get("page"))
		switch {
		case r.URL.Path == "/violations":
			violations.Add(1)
		case r.Method == http.MethodPost, r.URL.Path != "/" && !strings.HasPrefix(r.URL.Path, "/static/"):
			w.WriteHeader(http.StatusNoContent) // a page that goes on by itself stays where it is
		case err == nil && i < len(all):
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			w.Header().Set("Content-Security-Policy", policy)
			_, _ = w.Write(all[i].raw)
		default:
			static.Handler().ServeHTTP(w, r)
		}
	}))
	for i, p := range all {
		for _, width := range []int64{320, 1280} {
			if err := chromedp.Do(ctx, chromedp.EmulateViewport(width, 640), chromedp.Navigate(server+"/?page="+strconv.Itoa(i))); err != nil {
				t.Fatalf("%s: %v", p.name, err)
			}
			if w := ask[int64](t, ctx, `document.documentElement.scrollWidth`); w > width {
				t.Errorf("%s: %d px wide on a screen of %d", p.name, w, width)
			}
			small := ask[[]string](t, ctx, `[...document.querySelectorAll("button, .btn, input, summary")]
				.filter(e => e.checkVisibility() && !e.hidden).filter(e => {
					const r = e.getBoundingClientRect();
					return r.height < 24 && !["radio", "checkbox"].includes(e.type) || r.width < 20;
				}).map(e => e.id || e.textContent)`)
			if len(small) > 0 {
				t.Errorf("%s: targets too small to hit at %d px: %v", p.name, width, small)
			}
		}
		if n := violations.Swap(0); n != 0 {
			t.Errorf("%s: broke the policy %d times", p.name, n)
		}
	}
}
