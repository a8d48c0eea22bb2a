package login

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"slices"

	"countersign/audit"
	"countersign/idp/flow"
	"countersign/idp/person"
	"countersign/idp/web"
	"countersign/templates"
	"countersign/templates/words"
)

// InvitePage serves GET /invite/{token}. Opening a link uses nothing up:
// scanners of mail open links too.
func (x *Room) InvitePage(w http.ResponseWriter, r *http.Request) error {
	i, err := x.invitation(r, person.Invite, person.Pass)
	if errors.Is(err, person.ErrInvitation) {
		return x.showInviteInvalid(w, r)
	}
	if err != nil {
		return err
	}
	account, err := x.Accounts.Account(r.Context(), string(i.Person), i.ID)
	if err != nil {
		return err
	}
	if !account.Invited || account.Disabled {
		return x.showInviteInvalid(w, r)
	}
	cookie := x.Web.FlowSecret(w, r)
	return web.Render(w, r, http.StatusOK, templates.InvitePage(templates.Invite{
		Action: r.URL.Path, Token: x.inviteToken(i, cookie), HasPassword: account.HasPassword,
	}))
}

// Invite serves POST /invite/{token}: it opens a sign-in for the invited
// person in this browser.
func (x *Room) Invite(w http.ResponseWriter, r *http.Request) error {
	i, err := x.invitation(r, person.Invite, person.Pass)
	if errors.Is(err, person.ErrInvitation) {
		return x.showInviteInvalid(w, r)
	}
	if err != nil {
		return err
	}
	_, cookie, err := x.Web.ReadPageForm(r, func(cookie string) string { return x.inviteToken(i, cookie) }, r.URL.Path)
	if err != nil {
		return err
	}
	if err := x.keepLanguage(r, i.Person); err != nil {
		return err
	}
	return x.follow(w, r, i, cookie)
}

// keepLanguage keeps what an invited person reads, for the mails to come: what
// they chose, else what an administrator said, else what their browser asked
// for.
func (x *Room) keepLanguage(r *http.Request, id person.ID) error {
	p, err := x.People.Find(r.Context(), id)
	if err != nil {
		return fmt.Errorf("find the invited person: %w", err)
	}
	l := string(words.Of(r.Context()))
	if p.Language == l || p.Language != "" && x.Web.Preferred(r) == "" {
		return nil
	}
	err = x.People.SetLanguage(r.Context(), id, l, x.Now())
	if errors.Is(err, person.ErrNotFound) {
		return nil // shut out meanwhile: the sign-in says so
	}
	return err
}

// follow opens a sign-in by a link, in the browser that has the cookie. It does
// not outlive the link where that stands in for the password.
func (x *Room) follow(w http.ResponseWriter, r *http.Request, i person.Invitation, cookie string) error {
	now := x.Now()
	v := visit{now: now, Session: flow.Session{
		ID: flow.ID("flow_" + rand.Text()), Browser: web.Hash(cookie), State: flow.Open,
		Person: string(i.Person), Invitation: i.ID, Started: now, Expires: now.Add(x.FlowLife),
	}}
	if i.Kind == person.Reset && i.Expires.Before(v.Expires) {
		v.Expires = i.Expires
	}
	opened := x.event(r, v, audit.InvitationOpened)
	opened.Detail = map[string]string{"invitation": i.ID, "kind": string(i.Kind)}
	if err := x.Flows.Start(r.Context(), v.Session, opened, x.event(r, v, audit.FlowStarted)); err != nil {
		return err
	}
	return web.SeeOther(w, r, v.hub())
}

// invitation is the good one behind the link, if it is of a kind that the page
// is for.
func (x *Room) invitation(r *http.Request, kinds ...person.InvitationKind) (person.Invitation, error) {
	i, err := x.Invitations.Open(r.Context(), person.Token(r.PathValue("token")).Hash())
	if err == nil && !slices.Contains(kinds, i.Kind) {
		return person.Invitation{}, person.ErrInvitation
	}
	return i, err
}

// inviteToken ties the page to the invitation and the browser.
func (x *Room) inviteToken(i person.Invitation, cookie string) string {
	return web.FormToken(x.TokenKey, "invite", i.ID, hex.EncodeToString(web.Hash(cookie)))
}

// showInviteInvalid does not say what is wrong: whoever tries links learns
// nothing of those that were good once.
func (x *Room) showInviteInvalid(w http.ResponseWriter, r *http.Request) error {
	return web.Render(w, r, http.StatusNotFound, templates.InviteInvalidPage(templates.InviteInvalid{
		Problem: templates.InviteUnknown, Contact: x.Contact,
	}))
}
