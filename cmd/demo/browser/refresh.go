package browser

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"golang.org/x/net/html"
)

// RefreshAfter is how long the page asks to wait before it refreshes itself;
// ok is false if it does not ask.
func (t *Tab) RefreshAfter() (wait time.Duration, ok bool) {
	if t.page == nil {
		return 0, false
	}
	wait, _, ok = t.page.refresh()
	return wait, ok
}

// Refresh does at once what the page asks for by a Refresh header or a meta
// element, also inside noscript. The new page takes the old one's place in
// the history.
func (t *Tab) Refresh(ctx context.Context) error {
	if t.page == nil {
		return errNoPage
	}
	_, ref, ok := t.page.refresh()
	if !ok {
		return t.fail("no refresh is asked for")
	}
	u := new(url.URL)
	*u = *t.page.url
	if ref != "" {
		var err error
		if u, err = t.page.resolve(ref); err != nil {
			return t.fail("refresh: %w", err)
		}
	}
	return t.visit(ctx, visit{
		method: http.MethodGet, url: u, from: t.page.url, policy: t.page.policy, replace: true,
	})
}

func (p *page) refresh() (wait time.Duration, ref string, ok bool) {
	if header := p.header.Get("Refresh"); header != "" {
		return parseRefresh(header)
	}
	meta := p.find(func(n *html.Node) bool {
		return n.Data == "meta" && strings.EqualFold(attr(n, "http-equiv"), "refresh")
	})
	if meta == nil {
		return 0, "", false
	}
	return parseRefresh(attr(meta, "content"))
}

// parseRefresh reads "3" and "3; url=/there" (HTML section 4.2.5.3, "shared
// declarative refresh steps").
func parseRefresh(content string) (wait time.Duration, ref string, ok bool) {
	content = strings.TrimSpace(content)
	end := strings.IndexFunc(content, func(r rune) bool { return r != '.' && (r < '0' || r > '9') })
	if end < 0 {
		end = len(content)
	}
	whole, _, _ := strings.Cut(content[:end], ".")
	seconds, err := strconv.Atoi(whole)
	if err != nil || seconds > int(24*time.Hour/time.Second) {
		return 0, "", false
	}
	rest := strings.TrimLeft(content[end:], "; ,\t")
	if name, value, found := strings.Cut(rest, "="); found && strings.EqualFold(strings.TrimSpace(name), "url") {
		rest = strings.TrimSpace(value)
		for _, quote := range []string{`'`, `"`} {
			if after, quoted := strings.CutPrefix(rest, quote); quoted {
				rest, _, _ = strings.Cut(after, quote)
			}
		}
	}
	return time.Duration(seconds) * time.Second, rest, true
}
