package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"countersign/cmd/phone/authenticator"
	"countersign/cmd/phone/servertest"
	"countersign/factors/wire"
)

// These tests are inside the package: a command has no door but its command line,
// and running that in this process lets a test end it.

// terminal is one run of the command after the other, on one state file.
type terminal struct {
	t    *testing.T
	file string
}

func newTerminal(t *testing.T) terminal {
	t.Helper()
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	return terminal{t, filepath.Join(dir, "phone.json")}
}

// buffer is a screen that several goroutines may write to.
type buffer struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (b *buffer) Write(data []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.Write(data)
}

func (b *buffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.String()
}

// run types a command, and input into it.
func (term terminal) run(input string, args ...string) (string, error) {
	term.t.Helper()
	var out, errs buffer
	err := term.program(strings.NewReader(input), &out, &errs).run(term.t.Context(), term.args(args))
	if (err != nil) != (errs.String() != "") {
		term.t.Errorf("%v: error %v, but it said %q", args, err, errs.String())
	}
	return out.String() + errs.String(), err
}

func (term terminal) program(in io.Reader, out, errs io.Writer) *program {
	return &program{in: in, out: out, errors: errs, http: &http.Client{}, now: time.Now}
}

func (term terminal) args(args []string) []string {
	return append(args, "--state", term.file)
}

func (term terminal) must(input string, args ...string) string {
	term.t.Helper()
	out, err := term.run(input, args...)
	if err != nil {
		term.t.Fatalf("%v: %v\n%s", args, err, out)
	}
	return out
}

// enroll adds an active account, and says which device it is.
func (term terminal) enroll(server *servertest.Server) string {
	term.t.Helper()
	var enrolled struct {
		DeviceID string `json:"device_id"`
		Confirm  string `json:"confirm"`
	}
	out := term.must("", "enroll", "--json", server.Link())
	if err := json.Unmarshal([]byte(out), &enrolled); err != nil {
		term.t.Fatalf("%v: %s", err, out)
	}
	if enrolled.Confirm != servertest.Confirm {
		term.t.Errorf("digits %q, want %q", enrolled.Confirm, servertest.Confirm)
	}
	server.Activate(enrolled.DeviceID)
	return enrolled.DeviceID
}

func TestEnrollShowsTheDigits(t *testing.T) {
	t.Parallel()
	server, term := servertest.New(t), newTerminal(t)
	if out := term.must("", "enroll", server.Link()); !strings.Contains(out, servertest.Confirm) {
		t.Errorf("no digits in %q", out)
	}
	out, err := term.run("", "list")
	if !errors.Is(err, authenticator.ErrPending) || !strings.Contains(out, "six digits") {
		t.Errorf("list before they are typed: %v, %q", err, out)
	}
}

func TestAnswersFromTheCommandLine(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		input string
		args  []string
		mode  wire.Mode
		want  wire.State
	}{
		{"number as a flag", "", []string{"approve", "--number", "07"}, wire.ModeNum2, wire.StateApproved},
		{"number typed", "07\n", []string{"approve"}, wire.ModeNum2, wire.StateApproved},
		{"no number", "", []string{"approve"}, wire.ModeNone, wire.StateApproved},
		{"for scripts", "", []string{"approve", "--json", "--number", "07"}, wire.ModeNum2, wire.StateApproved},
		{"deny", "", []string{"deny", "--reason", "not_now"}, wire.ModeNum2, wire.StateDenied},
		{"report", "", []string{"report"}, wire.ModeNum2, wire.StateReported},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			server, term := servertest.New(t), newTerminal(t)
			number := "07"
			if c.mode == wire.ModeNone {
				number = ""
			}
			cid := server.Open(term.enroll(server), c.mode, number, nil)
			out := term.must(c.input, c.args...)
			if state := server.State(cid); state != c.want {
				t.Errorf("state %s, want %s\n%s", state, c.want, out)
			}
		})
	}
}

