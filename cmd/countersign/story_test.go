package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"countersign/cmd/demo/browser"
	"countersign/storage/storagetest"
)

// TestStory plays every script in testdata/story against the built programs,
// on both databases. A script is a sentence of what Countersign promises; one
// that shows a refusal is named refused_*. The verbs are in storyVerbs.
func TestStory(t *testing.T) {
	bin := built(t)
	for _, database := range []string{"sqlite", "postgres"} {
		t.Run(database, func(t *testing.T) {
			testscript.Run(t, testscript.Params{
				Dir:   filepath.Join("testdata", "story"),
				Setup: func(env *testscript.Env) error { return setScene(t, env, bin, database) },
				Cmds:  storyVerbs(),
			})
		})
	}
}

// scene is what a script has on stage.
type scene struct {
	issuer string
	tabs   map[string]*browser.Tab
	now    string // the tab in front
}

type sceneKey struct{}

func setScene(t *testing.T, env *testscript.Env, bin, database string) error {
	address, err := freeAddress()
	if err != nil {
		return err
	}
	url := "sqlite:" + filepath.Join(env.WorkDir, "countersign.db")
	if database == "postgres" {
		url = storagetest.PostgresURL(t)
		env.Setenv("COUNTERSIGN_MASTER_KEY", storagetest.MasterKey)
	}
	issuer := "http://" + address
	env.Setenv("PATH", bin+string(os.PathListSeparator)+env.Getenv("PATH"))
	env.Setenv("HOME", env.WorkDir)
	env.Setenv("ISSUER", issuer)
	env.Setenv("COUNTERSIGN_ISSUER", issuer)
	env.Setenv("COUNTERSIGN_LISTEN", address)
	env.Setenv("COUNTERSIGN_METRICS_LISTEN", "127.0.0.1:0")
	env.Setenv("COUNTERSIGN_DATABASE_URL", url)
	env.Setenv("COUNTERSIGN_ORGANISATION", "Northwind")
	env.Setenv("PHONE", filepath.Join(env.WorkDir, "phone.json"))
	env.Values[sceneKey{}] = &scene{issuer: issuer, tabs: map[string]*browser.Tab{}}
	return nil
}

func freeAddress() (string, error) {
	l, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		return "", err
	}
	defer l.Close()
	_, port, err := net.SplitHostPort(l.Addr().String())
	return "localhost:" + port, err
}

// tab is the tab in front.
func (s *scene) tab(ts *testscript.TestScript) *browser.Tab {
	if s.tabs[s.now] == nil {
		s.tabs[s.now] = browser.New(browser.Options{})
	}
	return s.tabs[s.now]
}

type verb = func(ts *testscript.TestScript, neg bool, args []string)

// storyVerbs are the verbs of scripts, besides those of testscript.
//
//	serve                        start Countersign and wait until it is ready
//	app [flags]                  register the demo application and start it; sets CLIENT_ID, CLIENT_SECRET, APP
//	person NAME                  invite, set the password $PASSWORD, enrol the phone $PHONE, approve: all through pages
//	browser [NAME]               bring another person's browser to the front (made at first use)
//	tab NAME                     open a second tab in the browser in front
//	open URL                     fill ID TEXT    click ID    back    reload
//	[!] see ID [REGEXP]          the page has (not) the element (with a text that matches)
//	await ID [REGEXP]            refresh, as a browser without script does, until the element is there (and matches)
//	address NAME                 put the page's address into the variable
//	read ID NAME                 put the element's text into the variable
//	status CODE                  the HTTP status of the page
//	claim NAME REGEXP            the ID token that the application shows has the claim, as JSON
//	phone ARGS                   run the terminal phone on $PHONE
//	sign-in                      at the application: password of "ada" given, waiting page in front; sets NUMBER
func storyVerbs() map[string]verb {
	page := func(n int, f func(ctx context.Context, b *browser.Tab, args []string) error) verb {
		return func(ts *testscript.TestScript, neg bool, args []string) {
			if neg || len(args) != n {
				ts.Fatalf("wants %d arguments and no !", n)
			}
			ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
			defer cancel()
			ts.Check(f(ctx, sceneOf(ts).tab(ts), args))
		}
	}
	return map[string]verb{
		"serve":   serveVerb,
		"app":     appVerb,
		"person":  personVerb,
		"sign-in": signInVerb,
		"phone":   phoneVerb,
		"see":     seeVerb,
		"claim":   claimVerb,
		"browser": func(ts *testscript.TestScript, _ bool, args []string) { sceneOf(ts).now = strings.Join(args, "") },
		"address": func(ts *testscript.TestScript, _ bool, args []string) { ts.Setenv(args[0], sceneOf(ts).tab(ts).URL()) },
		"tab": func(ts *testscript.TestScript, _ bool, args []string) {
			s := sceneOf(ts)
			s.tabs[args[0]] = s.tab(ts).Tab()
			s.now = args[0]
		},
		"open":   page(1, func(ctx context.Context, b *browser.Tab, a []string) error { return b.Open(ctx, a[0]) }),
		"fill":   page(2, func(_ context.Context, b *browser.Tab, a []string) error { return b.Fill(a[0], a[1]) }),
		"click":  page(1, func(ctx context.Context, b *browser.Tab, a []string) error { return b.Click(ctx, a[0]) }),
		"reload": page(0, func(ctx context.Context, b *browser.Tab, _ []string) error { return b.Reload(ctx) }),
		"back":   page(0, func(_ context.Context, b *browser.Tab, _ []string) error { return b.Back() }),
		"await":  awaitVerb,
		"status": page(1, func(_ context.Context, b *browser.Tab, a []string) error {
			if got := fmt.Sprint(b.Status()); got != a[0] {
				return fmt.Errorf("status %s, want %s, at %s:\n%s", got, a[0], b.URL(), b.PageText())
			}
			return nil
		}),
		"read": func(ts *testscript.TestScript, _ bool, args []string) {
			text, err := sceneOf(ts).tab(ts).Text(args[0])
			ts.Check(err)
			ts.Setenv(args[1], text)
		},
	}
}

