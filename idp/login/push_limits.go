package login

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"time"

	"countersign/factors"
	"countersign/factors/push"
	"countersign/factors/wire"
	"countersign/idp/flow"
	"countersign/idp/web"
	"countersign/templates"
)

// showHeld says that no request was sent, and why. Pressing the button, or
// coming back to the hub, asks again.
func (x *Room) showHeld(w http.ResponseWriter, r *http.Request, v visit, s templates.PushState) error {
	page, err := x.pushPage(r, v)
	if err != nil {
		return err
	}
	page.State, page.Again, page.Other = s, v.path("push/again"), x.otherWay(v)
	return web.Render(w, r, http.StatusConflict, templates.PushPage(page))
}

// showPaused says how long the limits hold back the next request. It says no
// more than that: whoever reads it may be the one whom they are meant for.
func (x *Room) showPaused(w http.ResponseWriter, r *http.Request, v visit, p push.Paused) error {
	page, err := x.pushPage(r, v)
	if err != nil {
		return err
	}
	page.State, page.Other = templates.PushSlow, x.otherWay(v)
	if p.Off {
		page.State = templates.PushOff
	}
	hold(&page, v, p.Until)
	web.RetryAfter(w.Header(), p.Until.Sub(v.now))
	return web.Render(w, r, http.StatusTooManyRequests, templates.PushPage(page))
}

// A pause of some minutes is told as a time of day too, and one of hours only
// so: nobody watches a button count hours.
const (
	pauseOfMinutes = 2 * time.Minute
	pauseOfHours   = time.Hour
)

// hold lets the page ask again from a time on.
func hold(page *templates.Push, v visit, until time.Time) {
	wait := until.Sub(v.now)
	if wait >= pauseOfMinutes {
		page.Until = until
	}
	if wait <= pauseOfHours {
		page.Again, page.SendAfter = v.path("push/again"), web.Seconds(wait)
	}
}

// offerAgain is hold by what the limits say now to a browser as it was when it
// asked: a report makes every browser unknown, and must not show.
func (x *Room) offerAgain(r *http.Request, v visit, c push.Challenge, page *templates.Push) error {
	ruling, err := x.Pushes.Outlook(r.Context(), factors.Account(v.Person), c.Known)
	if err != nil {
		return fmt.Errorf("say when to ask again: %w", err)
	}
	page.Crowded = ruling.Crowded
	hold(page, v, ruling.Until)
	return nil
}

// othersFirst puts the phone behind the other ways where the limits want it,
// and says whether the page may tell why: to a known browser alone.
func (x *Room) othersFirst(r *http.Request, v visit, ways []factors.Kind) ([]factors.Kind, bool, error) {
	known, err := x.known(r, v.Person)
	if err != nil {
		return nil, false, err
	}
	ruling, err := x.Pushes.Outlook(r.Context(), factors.Account(v.Person), known)
	if err != nil {
		return nil, false, fmt.Errorf("show the ways to confirm: %w", err)
	}
	if !ruling.Crowded {
		return ways, false, nil
	}
	others := slices.DeleteFunc(slices.Clone(ways), func(k factors.Kind) bool { return k == factors.Push })
	return append(others, factors.Push), known, nil
}

// askByHand asks the phone because the person pressed for it, unless it is
// asked already. The limits have the last word.
func (x *Room) askByHand(w http.ResponseWriter, r *http.Request, v visit) error {
	asked, err := x.asked(r.Context(), v)
	switch {
	case err != nil:
		return err
	case asked:
		return web.SeeOther(w, r, v.path("push"))
	}
	return x.ask(w, r, v, false)
}

// asked is true while there is a request that a further press would only
// repeat. Who cannot read a code may ask for a number.
func (x *Room) asked(ctx context.Context, v visit) (bool, error) {
	if v.Challenge == "" {
		return false, nil
	}
	c, err := x.challenge(ctx, v)
	silent := slices.Contains(push.Silent(), c.Mode)
	return c.State == wire.StatePending && !silent || c.State == wire.StateApproved, err
}

// StepUpPage serves GET /login/{id}/step-up: somebody who is signed in is
// asked for more, and presses for it.
func (x *Room) StepUpPage(w http.ResponseWriter, r *http.Request) error {
	return x.at(w, r, flow.AskPush, func(w http.ResponseWriter, r *http.Request, v visit) error {
		if v.acted() || v.Challenge != "" {
			return web.SeeOther(w, r, v.hub())
		}
		account, err := x.name(r.Context(), v)
		if err != nil {
			return err
		}
		return web.Render(w, r, http.StatusOK, templates.StepUpPage(templates.StepUp{
			App: v.App.Name, Account: account, Token: x.token(v), Action: v.path("step-up"),
			Cancel: v.path("push/cancel"), Other: x.otherWay(v), Back: v.App.Home,
		}))
	})
}