func TestApprovalIsNeverGuessed(t *testing.T) {
	t.Parallel()
	server, term := servertest.New(t), newTerminal(t)
	cid := server.Open(term.enroll(server), wire.ModeNum2, "07", nil)
	for name, c := range map[string]struct {
		input string
		args  []string
		want  error
	}{
		"nothing typed":   {"", []string{"approve"}, errNumberNeeded},
		"empty line":      {"\n", []string{"approve"}, wire.ErrMatch},
		"a word":          {"yes\n", []string{"approve"}, wire.ErrMatch},
		"too short":       {"", []string{"approve", "--number", "7"}, wire.ErrMatch},
		"script, nothing": {"07\n", []string{"approve", "--json"}, errNumberNeeded},
		"another request": {"", []string{"approve", "--number", "07", "chl_AAAAAAAAAAAAAAAAAAAAAA"}, errNoRequest},
	} {
		if out, err := term.run(c.input, c.args...); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v\n%s", name, err, c.want, out)
		}
	}
	if state := server.State(cid); state != wire.StatePending {
		t.Errorf("state %s, want pending", state)
	}
}

func TestSeveralRequestsMustBeNamed(t *testing.T) {
	t.Parallel()
	first, second, term := servertest.New(t), servertest.New(t), newTerminal(t)
	one := first.Open(term.enroll(first), wire.ModeNum2, "11", nil)
	two := second.Open(term.enroll(second), wire.ModeNum2, "22", nil)
	if _, err := term.run("", "approve", "--number", "11"); !errors.Is(err, errWhich) {
		t.Errorf("error %v, want errWhich", err)
	}
	if out := term.must("", "list", "--json"); !strings.Contains(out, one) || !strings.Contains(out, two) {
		t.Errorf("list %s, want both", out)
	}
	term.must("", "approve", "--number", "22", two)
	if first.State(one) != wire.StatePending || second.State(two) != wire.StateApproved {
		t.Errorf("states %s and %s, want pending and approved", first.State(one), second.State(two))
	}
}

func TestApprovalCanBeTakenBackAndReported(t *testing.T) {
	t.Parallel()
	for _, verb := range []string{"deny", "report"} {
		t.Run(verb, func(t *testing.T) {
			t.Parallel()
			server, term := servertest.New(t), newTerminal(t)
			cid := server.Open(term.enroll(server), wire.ModeNum2, "07", nil)
			term.must("", "approve", "--number", "07")
			if _, err := term.run("", verb); !errors.Is(err, errNoRequest) {
				t.Errorf("without its name: %v, want errNoRequest", err)
			}
			term.must("", verb, cid)
			if state := server.State(cid); state != wire.StateCancelled {
				t.Errorf("state %s, want cancelled", state)
			}
		})
	}
}

func TestWaitingCommandTakesTheRequestThatComes(t *testing.T) {
	t.Parallel()
	server, term := servertest.New(t), newTerminal(t)
	device := term.enroll(server)
	opened := make(chan string, 1)
	time.AfterFunc(300*time.Millisecond, func() { opened <- server.Open(device, wire.ModeNum2, "07", nil) })
	term.must("", "approve", "--number", "07", "--wait", "20s")
	if state := server.State(<-opened); state != wire.StateApproved {
		t.Errorf("state %s, want approved", state)
	}
}

func TestStrangersTextCannotSteerTheTerminal(t *testing.T) {
	t.Parallel()
	server, term := servertest.New(t), newTerminal(t)
	device := term.enroll(server)
	server.Open(device, wire.ModeNum2, "07", func(c *wire.Challenge) {
		c.Context.Client = &wire.Client{ID: "x", Name: "Pay\x1b[2J\x1b]0;owned\x07roll\r\n  App  Bank\u202e\u009b31m" + strings.Repeat("x", 999)}
		c.Context.Place = "Home\nAccount   admin"
	})
	for _, args := range [][]string{{"list"}, {"list", "--json"}} {
		out := term.must("", args...)
		if strings.ContainsAny(out, "\x1b\x07\r\u202e\u009b") || strings.Contains(out, "\nAccount") || strings.Contains(out, `\n`) {
			t.Errorf("%v: %q", args, out)
		}
		if !strings.Contains(out, "Pay") || strings.Contains(out, strings.Repeat("x", 300)) {
			t.Errorf("%v: text lost or too long: %q", args, out)
		}
	}
}