func sceneOf(ts *testscript.TestScript) *scene {
	s, ok := ts.Value(sceneKey{}).(*scene)
	if !ok {
		panic("story: internal error: no scene")
	}
	return s
}

func awaitVerb(ts *testscript.TestScript, _ bool, args []string) {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	ts.Check(await(ctx, sceneOf(ts).tab(ts), args[0], args[1:]...))
}

// await refreshes until the element is there and matches.
func await(ctx context.Context, b *browser.Tab, id string, pattern ...string) error {
	there := func() bool {
		text, err := b.Text(id)
		return err == nil && (len(pattern) == 0 || regexp.MustCompile(pattern[0]).MatchString(text))
	}
	for !there() {
		if err := b.Refresh(ctx); err != nil {
			return fmt.Errorf("waiting for %s: %w", id, err)
		}
	}
	return nil
}

// launch starts a program in the background until the script ends, and waits
// for url.
func launch(ts *testscript.TestScript, url string, env []string, name string, args ...string) {
	path, err := exec.LookPath(filepath.Join(programs.dir, name))
	ts.Check(err)
	log, err := os.Create(ts.MkAbs(name + ".log"))
	ts.Check(err)
	cmd := exec.Command(path, args...)
	cmd.Env, cmd.Stdout, cmd.Stderr = env, log, log
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	ts.Check(cmd.Start())
	ended := make(chan struct{})
	go func() { _ = cmd.Wait(); close(ended) }()
	ts.Defer(func() {
		_ = cmd.Process.Signal(syscall.SIGTERM)
		select {
		case <-ended:
		case <-time.After(10 * time.Second):
			_ = cmd.Process.Kill()
			ts.Logf("%s did not end by itself", name)
		}
		_ = log.Close()
	})
	deadline := time.After(20 * time.Second)
	for {
		if res, err := http.Get(url); err == nil {
			_ = res.Body.Close()
			if res.StatusCode == http.StatusOK {
				return
			}
		}
		select {
		case <-ended:
			ts.Fatalf("%s ended: %v\n%s", name, cmd.ProcessState, ts.ReadFile(name+".log"))
		case <-deadline:
			ts.Fatalf("%s is not ready\n%s", name, ts.ReadFile(name+".log"))
		case <-time.After(20 * time.Millisecond):
		}
	}
}

func environment(ts *testscript.TestScript) []string {
	var env []string
	for _, name := range []string{
		"PATH", "HOME", "COUNTERSIGN_ISSUER", "COUNTERSIGN_LISTEN", "COUNTERSIGN_METRICS_LISTEN",
		"COUNTERSIGN_DATABASE_URL", "COUNTERSIGN_MASTER_KEY", "COUNTERSIGN_ORGANISATION", "COUNTERSIGN_EXTRA",
	} {
		if v := ts.Getenv(name); v != "" {
			env = append(env, name+"="+v)
		}
	}
	return env
}

func serveVerb(ts *testscript.TestScript, _ bool, args []string) {
	launch(ts, ts.Getenv("ISSUER")+"/readyz", append(environment(ts), args...), "countersign", "serve")
}

// run runs a program and decodes what it prints.
func run(ts *testscript.TestScript, into any, name string, args ...string) {
	cmd := exec.Command(filepath.Join(programs.dir, name), args...)
	var out, problems bytes.Buffer
	cmd.Env, cmd.Stdout, cmd.Stderr = environment(ts), &out, &problems
	if err := cmd.Run(); err != nil {
		ts.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, &problems)
	}
	if into != nil {
		ts.Check(json.Unmarshal(out.Bytes(), into))
	}
}

