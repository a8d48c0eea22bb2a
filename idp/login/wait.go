package login

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"countersign/factors/device"
	"countersign/factors/push"
	"countersign/factors/wire"
	"countersign/idp/flow"
	"countersign/idp/web"
	"countersign/templates/words"
)

// enrolInterval is how often a page that waits for a phone is told to ask, in
// seconds.
const enrolInterval = 2

// news is what the waiting pages hear (docs/device-protocol.md, section 8). It
// informs; it is never authority.
type news struct {
	State       string `json:"state"`
	IsConsumed  bool   `json:"isConsumed"`
	IsVerified  bool   `json:"isVerified"`
	Interval    int    `json:"interval"`
	ExpiresIn   int    `json:"expires_in"`
	ResendAfter int    `json:"resend_after"`
	Seen        bool   `json:"seen"`
	// Devices are told to a browser that the account has used before alone.
	Devices []told `json:"devices,omitempty"`
	// turns is how long until time alone makes other news, 0 if it never does.
	turns time.Duration
}

// told is what is known of the push to one phone.
type told struct {
	Name   string `json:"name"`
	Result string `json:"result"`
}

// version tells what the page has to hear of from what it counts by itself.
func (n news) version() string {
	v := n.State + strconv.FormatBool(n.Seen)
	for _, d := range n.Devices {
		v += " " + d.Result
	}
	return v
}

// topic is one kind of thing that pages wait for.
type topic struct {
	name string // of the bell
	// of is what the sign-in waits for, "" if for nothing, and while the state
	// in which it does.
	of    func(flow.Session) string
	while string
	// look is that of web.Source: the right to know was checked before.
	look func(ctx context.Context, ids []string) ([]web.News, error)
	// moved and read are Moved and Told of web.Source.
	moved func(ctx context.Context, ids []string) ([]string, error)
	read  func(said string) (news, bool)
	// first checks the right, too.
	first func(ctx context.Context, s flow.Session) (news, error)
}

// PushStatus serves GET /login/{id}/push/status, for pages that poll.
func (x *Room) PushStatus(w http.ResponseWriter, r *http.Request) error {
	return x.tell(w, r, x.push)
}

// EnrolStatus serves GET /login/{id}/enrol/status.
func (x *Room) EnrolStatus(w http.ResponseWriter, r *http.Request) error {
	return x.tell(w, r, x.enrol)
}

// PushEvents serves GET /login/{id}/push/events, as server-sent events.
func (x *Room) PushEvents(w http.ResponseWriter, r *http.Request) error {
	return x.stream(w, r, x.push)
}

// EnrolEvents serves GET /login/{id}/enrol/events.
func (x *Room) EnrolEvents(w http.ResponseWriter, r *http.Request) error {
	return x.stream(w, r, x.enrol)
}

func (x *Room) pushTopic() *topic {
	t := &topic{
		name: "challenge:", of: func(s flow.Session) string { return s.Challenge }, while: string(wire.StatePending),
		first: func(ctx context.Context, s flow.Session) (news, error) {
			c, err := x.Status.Status(ctx, push.ID(s.Challenge), holder(s))
			if errors.Is(err, push.ErrNotFound) {
				return news{}, web.NotFound()
			}
			if err != nil {
				return news{}, fmt.Errorf("look at the challenge: %w", err)
			}
			return newsOfPush(c), nil
		},
	}
	t.look = func(ctx context.Context, ids []string) ([]web.News, error) {
		return web.LookEach(ctx, ids, x.Status.Statuses, func(s push.Status) (web.News, error) { return t.framed(newsOfPush(s)) })
	}
	t.moved = func(ctx context.Context, ids []string) ([]string, error) {
		return web.MovedOf(ctx, ids, x.Status.Moved)
	}
	t.read = func(said string) (news, bool) {
		s, ok := x.Status.Told(said)
		return newsOfPush(s), ok
	}
	return t
}

func newsOfPush(c push.Status) news {
	n := news{
		State: string(c.State), IsConsumed: c.IsConsumed, IsVerified: c.IsVerified, Interval: c.Interval,
		ExpiresIn: c.ExpiresIn, ResendAfter: c.ResendAfter, Seen: c.Seen, turns: c.Turns,
	}
	for _, r := range c.Rings {
		n.Devices = append(n.Devices, told{Name: r.Device, Result: string(r.Reach)})
	}
	if c.State == wire.StateReported {
		n.State = string(wire.StateDenied)
	}
	return n
}

