package storage

import (
	"context"
	"strings"
	"sync"
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
)

// Bell tells who waits that a row changed. It is a hint: it may ring for
// nothing, and a ring may be lost, so who waits also looks by itself now and
// then. On PostgreSQL it rings on every replica.
type Bell struct {
	mu      sync.Mutex
	waiting map[string]map[chan struct{}]struct{}

	queue chan string // to other replicas; nil without PostgreSQL
}

// Listen gives a channel that receives after topic rang, and the function that
// ends it. The channel holds one ring, so none is missed between two looks.
func (b *Bell) Listen(topic string) (<-chan struct{}, func()) {
	c := make(chan struct{}, 1)
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.waiting[topic] == nil {
		b.waiting[topic] = map[chan struct{}]struct{}{}
	}
	b.waiting[topic][c] = struct{}{}
	return c, func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		delete(b.waiting[topic], c)
		if len(b.waiting[topic]) == 0 {
			delete(b.waiting, topic)
		}
	}
}

// Ring wakes who listens to topics, here and on the other replicas. Call it
// after the commit. It never blocks: with a full queue the other replicas
// learn by looking.
func (b *Bell) Ring(topics ...string) {
	b.ringHere(topics...)
	if b.queue == nil {
		return
	}
	for _, t := range topics {
		select {
		case b.queue <- t:
		default:
		}
	}
}

func (b *Bell) ringHere(topics ...string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, t := range topics {
		for c := range b.waiting[t] {
			wake(c)
		}
	}
}

// ringAll wakes everybody, after rings may have been lost.
func (b *Bell) ringAll() {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, cs := range b.waiting {
		for c := range cs {
			wake(c)
		}
	}
}

func wake(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default: // a ring is waiting there already
	}
}

// startBell makes the bell, and on PostgreSQL the two connections behind it,
// both outside the pool: one listens, one notifies.
func (d *DB) startBell(ctx context.Context, o Options) {
	d.bell = &Bell{waiting: map[string]map[chan struct{}]struct{}{}}
	if !d.postgres {
		return
	}
	listen := o.ListenURL
	if listen == "" {
		listen = o.URL
	}
	d.bell.queue = make(chan string, bellQueue)
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
	b.ringAll()
	for {
		n, err := conn.WaitForNotification(ctx)
		if err != nil {
			return err
		}
		b.ringHere(strings.Split(n.Payload, "\n")...)
	}
}

// notify packs what is queued into few notifications. NOTIFY takes a lock of
// the whole database until its commit is flushed, so it runs here, after the
// commits it speaks of, and without waiting for its own flush.
func (b *Bell) notify(ctx context.Context, conn *pgx.Conn) error {
	if _, err := conn.Exec(ctx, "SET synchronous_commit = off"); err != nil {
		return err
	}
	for {
		var payload strings.Builder
		select {
		case <-ctx.Done():
			return ctx.Err()
		case t := <-b.queue:
			payload.WriteString(t)
		}
		for payload.Len() < bellBytes && len(b.queue) > 0 {
			payload.WriteString("\n" + <-b.queue)
		}
		if _, err := conn.Exec(ctx, "SELECT pg_notify($1, $2)", bellChannel, payload.String()); err != nil {
			return err
		}
	}
}
