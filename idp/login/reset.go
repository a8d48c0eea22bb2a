package login

import (
	"encoding/hex"
	"errors"
	"net/http"

	"countersign/idp/person"
	"countersign/idp/web"
	"countersign/templates"
)

// maxTyped bounds what is taken as a username or an address.
const maxTyped = 400

// ForgotPage serves GET /forgot.
func (x *Room) ForgotPage(w http.ResponseWriter, r *http.Request) error {
	if x.Forgot == nil {
		return web.Render(w, r, http.StatusOK, templates.ForgotPage(templates.Forgot{Contact: x.Contact}))
	}
	return web.Render(w, r, http.StatusOK, templates.ForgotPage(templates.Forgot{
		Action: "/forgot", Token: x.forgotToken(x.Web.FlowSecret(w, r)), Contact: x.Contact,
	}))
}

// SendReset serves POST /forgot. Whatever was typed, the same happens: it is
// put down, and looked up later by the postman. So neither the answer nor its
// time tells whether there is such an account.
func (x *Room) SendReset(w http.ResponseWriter, r *http.Request) error {
	if x.Forgot == nil {
		return web.NotFound()
	}
	f, _, err := x.Web.ReadPageForm(r, x.forgotToken, "/forgot")
	if err != nil {
		return err
	}
	if typed := f["username"]; typed != "" && len(typed) <= maxTyped {
		if err := x.Forgot(r.Context(), typed); err != nil {
			return err
		}
	}
	return web.SeeOther(w, r, "/forgot/sent")
}

// ForgotSent serves GET /forgot/sent.
func (x *Room) ForgotSent(w http.ResponseWriter, r *http.Request) error {
	return web.Render(w, r, http.StatusOK, templates.ForgotSentPage(templates.ForgotSent{Again: "/forgot", Contact: x.Contact}))
}

// ResetPage serves GET /reset/{token}. Opening a link uses nothing up: scanners
// of mail open links too.
func (x *Room) ResetPage(w http.ResponseWriter, r *http.Request) error {
	i, err := x.invitation(r, person.Reset)
	if errors.Is(err, person.ErrInvitation) {
		return x.showResetInvalid(w, r)
	}
	if err != nil {
		return err
	}
	account, err := x.Accounts.Account(r.Context(), string(i.Person), i.ID)
	if err != nil {
		return err
	}
	if !account.Resetting || account.Disabled {
		return x.showResetInvalid(w, r)
	}
	return web.Render(w, r, http.StatusOK, templates.ResetPage(templates.Reset{
		Action: r.URL.Path, Token: x.resetToken(i, x.Web.FlowSecret(w, r)),
	}))
}

// Reset serves POST /reset/{token}: it opens a sign-in in which the link stands
// in for the password. The link is used up by the new password.
func (x *Room) Reset(w http.ResponseWriter, r *http.Request) error {
	i, err := x.invitation(r, person.Reset)
	if errors.Is(err, person.ErrInvitation) {
		return x.showResetInvalid(w, r)
	}
	if err != nil {
		return err
	}
	_, cookie, err := x.Web.ReadPageForm(r, func(cookie string) string { return x.resetToken(i, cookie) }, r.URL.Path)
	if err != nil {
		return err
	}
	return x.follow(w, r, i, cookie)
}

// ResetDone serves GET /reset/done. No session came of it: whoever set the
// password shows that they know it.
func (x *Room) ResetDone(w http.ResponseWriter, r *http.Request) error {
	return web.Render(w, r, http.StatusOK, templates.ResetDonePage(templates.ResetDone{Contact: x.Contact}))
}

func (x *Room) showResetInvalid(w http.ResponseWriter, r *http.Request) error {
	v := templates.ResetInvalid{Contact: x.Contact}
	if x.Forgot != nil {
		v.Again = "/forgot"
	}
	return web.Render(w, r, http.StatusNotFound, templates.ResetInvalidPage(v))
}

// forgotToken ties the form to the browser.
func (x *Room) forgotToken(cookie string) string {
	return web.FormToken(x.TokenKey, "forgot", hex.EncodeToString(web.Hash(cookie)))
}

// resetToken ties the page to the link and the browser.
func (x *Room) resetToken(i person.Invitation, cookie string) string {
	return web.FormToken(x.TokenKey, "reset", i.ID, hex.EncodeToString(web.Hash(cookie)))
}
