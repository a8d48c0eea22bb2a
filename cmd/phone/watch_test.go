package main

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"countersign/cmd/phone/authenticator"
	"countersign/cmd/phone/servertest"
	"countersign/factors/wire"
)

// watched starts watch, and ends it with the test.
type watched struct {
	t      *testing.T
	out    *buffer
	errs   *buffer
	typing *io.PipeWriter
	stop   context.CancelFunc
	done   chan error
}

func (term terminal) watch(args ...string) *watched {
	term.t.Helper()
	in, typing := io.Pipe()
	ctx, stop := context.WithCancel(term.t.Context())
	w := &watched{t: term.t, out: &buffer{}, errs: &buffer{}, typing: typing, stop: stop, done: make(chan error, 1)}
	go func() {
		w.done <- term.program(in, w.out, w.errs).run(ctx, term.args(append([]string{"watch"}, args...)))
	}()
	term.t.Cleanup(func() {
		stop()
		_ = typing.Close()
	})
	return w
}

// sees waits until the screen shows text so many times.
func (w *watched) sees(text string, times int) {
	w.t.Helper()
	deadline := time.After(15 * time.Second)
	for strings.Count(w.out.String(), text) < times {
		select {
		case <-deadline:
			w.t.Fatalf("%q was not shown %d times:\n%s%s", text, times, w.out.String(), w.errs.String())
		case <-time.After(10 * time.Millisecond):
		}
	}
}

func (w *watched) types(line string) {
	w.t.Helper()
	if _, err := io.WriteString(w.typing, line+"\n"); err != nil {
		w.t.Fatal(err)
	}
}

// ends breaks it off, as Ctrl-C does.
func (w *watched) ends() {
	w.t.Helper()
	w.stop()
	select {
	case err := <-w.done:
		if err != nil || w.errs.String() != "" {
			w.t.Errorf("ended with %v, %q", err, w.errs.String())
		}
	case <-time.After(10 * time.Second):
		w.t.Fatal("watch does not end")
	}
}

func TestWatchAsksAndAnswers(t *testing.T) {
	t.Parallel()
	server, term := servertest.New(t), newTerminal(t)
	device := term.enroll(server)
	w := term.watch()
	w.sees("Waiting for requests", 1)

	approved := server.Open(device, wire.ModeNum2, "07", nil)
	w.sees("Type the 2 digits", 1)
	w.types("what?")
	w.sees("Type the 2 digits", 2)
	w.types("07")
	w.sees("Approved.", 1)

	denied := server.Open(device, wire.ModeNone, "", nil)
	w.sees("Type y for yes", 1)
	w.types("n")
	w.sees("Refused.", 1)

	reported := server.Open(device, wire.ModeNum6, "123456", nil)
	w.sees("Type the 6 digits", 1)
	w.types("000000")
	w.sees("The server refused that.", 1)
	w.types("r")
	w.sees("Type yes:", 1)
	w.types("no, wait")
	w.sees("Type the 6 digits", 3)
	w.types("r")
	w.sees("Type yes:", 2)
	w.types("yes")
	w.sees("Reported.", 1)
	w.ends()

	for cid, want := range map[string]wire.State{
		approved: wire.StateApproved, denied: wire.StateDenied, reported: wire.StateReported,
	} {
		if state := server.State(cid); state != want {
			t.Errorf("state %s, want %s", state, want)
		}
	}
}

func TestWatchSaysWhenARequestHasEnded(t *testing.T) {
	t.Parallel()
	server, term := servertest.New(t), newTerminal(t)
	device := term.enroll(server)
	w := term.watch()
	cid := server.Open(device, wire.ModeNum2, "07", nil)
	w.sees("Type the 2 digits", 1)
	server.End(cid, wire.StateSuperseded)
	w.sees("This request has ended.", 1)
	w.ends()
}

func TestWatchForScriptsAsksNothing(t *testing.T) {
	t.Parallel()
	server, term := servertest.New(t), newTerminal(t)
	device := term.enroll(server)
	w := term.watch("--json")
	cid := server.Open(device, wire.ModeNum2, "07", nil)
	w.sees(cid, 1)
	var got shown
	if err := json.Unmarshal([]byte(w.out.String()), &got); err != nil || got.CID != cid || got.Mode != wire.ModeNum2 {
		t.Errorf("%+v, %v", got, err)
	}
	w.ends()
}

func TestWatchEndsWhenItsOnlyDeviceIsRevoked(t *testing.T) {
	t.Parallel()
	server, term := servertest.New(t), newTerminal(t)
	server.Revoke(term.enroll(server))
	if out, err := term.run("", "watch"); !errors.Is(err, authenticator.ErrRevoked) {
		t.Errorf("error %v, want ErrRevoked\n%s", err, out)
	}
}

func TestWatchRestsAfterAFailure(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		private, err := authenticator.NewPrivateKey(wire.ES256)
		if err != nil {
			t.Fatal(err)
		}
		key, err := private.Public()
		if err != nil {
			t.Fatal(err)
		}
		down := &countingTransport{}
		phone, err := authenticator.Restore(authenticator.State{
			Issuer: "https://id.example.com", DeviceID: "dev_1", Account: "acc_1",
			PushJWKSURI: "https://id.example.com/push/jwks", Keys: []wire.Key{key}, Private: private,
		}, authenticator.Options{HTTP: &http.Client{Transport: down}})
		if err != nil {
			t.Fatal(err)
		}
		events := make(chan event, 100)
		follow(ctx, store{filepath.Join(t.TempDir(), "phone.json")}, phone, events)
		if down.calls > 13 || len(events) != 1 {
			t.Errorf("%d calls and %d complaints in a minute, want at most 13 and 1", down.calls, len(events))
		}
	})
}

type countingTransport struct{ calls int }

func (c *countingTransport) RoundTrip(*http.Request) (*http.Response, error) {
	c.calls++
	return nil, errors.New("the server is down")
}
