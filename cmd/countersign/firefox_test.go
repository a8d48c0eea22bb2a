package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"golang.org/x/net/websocket"
)

// foxOrigin is who Firefox is told will drive it.
const foxOrigin = "http://localhost"

// calm are preferences without which Firefox looks for updates, experiments and
// lists at other hosts. What still tries is led to a port where nobody listens.
var calm = map[string]any{
	"app.update.enabled": false, "app.normandy.enabled": false, "browser.region.update.enabled": false,
	"browser.safebrowsing.update.enabled": false, "datareporting.policy.dataSubmissionEnabled": false, "dom.push.enabled": false,
	"extensions.getAddons.cache.enabled": false, "extensions.systemAddon.update.enabled": false, "media.gmp-manager.updateEnabled": false,
	"network.captive-portal-service.enabled": false, "network.connectivity-service.enabled": false, "nimbus.rollouts.enabled": false,
	"services.settings.server": "data:,#nothing/v1", "toolkit.telemetry.server": "data:,nothing", "browser.shell.checkDefaultBrowser": false,
	"browser.startup.page": 0, "browser.startup.homepage_override.mstone": "ignore", "browser.newtabpage.enabled": false,
	"network.proxy.type": 1, "network.proxy.http": "127.0.0.1", "network.proxy.http_port": 9, "network.proxy.ssl": "127.0.0.1", "network.proxy.ssl_port": 9,
	"network.proxy.no_proxies_on": "localhost, 127.0.0.1",
}

// fox is a tab of a Firefox of its own, driven by WebDriver BiDi.
type fox struct {
	t       testing.TB
	socket  *websocket.Conn
	context string // the tab

	mu      sync.Mutex
	last    int
	waiting map[int]chan foxAnswer
	found   []string // what no page of ours may cause
	over    error    // why nothing more comes
}

// foxAnswer is a message of the browser: an answer, or an event.
type foxAnswer struct {
	Type    string          `json:"type"`
	ID      int             `json:"id"`
	Result  json.RawMessage `json:"result"`
	Error   string          `json:"error"`
	Message string          `json:"message"`
	Method  string          `json:"method"`
	Params  json.RawMessage `json:"params"`
}

// startFirefox starts one with the preferences, which ends with the test.
func startFirefox(t testing.TB, environ []string, preferences map[string]any) *fox {
	t.Helper()
	f := &fox{t: t, waiting: map[int]chan foxAnswer{}}
	if err := f.dial(launchFirefox(t, environ, preferences)); err != nil {
		t.Fatalf("headless Firefox: %v", err)
	}
	f.call("session.new", map[string]any{"capabilities": map[string]any{}}, nil)
	f.call("session.subscribe", map[string]any{"events": []string{"log.entryAdded"}}, nil)
	var tree struct{ Contexts []struct{ Context string } }
	f.call("browsingContext.getTree", map[string]any{}, &tree)
	f.context = tree.Contexts[0].Context
	// Breaches of the policy are not among what the log tells.
	f.call("script.addPreloadScript", map[string]any{"functionDeclaration": `() => {
		addEventListener("securitypolicyviolation", e => console.error("policy", e.violatedDirective, e.blockedURI));
	}`}, nil)
	t.Cleanup(func() {
		f.mu.Lock()
		defer f.mu.Unlock()
		for _, p := range f.found {
			t.Errorf("in Firefox: %s", p)
		}
	})
	return f
}

// launchFirefox starts a process with a profile of its own, and gives the
// address at which it can be driven.
func launchFirefox(t testing.TB, environ []string, preferences map[string]any) string {
	t.Helper()
	path, err := exec.LookPath("firefox-esr")
	if err != nil {
		path, err = exec.LookPath("firefox")
	}
	if err != nil {
		t.Fatal("this test needs Firefox (Debian: firefox-esr); run: make test-setup")
	}
	home, err := os.MkdirTemp("", "countersign-firefox-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(home) })
	all := maps.Clone(calm)
	maps.Copy(all, preferences)
	var lines strings.Builder
	for name, value := range all {
		text, err := json.Marshal(value)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&lines, "user_pref(%q, %s);\n", name, text)
	}
	if err := os.WriteFile(filepath.Join(home, "user.js"), []byte(lines.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(path, "--headless", "--no-remote", "--profile", home, "--remote-debugging-port=0", "--remote-allow-origins="+foxOrigin, "about:blank") //nolint:gosec,noctx // a browser of the machine; it is ended below
	cmd.Env = append(slices.DeleteFunc(os.Environ(), func(s string) bool { return strings.HasPrefix(s, "DISPLAY=") }), append(environ, "HOME="+home, "TMPDIR="+home)...)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
	out, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatalf("Firefox: %v", err)
	}
	t.Cleanup(func() {
		_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) // with its processes for pages
		_ = cmd.Wait()
	})
	return foxAddress(t, out)
}

