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
}

// version tells what the page has to hear of from what it counts by itself.
func (n news) version() string { return n.State + strconv.FormatBool(n.Seen) }

// looker finds the news of one sign-in.
type looker func(context.Context) (news, error)

// PushStatus serves GET /login/{id}/push/status, for pages that poll.
func (x *Room) PushStatus(w http.ResponseWriter, r *http.Request) error {
	return x.tell(w, r, x.pushNews)
}

// EnrolStatus serves GET /login/{id}/enrol/status.
func (x *Room) EnrolStatus(w http.ResponseWriter, r *http.Request) error {
	return x.tell(w, r, x.enrolNews)
}

// PushEvents serves GET /login/{id}/push/events, as server-sent events.
func (x *Room) PushEvents(w http.ResponseWriter, r *http.Request) error {
	return x.stream(w, r, "challenge:", func(s flow.Session) string { return s.Challenge }, string(wire.StatePending), x.pushNews)
}

// EnrolEvents serves GET /login/{id}/enrol/events.
func (x *Room) EnrolEvents(w http.ResponseWriter, r *http.Request) error {
	return x.stream(w, r, "enrolment:", func(s flow.Session) string { return s.Enrolment }, string(device.Waiting), x.enrolNews)
}

// pushNews and enrolNews are small values: a stream keeps one for minutes.
func (x *Room) pushNews(s flow.Session) looker {
	id, holder := push.ID(s.Challenge), holder(s)
	return func(ctx context.Context) (news, error) {
		c, err := x.Status.Status(ctx, id, holder)
		if errors.Is(err, push.ErrNotFound) {
			return news{}, web.NotFound()
		}
		if err != nil {
			return news{}, fmt.Errorf("look at the challenge: %w", err)
		}
		n := news{
			State: string(c.State), IsConsumed: c.IsConsumed, IsVerified: c.IsVerified, Interval: c.Interval,
			ExpiresIn: c.ExpiresIn, ResendAfter: c.ResendAfter, Seen: c.Seen,
		}
		if c.State == wire.StateReported {
			n.State = string(wire.StateDenied)
		}
		return n, nil
	}
}

func (x *Room) enrolNews(s flow.Session) looker {
	id := device.EnrolmentID(s.Enrolment)
	return func(ctx context.Context) (news, error) {
		e, err := x.Enrolments.Find(ctx, id)
		if errors.Is(err, device.ErrNotFound) {
			return news{}, web.NotFound()
		}
		if err != nil {
			return news{}, fmt.Errorf("look at the enrolment: %w", err)
		}
		n := news{State: string(e.State), Interval: enrolInterval, ExpiresIn: seconds(e.Expires.Sub(x.Now()))}
		n.IsConsumed, n.IsVerified = e.State != device.Waiting, e.State == device.Activated
		n.Seen = n.IsConsumed || !e.Opened.IsZero()
		return n, nil
	}
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
func (x *Room) tell(w http.ResponseWriter, r *http.Request, of func(flow.Session) looker) error {
	s, err := x.waiting(r)
	if err != nil {
		return err
	}
	if wait := x.pace.Take(string(s.ID)); wait > 0 {
		retryAfter(w, wait)
		return &web.Failure{
			Status: http.StatusTooManyRequests, Code: "slow_down", Title: "Too many questions",
			Message: "Ask no more often than the interval says.", Remedy: "Wait " + wait.Round(time.Second).String() + ".",
		}
	}
	n, err := of(s)(r.Context())
	if err != nil {
		return err
	}
	return web.WriteJSON(w, http.StatusOK, n)
}

// stream tells a page as it happens, while the state is the one it waits in.
func (x *Room) stream(w http.ResponseWriter, r *http.Request, topic string, what func(flow.Session) string, while string, of func(flow.Session) looker) error {
	s, err := x.waiting(r)
	if err != nil {
		return err
	}
	id := what(s)
	if id == "" {
		return web.NotFound()
	}
	rings, stop := x.Listen(topic + id)
	look := of(s)
	return x.Streams.Serve(w, r, web.Stream{
		Key: string(s.ID), Rings: rings, Stop: stop,
		Look: func(ctx context.Context) (web.News, error) {
			n, err := look(ctx)
			if err != nil {
				return web.News{}, err
			}
			data, err := json.Marshal(n)
			if err != nil {
				return web.News{}, fmt.Errorf("encode news: %w", err)
			}
			return web.News{Version: n.version(), Data: data, Last: n.State != while}, nil
		},
	})
}
