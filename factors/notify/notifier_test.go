package notify_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"countersign/factors/notify"
)

// senderFunc is a provider by hand.
type senderFunc func(context.Context, notify.Message) (notify.Result, error)

func (f senderFunc) Send(ctx context.Context, m notify.Message) (notify.Result, error) {
	return f(ctx, m)
}

func hangs(ctx context.Context, _ notify.Message) (notify.Result, error) {
	<-ctx.Done()
	return notify.Failed, ctx.Err()
}

func takes(context.Context, notify.Message) (notify.Result, error) { return notify.Sent, nil }

// answers collects what done was told, in order.
type answers struct {
	mu  sync.Mutex
	got []notify.Result
}

func (a *answers) done(r notify.Result) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.got = append(a.got, r)
}

func (a *answers) all() string {
	a.mu.Lock()
	defer a.mu.Unlock()
	return fmt.Sprint(a.got)
}

func (a *answers) count(r notify.Result) int {
	a.mu.Lock()
	defer a.mu.Unlock()
	n := 0
	for _, g := range a.got {
		if g == r {
			n++
		}
	}
	return n
}

func deps(t *testing.T, senders map[string]notify.Sender) notify.Deps {
	return notify.Deps{
		Senders: senders,
		Log:     slog.New(slog.NewTextHandler(t.Output(), nil)),
		Now:     time.Now,
		Observe: func(string, string, time.Duration) {},
	}
}

func start(t *testing.T, d notify.Deps) *notify.Notifier {
	t.Helper()
	n, err := notify.New(d)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ended, cancel := context.WithCancel(context.Background())
		cancel()
		_ = n.Close(ended)
	})
	return n
}

func to(provider string) notify.Message {
	return notify.Message{
		Type: notify.TypeChallenge, Device: "dev_1", Challenge: "chl_1",
		Channel: notify.Channel{Provider: provider, Token: "device-token"},
		Expires: time.Now().Add(2 * time.Minute),
	}
}

func TestWakeNeverWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := deps(t, map[string]notify.Sender{"p": senderFunc(hangs)})
		d.Queue, d.Workers = 2, 1
		n := start(t, d)
		var got answers
		begun := time.Now()
		n.Wake(to("p"), got.done)
		synctest.Wait() // the worker has it
		for range 5 {
			n.Wake(to("p"), got.done)
		}
		if all := got.all(); all != "[slow slow slow]" {
			t.Errorf("with a full queue Wake answered %s", all)
		}
		if took := time.Since(begun); took != 0 {
			t.Errorf("Wake took %s", took)
		}
	})
}

func TestHangingProviderHoldsOnlyItsOwnWorkers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := start(t, deps(t, map[string]notify.Sender{"bad": senderFunc(hangs), "good": senderFunc(takes)}))
		var bad, good answers
		begun := time.Now()
		for range 2000 {
			n.Wake(to("bad"), bad.done)
		}
		for range 500 {
			n.Wake(to("good"), good.done)
		}
		synctest.Wait()
		if good.count(notify.Sent) != 500 || time.Since(begun) != 0 {
			t.Errorf("beside a hanging provider the other sent %d of 500 in %s", good.count(notify.Sent), time.Since(begun))
		}
	})
}

func TestEachSendHasADeadlineAndTheQueueOutlivesAHang(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		up := make(chan struct{})
		s := senderFunc(func(ctx context.Context, m notify.Message) (notify.Result, error) {
			select {
			case <-up:
				return notify.Sent, nil
			default:
				return hangs(ctx, m)
			}
		})
		d := deps(t, map[string]notify.Sender{"p": s})
		d.Workers, d.Deadline = 2, 5*time.Second
		n := start(t, d)
		var got answers
		for range 4 {
			n.Wake(to("p"), got.done)
		}
		time.Sleep(5*time.Second - 1)
		synctest.Wait()
		if all := got.all(); all != "[]" {
			t.Errorf("before the deadline done was told %s", all)
		}
		time.Sleep(1)
		synctest.Wait()
		if got.count(notify.Failed) != 2 {
			t.Errorf("at the deadline done was told %s", got.all())
		}
		close(up)
		time.Sleep(5 * time.Second)
		synctest.Wait()
		n.Wake(to("p"), got.done)
		synctest.Wait()
		if got.count(notify.Failed) != 4 || got.count(notify.Sent) != 1 {
			t.Errorf("after the hang done was told %s", got.all())
		}
	})
}

func TestDoneLearnsTheResultExactlyOnce(t *testing.T) {
	boom := errors.New("boom")
	for _, c := range []struct {
		name     string
		provider string
		sender   senderFunc
		want     notify.Result
		label    string
	}{
		{"sent", "p", takes, notify.Sent, "p"},
		{"failed", "p", func(context.Context, notify.Message) (notify.Result, error) { return notify.Failed, boom }, notify.Failed, "p"},
		{"dead", "p", func(context.Context, notify.Message) (notify.Result, error) { return notify.Dead, boom }, notify.Dead, "p"},
		{"no channel", notify.NoProvider, takes, notify.None, "none"},
		{"empty channel", "", takes, notify.None, "none"},
		{"a provider that a device made up", "x-1234", takes, notify.Failed, "unknown"},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				d := deps(t, map[string]notify.Sender{"p": c.sender})
				var seen []string
				d.Observe = func(provider, result string, _ time.Duration) { seen = append(seen, provider+" "+result) }
				n := start(t, d)
				var got answers
				n.Wake(to(c.provider), got.done)
				synctest.Wait()
				if all := got.all(); all != fmt.Sprintf("[%s]", c.want) {
					t.Errorf("done was told %s, want %s", all, c.want)
				}
				if want := c.label + " " + string(c.want); len(seen) != 1 || seen[0] != want {
					t.Errorf("observed %q, want %q", seen, want)
				}
			})
		})
	}
}

