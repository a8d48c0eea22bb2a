package account

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"net/http"
	"strings"
	"time"

	"countersign/audit"
	"countersign/factors"
	"countersign/factors/wire"
	"countersign/idp/mail"
	"countersign/idp/person"
	"countersign/idp/web"
	"countersign/templates"
	"countersign/templates/words"
)

// Errors of a change of the address.
var (
	// ErrNoChange means that none waits, or that none can be taken back: not
	// begun, over, or too many wrong codes.
	ErrNoChange  = errors.New("there is no change of the address")
	ErrWrongCode = errors.New("the code is wrong")
)

// The bounds of a change of the address.
const (
	EmailTries = 5 // of a code
	emailLife  = 30 * time.Minute
	undoLife   = 72 * time.Hour
	asksADay   = 5 // codes a person, and codes to one address
)

// EmailChange is an address that waits for its code.
type EmailChange struct {
	ID      string
	Person  string
	Email   string
	Created time.Time
	Expires time.Time
	// Verifies is true of the address that the person has: it is to be proved.
	Verifies bool
}

// Told are the events of what a code may turn out to be.
type Told struct{ Changed, Verified, Wrong audit.Event }

// NewEmailCode is what is mailed to a new address.
func NewEmailCode() string { return wire.RandomDigits(6) }

const profilePath = Home + "/profile"

// ProfilePage serves GET /me/profile.
func (x *Room) ProfilePage(w http.ResponseWriter, r *http.Request) error {
	return x.showFresh(w, r, func(w http.ResponseWriter, r *http.Request, v visit) error {
		return x.showProfile(w, r, v, http.StatusOK, templates.ProfileErrors{})
	})
}

func (x *Room) showProfile(w http.ResponseWriter, r *http.Request, v visit, status int, wrong templates.ProfileErrors) error {
	page := templates.Profile{
		Account: x.frame(r, v, profilePath), Username: v.person.Username, FullName: v.person.Name, Email: v.person.Email,
		Verified: v.person.EmailVerified, Mails: x.Mails, Wrong: wrong,
	}
	for _, problem := range []words.Text{wrong.Name, wrong.Email, wrong.Code} {
		if problem != nil {
			page.Error = problem
		}
	}
	var err error
	if page.Waiting, err = x.Emails.Waiting(r.Context(), v.session.Person, v.now); err != nil {
		return err
	}
	return web.Render(w, r, status, templates.ProfilePage(page))
}

// Rename serves POST /me/profile/name.
func (x *Room) Rename(w http.ResponseWriter, r *http.Request) error {
	return x.change(w, r, profilePath, func(w http.ResponseWriter, r *http.Request, v visit, f web.Fields) error {
		name, err := person.CheckDisplayName(f["full-name"])
		if err != nil {
			return x.showProfile(w, r, v, http.StatusUnprocessableEntity, templates.ProfileErrors{Name: words.ProfileFullNameWrong})
		}
		if err := x.People.Rename(r.Context(), v.person.ID, name, v.now, x.event(r, v, audit.PersonRenamed)); err != nil {
			return err
		}
		return web.SeeOther(w, r, profilePath+"?said=name")
	})
}

// AskEmail serves POST /me/profile/email: it mails a code to a new address. It
// does not say whether somebody else has it.
func (x *Room) AskEmail(w http.ResponseWriter, r *http.Request) error {
	return x.change(w, r, profilePath, func(w http.ResponseWriter, r *http.Request, v visit, f web.Fields) error {
		if !x.Mails {
			return web.NotFound()
		}
		email, err := person.CheckEmail(f["email"])
		if err != nil || email == "" {
			return x.showProfile(w, r, v, http.StatusUnprocessableEntity, templates.ProfileErrors{Email: words.ProfileEmailWrong})
		}
		if strings.EqualFold(email, v.person.Email) {
			return x.showProfile(w, r, v, http.StatusUnprocessableEntity, templates.ProfileErrors{Email: words.ProfileEmailSame})
		}
		return x.mailCode(w, r, v, EmailChange{Email: email}, mail.EmailCode, "code")
	})
}

// VerifyEmail serves POST /me/profile/email/verify: it mails a code to the
// address that an administrator gave the account, which nobody has proved yet.
func (x *Room) VerifyEmail(w http.ResponseWriter, r *http.Request) error {
	return x.change(w, r, profilePath, func(w http.ResponseWriter, r *http.Request, v visit, _ web.Fields) error {
		switch {
		case !x.Mails || v.person.Email == "":
			return web.NotFound()
		case v.person.EmailVerified:
			return web.SeeOther(w, r, profilePath)
		}
		return x.mailCode(w, r, v, EmailChange{Email: v.person.Email, Verifies: true}, mail.EmailVerify, "verify")
	})
}

