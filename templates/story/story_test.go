package story_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"countersign/static"
	"countersign/templates/story"
	"countersign/templates/words"
)

// page is a story as a browser reads it.
type page struct {
	name string
	raw  []byte
	root *html.Node
}

func pages(t *testing.T) []page {
	t.Helper()
	var out []page
	for _, s := range story.Stories() {
		var b bytes.Buffer
		if err := s.Component.Render(words.With(t.Context(), words.English, words.All()...), &b); err != nil {
			t.Fatalf("%s: %v", s.Name, err)
		}
		root, err := html.Parse(bytes.NewReader(b.Bytes()))
		if err != nil {
			t.Fatalf("%s: %v", s.Name, err)
		}
		out = append(out, page{s.Name, b.Bytes(), root})
	}
	return out
}

func (p page) all(is func(*html.Node) bool) []*html.Node {
	var out []*html.Node
	for n := range p.root.Descendants() {
		if n.Type == html.ElementNode && is(n) {
			out = append(out, n)
		}
	}
	return out
}

func (p page) tags(names ...string) []*html.Node {
	return p.all(func(n *html.Node) bool { return slices.Contains(names, n.Data) })
}

func (p page) byID(id string) *html.Node {
	if found := p.all(func(n *html.Node) bool { return attr(n, "id") == id }); len(found) == 1 {
		return found[0]
	}
	return nil
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, name string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == name })
}

func text(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}

func within(n *html.Node, tag string) *html.Node {
	for p := n.Parent; p != nil; p = p.Parent {
		if p.Data == tag {
			return p
		}
	}
	return nil
}

func hidden(n *html.Node) bool { return attr(n, "type") == "hidden" || has(n, "hidden") }

func TestEachPageHasOneHeadingLanguageAndLandmarks(t *testing.T) {
	for _, p := range pages(t) {
		for _, tag := range []string{"h1", "main", "title", "footer"} {
			if n := len(p.tags(tag)); n != 1 {
				t.Errorf("%s: %d %s", p.name, n, tag)
			}
		}
		root := p.tags("html")[0]
		if attr(root, "lang") != "en" || attr(root, "dir") != "ltr" {
			t.Errorf("%s: lang %q, dir %q", p.name, attr(root, "lang"), attr(root, "dir"))
		}
		if !strings.HasPrefix(string(p.raw), "<!doctype html>") {
			t.Errorf("%s: no doctype", p.name)
		}
		if strings.TrimSpace(text(p.tags("h1")[0])) == "" {
			t.Errorf("%s: the heading is empty", p.name)
		}
		skip := p.tags("a")[0]
		if target := p.byID(strings.TrimPrefix(attr(skip, "href"), "#")); target == nil || target.Data != "main" {
			t.Errorf("%s: the first link does not skip to the content", p.name)
		}
		sections := p.tags("section")
		if len(sections) != 1 || p.byID(attr(sections[0], "aria-labelledby")) == nil {
			t.Errorf("%s: the sheet has no name", p.name)
		}
	}
}

// Variants of one state, with a name in parentheses, may share a title.
func TestEachStateHasItsOwnTitle(t *testing.T) {
	states := map[string]string{}
	for _, p := range pages(t) {
		state, _, _ := strings.Cut(p.name, " (")
		state = strings.TrimSuffix(state, "-only") // the same, with one way less
		title, _, _ := strings.Cut(text(p.tags("title")[0]), " – ")
		if other, taken := states[title]; taken && other != state {
			t.Errorf("%s and %s are both called %q", state, other, title)
		}
		states[title] = state
	}
}

func TestIDsAreUniqueAndReferencesLead(t *testing.T) {
	for _, p := range pages(t) {
		seen := map[string]bool{}
		for _, n := range p.all(func(n *html.Node) bool { return has(n, "id") }) {
			id := attr(n, "id")
			if id == "" || seen[id] {
				t.Errorf("%s: the id %q is empty or doubled", p.name, id)
			}
			seen[id] = true
		}
		for _, n := range p.all(func(*html.Node) bool { return true }) {
			for _, ref := range []string{"aria-describedby", "aria-labelledby", "aria-controls", "for", "data-show", "data-caps", "data-copy"} {
				for id := range strings.FieldsSeq(attr(n, ref)) {
					if !seen[id] {
						t.Errorf("%s: %s of <%s> names %q, which is not there", p.name, ref, n.Data, id)
					}
				}
			}
		}
	}
}

func TestEachFieldHasALabelAndAPurpose(t *testing.T) {
	for _, p := range pages(t) {
		for _, n := range p.tags("input", "select", "textarea") {
			if hidden(n) {
				continue
			}
			id := attr(n, "id")
			labels := p.all(func(l *html.Node) bool { return l.Data == "label" && attr(l, "for") == id })
			if id == "" || len(labels) != 1 || strings.TrimSpace(text(labels[0])) == "" {
				t.Errorf("%s: the field %q has no label", p.name, id)
			}
			if attr(n, "type") != "radio" && attr(n, "autocomplete") == "" {
				t.Errorf("%s: the field %q does not say what it is for", p.name, id)
			}
		}
		for _, b := range p.tags("button") {
			if strings.TrimSpace(text(b)) == "" || attr(b, "type") == "" {
				t.Errorf("%s: a button without words or type", p.name)
			}
		}
	}
}

