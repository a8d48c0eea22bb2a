package login

import (
	"context"
	"errors"
	"net/http"
	"slices"

	"countersign/factors"
	"countersign/factors/push"
	"countersign/idp/flow"
	"countersign/idp/web"
	"countersign/templates"
	"countersign/templates/words"
)

// ChoosePage serves GET /login/{id}/choose: the other ways to confirm.
func (x *Room) ChoosePage(w http.ResponseWriter, r *http.Request) error {
	return x.open(w, r, func(w http.ResponseWriter, r *http.Request, v visit) error {
		if !v.confirming() {
			return web.SeeOther(w, r, v.hub())
		}
		ways, err := x.waysNow(r, v)
		if err != nil {
			return err
		}
		return x.showChoose(w, r, v, http.StatusOK, ways, nil)
	})
}

// Choose serves POST /login/{id}/choose. Whoever leaves the page that waits for
// the phone gives its request up: nobody looks for the answer any more, and an
// approval that came late would be one that nobody watches.
func (x *Room) Choose(w http.ResponseWriter, r *http.Request) error {
	return x.open(w, r, func(w http.ResponseWriter, r *http.Request, v visit) error {
		if !v.confirming() {
			return web.SeeOther(w, r, v.hub())
		}
		f, err := x.form(r, v)
		if err != nil {
			return err
		}
		return x.choose(w, r, v, factors.Kind(f["method"]))
	})
}

func (x *Room) choose(w http.ResponseWriter, r *http.Request, v visit, method factors.Kind) error {
	ways, err := x.waysNow(r, v)
	if err != nil {
		return err
	}
	if !slices.Contains(ways, method) {
		return x.showChoose(w, r, v, http.StatusUnprocessableEntity, ways, words.ChooseOneOfThese)
	}
	err = x.pick(r.Context(), v, method)
	if errors.Is(err, flow.ErrStale) {
		return web.SeeOther(w, r, v.hub())
	}
	if err != nil {
		return err
	}
	if method == factors.Push {
		return x.askByHand(w, r, v)
	}
	return web.SeeOther(w, r, v.hub())
}

// pick writes down which way the person chose, and gives the phone's request up
// if it is another. flow.ErrStale if the sign-in moved meanwhile.
func (x *Room) pick(ctx context.Context, v visit, method factors.Kind) error {
	err := x.keep(ctx, v.Session, func(s *flow.Session) {
		s.Method = method
		if method != factors.Push {
			s.Challenge = ""
		}
	}, func(s flow.Session) (bool, error) { return v.samePerson(s) && s.Challenge == v.Challenge, nil })
	if err != nil || method == factors.Push {
		return err
	}
	return x.giveUp(ctx, v, "another way was chosen")
}

// withoutPush is for an account whose phones cannot be asked now: the other
// ways, if there are any.
func (x *Room) withoutPush(w http.ResponseWriter, r *http.Request, v visit) error {
	ways, err := x.waysNow(r, v)
	if err != nil {
		return err
	}
	others := slices.DeleteFunc(ways, func(k factors.Kind) bool { return k == factors.Push })
	return x.showChoose(w, r, v, http.StatusConflict, others, words.ChooseNoRequest)
}

func (x *Room) showChoose(w http.ResponseWriter, r *http.Request, v visit, status int, ways []factors.Kind, problem words.Text) error {
	if len(ways) == 0 {
		return x.showStuck(w, r, v)
	}
	account, err := x.name(r.Context(), v)
	if err != nil {
		return err
	}
	page := templates.Choose{
		App: v.App.Name, Account: account, Token: x.token(v), Action: v.path("choose"), Cancel: v.path("push/cancel"),
		Error: problem, Contact: x.Contact,
	}
	if slices.Contains(ways, factors.Push) {
		if ways, page.Crowded, err = x.othersFirst(r, v, ways); err != nil {
			return err
		}
	}
	for i, k := range ways {
		m := method(k)
		m.Checked = k == v.Method || i == 0 && !slices.Contains(ways, v.Method)
		page.Methods = append(page.Methods, m)
	}
	return web.Render(w, r, status, templates.ChoosePage(page))
}

// method is what a page says of a way to confirm.
func method(k factors.Kind) templates.Method {
	m := templates.Method{Kind: string(k)}
	switch k {
	case factors.Passkey:
		m.Name, m.Detail = words.ChoosePasskey, words.ChoosePasskeyDetail
	case factors.Push:
		m.Name, m.Detail = words.ChoosePush, words.ChoosePushDetail
	case factors.TOTP:
		m.Name, m.Detail = words.ChooseCode, words.ChooseCodeDetail
	case factors.Recovery:
		m.Name, m.Detail = words.ChooseRecovery, words.ChooseRecoveryDetail
	default:
		panic("login: internal error: no words for " + string(k))
	}
	return m
}

func pushID(v visit) push.ID { return push.ID(v.Challenge) }
