package storage

import (
	"context"
	"crypto/rand"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
)

// The bell's channel on PostgreSQL, and the bounds of one notification: its
// payload may be 7,999 bytes.
const (
	bellChannel   = "countersign_bell"
	bellBytes     = 7000
	bellQueue     = 4096
	bellReconnect = time.Second
	// bellAll is the topic that rings everybody's bell.
	bellAll = "*"
	// bellNext stands between two rings of a notification, and bellSays between
	// a topic and what its ring says.
	bellNext, bellSays = "\n", "\t"
	// bellProbe is how often a replica rings itself by way of PostgreSQL: a
	// pooler may take LISTEN and hand nothing on. After bellDeaf without
	// hearing itself it knows that it is deaf.
	bellProbe, bellDeaf = 10 * time.Second, 25 * time.Second
)

// Bell tells who waits that a row changed. It is a hint: it may ring for
// nothing, and a ring may be lost, so who waits also looks by itself now and
// then. On PostgreSQL it rings on every replica.
//
// A ring may say what happened, in a word or two, so that who hears it need not
// look. Nothing may be decided by what it says.
type Bell struct {
	mu      sync.Mutex
	waiting map[string][]*listener

	queue chan string // to other replicas; nil without PostgreSQL
	// full is true if the queue had no room for a ring.
	full atomic.Bool
	// probed is when it last rang itself; of notify.
	probed time.Time
	// unsent is what could not be sent before the connection broke; of notify.
	unsent string
	// heard is when it last heard itself, in nanoseconds, and 0 while it does not
	// listen; name is what it calls itself then.
	heard atomic.Int64
	name  string
	// notifier is the connection whose notifications are our own.
	notifier atomic.Uint32
	// quiet is since when it hears nobody but itself, in nanoseconds, and 0 before
	// it has heard itself; met is true after it has heard another; of listen.
	quiet atomic.Int64
	met   bool
}

type listener struct{ ring func(said string) }

// Listen gives a channel that receives after topic rang, and the function that
// ends it. The channel holds one ring, so none is missed between two looks.
func (b *Bell) Listen(topic string) (<-chan struct{}, func()) {
	c := make(chan struct{}, 1)
	return c, b.Watch(topic, func(string) {
		select {
		case c <- struct{}{}:
		default: // a ring is waiting there already
		}
	})
}

// Watch has ring called after topic rang, until stop, with what the ring said,
// "" if nothing. Ring must not block, nor call the bell.
func (b *Bell) Watch(topic string, ring func(said string)) (stop func()) {
	l := &listener{ring}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.waiting[topic] = append(b.waiting[topic], l)
	return func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		rest := slices.DeleteFunc(b.waiting[topic], func(o *listener) bool { return o == l })
		if b.waiting[topic] = rest; len(rest) == 0 {
			delete(b.waiting, topic)
		}
	}
}

// Hears is false while rings of other replicas may be lost on their way here.
func (b *Bell) Hears() bool {
	return b.queue == nil || time.Since(time.Unix(0, b.heard.Load())) < bellDeaf
}

// Ring wakes who listens to topics, here and on the other replicas. Call it
// after the commit. It never blocks: with a full queue the other replicas wake
// everybody, once there is room.
func (b *Bell) Ring(topics ...string) {
	for _, t := range topics {
		b.Tell(t, "")
	}
}

// Tell is Ring that says something, which holds no control character.
func (b *Bell) Tell(topic, said string) {
	if said != "" {
		topic += bellSays + said
	}
	b.ringHere(topic)
	if b.queue == nil || b.alone() {
		return
	}
	select {
	case b.queue <- topic:
	default:
		b.full.Store(true)
	}
}

// ringHere rings for topics, each with what its ring says behind it.
func (b *Bell) ringHere(rings ...string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, r := range rings {
		topic, said, _ := strings.Cut(r, bellSays)
		for _, l := range b.waiting[topic] {
			l.ring(said)
		}
	}
}

// ringAll wakes everybody, after rings may have been lost.
func (b *Bell) ringAll() {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, ls := range b.waiting {
		for _, l := range ls {
			l.ring("")
		}
	}
}

