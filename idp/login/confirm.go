package login

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"time"

	"countersign/audit"
	"countersign/factors"
	"countersign/factors/limit"
	"countersign/factors/risk"
	"countersign/idp/flow"
	"countersign/idp/sso"
	"countersign/idp/web"
	"countersign/templates/words"
)

// prove writes down that a second factor was proved, if the sign-in still
// wants that.
func (x *Room) prove(ctx context.Context, v visit, o factors.Outcome, still func(flow.Session) bool) error {
	err := x.keep(ctx, v.Session, func(s *flow.Session) {
		s.Outcomes = factors.Proved(append(s.Outcomes, o))
	}, func(s flow.Session) (bool, error) {
		return still(s), nil
	})
	if errors.Is(err, flow.ErrStale) {
		return nil
	}
	return err
}

// samePerson is for what was proved of v's person and spent by that.
func (v visit) samePerson(s flow.Session) bool { return s.Person == v.Person && s.State == flow.Open }

// recall looks up how the person confirmed last in this browser, and whether
// they asked to go without from then on.
func (x *Room) recall(r *http.Request, v *visit) (sso.Mark, error) {
	cookie := x.Web.Cookie(r, web.BrowserCookie)
	if cookie == "" {
		return sso.Mark{}, nil
	}
	m, err := x.Browsers.Last(r.Context(), web.Hash(cookie), v.Person)
	if err != nil {
		return sso.Mark{}, err
	}
	if v.Method == "" {
		v.Method = m.Method
	}
	if x.Policy.Remember && v.now.Before(m.Remembered) {
		score, _, err := x.judge(r, *v)
		if err != nil {
			return sso.Mark{}, err
		}
		// From a network that the operator refuses nobody gets in by less.
		if score.Answer(true) != risk.Refuse {
			v.Outcomes = append(v.Outcomes, factors.Outcome{Kind: factors.Remembered, At: v.now})
		}
	}
	return m, nil
}

// try is who types a code, and from where.
func (x *Room) try(r *http.Request, v visit) (limit.Try, error) {
	known, err := x.known(r, v.Person)
	return limit.Try{
		Account: factors.Account(v.Person), Known: known, Source: audit.RequestOf(r.Context()).Address,
	}, err
}

// otherWay is the path of the page that lists the other ways to confirm, if
// there are any.
func (x *Room) otherWay(v visit) string {
	if len(x.ways(v)) < 2 {
		return ""
	}
	return v.path("choose")
}

func (x *Room) ways(v visit) []factors.Kind { return flow.Ways(v.Session, x.Policy, v.account) }

// confirming is true at the steps among which a person may choose.
func (v visit) confirming() bool {
	return slices.Contains([]flow.Step{flow.Choose, flow.AskPasskey, flow.AskPush, flow.AskCode, flow.AskRecovery}, v.step)
}

// tooMany is what a page says of too many wrong codes.
func tooMany(w http.ResponseWriter, v visit, l *limit.Limited) words.Text {
	if l.Until.IsZero() {
		return words.ChooseTooMany
	}
	wait := l.Until.Sub(v.now)
	web.RetryAfter(w.Header(), wait)
	return func(ctx context.Context) string { return words.ChooseThrottled(ctx, inMinutes(max(wait, time.Second))) }
}

// giveUp withdraws an open request, whose answer nobody waits for any more.
func (x *Room) giveUp(ctx context.Context, v visit, why string) error {
	if v.Challenge == "" {
		return nil
	}
	return x.Pushes.Cancel(ctx, pushID(v), string(v.ID), why)
}
