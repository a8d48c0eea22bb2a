package login

import (
	"errors"
	"fmt"
	"net/http"
	"slices"

	"countersign/audit"
	"countersign/factors"
	"countersign/factors/risk"
	"countersign/idp/sso"
	"countersign/templates/words"
)

// typed are the ways to confirm that come to typing a code: it can be read out
// on the telephone, and typed on another page than ours.
func typed(k factors.Kind) bool { return k == factors.TOTP || k == factors.Recovery }

// judge is how unusual this sign-in is, and whether its browser is known.
func (x *Room) judge(r *http.Request, v visit) (risk.Score, bool, error) {
	q, err := x.request(r, v)
	if err != nil {
		return nil, false, err
	}
	score, err := x.Pushes.Weigh(r.Context(), q)
	if err != nil {
		return nil, false, fmt.Errorf("judge the risk: %w", err)
	}
	return score, q.Known, nil
}

// takesTyped says whether a typed code is enough for a sign-in.
func takesTyped(score risk.Score, known bool) bool {
	a := score.Answer(known)
	return a == risk.AsUsual || a == risk.SixDigits
}

// waysNow are the ways that are left, but for typed codes where they are too
// little.
func (x *Room) waysNow(r *http.Request, v visit) ([]factors.Kind, error) {
	ways := x.ways(v)
	if !slices.ContainsFunc(ways, typed) {
		return ways, nil
	}
	score, known, err := x.judge(r, v)
	if err != nil || takesTyped(score, known) {
		return ways, err
	}
	return untyped(ways), nil
}

func untyped(ways []factors.Kind) []factors.Kind { return slices.DeleteFunc(slices.Clone(ways), typed) }

// excuse notes that the password alone is enough, where the operator lets it be
// and the sign-in is like those before. It is nothing that the application asked
// more than, and there is something that could be asked.
func (x *Room) excuse(r *http.Request, v *visit, m sso.Mark) ([]audit.Event, error) {
	if !x.Policy.Usual || m.Confirmed.IsZero() || v.Invitation != "" || len(v.Need.ACR) > 0 && !slices.Contains(v.Need.ACR, factors.OneFactor) {
		return nil, nil
	}
	var err error
	if v.account, err = x.Accounts.Account(r.Context(), v.Person, v.Invitation); err != nil {
		return nil, err
	}
	if len(x.ways(*v)) == 0 {
		return nil, nil
	}
	score, known, err := x.judge(r, *v)
	if err != nil || !score.Usual(known) {
		return nil, err
	}
	v.Outcomes = append(v.Outcomes, factors.Outcome{Kind: factors.Usual, At: v.now})
	e := x.event(r, *v, audit.FlowExcused)
	e.Detail = score.Detail(map[string]string{})
	return []audit.Event{e}, nil
}

// errTooLittle is a typed code in a sign-in that is too unusual for one.
var errTooLittle = errors.New("a typed code is too little for this sign-in")

// takesCode is errTooLittle, on record, where a typed code may be neither asked
// for nor looked at.
func (x *Room) takesCode(r *http.Request, v visit) error {
	score, known, err := x.judge(r, v)
	if err != nil || takesTyped(score, known) {
		return err
	}
	refused := x.event(r, v, audit.PushRefused)
	refused.Reason, refused.Detail = "too unusual for a typed code", score.Detail(map[string]string{})
	return errors.Join(errTooLittle, x.Record.Append(r.Context(), refused))
}

// ifCode does what a typed code is asked for or looked at with, where one may
// be.
func (x *Room) ifCode(w http.ResponseWriter, r *http.Request, v visit, do func() error) error {
	err := x.takesCode(r, v)
	if errors.Is(err, errTooLittle) {
		return x.showTooLittle(w, r, v)
	}
	if err != nil {
		return err
	}
	return do()
}

// showTooLittle lists the other ways. It is the same whatever was unusual.
func (x *Room) showTooLittle(w http.ResponseWriter, r *http.Request, v visit) error {
	return x.showChoose(w, r, v, http.StatusConflict, untyped(x.ways(v)), words.RiskNoCodes)
}