func TestNothingIsShownOfARequestThatWasForged(t *testing.T) {
	t.Parallel()
	server, term := servertest.New(t), newTerminal(t)
	server.Open(term.enroll(server), wire.ModeNum2, "07", nil)
	server.Lie(servertest.Lies{Object: func(c string) string { return strings.Replace(c, ".eyJ", ".eyK", 1) }})
	for _, args := range [][]string{{"list"}, {"list", "--json"}, {"approve", "--number", "07"}, {"deny"}} {
		out, err := term.run("", args...)
		if !errors.Is(err, authenticator.ErrChallenge) || strings.Contains(out, "Payroll") {
			t.Errorf("%v: %v\n%s", args, err, out)
		}
	}
}

func TestUnknownContextHasNoLine(t *testing.T) {
	t.Parallel()
	server, term := servertest.New(t), newTerminal(t)
	device := term.enroll(server)
	server.Open(device, wire.ModeNum2, "07", nil)
	out := term.must("", "list")
	for _, label := range []string{"Place", "Network", "Requests"} {
		if strings.Contains(out, label) {
			t.Errorf("a line for %s, of which nothing is known:\n%s", label, out)
		}
	}
	if !strings.Contains(out, "Firefox on Linux") || !strings.Contains(out, "j***@example.com") {
		t.Errorf("facts are missing:\n%s", out)
	}
}

func TestKeysThatOthersMayReadAreRefused(t *testing.T) {
	t.Parallel()
	server, term := servertest.New(t), newTerminal(t)
	device := term.enroll(server)
	info, err := os.Stat(term.file)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("mode %v, %v, want 0600", info.Mode(), err)
	}
	for _, c := range []struct {
		name, path string
		loose      os.FileMode
		tight      os.FileMode
	}{
		{"file for the group", term.file, 0o640, 0o600},
		{"file for all", term.file, 0o604, 0o600},
		{"folder for the group", filepath.Dir(term.file), 0o770, 0o700},
		{"folder for all", filepath.Dir(term.file), 0o777, 0o700},
	} {
		if err := os.Chmod(c.path, c.loose); err != nil {
			t.Fatal(err)
		}
		for _, args := range [][]string{{"status"}, {"enroll", server.Link()}} {
			out, err := term.run("", args...)
			if !errors.Is(err, errLoose) || !strings.Contains(out, "chmod") {
				t.Errorf("%s: %v: %v, %q, want errLoose and what to do", c.name, args, err, out)
			}
		}
		if err := os.Chmod(c.path, c.tight); err != nil {
			t.Fatal(err)
		}
	}
	if out := term.must("", "status", "--json"); !strings.Contains(out, device) {
		t.Errorf("afterwards: %s", out)
	}
}

func TestFolderOfTheKeysIsTheOwnersOnly(t *testing.T) {
	t.Parallel()
	server, term := servertest.New(t), newTerminal(t)
	term.file = filepath.Join(filepath.Dir(term.file), "a", "b", "phone.json")
	term.enroll(server)
	for _, dir := range []string{filepath.Dir(term.file), filepath.Dir(filepath.Dir(term.file))} {
		if info, err := os.Stat(dir); err != nil || info.Mode().Perm() != 0o700 {
			t.Errorf("%s: mode %v, %v, want 0700", dir, info.Mode(), err)
		}
	}
}

func TestSymbolicLinkIsNotFollowed(t *testing.T) {
	t.Parallel()
	term := newTerminal(t)
	if err := os.Symlink("/etc/passwd", term.file); err != nil {
		t.Fatal(err)
	}
	if out, err := term.run("", "status"); err == nil || !strings.Contains(out, "not a regular file") {
		t.Errorf("%v, %q", err, out)
	}
}