// startBell makes the bell, and on PostgreSQL the two connections behind it,
// both outside the pool: one listens, one notifies.
func (d *DB) startBell(ctx context.Context, o Options) {
	d.bell = &Bell{waiting: map[string][]*listener{}}
	if !d.postgres {
		return
	}
	listen := o.ListenURL
	if listen == "" {
		listen = o.URL
	}
	d.bell.queue, d.bell.name = make(chan string, bellQueue), "?"+rand.Text()
	ctx, stop := context.WithCancel(context.WithoutCancel(ctx))
	var running sync.WaitGroup
	running.Go(func() { d.keepConnected(ctx, listen, "listen", d.bell.listen) })
	running.Go(func() { d.keepConnected(ctx, o.URL, "notify", d.bell.notify) })
	d.close = append(d.close, func() error {
		stop()
		running.Wait()
		return nil
	})
}

// keepConnected runs work on a connection of its own and starts again when it
// breaks, until ctx ends.
func (d *DB) keepConnected(ctx context.Context, url, what string, work func(context.Context, *pgx.Conn) error) {
	for ctx.Err() == nil {
		conn, err := pgx.Connect(ctx, url)
		if err == nil {
			err = work(ctx, conn)
			_ = conn.Close(context.WithoutCancel(ctx)) // it is broken or no longer wanted
		}
		if ctx.Err() != nil {
			return
		}
		d.log.WarnContext(ctx, "lost the connection that wakes waiting pages; they look by themselves until it is back",
			"does", what, "error", err)
		select {
		case <-ctx.Done():
		case <-time.After(bellReconnect):
		}
	}
}

// listen hears the other replicas. After every (re)connection everybody looks,
// since rings may have been missed.
func (b *Bell) listen(ctx context.Context, conn *pgx.Conn) error {
	if _, err := conn.Exec(ctx, "LISTEN "+bellChannel); err != nil {
		return err
	}
	b.met = false
	defer b.heard.Store(0)
	defer b.quiet.Store(0)
	b.ringAll()
	b.Ring(b.name) // not to wait for the next probe
	for {
		n, err := conn.WaitForNotification(ctx)
		switch {
		case err != nil:
			return err
		case strings.Contains(n.Payload, b.name):
			now := time.Now().UnixNano()
			b.heard.Store(now)
			b.quiet.CompareAndSwap(0, now)
		case n.PID == b.notifier.Load(): // it rang here already
		case n.Payload == bellAll:
			b.meet()
			b.ringAll()
		default:
			b.meet()
			b.ringHere(strings.Split(n.Payload, bellNext)...)
		}
	}
}

// notify packs what is queued into few notifications. NOTIFY takes a lock of
// the whole database until its commit is flushed, so it runs here, after the
// commits it speaks of, and without waiting for its own flush. What a broken
// connection kept from being sent goes over the next one.
func (b *Bell) notify(ctx context.Context, conn *pgx.Conn) error {
	if _, err := conn.Exec(ctx, "SET synchronous_commit = off"); err != nil {
		return err
	}
	b.notifier.Store(conn.PgConn().PID())
	defer b.notifier.Store(0)
	for {
		if b.unsent == "" {
			var err error
			if b.unsent, err = b.queued(ctx); err != nil {
				return err
			}
		}
		if _, err := conn.Exec(ctx, "SELECT pg_notify($1, $2)", bellChannel, b.unsent); err != nil {
			return err
		}
		b.unsent = ""
	}
}

// queued waits for rings and is the payload for them.
func (b *Bell) queued(ctx context.Context) (string, error) {
	var payload strings.Builder
	probe := time.NewTimer(time.Until(b.probed.Add(bellProbe)))
	defer probe.Stop()
	select {
	case <-ctx.Done():
		return "", ctx.Err()
	case <-probe.C:
		payload.WriteString(b.name)
	case t := <-b.queue:
		payload.WriteString(t)
		if time.Since(b.probed) > bellProbe { // there was never a quiet moment
			payload.WriteString(bellNext + b.name)
		}
	}
	if strings.HasSuffix(payload.String(), b.name) {
		b.probed = time.Now()
	}
	if b.full.CompareAndSwap(true, false) {
		return bellAll, nil
	}
	for payload.Len() < bellBytes && len(b.queue) > 0 {
		payload.WriteString(bellNext + <-b.queue)
	}
	return payload.String(), nil
}
