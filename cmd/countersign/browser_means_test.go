package main

import (
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"countersign/audit"
	"countersign/idp/client"
	"countersign/storage"
)

// holdForms keeps pages from posting forms by themselves, so that a test can
// look at the moment before; a person who presses a button is not held.
// letFormGo posts the one that waits.
func (b *tab) holdForms() {
	b.t.Helper()
	const hold = `(() => {
		const submit = HTMLFormElement.prototype.submit;
		HTMLFormElement.prototype.submit = function () { window.letFormGo = () => submit.call(this); };
	})()`
	command(b, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: hold})
	eval[chromedp.Void](b, hold)
}

func (b *tab) letFormGo() {
	b.t.Helper()
	b.until("a form waits to be posted", `"letFormGo" in window`)
	b.leave("the form", func() { eval[chromedp.Void](b, `letFormGo()`) })
}

// set changes an attribute, as somebody could who meddles with the page; with
// no value it takes the attribute away.
func (b *tab) set(selector, name, value string) {
	b.t.Helper()
	if value == "" {
		b.do(chromedp.RemoveAttribute(chromedp.CSS(selector), name))
		return
	}
	b.do(chromedp.SetAttributeValue(chromedp.CSS(selector), name, value))
}

// block lets no request through that matches the pattern, and forgives what
// the browser says of it.
func (b *tab) block(pattern string) {
	b.t.Helper()
	b.forgive("net::ERR_BLOCKED_BY_CLIENT")
	command(b, network.SetBlockedURLs, network.SetBlockedURLsParams{URLPatterns: []*network.BlockPattern{{URLPattern: pattern, Block: true}}})
}

// online takes the tab off the network or puts it back.
func (b *tab) online(is bool) {
	b.t.Helper()
	b.forgive("net::ERR_INTERNET_DISCONNECTED")
	b.forgive("net::ERR_FAILED")
	state := network.OverrideNetworkStateParams{Offline: !is, DownloadThroughput: -1, UploadThroughput: -1}
	command(b, network.EmulateNetworkConditionsByRule, network.EmulateNetworkConditionsByRuleParams{
		MatchedNetworkConditions: []*network.Conditions{{Offline: !is, DownloadThroughput: -1, UploadThroughput: -1}},
	})
	command(b, network.OverrideNetworkState, state)
}

// spoken is the page as it is told to screen readers: "role: name" of each
// part that has a say.
func (b *tab) spoken() []string {
	b.t.Helper()
	plain := func(v *accessibility.Value) string {
		if v == nil {
			return ""
		}
		return strings.TrimSpace(strings.Trim(string(v.Value), `"`))
	}
	var out []string
	for _, n := range command(b, accessibility.GetFullAXTree, accessibility.GetFullAXTreeParams{}).Nodes {
		if !n.Ignored {
			out = append(out, plain(n.Role)+": "+plain(n.Name))
		}
	}
	return out
}

// asking sets a parameter of an authorization request.
func asking(name, value string) func(url.Values) {
	return func(v url.Values) { v.Set(name, value) }
}

// as is the rig for a part of its test.
func (r *rig) as(t testing.TB) *rig {
	part := *r
	part.t = t
	return &part
}

// joinPlainly is join where phones are asked without a number.
func (r *rig) joinPlainly(name string) member {
	r.t.Helper()
	ctx := r.t.Context()
	id, link := r.invite(name)
	b := r.browser(0)
	r.ok(b.Open(ctx, link), b.Click(ctx, "invite-start"), b.Fill("new-password", storyPassword), b.Click(ctx, "new-password-submit"))
	phone := r.enrol(b)
	r.ok(r.approve(phone, ""), await(ctx, b, "push-continue"), b.Click(ctx, "push-continue"))
	r.keep(b)
	return member{id: id, name: name, phone: phone}
}

// named registers an application under a name.
func named(name string) func(*client.Registration) {
	return func(w *client.Registration) { w.Name = name }
}

// codesIssued asks the record for codes that applications got.
func codesIssued() storage.Query { return storage.Query{Kind: audit.CodeIssued, Limit: 10} }
