package main

import (
	"slices"
	"strings"
	"testing"
	"time"

	"countersign/config"
	"countersign/factors/push"
	"countersign/factors/wire"
)

// waitingState is one way the waiting page can stand, and how it gets there.
type waitingState struct {
	name, title, status string
	reach               func(s *waitingStage) *tab
}

// waitingStage is where one state is reached: a person of its own, and a
// browser with the waiting page in front.
type waitingStage struct {
	*rig
	who member
	q   request
	tab *tab
}

func (s *waitingStage) number() string { s.t.Helper(); return s.tab.text("push-number") }

// wrong is a number that the page does not show.
func (s *waitingStage) wrong() string {
	s.t.Helper()
	return map[bool]string{true: "00", false: "99"}[s.number() != "00"]
}

// later moves the clock and looks again, as a page does that slept meanwhile.
func (s *waitingStage) later(d time.Duration) *tab {
	s.t.Helper()
	s.clock.Advance(d)
	s.tab.reload()
	return s.tab
}

// approved answers with the tab kept from going on by itself.
func (s *waitingStage) approved() *tab {
	s.t.Helper()
	s.tab.holdForms()
	s.ok(s.approve(s.who.phone, s.number()))
	s.tab.say("push-status", saysApproved)
	return s.tab
}

// answer answers the open request on the phone.
func (s *waitingStage) answer(deny bool) {
	s.t.Helper()
	open, err := s.who.phone.Challenges(s.t.Context(), false)
	s.ok(err)
	if deny {
		_, err = s.who.phone.Deny(s.t.Context(), open[0], wire.ReasonMistake)
	} else {
		_, err = s.who.phone.Report(s.t.Context(), open[0])
	}
	s.ok(err)
}

// open is the challenge that the page waits for, from behind.
func (s *waitingStage) open() push.ID {
	s.t.Helper()
	open, err := s.who.phone.Challenges(s.t.Context(), false)
	s.ok(err)
	return push.ID(open[0].ID)
}

const (
	titleWaiting = "Enter this number on your phone"
	titleDenied  = "This sign-in was not approved"
	textDenied   = "If you pressed “It’s not me” by mistake, start over. If you did not expect this page, close it."
)

// waitingStates are all that the page can show.
func waitingStates() []waitingState {
	return slices.Concat(openStates(), answeredStates(), refusedStates())
}

// openStates are of a request that waits for its answer.
func openStates() []waitingState {
	return []waitingState{
		{"waiting", titleWaiting, saysWaiting, func(s *waitingStage) *tab { return s.tab }},
		{"waiting-long", titleWaiting, saysWaiting, func(s *waitingStage) *tab { return s.later(40 * time.Second) }},
		{"seen", titleWaiting, saysSeen, func(s *waitingStage) *tab {
			s.open()
			s.tab.say("push-status", saysSeen)
			return s.tab
		}},
		{"known", titleWaiting, saysWaiting, func(s *waitingStage) *tab {
			s.ok(s.approve(s.who.phone, s.number()))
			s.landedIn(s.tab)
			s.toWaiting(s.tab, s.request(s.q.client, s.q.secret, asking("prompt", "login")), s.who.name)
			return s.tab
		}},
		{"six-digits", titleWaiting, saysWaiting, func(s *waitingStage) *tab {
			second := s.second("push-again")
			s.clock.Advance(121 * time.Second)
			second.click("push-again")
			if number := second.text("push-number"); len(number) != 6 {
				s.t.Errorf("after a collision the number is %q", number)
			}
			return second
		}},
		{"approving", titleWaiting, saysApproved, (*waitingStage).approved},
		{"approved", "Approved", "If nothing happens in a few seconds, continue yourself.", func(s *waitingStage) *tab {
			s.approved().reload()
			return s.tab
		}},
	}
}