func TestEachFormIsPostedWithItsToken(t *testing.T) {
	for _, p := range pages(t) {
		for _, f := range p.tags("form") {
			if attr(f, "method") != "post" || !strings.HasPrefix(attr(f, "action"), "/") {
				t.Errorf("%s: a form goes by %q to %q", p.name, attr(f, "method"), attr(f, "action"))
			}
			if attr(f, "action") == "/language" {
				continue // it decides nothing, and other sites' forms are refused before it
			}
			if attr(f, "id") == "form-post" {
				continue // it goes to an application, which knows no token of ours
			}
			tokens := p.all(func(n *html.Node) bool { return attr(n, "name") == "_token" && within(n, "form") == f })
			if len(tokens) != 1 || attr(tokens[0], "type") != "hidden" || attr(tokens[0], "value") == "" {
				t.Errorf("%s: the form to %s has %d tokens", p.name, attr(f, "action"), len(tokens))
			}
		}
	}
}

func TestErrorsAreTiedToTheirFields(t *testing.T) {
	seen := 0
	for _, p := range pages(t) {
		title := text(p.tags("title")[0])
		errs := p.all(func(n *html.Node) bool { return strings.HasSuffix(attr(n, "id"), "-error") })
		if len(errs) == 0 {
			if strings.HasPrefix(title, "Error:") {
				t.Errorf("%s: the title tells of an error that is not there", p.name)
			}
			continue
		}
		seen++
		if !strings.HasPrefix(title, "Error: ") {
			t.Errorf("%s: the title %q hides the error", p.name, title)
		}
		tied := p.all(func(n *html.Node) bool {
			return slices.Contains(strings.Fields(attr(n, "aria-describedby")), attr(errs[0], "id"))
		})
		if len(tied) == 0 {
			t.Errorf("%s: no field is described by the error", p.name)
		}
		for _, n := range tied {
			if n.Data == "input" && attr(n, "aria-invalid") != "true" {
				t.Errorf("%s: the field %q is not marked", p.name, attr(n, "id"))
			}
		}
	}
	if seen < 5 {
		t.Errorf("only %d stories show an error", seen)
	}
}

// The policy of the pages allows neither inline script nor inline style.
func TestNothingIsInline(t *testing.T) {
	for _, p := range pages(t) {
		for _, n := range p.all(func(*html.Node) bool { return true }) {
			for _, a := range n.Attr {
				if a.Key == "style" || strings.HasPrefix(a.Key, "on") || strings.HasPrefix(strings.ToLower(a.Val), "javascript:") {
					t.Errorf("%s: <%s %s=%q>", p.name, n.Data, a.Key, a.Val)
				}
			}
			if n.Data == "style" || n.Data == "script" && (!strings.HasPrefix(attr(n, "src"), "/static/") || n.FirstChild != nil) {
				t.Errorf("%s: inline <%s>", p.name, n.Data)
			}
			if n.Data == "img" || n.Data == "iframe" || n.Data == "base" {
				t.Errorf("%s: <%s>", p.name, n.Data)
			}
		}
	}
}

func TestTabOrderIsTheOrderOfReading(t *testing.T) {
	for _, p := range pages(t) {
		for _, n := range p.all(func(n *html.Node) bool { return has(n, "tabindex") }) {
			if i := attr(n, "tabindex"); i != "0" && i != "-1" {
				t.Errorf("%s: <%s tabindex=%s>", p.name, n.Data, i)
			}
		}
		if n := len(p.all(func(n *html.Node) bool { return has(n, "autofocus") })); n > 1 {
			t.Errorf("%s: %d elements want the focus", p.name, n)
		}
	}
}

func TestBytesStayWithinTheBudget(t *testing.T) {
	const htmlBudget, cssBudget, jsBudget = 4 << 10, 7 << 10, 4 << 10
	for _, p := range pages(t) {
		if n := zipped(t, p.raw); n > htmlBudget {
			t.Errorf("%s: %d bytes of HTML", p.name, n)
		}
		script := 0
		for _, s := range p.tags("script") {
			script += size(t, attr(s, "src"))
		}
		if script > jsBudget {
			t.Errorf("%s: %d bytes of script", p.name, script)
		}
	}
	if n := size(t, static.Path("app.css")); n > cssBudget {
		t.Errorf("%d bytes of CSS", n)
	}
	if n := size(t, static.Path("wait.js")); n > 3<<10 {
		t.Errorf("%d bytes of wait.js", n)
	}
}

func zipped(t *testing.T, b []byte) int {
	t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	if _, err := w.Write(b); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Len()
}

// size is what a file weighs on the wire.
func size(t *testing.T, path string) int {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil)
	r.Header.Set("Accept-Encoding", "gzip")
	w := httptest.NewRecorder()
	static.Handler().ServeHTTP(w, r)
	if w.Code != http.StatusOK {
		t.Fatalf("%s: %d", path, w.Code)
	}
	n, err := io.Copy(io.Discard, w.Body)
	if err != nil {
		t.Fatal(err)
	}
	return int(n)
}

// classes that the pages use must be in the stylesheet, or be hooks of nobody.
func TestEachClassIsInTheStylesheet(t *testing.T) {
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, static.Path("app.css"), nil)
	w := httptest.NewRecorder()
	static.Handler().ServeHTTP(w, r)
	known := map[string]bool{}
	for _, m := range regexp.MustCompile(`\.([a-z][a-z-]*)`).FindAllStringSubmatch(w.Body.String(), -1) {
		known[m[1]] = true
	}
	for _, p := range pages(t) {
		for _, n := range p.all(func(n *html.Node) bool { return has(n, "class") }) {
			for c := range strings.FieldsSeq(attr(n, "class")) {
				if !known[c] {
					t.Errorf("%s: the class %q is not in the stylesheet", p.name, c)
				}
			}
		}
	}
}
