package browser

import (
	"bytes"
	"context"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"net/url"
	"strings"

	"golang.org/x/net/html"
)

// Click follows the link or sends the form of the button with this id. Like a
// test of the server and unlike a browser it sends a form whatever its fields
// require of their values.
func (t *Tab) Click(ctx context.Context, id string) error {
	n, err := t.element(id)
	if err != nil {
		return err
	}
	switch {
	case n.Data == "a" && has(n, "href"):
		return t.follow(ctx, n)
	case !isControl(n) || !isSubmit(n):
		return t.fail("%s with id %s is neither a link nor a button that sends a form,", n.Data, id)
	case isDisabled(n):
		return t.fail("button %s is disabled", id)
	}
	form := formOf(t.page, n)
	if form == nil {
		return t.fail("button %s belongs to no form", id)
	}
	return t.submit(ctx, form, n)
}

func (t *Tab) follow(ctx context.Context, a *html.Node) error {
	u, err := t.page.resolve(attr(a, "href"))
	if err != nil {
		return t.fail("link %s: %w", attr(a, "id"), err)
	}
	here := *t.page.url
	here.Fragment, here.RawFragment = u.Fragment, u.RawFragment
	if u.Fragment != "" && here == *u {
		t.page.url = u // only moves within the page
		return nil
	}
	v := visit{method: http.MethodGet, url: u, from: t.page.url, policy: t.page.policy, byUser: true}
	for rel := range strings.FieldsSeq(strings.ToLower(attr(a, "rel"))) {
		v.bare = v.bare || rel == "noreferrer"
	}
	return t.visit(ctx, v)
}

// submit is HTML section 4.10.21.3, "form submission algorithm".
func (t *Tab) submit(ctx context.Context, form, button *html.Node) error {
	setting := func(name string) string {
		if has(button, "form"+name) {
			return attr(button, "form"+name)
		}
		return attr(form, name)
	}
	u, err := t.action(setting("action"))
	if err != nil {
		return t.fail("form of button %s: %w", attr(button, "id"), err)
	}
	v := visit{url: u, from: t.page.url, policy: t.page.policy, byUser: true}
	entries := t.entries(form, button)
	switch strings.ToLower(setting("method")) {
	case "post":
		v.method = http.MethodPost
		v.body, v.kind, err = encode(entries, strings.ToLower(setting("enctype")))
		if err != nil {
			return t.fail("form of button %s: %w", attr(button, "id"), err)
		}
	case "dialog":
		return t.fail("button %s closes a dialogue, which takes a script,", attr(button, "id"))
	default:
		v.method = http.MethodGet
		u.RawQuery = urlencode(entries)
	}
	return t.visit(ctx, v)
}

// action is where a form goes; without one, to its own page.
func (t *Tab) action(ref string) (*url.URL, error) {
	if strings.TrimSpace(ref) == "" {
		u := *t.page.url
		u.Fragment, u.RawFragment = "", ""
		return &u, nil
	}
	return t.page.resolve(ref)
}

type entry struct {
	name, value string
	file        bool
}

// entries are the form's data set in tree order (HTML section 4.10.21.4,
// "constructing the entry list").
func (t *Tab) entries(form, button *html.Node) []entry {
	var list []entry
	for n := range t.page.root.Descendants() {
		if n.Type != html.ElementNode || !isControl(n) || formOf(t.page, n) != form || isDisabled(n) {
			continue
		}
		list = append(list, sends(n, n == button)...)
	}
	return list
}

// sends is what one control adds.
func sends(n *html.Node, pressed bool) []entry {
	name, kind := attr(n, "name"), inputType(n)
	switch {
	case isButton(n) && !pressed:
		return nil
	case n.Data == "input" && kind == "image":
		prefix := ""
		if name != "" {
			prefix = name + "."
		}
		return []entry{{name: prefix + "x", value: "0"}, {name: prefix + "y", value: "0"}}
	case name == "":
		return nil
	case n.Data == "select":
		var list []entry
		for _, value := range chosen(n) {
			list = append(list, entry{name: name, value: value})
		}
		return list
	case n.Data == "input" && (kind == "checkbox" || kind == "radio") && !has(n, "checked"):
		return nil
	case n.Data == "input" && kind == "file":
		return []entry{{name: name, file: true}} // no file was chosen
	}
	return []entry{{name: name, value: valueOf(n)}}
}

// lines turns line ends into the CR LF that forms send.
func lines(s string) string {
	s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	return strings.ReplaceAll(s, "\n", "\r\n")
}

func encode(entries []entry, enctype string) (body []byte, kind string, err error) {
	switch enctype {
	case "multipart/form-data":
		return encodeMultipart(entries)
	case "text/plain":
		var b bytes.Buffer
		for _, e := range entries {
			fmt.Fprintf(&b, "%s=%s\r\n", lines(e.name), lines(e.value))
		}
		return b.Bytes(), "text/plain", nil
	default:
		return []byte(urlencode(entries)), "application/x-www-form-urlencoded", nil
	}
}

func urlencode(entries []entry) string {
	pairs := make([]string, 0, len(entries))
	for _, e := range entries {
		pairs = append(pairs, url.QueryEscape(lines(e.name))+"="+url.QueryEscape(lines(e.value)))
	}
	return strings.Join(pairs, "&")
}

func encodeMultipart(entries []entry) ([]byte, string, error) {
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	quote := strings.NewReplacer("\r", "%0D", "\n", "%0A", `"`, "%22")
	for _, e := range entries {
		h := textproto.MIMEHeader{}
		disposition := `form-data; name="` + quote.Replace(lines(e.name)) + `"`
		if e.file {
			disposition += `; filename=""`
			h.Set("Content-Type", "application/octet-stream")
		}
		h.Set("Content-Disposition", disposition)
		part, err := w.CreatePart(h)
		if err != nil {
			return nil, "", fmt.Errorf("encode form: %w", err)
		}
		if _, err := part.Write([]byte(lines(e.value))); err != nil {
			return nil, "", fmt.Errorf("encode form: %w", err)
		}
	}
	if err := w.Close(); err != nil {
		return nil, "", fmt.Errorf("encode form: %w", err)
	}
	return b.Bytes(), w.FormDataContentType(), nil
}
