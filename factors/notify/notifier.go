package notify

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"
)

// What Deps' zero values stand for.
const (
	defaultQueue    = 1024
	defaultWorkers  = 16
	defaultDeadline = 5 * time.Second
)

// endGrace is how long Close waits for sends that it has broken off.
const endGrace = time.Second

// ErrOperator says that a provider refuses this server, whatever the phone: its
// credentials or its configuration need an operator.
var ErrOperator = errors.New("the push provider refuses this server")

// Sender hands messages to one provider. It must end when ctx does, and its
// error must name neither token nor endpoint. The result is Sent, Failed or Dead,
// or None for what this provider never carries.
type Sender interface {
	Send(ctx context.Context, m Message) (Result, error)
}

// Deps is what New needs.
type Deps struct {
	// Senders are the providers by the name that channels give. It may be empty.
	Senders map[string]Sender
	Log     *slog.Logger
	Now     func() time.Time
	// Observe counts what became of each message. provider is one of Senders,
	// "none", or "unknown" whatever a device wrote; took is the send's alone.
	Observe func(provider, result string, took time.Duration)

	Queue    int           // messages that may wait before each provider; 0 is 1024
	Workers  int           // sends at a time to each provider; 0 is 16
	Deadline time.Duration // of one send; 0 is 5 s
}

// Patient is a Sender whose one send is several tries, and may last longer than
// Deps.Deadline.
type Patient interface {
	Sender
	Deadline() time.Duration
}

// Notifier sends messages behind the back of whoever asks for it.
type Notifier struct {
	log      *slog.Logger
	now      func() time.Time
	observe  func(provider, result string, took time.Duration)
	deadline time.Duration

	sending context.Context // of every send; its end breaks them off
	breakUp context.CancelFunc
	workers sync.WaitGroup

	mu     sync.RWMutex // held for reading while a message enters a queue
	closed bool
	queues map[string]chan job // by provider: one that hangs fills only its own
}

// job is one message in a queue.
type job struct {
	message Message
	done    func(Result)
}

// New starts the workers of each provider. Close ends them.
func New(d Deps) (*Notifier, error) {
	if d.Log == nil || d.Now == nil || d.Observe == nil {
		return nil, errors.New("notify: Log, Now and Observe are required")
	}
	if d.Queue < 0 || d.Workers < 0 || d.Deadline < 0 {
		return nil, errors.New("notify: Queue, Workers and Deadline cannot be negative")
	}
	for provider, s := range d.Senders {
		if s == nil || provider == "" || provider == NoProvider {
			return nil, fmt.Errorf("notify: no sender may be called %q or be nil", provider)
		}
	}
	n := &Notifier{log: d.Log, now: d.Now, observe: d.Observe, deadline: d.Deadline, queues: map[string]chan job{}}
	if n.deadline == 0 {
		n.deadline = defaultDeadline
	}
	if d.Queue == 0 {
		d.Queue = defaultQueue
	}
	if d.Workers == 0 {
		d.Workers = defaultWorkers
	}
	n.sending, n.breakUp = context.WithCancel(context.Background())
	for provider, s := range d.Senders {
		queue := make(chan job, d.Queue)
		n.queues[provider] = queue
		for range d.Workers {
			n.workers.Go(func() { n.work(provider, s, queue) })
		}
	}
	return n, nil
}

// Wake queues m and returns. done, which may be nil, learns exactly once what
// became of it: from Wake itself if nothing will be sent, else from a worker,
// whose time it should not waste. Never call Wake inside a transaction: the
// phone could be faster than the commit.
func (n *Notifier) Wake(m Message, done func(Result)) {
	if done == nil {
		done = func(Result) {}
	}
	j := job{message: m, done: done}
	if m.Channel.Provider == "" || m.Channel.Provider == NoProvider {
		n.finish(NoProvider, j, None, nil, 0)
		return
	}
	if r, err := n.enqueue(j); err != nil {
		provider := m.Channel.Provider
		if n.queues[provider] == nil {
			provider = "unknown" // a device chose it: it must not become a label of metrics
		}
		n.finish(provider, j, r, err, 0)
	}
}

// enqueue gives the result and its reason if j cannot wait for a worker.
func (n *Notifier) enqueue(j job) (Result, error) {
	n.mu.RLock()
	defer n.mu.RUnlock()
	queue := n.queues[j.message.Channel.Provider]
	if queue == nil {
		return Failed, errors.New("this server has no such provider")
	}
	if n.closed {
		return Slow, errors.New("the server is stopping")
	}
	select {
	case queue <- j:
		return "", nil
	default:
		return Slow, errors.New("the queue of this provider is full")
	}
}

// work sends what is queued for one provider until the queue is closed.
func (n *Notifier) work(provider string, s Sender, queue <-chan job) {
	for j := range queue {
		switch {
		case n.sending.Err() != nil:
			n.finish(provider, j, Failed, errors.New("the server stopped before it was sent"), 0)
		case j.message.stale(n.now()):
			n.finish(provider, j, Slow, errors.New("the challenge expired before it was sent"), 0)
		default:
			n.send(provider, s, j)
		}
	}
}

func (n *Notifier) send(provider string, s Sender, j job) {
	deadline := n.deadline
	if p, ok := s.(Patient); ok {
		deadline = p.Deadline()
	}
	ctx, cancel := context.WithTimeout(n.sending, deadline)
	defer cancel()
	start := n.now()
	r, err := s.Send(ctx, j.message)
	n.finish(provider, j, r, err, n.now().Sub(start))
}

// finish records what became of a message and answers for it.
func (n *Notifier) finish(provider string, j job, r Result, err error, took time.Duration) {
	n.observe(provider, string(r), took)
	level, text := slog.LevelDebug, "push message"
	switch {
	case errors.Is(err, ErrOperator):
		level, text = slog.LevelError, "push refused: an operator must look at the provider's credentials and configuration"
	case r == Dead:
		level, text = slog.LevelInfo, "push channel is dead"
	case err != nil:
		level, text = slog.LevelWarn, "push message not sent"
	}
	attrs := []slog.Attr{
		slog.String("provider", provider), slog.String("type", j.message.Type), slog.String("device", j.message.Device),
		slog.String("challenge", j.message.Challenge), slog.String("result", string(r)),
		slog.Float64("ms", float64(took.Microseconds())/1000),
	}
	if err != nil {
		attrs = append(attrs, slog.String("error", err.Error()))
	}
	n.log.LogAttrs(context.Background(), level, text, attrs...)
	j.done(r)
}

// Close takes no more messages and sends what is queued. When ctx ends it
// breaks off the rest, which then is Failed, and says so. The second call does
// nothing.
func (n *Notifier) Close(ctx context.Context) error {
	n.mu.Lock()
	if n.closed {
		n.mu.Unlock()
		return nil
	}
	n.closed = true
	for _, queue := range n.queues {
		close(queue)
	}
	n.mu.Unlock()

	ended := make(chan struct{})
	go func() {
		n.workers.Wait()
		close(ended)
	}()
	defer n.breakUp()
	select {
	case <-ended:
		return nil
	case <-ctx.Done():
	}
	n.breakUp()
	select {
	case <-ended:
	case <-time.After(endGrace):
	}
	return fmt.Errorf("send the queued push messages: %w", ctx.Err())
}