func TestWakeNeedsNoDone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := start(t, deps(t, map[string]notify.Sender{"p": senderFunc(takes)}))
		n.Wake(to("p"), nil)
		n.Wake(to("none"), nil)
		synctest.Wait()
	})
}

func TestChallengeThatExpiredInTheQueueIsNotSent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := deps(t, map[string]notify.Sender{"p": senderFunc(takes)})
		n := start(t, d)
		var got answers
		stale := to("p")
		stale.Expires = time.Now()
		n.Wake(stale, got.done)
		synctest.Wait()
		status := stale
		status.Type, status.State = notify.TypeStatus, notify.StateExpired
		n.Wake(status, got.done)
		synctest.Wait()
		if all := got.all(); all != "[slow sent]" {
			t.Errorf("an expired challenge and the news of it: %s, want [slow sent]", all)
		}
	})
}

func TestCloseSendsWhatIsQueued(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := senderFunc(func(context.Context, notify.Message) (notify.Result, error) {
			time.Sleep(time.Second)
			return notify.Sent, nil
		})
		d := deps(t, map[string]notify.Sender{"p": s})
		d.Workers = 2
		n := start(t, d)
		var got answers
		for range 6 {
			n.Wake(to("p"), got.done)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		begun := time.Now()
		if err := n.Close(ctx); err != nil {
			t.Error(err)
		}
		if got.count(notify.Sent) != 6 || time.Since(begun) != 3*time.Second {
			t.Errorf("Close took %s and sent %s", time.Since(begun), got.all())
		}
		n.Wake(to("p"), got.done)
		if got.count(notify.Slow) != 1 {
			t.Errorf("after Close Wake answered %s", got.all())
		}
		if err := n.Close(ctx); err != nil {
			t.Errorf("second Close: %v", err)
		}
	})
}

func TestCloseBreaksOffAtItsDeadline(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var sends atomic.Int32
		d := deps(t, map[string]notify.Sender{"p": senderFunc(func(ctx context.Context, m notify.Message) (notify.Result, error) {
			sends.Add(1)
			return hangs(ctx, m)
		})})
		d.Workers, d.Deadline = 2, time.Hour
		n := start(t, d)
		var got answers
		for range 6 {
			n.Wake(to("p"), got.done)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
		defer cancel()
		begun := time.Now()
		if err := n.Close(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("Close = %v, want its deadline", err)
		}
		if took := time.Since(begun); took != 3*time.Second {
			t.Errorf("Close took %s", took)
		}
		if got.count(notify.Failed) != 6 {
			t.Errorf("done was told %s, want six times failed", got.all())
		}
		if sends.Load() != 2 {
			t.Errorf("%d sends were begun, want those of the two workers", sends.Load())
		}
	})
}

func TestOperatorIsToldWhenTheProviderRefusesTheServer(t *testing.T) {
	for _, c := range []struct {
		err  error
		want string
	}{
		{fmt.Errorf("%w: 403", notify.ErrOperator), "level=ERROR"},
		{errors.New("500"), "level=WARN"},
	} {
		synctest.Test(t, func(t *testing.T) {
			d := deps(t, map[string]notify.Sender{"p": senderFunc(func(context.Context, notify.Message) (notify.Result, error) {
				return notify.Failed, c.err
			})})
			var log bytes.Buffer
			d.Log = slog.New(slog.NewTextHandler(&log, nil))
			n := start(t, d)
			n.Wake(to("p"), nil)
			synctest.Wait()
			if !strings.Contains(log.String(), c.want) {
				t.Errorf("%v: the log has no %s: %s", c.err, c.want, log.String())
			}
			if strings.Contains(log.String(), "device-token") {
				t.Error("the log holds the channel's token")
			}
		})
	}
}

func TestNewRefusesWhatIsMissing(t *testing.T) {
	for name, spoil := range map[string]func(*notify.Deps){
		"log":             func(d *notify.Deps) { d.Log = nil },
		"clock":           func(d *notify.Deps) { d.Now = nil },
		"observer":        func(d *notify.Deps) { d.Observe = nil },
		"sender":          func(d *notify.Deps) { d.Senders = map[string]notify.Sender{"p": nil} },
		"name":            func(d *notify.Deps) { d.Senders = map[string]notify.Sender{"": senderFunc(takes)} },
		"sender of none":  func(d *notify.Deps) { d.Senders = map[string]notify.Sender{"none": senderFunc(takes)} },
		"negative queue":  func(d *notify.Deps) { d.Queue = -1 },
		"negative worker": func(d *notify.Deps) { d.Workers = -1 },
		"negative time":   func(d *notify.Deps) { d.Deadline = -1 },
	} {
		d := deps(t, nil)
		spoil(&d)
		if _, err := notify.New(d); err == nil {
			t.Errorf("New accepts Deps with a wrong %s", name)
		}
	}
}

// patient is a provider whose one send may last a minute.
type patient struct{ senderFunc }

func (patient) Deadline() time.Duration { return time.Minute }

func TestSenderOfSeveralTriesHasADeadlineOfItsOwn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n, err := notify.New(deps(t, map[string]notify.Sender{"p": patient{hangs}, "q": senderFunc(hangs)}))
		if err != nil {
			t.Fatal(err)
		}
		begin, took := time.Now(), make(chan time.Duration, 2)
		for _, provider := range []string{"q", "p"} {
			n.Wake(to(provider), func(notify.Result) { took <- time.Since(begin) })
		}
		if first, second := <-took, <-took; first >= time.Minute || second != time.Minute {
			t.Errorf("ended after %s and %s", first, second)
		}
		if err := n.Close(t.Context()); err != nil {
			t.Error(err)
		}
	})
}