// foxAddress reads on which port Firefox listens, and what else it says.
func foxAddress(t testing.TB, out io.Reader) string {
	t.Helper()
	found := make(chan string, 1)
	go func() {
		defer close(found)
		lines := bufio.NewScanner(out)
		for lines.Scan() {
			if _, at, ok := strings.Cut(lines.Text(), "WebDriver BiDi listening on "); ok {
				found <- at
			}
		}
		_, _ = io.Copy(io.Discard, out)
	}()
	select {
	case at, ok := <-found:
		if ok {
			return at
		}
		t.Fatal("Firefox ended before it listened")
	case <-time.After(2 * patience):
		t.Fatal("Firefox does not listen")
	}
	return ""
}

func (f *fox) dial(at string) error {
	socket, err := websocket.Dial(at+"/session", "", foxOrigin)
	if err != nil {
		return fmt.Errorf("dial %s: %w", at, err)
	}
	f.socket = socket
	f.t.Cleanup(func() { _ = socket.Close() })
	go f.listen()
	return nil
}

// listen hands answers to those who wait for them.
func (f *fox) listen() {
	for {
		var m foxAnswer
		err := websocket.JSON.Receive(f.socket, &m)
		f.mu.Lock()
		if err != nil {
			f.over = err
			for _, ch := range f.waiting {
				close(ch)
			}
			f.waiting = nil
			f.mu.Unlock()
			return
		}
		if m.Type == "event" {
			f.hear(m)
		} else if ch := f.waiting[m.ID]; ch != nil {
			delete(f.waiting, m.ID)
			ch <- m
		}
		f.mu.Unlock()
	}
}

// hear keeps what a page may not cause: errors and warnings.
func (f *fox) hear(m foxAnswer) {
	var entry struct {
		Level, Text string
		Source      struct{ Context string }
	}
	if json.Unmarshal(m.Params, &entry) == nil && entry.Source.Context != "" && (entry.Level == "error" || entry.Level == "warn") {
		f.found = append(f.found, entry.Level+": "+entry.Text)
	}
}

// problems are those so far; they are forgotten.
func (f *fox) problems() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	found := f.found
	f.found = nil
	return found
}

