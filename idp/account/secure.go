package account

import (
	"net/http"
	"slices"

	"countersign/audit"
	"countersign/factors"
	"countersign/idp/sso"
	"countersign/idp/web"
	"countersign/templates"
	"countersign/templates/words"
)

const securePath = Home + "/secure"

// SecurePage serves GET /me/secure: what to do if something on the list was
// not the person, and the end of a report.
func (x *Room) SecurePage(w http.ResponseWriter, r *http.Request) error {
	return x.show(w, r, func(w http.ResponseWriter, r *http.Request, v visit) error {
		return web.Render(w, r, http.StatusOK, templates.SecurePage(templates.Secure{
			Account: x.frame(r, v, activityPath), Reported: !v.person.Reported.IsZero(), CanClear: x.mayClear(v),
		}))
	})
}

// mayClear says whether a session can end a report: with another second factor
// than a push, proved after it, and once the password was changed.
func (x *Room) mayClear(v visit) bool {
	return !v.person.PasswordReset && slices.ContainsFunc(v.session.Outcomes, func(o factors.Outcome) bool {
		return otherThanPush(o) && o.At.After(v.person.Reported)
	}) && !resting(v.session)
}

// otherThanPush says whether an outcome is a second factor that no request on a
// phone gave. A recovery code is one: it leads to a new factor.
func otherThanPush(o factors.Outcome) bool {
	return o.Kind == factors.TOTP || o.Kind == factors.Passkey || o.Kind == factors.Recovery
}

// resting says whether a session holds an approval by push beside: it may be the
// one that was reported.
func resting(s sso.Session) bool {
	return slices.ContainsFunc(s.Outcomes, func(o factors.Outcome) bool { return o.Kind == factors.Push })
}

// ClearReport serves POST /me/secure/clear: requests to the person's phones are
// on again.
func (x *Room) ClearReport(w http.ResponseWriter, r *http.Request) error {
	return x.change(w, r, securePath, func(w http.ResponseWriter, r *http.Request, v visit, _ web.Fields) error {
		if v.person.Reported.IsZero() {
			return web.SeeOther(w, r, securePath)
		}
		if !x.mayClear(v) {
			return &web.Failure{
				Status: http.StatusForbidden, Code: "not_allowed", Title: words.SecureNotAllowedTitle,
				Message: words.SecureNotAllowed,
				Remedy:  words.SecureNotAllowedRemedy,
				Back:    securePath, BackText: words.AccountBack,
			}
		}
		e := x.event(r, v, audit.ReportCleared)
		e.Reason = "cleared from the account page"
		if err := x.People.ClearReport(r.Context(), v.person.ID, v.now, e); err != nil {
			return err
		}
		return web.SeeOther(w, r, securePath+"?said=report")
	})
}