// answeredStates are of a request that is over.
func answeredStates() []waitingState {
	return []waitingState{
		{"denied", titleDenied, textDenied, func(s *waitingStage) *tab {
			s.answer(true)
			s.tab.see("push-again")
			return s.tab
		}},
		{"reported", titleDenied, textDenied, func(s *waitingStage) *tab {
			s.answer(false)
			s.tab.see("push-again")
			return s.tab
		}},
		{"wrong-number", "That was not the right number", "The number entered on the phone did not match. For your safety this request is closed.", func(s *waitingStage) *tab {
			_ = s.approve(s.who.phone, s.wrong()) // the phone is told that it was wrong
			s.tab.see("push-again")
			return s.tab
		}},
		{"expired", "The request ran out", "No answer came within 2 minutes. You can send a new one.", func(s *waitingStage) *tab { return s.later(121 * time.Second) }},
		{"superseded", "A newer request replaced this one", "Answer the newer one on your phone, or send a new request from here.", func(s *waitingStage) *tab {
			// Known browsers do not wait for others.
			known := s.browser(0)
			s.later(121 * time.Second)
			s.toPush(known, s.request(s.q.client, s.q.secret), s.who.name)
			s.finish(known, s.who.phone)
			s.tab.click("push-again")
			s.toPush(known, s.request(s.q.client, s.q.secret, asking("prompt", "login")), s.who.name)
			s.tab.see("push-again")
			return s.tab
		}},
		{"cancelled", "The request was withdrawn", "It no longer counts. You can send a new one.", func(s *waitingStage) *tab {
			holder := strings.Split(s.tab.address(), "/")[4]
			s.ok(s.replicas[0].pushes.Cancel(s.t.Context(), s.open(), holder, "withdrawn"))
			s.tab.see("push-again")
			return s.tab
		}},
		{"lapsed", "The approval was not used in time", "You approved, but this page did not finish within a minute. Send a new request and approve it again.", func(s *waitingStage) *tab {
			s.approved()
			return s.later(61 * time.Second)
		}},
	}
}

// refusedStates are of a request that was not sent, or given up.
func refusedStates() []waitingState {
	return []waitingState{
		{"busy", "Another sign-in is waiting for an answer", "Answer that request first, or wait until it runs out. If you did not start it, press “It’s not me” on your phone.", func(s *waitingStage) *tab {
			return s.second("push-again")
		}},
		{"slow", "You have asked for several requests", "Wait 1:00 or use another way.", func(s *waitingStage) *tab {
			s.answer(true)
			s.tab.see("push-again")
			s.tab.leave("a form posted too soon", func() { eval[any](s.tab, `document.getElementById("push-again").form.submit()`) })
			return s.tab
		}},
		{"given-up", "Sign-in cancelled", "", func(s *waitingStage) *tab {
			s.tab.click("push-cancel")
			return s.tab
		}},
	}
}

// second is another sign-in of the same person in another browser, whose page
// has the element.
func (s *waitingStage) second(id string) *tab {
	s.t.Helper()
	b := s.chromium(true)
	b.open(s.request(s.q.client, s.q.secret).url)
	b.fill("username", s.who.name)
	b.fill("password", storyPassword)
	b.click("sign-in")
	b.see(id)
	return b
}

func TestBrowserShowsEachStateOfTheWaitingPageWell(t *testing.T) {
	t.Parallel()
	r := newRig(t, "sqlite", 1)
	c, secret := r.client()
	for _, state := range waitingStates() {
		t.Run(state.name, func(t *testing.T) { r.as(t).showState(state, r.as(t).request(c, secret)) })
	}
}

func TestBrowserShowsApprovalWithoutANumberWell(t *testing.T) {
	t.Parallel()
	r := newRig(t, "sqlite", 1, func(c *config.Config) { c.Policy.PushMode = "none" })
	ada := r.joinPlainly("ada")
	c, secret := r.client()
	b := r.chromium(true)
	b.open(r.request(c, secret).url)
	b.fill("username", "ada")
	b.fill("password", storyPassword)
	b.click("sign-in")
	b.look("push-no-number", "Approve the request on your phone")
	if b.has("push-number") {
		t.Error("there is a number in a mode without one")
	}
	r.ok(r.approve(ada.phone, ""))
	r.landedIn(b)
}

// showState reaches a state and looks at it.
func (r *rig) showState(state waitingState, q request) {
	r.t.Helper()
	s := &waitingStage{rig: r, who: r.join("ada-" + state.name), q: q, tab: r.chromium(true)}
	r.clock.Advance(time.Second) // what was approved at the same moment would forgive
	r.toWaiting(s.tab, q, s.who.name)
	b := state.reach(s)
	if state.status != "" {
		b.say("push-status", state.status)
	}
	b.look("push-"+state.name, state.title)
}