// heard waits for a problem with this text, and forgets it.
func (f *fox) heard(text string) {
	f.t.Helper()
	for deadline := time.After(patience); ; {
		found := f.problems()
		if strings.Contains(strings.Join(found, "\n"), text) {
			return
		}
		select {
		case <-deadline:
			f.t.Fatalf("not within %s: %s", patience, text)
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// send gives the browser a command and waits for its answer.
func (f *fox) send(method string, params, into any) error {
	ch := make(chan foxAnswer, 1)
	f.mu.Lock()
	if f.over != nil {
		f.mu.Unlock()
		return fmt.Errorf("%s: Firefox went: %w", method, f.over)
	}
	f.last++
	id := f.last
	f.waiting[id] = ch
	err := websocket.JSON.Send(f.socket, map[string]any{"id": id, "method": method, "params": params})
	f.mu.Unlock()
	if err != nil {
		return fmt.Errorf("%s: %w", method, err)
	}
	ctx, cancel := context.WithTimeout(f.t.Context(), patience)
	defer cancel()
	select {
	case answer, ok := <-ch:
		switch {
		case !ok:
			return fmt.Errorf("%s: %w", method, errors.New("Firefox went"))
		case answer.Error != "":
			return fmt.Errorf("%s: %s: %s", method, answer.Error, answer.Message)
		case into == nil:
			return nil
		}
		return json.Unmarshal(answer.Result, into)
	case <-ctx.Done():
		return fmt.Errorf("%s: %w", method, ctx.Err())
	}
}

func (f *fox) call(method string, params, into any) {
	f.t.Helper()
	if err := f.send(method, params, into); err != nil {
		f.t.Fatalf("headless Firefox: %v", err)
	}
}

// ask asks the page, which may be just being replaced; a promise is waited for.
func (f *fox) ask(js string, into any) error {
	var answer struct {
		Type             string
		Result           struct{ Value string }
		ExceptionDetails struct{ Text string }
	}
	err := f.send("script.evaluate", map[string]any{
		"expression": `(async () => JSON.stringify(await (` + js + `)) ?? "null")()`,
		"target":     map[string]any{"context": f.context}, "awaitPromise": true,
	}, &answer)
	if err != nil {
		return err
	}
	if answer.Type != "success" {
		return errors.New(answer.ExceptionDetails.Text)
	}
	return json.Unmarshal([]byte(answer.Result.Value), into)
}

// askFox is what the page says to js.
func askFox[T any](f *fox, js string) T {
	f.t.Helper()
	var v T
	if err := f.ask(js, &v); err != nil {
		f.t.Fatalf("%s: %v\nat %s", js, err, f.where())
	}
	return v
}

func (f *fox) where() string {
	var text string
	if err := f.ask(`document.location + ":\n" + (document.body?.innerText ?? "")`, &text); err != nil {
		return err.Error()
	}
	return text
}

// until waits for the page to be as js says.
func (f *fox) until(what, js string) {
	f.t.Helper()
	deadline := time.After(patience)
	for {
		var is bool
		if err := f.ask(js, &is); err == nil && is {
			return
		}
		select {
		case <-deadline:
			f.t.Fatalf("not within %s: %s\nat %s", patience, what, f.where())
		case <-time.After(20 * time.Millisecond):
		}
	}
}

func (f *fox) open(to string) {
	f.t.Helper()
	f.call("browsingContext.navigate", map[string]any{"context": f.context, "url": to, "wait": "complete"}, nil)
}

func (f *fox) shows(js string) bool { f.t.Helper(); return askFox[bool](f, js) }

func (f *fox) see(id string) {
	f.t.Helper()
	f.until("the page has "+id, fmt.Sprintf(`document.getElementById(%q) !== null && document.readyState === "complete"`, id))
}

func (f *fox) text(id string) string {
	f.t.Helper()
	f.see(id)
	return askFox[string](f, fmt.Sprintf(`document.getElementById(%q).textContent.trim()`, id))
}

func (f *fox) screen(title string) {
	f.t.Helper()
	f.until("the app shows "+title, onScreen(title))
}

func (f *fox) notifications() string { return "allow" }

// press clicks an element with the mouse.
func (f *fox) press(id string, times int) {
	f.t.Helper()
	f.see(id)
	at := askFox[[]int](f, fmt.Sprintf(`(%s).map(Math.round)`, fmt.Sprintf(spot, id)))
	if len(at) != 2 {
		f.t.Fatalf("%s cannot be clicked\nat %s", id, f.where())
	}
	steps := []map[string]any{{"type": "pointerMove", "x": at[0], "y": at[1]}}
	for range times {
		steps = append(steps, map[string]any{"type": "pointerDown", "button": 0}, map[string]any{"type": "pointerUp", "button": 0})
	}
	f.act(map[string]any{"type": "pointer", "id": "mouse", "actions": steps})
}

// fill types into a field that is empty.
func (f *fox) fill(id, text string) {
	f.t.Helper()
	f.press(id, 1)
	var keys []map[string]any
	for _, r := range text {
		keys = append(keys, map[string]any{"type": "keyDown", "value": string(r)}, map[string]any{"type": "keyUp", "value": string(r)})
	}
	f.act(map[string]any{"type": "key", "id": "keyboard", "actions": keys})
}

func (f *fox) act(source map[string]any) {
	f.t.Helper()
	f.call("input.performActions", map[string]any{"context": f.context, "actions": []any{source}}, nil)
}