// mailCode mails the code of ask, and says so on the page.
func (x *Room) mailCode(w http.ResponseWriter, r *http.Request, v visit, ask EmailChange, kind mail.Kind, says string) error {
	many, err := x.manyAsks(r, v, ask.Email)
	switch {
	case err != nil:
		return err
	case many:
		return x.showProfile(w, r, v, http.StatusTooManyRequests, templates.ProfileErrors{Email: words.ProfileEmailMany})
	}
	ask.ID, ask.Person, ask.Created, ask.Expires = "eml_"+rand.Text(), v.session.Person, v.now, v.now.Add(emailLife)
	request := audit.RequestOf(r.Context())
	err = x.Emails.Ask(r.Context(), ask, mail.Item{
		Kind: kind, Person: ask.Person, To: ask.Email, At: v.now, Address: request.Address, Agent: request.Agent,
		Detail: ask.ID, Expires: ask.Expires,
	}, x.event(r, v, audit.EmailAsked))
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, profilePath+"?said="+says)
}

// manyAsks counts codes, for the person and for the address: nobody's inbox is
// to be filled from here.
func (x *Room) manyAsks(r *http.Request, v visit, email string) (bool, error) {
	for _, name := range []string{"email:person:" + v.session.Person, "email:to:" + factors.Digest(strings.ToLower(email))} {
		n, err := x.Counters.Add(r.Context(), name, 24*time.Hour)
		if err != nil || n > asksADay {
			return n > asksADay, err
		}
	}
	return false, nil
}

// ConfirmEmail serves POST /me/profile/email/confirm: the code from the mail.
func (x *Room) ConfirmEmail(w http.ResponseWriter, r *http.Request) error {
	return x.change(w, r, profilePath, func(w http.ResponseWriter, r *http.Request, v visit, f web.Fields) error {
		request := audit.RequestOf(r.Context())
		undo := v.now.Add(undoLife)
		left := mail.Item{
			Kind: mail.EmailLeft, Person: v.session.Person, At: v.now, Address: request.Address, Agent: request.Agent, Expires: undo,
		}
		code := factors.Digits(f["email-code"])
		verified, err := x.Emails.Confirm(r.Context(), v.session.Person, code, v.now, undo, left, Told{
			Changed: x.event(r, v, audit.EmailChanged), Verified: x.event(r, v, audit.EmailVerified), Wrong: x.event(r, v, audit.EmailWrong),
		})
		switch {
		case errors.Is(err, ErrWrongCode):
			return x.showProfile(w, r, v, http.StatusUnprocessableEntity, templates.ProfileErrors{Code: words.ProfileCodeWrong})
		case errors.Is(err, ErrNoChange):
			return x.showProfile(w, r, v, http.StatusConflict, templates.ProfileErrors{Email: words.ProfileCodeOver})
		case errors.Is(err, person.ErrTaken):
			return x.showProfile(w, r, v, http.StatusConflict, templates.ProfileErrors{Email: words.ProfileEmailTaken})
		case err != nil:
			return err
		case verified:
			return web.SeeOther(w, r, profilePath+"?said=verified")
		}
		return web.SeeOther(w, r, profilePath+"?said=email")
	})
}

// UndoEmailPage serves GET /undo-email/{token}. Opening it uses nothing up.
func (x *Room) UndoEmailPage(w http.ResponseWriter, r *http.Request) error {
	good, err := x.Emails.Undoable(r.Context(), person.Token(r.PathValue("token")).Hash())
	if err != nil {
		return err
	}
	if !good {
		return x.showUndo(w, r, http.StatusNotFound, templates.UndoEmail{State: templates.UndoOver})
	}
	return x.showUndo(w, r, http.StatusOK, templates.UndoEmail{
		State: templates.UndoAsk, Action: r.URL.Path, Token: x.undoToken(r.PathValue("token"), x.Web.FlowSecret(w, r)),
	})
}

func (x *Room) showUndo(w http.ResponseWriter, r *http.Request, status int, page templates.UndoEmail) error {
	return web.Render(w, r, status, templates.UndoEmailPage(page))
}

// UndoEmail serves POST /undo-email/{token}: the link is all that is needed,
// since whoever it was mailed to may not be able to sign in any more.
func (x *Room) UndoEmail(w http.ResponseWriter, r *http.Request) error {
	token := r.PathValue("token")
	_, _, err := x.Web.ReadPageForm(r, func(cookie string) string { return x.undoToken(token, cookie) }, r.URL.Path)
	if err != nil {
		return err
	}
	err = x.Emails.Undo(r.Context(), person.Token(token).Hash(), audit.New(r.Context(), x.Now(), audit.EmailUndone))
	switch {
	case errors.Is(err, ErrNoChange), errors.Is(err, person.ErrTaken):
		return x.showUndo(w, r, http.StatusNotFound, templates.UndoEmail{State: templates.UndoOver})
	case err != nil:
		return err
	}
	return x.showUndo(w, r, http.StatusOK, templates.UndoEmail{State: templates.UndoDone})
}

// undoToken ties the page to the link and the browser.
func (x *Room) undoToken(token, cookie string) string {
	return web.FormToken(x.TokenKey, "undo email", hex.EncodeToString(person.Token(token).Hash()), hex.EncodeToString(web.Hash(cookie)))
}