func TestAccountIsForgottenForASignedRevocationOnly(t *testing.T) {
	t.Parallel()
	server, term := servertest.New(t), newTerminal(t)
	device := term.enroll(server)
	server.Lie(servertest.Lies{Gone: `{"error":"gone"}`})
	if _, err := term.run("", "list"); !errors.Is(err, authenticator.ErrUnproved) {
		t.Errorf("forged: %v, want ErrUnproved", err)
	}
	server.Lie(servertest.Lies{})
	if out := term.must("", "status", "--json"); !strings.Contains(out, `"active"`) {
		t.Errorf("after the forged one: %s", out)
	}
	server.Revoke(device)
	if out := term.must("", "status"); !strings.Contains(out, "revoked") {
		t.Errorf("revoked: %s", out)
	}
	if _, err := term.run("", "status"); !errors.Is(err, errNothing) {
		t.Errorf("afterwards: %v, want errNothing", err)
	}
	if data, err := os.ReadFile(term.file); err != nil || strings.Contains(string(data), "private_key") {
		t.Errorf("the key is still kept: %v", err)
	}
}

func TestLinkIsNotRepeatedInErrors(t *testing.T) {
	t.Parallel()
	server, term := servertest.New(t), newTerminal(t)
	link := server.Link()
	secret := link[strings.Index(link, "c=")+2:][:22]
	term.must("", "enroll", link)
	for _, bad := range []string{link, link + "&x=1", strings.Replace(link, "v=1", "v=2", 1), strings.Replace(link, "http:", "ftp:", 1)} {
		out, err := term.run("", "enroll", bad)
		if err == nil || strings.Contains(out, secret) {
			t.Errorf("%v: %q", err, out)
		}
	}
}

func TestManyPhonesShareOneFile(t *testing.T) {
	t.Parallel()
	term := newTerminal(t)
	s := store{term.file}
	private, err := authenticator.NewPrivateKey(wire.EdDSA)
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for i := range 20 {
		wg.Go(func() {
			if err := s.put(authenticator.State{DeviceID: fmt.Sprintf("dev_%d", i), Private: private}); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if accounts, err := s.load(); err != nil || len(accounts) != 20 {
		t.Errorf("%d accounts, %v, want 20", len(accounts), err)
	}
}

func TestHistoryAndPauseFromTheCommandLine(t *testing.T) {
	t.Parallel()
	server, term := servertest.New(t), newTerminal(t)
	device := term.enroll(server)
	if out := term.must("", "history"); !strings.Contains(out, "nothing yet") {
		t.Errorf("history before any answer: %q", out)
	}
	cid := server.Open(device, wire.ModeNum2, "42", func(c *wire.Challenge) { c.Context.IP = "192.0.2.7\x1b[2J" })
	term.must("", "deny")
	if out := term.must("", "history"); !strings.Contains(out, cid) || !strings.Contains(out, "denied") || !strings.Contains(out, "192.0.2.7") || strings.Contains(out, "\x1b") {
		t.Errorf("history: %q", out)
	}
	if out := term.must("", "history", "--json"); !strings.Contains(out, `"decision":"deny"`) {
		t.Errorf("history for scripts: %q", out)
	}
	if out := term.must("", "pause", "8h"); !strings.Contains(out, "paused") || !strings.Contains(out, "Nothing is sent until") {
		t.Errorf("pause: %q", out)
	}
	if out := term.must("", "pause", "off", "--json"); !strings.Contains(out, `"status":"active"`) {
		t.Errorf("pause off: %q", out)
	}
	if out, err := term.run("", "pause", "tomorrow"); err == nil || !strings.Contains(out, "8h or 90m") {
		t.Errorf("pause tomorrow: %v, %q", err, out)
	}
}

func TestChoiceIsShownAndTyped(t *testing.T) {
	t.Parallel()
	server, term := servertest.New(t), newTerminal(t)
	cid := server.Open(term.enroll(server), wire.ModeChoice, "42", func(c *wire.Challenge) { c.Match.Options = []string{"17", "42", "85"} })
	if out := term.must("42\n", "approve"); !strings.Contains(out, "17, 42, 85") || server.State(cid) != wire.StateApproved {
		t.Errorf("%q, %s", out, server.State(cid))
	}
}