func appVerb(ts *testscript.TestScript, _ bool, args []string) {
	address, err := freeAddress()
	ts.Check(err)
	app := "http://" + address
	var client struct {
		ID     string `json:"client_id"`
		Secret string `json:"client_secret"`
	}
	run(ts, &client, "countersign", append([]string{
		"client", "create", "--json", "--name", "Payroll",
		"--redirect-uri", app + "/callback", "--post-logout-redirect-uri", app + "/signed-out",
		"--grant", "authorization_code", "--grant", "refresh_token",
		"--scope", "openid", "--scope", "profile", "--scope", "email", "--scope", "offline_access",
	}, args...)...)
	ts.Setenv("CLIENT_ID", client.ID)
	ts.Setenv("CLIENT_SECRET", client.Secret)
	ts.Setenv("APP", app)
	launch(ts, app+"/", append(environment(ts), "RELYINGPARTY_CLIENT_SECRET="+client.Secret), "relyingparty",
		"--listen", address, "--issuer", ts.Getenv("ISSUER"), "--client-id", client.ID, "--scope", "openid profile email offline_access")
}

// storyPassword is the password of everybody in the stories.
const storyPassword = "correct horse battery staple"

func personVerb(ts *testscript.TestScript, _ bool, args []string) {
	ctx, cancel := context.WithTimeout(context.Background(), 60*time.Second)
	defer cancel()
	var invited struct {
		ID   string `json:"id"`
		Link string `json:"invitation"`
	}
	run(ts, &invited, "countersign", "user", "create", "--json", "--username", args[0],
		"--name", "Ada Okafor", "--email", args[0]+"@northwind.example")
	ts.Setenv("PERSON", invited.ID)
	b := browser.New(browser.Options{})
	ts.Check(b.Open(ctx, invited.Link))
	ts.Check(b.Click(ctx, "invite-start"))
	ts.Check(b.Fill("new-password", storyPassword))
	ts.Check(b.Click(ctx, "new-password-submit"))
	link, err := b.Text("enroll-link")
	ts.Check(err)
	var enrolled struct {
		Device  string `json:"device_id"`
		Confirm string `json:"confirm"`
	}
	run(ts, &enrolled, "countersign-phone", "enroll", "--json", "--state", ts.Getenv("PHONE"), link)
	ts.Setenv("DEVICE", enrolled.Device)
	ts.Check(await(ctx, b, "enroll-confirm"))
	ts.Check(b.Fill("enroll-confirm", enrolled.Confirm))
	ts.Check(b.Click(ctx, "enroll-confirm-submit"))
	number, err := b.Text("push-number")
	ts.Check(err)
	run(ts, nil, "countersign-phone", "approve", "--json", "--state", ts.Getenv("PHONE"), "--number", number)
	ts.Check(await(ctx, b, "push-continue"))
	ts.Check(b.Click(ctx, "push-continue"))
	codes, err := b.Text("recovery-codes")
	ts.Check(err)
	ts.Setenv("RECOVERY", strings.Fields(codes)[0])
	ts.Check(b.Fill("codes-kept", "on"))
	ts.Check(b.Click(ctx, "codes-continue"))
}

func signInVerb(ts *testscript.TestScript, _ bool, _ []string) {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	b := sceneOf(ts).tab(ts)
	ts.Check(b.Open(ctx, ts.Getenv("APP")+"/"))
	ts.Check(b.Click(ctx, "sign-in"))
	ts.Check(b.Fill("username", "ada"))
	ts.Check(b.Fill("password", storyPassword))
	ts.Check(b.Click(ctx, "sign-in"))
	number, err := b.Text("push-number")
	ts.Check(err)
	ts.Setenv("NUMBER", number)
	ts.Setenv("WRONG", map[bool]string{true: "00", false: "99"}[number != "00"])
}

func phoneVerb(ts *testscript.TestScript, neg bool, args []string) {
	err := ts.Exec("countersign-phone", append(args, "--state", ts.Getenv("PHONE"))...)
	if (err != nil) != neg {
		ts.Fatalf("phone %s: error %v", strings.Join(args, " "), err)
	}
}

func seeVerb(ts *testscript.TestScript, neg bool, args []string) {
	b := sceneOf(ts).tab(ts)
	found := b.Has(args[0])
	if found && len(args) > 1 {
		text, err := b.Text(args[0])
		ts.Check(err)
		found = regexp.MustCompile(args[1]).MatchString(text)
	}
	if found == neg {
		ts.Fatalf("see %s: %v, at %s:\n%s", strings.Join(args, " "), found, b.URL(), b.PageText())
	}
}

func claimVerb(ts *testscript.TestScript, neg bool, args []string) {
	text, err := sceneOf(ts).tab(ts).Text("claims")
	ts.Check(err)
	var claims map[string]json.RawMessage
	ts.Check(json.Unmarshal([]byte(text), &claims))
	var compact bytes.Buffer
	if raw := claims[args[0]]; raw != nil {
		ts.Check(json.Compact(&compact, raw))
	}
	if regexp.MustCompile(args[1]).Match(compact.Bytes()) == neg {
		ts.Fatalf("claim %s is %s", args[0], &compact)
	}
}
