package main

import (
	"net/url"
	"slices"
	"strings"
	"sync"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/fetch"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// held are requests of a tab that stand still, so that a test can look at the
// moment in between.
type held struct {
	b *tab

	mu  sync.Mutex
	ids []fetch.RequestID
}

// hold stops requests whose URL matches the pattern, which may have stars.
func (b *tab) hold(pattern string) *held {
	b.t.Helper()
	h := &held{b: b}
	err := chromedp.Listen(b.ctx, func(event any) {
		if e, ok := event.(*fetch.EventRequestPaused); ok {
			h.mu.Lock()
			defer h.mu.Unlock()
			h.ids = append(h.ids, e.RequestID)
		}
	})
	if err != nil {
		b.t.Fatalf("hold requests: %v", err)
	}
	command(b, fetch.Enable, fetch.EnableParams{Patterns: []*fetch.RequestPattern{{URLPattern: pattern}}})
	return h
}

// release lets them go on, and those that follow.
func (h *held) release() {
	h.b.t.Helper()
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, id := range h.ids {
		command(h.b, fetch.ContinueRequest, fetch.ContinueRequestParams{RequestID: id})
	}
	command(h.b, fetch.Disable, cdp.Empty{})
}

// block lets no request through whose URL matches the pattern.
func (b *tab) block(pattern string) {
	b.t.Helper()
	yes := true
	command(b, network.SetBlockedURLs, network.SetBlockedURLsParams{URLPatterns: []*network.BlockPattern{{URLPattern: pattern, Block: yes}}})
}

// spoken is the page as it is told to screen readers: "role: name" of each
// part that has a say.
func (b *tab) spoken() []string {
	b.t.Helper()
	var out []string
	for _, n := range command(b, accessibility.GetFullAXTree, accessibility.GetFullAXTreeParams{}).Nodes {
		if n.Ignored || n.Role == nil {
			continue
		}
		name := ""
		if n.Name != nil {
			name = strings.Trim(string(n.Name.Value), `"`)
		}
		out = append(out, strings.Trim(string(n.Role.Value), `"`)+": "+strings.TrimSpace(name))
	}
	return slices.Compact(out)
}

// with sets a parameter of an authorization request.
func with(name, value string) func(url.Values) {
	return func(v url.Values) { v.Set(name, value) }
}
