package account

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"

	"countersign/audit"
	"countersign/factors/push"
	"countersign/factors/wire"
	"countersign/idp/agent"
	"countersign/idp/person"
	"countersign/idp/sso"
	"countersign/idp/web"
	"countersign/templates"
	"countersign/templates/words"
)

// testHolder is who holds a test: the browser session that asked for it.
func testHolder(v visit) string { return "me/" + string(v.session.ID) }

// TestPhone serves POST /me/methods/phone/{id}/test: a request to that phone
// alone. It proves nothing; whoever answers it signs nobody in.
func (x *Room) TestPhone(w http.ResponseWriter, r *http.Request) error {
	return x.change(w, r, x.phoneBack(r), func(w http.ResponseWriter, r *http.Request, v visit, _ web.Fields) error {
		_, d, err := x.own(r, v)
		if err != nil {
			return err
		}
		browser, system := agent.Names(r.UserAgent())
		c, err := x.Pushes.Open(r.Context(), push.Request{
			Account: d.Account, AccountLabel: person.Masked(v.person.Username), Purpose: wire.PurposeTest, Only: d.ID,
			Holder: testHolder(v), Browser: v.session.Browser, Known: true,
			Context: wire.Context{Browser: browser, OS: system, IP: audit.RequestOf(r.Context()).Address},
		})
		if held, why := heldBack(err); held {
			return x.showPhone(w, r, v, http.StatusConflict, nil, why)
		}
		if err != nil {
			return fmt.Errorf("test a phone: %w", err)
		}
		return web.SeeOther(w, r, methodsPath+"/test/"+string(c.ID))
	})
}

// heldBack says whether a test could not be sent, and why.
func heldBack(err error) (bool, words.Text) {
	_, soon := errors.AsType[*push.SlowDown](err)
	_, paused := errors.AsType[*push.Paused](err)
	_, full := errors.AsType[*push.Full](err)
	switch {
	case soon, paused, full, errors.Is(err, push.ErrBusy):
		return true, words.PhoneTestBusy
	case errors.Is(err, push.ErrOff):
		return true, words.PhoneTestOff
	case errors.Is(err, push.ErrNoDevice):
		return true, words.PhoneTestUnable
	}
	return false, nil
}

// TestPage serves GET /me/methods/test/{challenge}.
func (x *Room) TestPage(w http.ResponseWriter, r *http.Request) error {
	return x.show(w, r, func(w http.ResponseWriter, r *http.Request, v visit) error {
		c, err := x.Pushes.Find(r.Context(), push.ID(r.PathValue("challenge")), testHolder(v))
		if errors.Is(err, push.ErrNotFound) || err == nil && len(c.Devices) == 0 {
			return web.NotFound()
		}
		if err != nil {
			return fmt.Errorf("find the test: %w", err)
		}
		page := templates.PhoneTest{Account: x.frame(r, v, methodsPath), Device: c.Devices[0], Test: templates.TestUnanswered}
		switch c.State {
		case wire.StatePending:
			page.Test, page.Number, page.Status = templates.TestWaiting, c.Number.Reveal(), r.URL.Path+"/status"
			page.Events = r.URL.Path + "/events"
			page.Left, page.Total = web.Seconds(c.Expires.Sub(v.now)), web.Seconds(c.Expires.Sub(c.Created))
		case wire.StateApproved, wire.StateLapsed:
			page.Test = templates.TestAnswered
			if !c.Reachable {
				page.Test = templates.TestByHand
			}
		case wire.StateDenied:
			page.Refused = true
		default:
		}
		return web.Render(w, r, http.StatusOK, templates.PhoneTestPage(page))
	})
}

// TestStatus serves GET /me/methods/test/{challenge}/status, for a page that
// polls.
func (x *Room) TestStatus(w http.ResponseWriter, r *http.Request) error {
	id, holder, err := x.test(r)
	if err != nil {
		return err
	}
	s, err := x.testStatus(r.Context(), id, holder)
	if err != nil {
		return err
	}
	return web.WriteJSON(w, http.StatusOK, s)
}

// TestEvents serves GET /me/methods/test/{challenge}/events, as server-sent
// events.
func (x *Room) TestEvents(w http.ResponseWriter, r *http.Request) error {
	id, holder, err := x.test(r)
	if err != nil {
		return err
	}
	return x.Streams.Serve(w, r, web.Stream{
		Key: holder, Source: testNews{x}, ID: string(id),
		Listen: func(ring func(said string)) (stop func()) { return x.Listen("challenge:"+string(id), ring) },
		First: func(ctx context.Context) (web.News, error) {
			s, err := x.testStatus(ctx, id, holder)
			if err != nil {
				return web.News{}, err
			}
			return newsOfTest(s)
		},
	})
}

// test is the test that a request is about, and who holds it if it is the
// asking browser's.
func (x *Room) test(r *http.Request) (push.ID, string, error) {
	v, err := x.visit(r)
	if errors.Is(err, sso.ErrNone) {
		return "", "", web.NotFound()
	}
	return push.ID(r.PathValue("challenge")), testHolder(v), err
}

// testStatus is how a test stands, for who holds it.
func (x *Room) testStatus(ctx context.Context, id push.ID, holder string) (push.Status, error) {
	s, err := x.Pushes.Status(ctx, id, holder)
	if errors.Is(err, push.ErrNotFound) {
		return push.Status{}, web.NotFound()
	}
	if err != nil {
		return push.Status{}, fmt.Errorf("look at the test: %w", err)
	}
	return s, nil
}

// testNews tells the pages that wait for a test; whose it is was checked when
// they began.
type testNews struct{ x *Room }

// Look is web.Source.
func (t testNews) Look(ctx context.Context, ids []string) ([]web.News, error) {
	return web.LookEach(ctx, ids, t.x.Pushes.Statuses, newsOfTest)
}

// Moved is web.Source.
func (t testNews) Moved(ctx context.Context, ids []string) ([]string, error) {
	return web.MovedOf(ctx, ids, t.x.Pushes.Moved)
}

// Told is web.Source.
func (t testNews) Told(said string) (web.News, bool) {
	s, ok := t.x.Pushes.Told(said)
	if !ok {
		return web.News{}, false
	}
	n, err := newsOfTest(s)
	return n, err == nil
}

func newsOfTest(s push.Status) (web.News, error) {
	data, err := json.Marshal(s)
	if err != nil {
		return web.News{}, fmt.Errorf("encode news: %w", err)
	}
	return web.News{
		Version: string(s.State) + strconv.FormatBool(s.Seen), Data: data, Last: s.State != wire.StatePending, Turns: s.Turns,
	}, nil
}