func (x *Room) enrolTopic() *topic {
	tell := func(e device.Enrolment) news {
		left := e.Expires.Sub(x.Now())
		n := news{State: string(e.State), Interval: enrolInterval, ExpiresIn: web.Seconds(left), turns: left}
		n.IsConsumed, n.IsVerified = e.State != device.Waiting, e.State == device.Activated
		n.Seen = n.IsConsumed || !e.Opened.IsZero()
		return n
	}
	t := &topic{
		name: "enrolment:", of: func(s flow.Session) string { return s.Enrolment }, while: string(device.Waiting),
		first: func(ctx context.Context, s flow.Session) (news, error) {
			e, err := x.Enrolments.Find(ctx, device.EnrolmentID(s.Enrolment))
			if errors.Is(err, device.ErrNotFound) {
				return news{}, web.NotFound()
			}
			if err != nil {
				return news{}, fmt.Errorf("look at the enrolment: %w", err)
			}
			return tell(e), nil
		},
	}
	t.look = func(ctx context.Context, ids []string) ([]web.News, error) {
		return web.LookEach(ctx, ids, x.Enrolments.Outlines, func(e device.Enrolment) (web.News, error) { return t.framed(tell(e)) })
	}
	// Few wait for an enrolment at once: each of them is looked for.
	t.moved = func(_ context.Context, ids []string) ([]string, error) { return ids, nil }
	t.read = func(string) (news, bool) { return news{}, false }
	return t
}

// Look is web.Source.
func (t *topic) Look(ctx context.Context, ids []string) ([]web.News, error) { return t.look(ctx, ids) }

// Moved is web.Source.
func (t *topic) Moved(ctx context.Context, ids []string) ([]string, error) { return t.moved(ctx, ids) }

// Told is web.Source.
func (t *topic) Told(said string) (web.News, bool) {
	n, ok := t.read(said)
	if !ok {
		return web.News{}, false
	}
	framed, err := t.framed(n)
	return framed, err == nil
}

// framed is n as a stream sends it.
func (t *topic) framed(n news) (web.News, error) {
	data, err := json.Marshal(n)
	if err != nil {
		return web.News{}, fmt.Errorf("encode news: %w", err)
	}
	return web.News{Version: n.version(), Data: data, Last: n.State != t.while, Turns: n.turns}, nil
}

// waiting is the sign-in of a page that waits, of this browser: an address
// that leaked is worth nothing without its cookie.
func (x *Room) waiting(r *http.Request) (flow.Session, error) {
	v, err := x.visit(r)
	if errors.Is(err, errNotYours) {
		return flow.Session{}, web.NotFound()
	}
	return v.Session, err
}

// tell answers one poll.
func (x *Room) tell(w http.ResponseWriter, r *http.Request, t *topic) error {
	s, err := x.waiting(r)
	if err != nil {
		return err
	}
	if wait := x.pace.Take(string(s.ID)); wait > 0 {
		return &web.Failure{
			Status: http.StatusTooManyRequests, Code: "slow_down", Title: words.As("Too many questions"), After: wait,
			Message: words.As("Ask no more often than the interval says."), Remedy: words.As("Wait " + wait.Round(time.Second).String() + "."),
		}
	}
	n, err := t.first(r.Context(), s)
	if err != nil {
		return err
	}
	return web.WriteJSON(w, http.StatusOK, n)
}

// stream tells a page as it happens, while the state is the one it waits in.
func (x *Room) stream(w http.ResponseWriter, r *http.Request, t *topic) error {
	s, err := x.waiting(r)
	if err != nil {
		return err
	}
	id := t.of(s)
	if id == "" {
		return web.NotFound()
	}
	return x.Streams.Serve(w, r, web.Stream{
		Key: string(s.ID), Source: t, ID: id,
		Listen: func(ring func(said string)) (stop func()) { return x.Listen(t.name+id, ring) },
		First: func(ctx context.Context) (web.News, error) {
			n, err := t.first(ctx, s)
			if err != nil {
				return web.News{}, err
			}
			return t.framed(n)
		},
	})
}
