package main

import (
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"countersign/cmd/demo/browser"
	"countersign/factors/wire"
)

// recipe is the piece of configuration that docs/integrating.md has under a
// name, with the values of a test in place of its examples ("old", "new", ...):
// what our tests run is what people copy.
func recipe(t *testing.T, name string, values ...string) string {
	t.Helper()
	text, err := os.ReadFile("../../docs/integrating.md")
	if err != nil {
		t.Fatal(err)
	}
	_, after, ok := strings.Cut(string(text), "\n**"+name+"**")
	_, block, fenced := strings.Cut(after, "\n```")
	_, block, _ = strings.Cut(block, "\n") // the fence says the language
	block, _, closed := strings.Cut(block, "\n```")
	if !ok || !fenced || !closed {
		t.Fatalf("docs/integrating.md has no recipe for %s", name)
	}
	for i := 0; i < len(values); i += 2 {
		if !strings.Contains(block, values[i]) {
			t.Fatalf("the recipe for %s has no %s", name, values[i])
		}
		block = strings.ReplaceAll(block, values[i], values[i+1])
	}
	return block + "\n"
}

// tampering is the browser of somebody who takes acr_values out of the requests
// that applications make, and gives the password at a page that wants a sign-in.
func (r *rig) tampering(t *testing.T, page string, who member) *browser.Tab {
	t.Helper()
	issuer, err := url.Parse(r.issuer)
	r.ok(err)
	between := httptest.NewServer(&httputil.ReverseProxy{Rewrite: func(q *httputil.ProxyRequest) {
		q.SetURL(issuer)
		q.Out.Host = q.In.Host
		if q.In.URL.Path == "/authorize" {
			query := q.In.URL.Query()
			if !query.Has("acr_values") {
				t.Errorf("the application asks for nothing: %s", query)
			}
			query.Del("acr_values")
			q.Out.URL.RawQuery = query.Encode()
		}
	}})
	t.Cleanup(between.Close)
	b := browser.New(browser.Options{DialTo: map[string]string{r.host(): between.Listener.Addr().String()}})
	r.visits(b, page, who.name)
	return b
}

// running starts a program of somebody else and waits until it listens at
// address. It is made with the test's context.
func (r *rig) running(t *testing.T, program *exec.Cmd, address string, patience time.Duration) {
	t.Helper()
	out := &logbook{}
	program.Stdout, program.Stderr = out, out
	program.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGTERM} // some start a second one, and end it then
	program.Cancel, program.WaitDelay = func() error { return program.Process.Signal(syscall.SIGTERM) }, 10*time.Second
	r.ok(program.Start())
	ended := make(chan error, 1)
	go func() { ended <- program.Wait() }()
	t.Cleanup(func() {
		_ = program.Process.Signal(syscall.SIGTERM)
		<-ended
		if t.Failed() {
			t.Logf("%s: %s", program.Path, out)
		}
	})
	for deadline := time.After(patience); ; {
		conn, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", address)
		if err == nil {
			_ = conn.Close()
			return
		}
		select {
		case err := <-ended:
			ended <- err
			t.Fatalf("%s ended: %v", program.Path, err)
		case <-deadline:
			t.Fatalf("%s does not listen at %s: %v", program.Path, address, err)
		case <-time.After(20 * time.Millisecond): // a process of another project has no bell for us
		}
	}
}

// echo is an application behind a proxy: its page shows the path and the
// headers that reach it.
func echo(t *testing.T) *httptest.Server {
	behind := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprintf(w, "<!doctype html><title>Behind</title><p id=path>%s</p>", q.URL.Path)
		for name, values := range q.Header {
			fmt.Fprintf(w, "<p id=%s>%s</p>", strings.ToLower(name), strings.Join(values, " "))
		}
	}))
	t.Cleanup(behind.Close)
	return behind
}

// givesUp is the browser of somebody who visits a page that wants a sign-in,
// refuses on the phone, asks it again, cancels that, and goes back to the
// application, which is told so.
func (r *rig) givesUp(page string, who member) *browser.Tab {
	r.t.Helper()
	ctx, b := r.t.Context(), browser.New(browser.Options{})
	r.visits(b, page, who.name)
	r.ok(r.refuse(who.phone, wire.ReasonNotNow)) // by itself, as in finish
	r.ok(await(ctx, b, "push-again"))
	if b.Has("push-continue") || b.Has("push-number") {
		r.t.Errorf("a request that was denied goes on:\n%s", b.PageText())
	}
	r.clock.Advance(time.Minute) // the pause before another
	r.ok(b.Click(ctx, "push-again"))
	r.ok(b.Click(ctx, "push-cancel"), b.Click(ctx, "back"))
	return b
}
