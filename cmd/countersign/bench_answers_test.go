package main

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"runtime"
	"runtime/debug"
	"strings"
	"testing"
	"time"

	"countersign/cmd/phone/authenticator"
	"countersign/factors/wire"
	"countersign/storage/storagetest"
)

// BenchmarkAnswers measures what a phone's answer takes (goal 5), how soon the
// browser that waits knows of it (goal 6), and what waiting costs (goal 7), each
// beside the floor in the same minute.
func BenchmarkAnswers(b *testing.B) {
	storagetest.Durable(b)
	bench := &course{bin: built(b), cheap: cheapened(b)}
	for _, database := range []string{"postgres", "sqlite"} {
		b.Run(database, func(b *testing.B) {
			counts := bench.count(b, database)
			bench.decisions(b, database, counts["device decision"])
			bench.once(b, "pages 1000", func(b *testing.B) { bench.waiting(b, database, 1000, 1) })
			if database == "postgres" {
				bench.once(b, "pages 9750", func(b *testing.B) { bench.waiting(b, database, 3250, 3) })
			}
		})
	}
	bench.print()
}

// decisions is the lane of what a phone answers.
func (c *course) decisions(b *testing.B, database string, statements int) {
	t := newTown(b, database, townsfolk, true)
	server := t.serve(b, c.cheap)
	where, process := startFloor(b, t, true)
	l := (&stock{site: &t.site, people: t.people}).decision()
	least := (&floorPhone{site: where}).decision(b.Context())
	l.floor, l.floorPID = &least, process.Process.Pid
	c.run(b, database, server, l, statements)
	server.stop()
	process.stop()
}

// floorPhone is everybody's phone at the floor.
type floorPhone struct {
	*site
	asked int
	ready []floorAnswer
}

// floorAnswer is a decision, signed.
type floorAnswer struct{ path, proof, body string }

// floorKey is the key of everybody's phone at the floor.
//
//nolint:gochecknoglobals // made once, read by every floor that is started
var floorKey = func() *ecdsa.PrivateKey {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		panic(err)
	}
	return key
}()

// floorPoint is its public half, as the floor is told it.
func floorPoint() string {
	point, err := floorKey.PublicKey.Bytes()
	if err != nil {
		panic(err)
	}
	return b64(point)
}

// ask makes n requests at the floor, and is the number of the first.
func (f *floorPhone) ask(ctx context.Context, n int) (first int, err error) {
	first = f.asked
	f.asked += n
	res, err := f.visitor().ask(ctx, http.MethodPost, "/ask", url.Values{"first": {fmt.Sprint(first)}, "n": {fmt.Sprint(n)}})
	if err == nil && res.status != http.StatusOK {
		err = fmt.Errorf("the floor cannot ask: %s", res.body)
	}
	return first, err
}

// sign makes the proof and the decision for a request: the same objects that
// our own phone sends.
func (f *floorPhone) sign(id int, suffix string) (floorAnswer, error) {
	a := floorAnswer{path: fmt.Sprintf("/decide/%d%s", id, suffix)}
	var err error
	a.proof, err = wire.Sign(floorKey, wire.TypeProof, wire.Proof{
		ID: rand.Text(), Method: http.MethodPost, URL: f.issuer + a.path, IssuedAt: time.Now().Unix(), Nonce: floorNonce,
	})
	if err != nil {
		return a, err
	}
	a.body, err = wire.Sign(floorKey, wire.TypeDecision, wire.Decision{
		Device: "dev_" + floorNonce, Audience: f.issuer, Account: "acc_" + floorNonce, ID: "dcs_" + rand.Text(), IssuedAt: time.Now().Unix(),
		CID: fmt.Sprint(id), Nonce: floorNonce, CHash: wire.CHash(a.proof), Decision: wire.Approve, Match: floorNumber,
	})
	return a, err
}

func (f *floorPhone) send(ctx context.Context, a floorAnswer) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, f.issuer+a.path, strings.NewReader(a.body))
	if err != nil {
		return err
	}
	r.Header.Set(wire.HeaderDPoP, a.proof)
	r.Header.Set("Content-Type", wire.MediaJWT)
	res, err := f.http.Do(r)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	if body, err := io.ReadAll(res.Body); err != nil || res.StatusCode != http.StatusOK {
		return fmt.Errorf("the floor's decision: status %d: %s, %w", res.StatusCode, body, err)
	}
	return nil
}

// decision is the floor's lane: what is signed beforehand costs the load only.
func (f *floorPhone) decision(ctx context.Context) lane {
	return lane{name: "decision", most: townsfolk, settle: true, prepare: func(_ context.Context, n int) error {
		first, err := f.ask(ctx, n)
		if err != nil {
			return err
		}
		f.ready = make([]floorAnswer, n)
		for i := range n {
			if f.ready[i], err = f.sign(first+i, "/notify"); err != nil {
				return err
			}
		}
		return nil
	}, do: func(ctx context.Context, _, i int) error { return f.send(ctx, f.ready[i]) }}
}

