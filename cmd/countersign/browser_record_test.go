package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"

	"countersign/idp/web"
)

// record is what happened in a tab: what it asked for, and what no page of
// ours may cause: a breach of the security policy, an error on the console, an
// exception, a resource that is missing, or a request to anybody but us and
// the application.
type record struct {
	homes []string // all that the tab may ask

	mu        sync.Mutex
	asked     []asked
	documents map[network.RequestID]bool
	found     []string
	forgiven  []string
}

// asked is one request of a tab.
type asked struct {
	method, url string
	status      int64
	document    bool
	id          network.RequestID
}

// hear takes an event of the tab; it is called in their order.
func (r *record) hear(event any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		if e.RedirectResponse != nil {
			r.answered(e.RequestID, e.RedirectResponse.Status)
		}
		r.request(e)
	case *network.EventResponseReceived:
		r.answered(e.RequestID, e.Response.Status)
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError || e.Type == runtime.ConsoleAPICalledTypeWarning || e.Type == runtime.ConsoleAPICalledTypeAssert {
			r.found = append(r.found, fmt.Sprintf("console: %s %v", e.Type, e.Args))
		}
	case *runtime.EventExceptionThrown:
		r.found = append(r.found, fmt.Sprintf("exception: %s %s:%d", e.ExceptionDetails.Text, e.ExceptionDetails.URL, e.ExceptionDetails.LineNumber))
	case *log.EventEntryAdded:
		// A page may well be an answer with an error status.
		page := e.Entry.Source == log.EntrySourceNetwork && r.documents[e.Entry.NetworkRequestID]
		if e.Entry.Level != log.EntryLevelVerbose && e.Entry.Level != log.EntryLevelInfo && !page {
			r.found = append(r.found, fmt.Sprintf("%s: %s %s", e.Entry.Source, e.Entry.Text, e.Entry.URL))
		}
	}
}

func (r *record) request(e *network.EventRequestWillBeSent) {
	document := e.Type == network.ResourceTypeDocument
	if document {
		if r.documents == nil {
			r.documents = map[network.RequestID]bool{}
		}
		r.documents[e.RequestID] = true
	}
	r.asked = append(r.asked, asked{method: e.Request.Method, url: e.Request.URL, document: document, id: e.RequestID})
	ours := slices.ContainsFunc(r.homes, func(home string) bool { return strings.HasPrefix(e.Request.URL, home) })
	if !ours && e.Request.URL != "about:blank" {
		r.found = append(r.found, "asked another: "+e.Request.URL)
	}
}

func (r *record) answered(id network.RequestID, status int64) {
	for i := len(r.asked) - 1; i >= 0; i-- {
		if r.asked[i].id == id {
			r.asked[i].status = status
			return
		}
	}
}

// forgive lets a test cause a problem whose text has part in it.
func (r *record) forgive(part string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.forgiven = append(r.forgiven, part)
}

// problems are those that nobody forgave.
func (r *record) problems() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(r.found), func(p string) bool {
		return slices.ContainsFunc(r.forgiven, func(part string) bool { return strings.Contains(p, part) })
	})
}

// requests are those that were made, as "GET /path", in their order.
func (r *record) requests(is func(asked) bool) []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	var out []string
	for _, a := range r.asked {
		if is(a) {
			path, _, _ := strings.Cut(strings.TrimPrefix(a.url, strings.TrimSuffix(r.homes[0], "/")), "?")
			out = append(out, a.method+" "+path)
		}
	}
	return out
}

// count is how many requests have the method and end with the path.
func (r *record) count(method, end string) int {
	return len(r.requests(func(a asked) bool {
		path, _, _ := strings.Cut(a.url, "?")
		return a.method == method && strings.HasSuffix(path, end)
	}))
}

// forget drops the requests so far.
func (r *record) forget() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.asked = nil
}

// until waits for what comes on record.
func (r *record) until(t testing.TB, what string, is func(*record) bool) {
	t.Helper()
	deadline := time.After(patience)
	for !is(r) {
		select {
		case <-deadline:
			t.Fatalf("not within %s: %s; found %q", patience, what, r.problems())
		case <-time.After(10 * time.Millisecond):
		}
	}
}

// The other tests believe the record when it is empty: it must not be blind.
func TestBrowserRecordSeesWhatPagesMayNotDo(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ page, act, want string }{
		"inline script":        {`<script>document.title = "ran"</script>`, ``, "Content Security Policy"},
		"inline style":         {`<p style="color:red">`, ``, "Content Security Policy"},
		"markup by script":     {`<p>`, `try { document.body.innerHTML = "<b>" } catch {}`, "TrustedHTML"},
		"form to another site": {`<form id="f" method="post" action="http://127.0.0.1:9/">`, `document.getElementById("f").submit()`, "form-action"},
		"missing file":         {`<img alt="" src="/static/none.svg">`, ``, "404"},
		"console error":        {`<p>`, `console.error("oh")`, "console: error"},
		"exception":            {`<p>`, `setTimeout(() => { throw new Error("oh") })`, "exception"},
		"another site":         {`<p>`, `document.location = "http://127.0.0.1:9/"`, "asked another"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
				if strings.HasPrefix(req.URL.Path, "/static/") {
					http.NotFound(w, req)
					return
				}
				w.Header().Set("Content-Type", "text/html")
				w.Header().Set("Content-Security-Policy", web.Policy())
				_, _ = w.Write([]byte("<!doctype html><title>before</title>" + c.page))
			}))
			t.Cleanup(s.Close)
			r := &rig{t: t, issuer: s.URL, app: s}
			b := r.chromium(true)
			b.open(s.URL + "/")
			if c.act != "" {
				_, _ = try[any](b, c.act) // which may take the page away
			}
			b.record.until(t, "on record: "+c.want, func(r *record) bool {
				return strings.Contains(strings.Join(r.problems(), "\n"), c.want)
			})
			b.forgive("") // all of it was meant
		})
	}
}
