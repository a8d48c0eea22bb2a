package browser

import (
	"bytes"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/charset"
)

// page is what a tab shows. Filling in a form changes the tree itself.
type page struct {
	url    *url.URL
	base   *url.URL
	status int
	header http.Header
	body   []byte
	root   *html.Node // nil if the answer is not HTML
	made   visit      // how to ask for it again
	policy string     // its referrer policy
}

func newPage(u *url.URL, res *http.Response, body []byte) (*page, error) {
	p := &page{url: u, base: u, status: res.StatusCode, header: res.Header, body: body}
	kind, _, _ := mime.ParseMediaType(res.Header.Get("Content-Type"))
	if kind != "text/html" && kind != "application/xhtml+xml" {
		return p, nil
	}
	encoding, _, _ := charset.DetermineEncoding(body, res.Header.Get("Content-Type"))
	text, err := encoding.NewDecoder().Bytes(body)
	if err != nil {
		return nil, fmt.Errorf("decode the page: %w", err)
	}
	// Without scripting the content of noscript is markup like any other.
	root, err := html.ParseWithOptions(bytes.NewReader(text), html.ParseOptionEnableScripting(false))
	if err != nil {
		return nil, fmt.Errorf("parse the page: %w", err)
	}
	p.root = root
	if base := p.find(func(n *html.Node) bool { return n.Data == "base" && has(n, "href") }); base != nil {
		if b, err := u.Parse(attr(base, "href")); err == nil {
			p.base = b
		}
	}
	return p, nil
}

var errNotURL = errors.New("this is not a URL") // names no URL: it may hold a secret

func (p *page) resolve(ref string) (*url.URL, error) {
	u, err := p.base.Parse(strings.TrimSpace(ref))
	if err != nil {
		return nil, errNotURL
	}
	return u, nil
}

// find is the first element in tree order for which is holds.
func (p *page) find(is func(*html.Node) bool) *html.Node {
	if p == nil || p.root == nil {
		return nil
	}
	for n := range p.root.Descendants() {
		if n.Type == html.ElementNode && is(n) {
			return n
		}
	}
	return nil
}

func (p *page) byID(id string) *html.Node {
	return p.find(func(n *html.Node) bool { return has(n, "id") && attr(n, "id") == id })
}

func (p *page) title() string {
	if n := p.find(func(n *html.Node) bool { return n.Data == "title" }); n != nil {
		return textOf(n)
	}
	return ""
}

// Title is the page's title.
func (t *Tab) Title() string { return t.page.title() }

// Has tells whether the page has an element with this id.
func (t *Tab) Has(id string) bool { return t.page.byID(id) != nil }

// Text is the text of the element with this id: the value of a form control,
// text as it stands in a pre, and anything else with its spaces run together.
func (t *Tab) Text(id string) (string, error) {
	n, err := t.element(id)
	if err != nil {
		return "", err
	}
	return textOf(n), nil
}

// Attr is an attribute of the element with this id.
func (t *Tab) Attr(id, name string) (string, error) {
	n, err := t.element(id)
	if err != nil {
		return "", err
	}
	if !has(n, name) {
		return "", t.fail("element with id %s has no attribute %s", id, name)
	}
	return attr(n, name), nil
}

// PageText is all text of the page with its spaces run together.
func (t *Tab) PageText() string {
	if t.page == nil {
		return ""
	}
	if body := t.page.find(func(n *html.Node) bool { return n.Data == "body" }); body != nil {
		return textOf(body)
	}
	return string(t.page.body)
}

func (t *Tab) element(id string) (*html.Node, error) {
	if t.page == nil {
		return nil, errNoPage
	}
	n := t.page.byID(id)
	if n == nil {
		return nil, t.fail("no element with id %s", id)
	}
	return n, nil
}

// fail is an error that says on which page it happened, and what that page has
// to say if it is itself about an error.
func (t *Tab) fail(format string, args ...any) error {
	return fmt.Errorf(format+" on "+"%s", append(args, t.where())...)
}

func (t *Tab) where() string {
	p := t.page
	if p == nil {
		return "an empty tab"
	}
	text := fmt.Sprintf("page %q (%s, status %d)", p.title(), plain(p.url), p.status)
	if ref := p.byID("error-reference"); ref != nil {
		h1 := p.find(func(n *html.Node) bool { return n.Data == "h1" })
		text += fmt.Sprintf(", which shows error %q with reference %s", textOf(h1), textOf(ref))
	}
	return text
}

// textOf is what a person reads of an element.
func textOf(n *html.Node) string {
	if n == nil {
		return ""
	}
	switch n.Data {
	case "input":
		return attr(n, "value")
	case "textarea":
		return rawText(n)
	case "select":
		return strings.Join(chosen(n), " ")
	}
	for a := n; a != nil; a = a.Parent {
		if a.Type == html.ElementNode && a.Data == "pre" {
			return rawText(n)
		}
	}
	return strings.Join(strings.Fields(rawText(n)), " ")
}

func rawText(n *html.Node) string {
	var b strings.Builder
	writeText(&b, n)
	return b.String()
}

func writeText(b *strings.Builder, n *html.Node) {
	if n.Type == html.TextNode {
		b.WriteString(n.Data)
		return
	}
	for c := range n.ChildNodes() {
		if c.Type == html.ElementNode {
			switch c.Data {
			case "script", "style", "template":
				continue
			case "br":
				b.WriteString("\n")
			}
			if has(c, "hidden") {
				continue
			}
			if isBlock(c) {
				b.WriteString(" ")
			}
		}
		writeText(b, c)
		if isBlock(c) {
			b.WriteString(" ")
		}
	}
}

// isBlock keeps the words of neighbouring blocks apart.
func isBlock(n *html.Node) bool {
	if n.Type != html.ElementNode {
		return false
	}
	switch n.Data {
	case "address", "article", "aside", "blockquote", "dd", "details", "div", "dl", "dt", "fieldset", "figure",
		"footer", "form", "h1", "h2", "h3", "h4", "header", "legend", "li", "main", "nav", "ol",
		"p", "section", "summary", "table", "td", "th", "tr", "ul":
		return true
	}
	return false
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Namespace == "" && a.Key == name {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, name string) bool {
	for _, a := range n.Attr {
		if a.Namespace == "" && a.Key == name {
			return true
		}
	}
	return false
}

func setAttr(n *html.Node, name, value string) {
	for i, a := range n.Attr {
		if a.Namespace == "" && a.Key == name {
			n.Attr[i].Val = value
			return
		}
	}
	n.Attr = append(n.Attr, html.Attribute{Key: name, Val: value})
}

func dropAttr(n *html.Node, name string) {
	kept := n.Attr[:0]
	for _, a := range n.Attr {
		if a.Namespace != "" || a.Key != name {
			kept = append(kept, a)
		}
	}
	n.Attr = kept
}