// answered is how many decisions each figure is of.
const answered = 500

// tell answers at a site, one at a time and in turns with the floor, and
// measures from the moment the decision is sent until the browser has read
// the event; of several tabs the last one counts.
func (c *course) tell(b *testing.B, what, suffix string, at site, server *process, held [][]*waitingPage, f *floorPages) {
	b.Helper()
	ctx := b.Context()
	at.reach()
	var ours, least []time.Duration
	runtime.GC()
	defer debug.SetGCPercent(debug.SetGCPercent(-1)) // the load's own garbage is not what is measured
	for _, tabs := range held {
		d, err := answer(ctx, &at, tabs)
		if err != nil {
			b.Fatalf("%s: %v\n%s", what, err, server.log)
		}
		ours = append(ours, d)
		if d, err = f.answer(ctx, suffix); err != nil {
			b.Fatalf("%s: floor: %v", what, err)
		}
		least = append(least, d)
	}
	ms := func(ds []time.Duration, share float64) float64 { return float64(quantile(ds, share)) / 1e6 }
	line := func(ds []time.Duration) string {
		return fmt.Sprintf("p50 %.2f ms, p95 %.2f, p99 %.2f, worst %.2f", ms(ds, .5), ms(ds, .95), ms(ds, .99), ms(ds, 1))
	}
	c.fact(fmt.Sprintf("%s: decision to browser event: %s; floor: %s; ours is %.1f times at p50, %.1f times at p99 (%d decisions)",
		what, line(ours), line(least), ms(ours, .5)/ms(least, .5), ms(ours, .99)/ms(least, .99), len(ours)))
}

// answer approves the request that some tabs of one sign-in wait for.
func answer(ctx context.Context, at *site, tabs []*waitingPage) (time.Duration, error) {
	sent := &stamp{RoundTripper: at.http.Transport}
	phone, err := authenticator.Restore(tabs[0].phone.State(), authenticator.Options{HTTP: &http.Client{Transport: sent, Timeout: at.http.Timeout}})
	if err != nil {
		return 0, err
	}
	// The phone has asked before it answers, and so has a nonce.
	open, err := phone.Challenges(ctx, false)
	if err != nil || len(open) != 1 {
		return 0, fmt.Errorf("%d requests at the phone: %w", len(open), err)
	}
	time.Sleep(pauseBetween)
	if _, err := phone.Approve(ctx, open[0], tabs[0].number); err != nil {
		return 0, err
	}
	var last time.Time
	for _, p := range tabs {
		knew, err := p.knew()
		if err != nil {
			return 0, err
		}
		if knew.After(last) {
			last = knew
		}
	}
	return last.Sub(sent.at), nil
}

// pauseBetween lets the machine finish what came before.
const pauseBetween = 2 * time.Millisecond

// stamp notes when the last request was sent.
type stamp struct {
	http.RoundTripper
	at time.Time
}

// RoundTrip is http.RoundTripper.
func (s *stamp) RoundTrip(r *http.Request) (*http.Response, error) {
	s.at = time.Now()
	return s.RoundTripper.RoundTrip(r)
}

// floorPages are the floor's pages that wait.
type floorPages struct {
	floorPhone
	first int
	held  []*waitingPage
	next  int
}

// holdFloor opens as many pages at the floor as ours are.
func holdFloor(ctx context.Context, where *site, n int) (*floorPages, error) {
	f := &floorPages{floorPhone: floorPhone{site: where}}
	var err error
	if f.first, err = f.ask(ctx, n); err != nil {
		return nil, err
	}
	f.held = make([]*waitingPage, n)
	return f, lineUp(32, n, func(_, i int) error {
		conn, err := net.Dial("tcp", where.address)
		if err != nil {
			return err
		}
		f.held[i] = newWaitingPage(conn)
		return f.held[i].begin(fmt.Sprintf("GET /wait/%d HTTP/1.1\r\nHost: floor\r\n\r\n", f.first+i))
	})
}

// answer decides for the next page.
func (f *floorPages) answer(ctx context.Context, suffix string) (time.Duration, error) {
	if f.next == len(f.held) {
		return 0, errors.New("no page is left")
	}
	p := f.held[f.next]
	a, err := f.sign(f.first+f.next, suffix)
	if err != nil {
		return 0, err
	}
	f.next++
	time.Sleep(pauseBetween)
	begin := time.Now()
	if err := f.send(ctx, a); err != nil {
		return 0, err
	}
	knew, err := p.knew()
	return knew.Sub(begin), err
}
