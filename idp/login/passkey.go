package login

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"

	"countersign/audit"
	"countersign/factors"
	"countersign/factors/limit"
	"countersign/factors/passkey"
	"countersign/idp/flow"
	"countersign/idp/web"
	"countersign/templates"
	"countersign/templates/words"
)

// PasskeyPage serves GET /login/{id}/passkey.
func (x *Room) PasskeyPage(w http.ResponseWriter, r *http.Request) error {
	return x.at(w, r, flow.AskPasskey, func(w http.ResponseWriter, r *http.Request, v visit) error {
		return x.showPasskey(w, r, v, http.StatusOK, nil)
	})
}

// Passkey serves POST /login/{id}/passkey: an assertion, in place of a password
// or after one.
func (x *Room) Passkey(w http.ResponseWriter, r *http.Request) error {
	return x.open(w, r, func(w http.ResponseWriter, r *http.Request, v visit) error {
		alone := v.step == flow.AskPassword && x.Policy.Allows(factors.Passkey)
		if !alone && v.step != flow.AskPasskey {
			return web.SeeOther(w, r, v.hub())
		}
		f, err := x.form(r, v)
		if err != nil {
			return err
		}
		return x.passkey(w, r, v, f)
	})
}

func (x *Room) passkey(w http.ResponseWriter, r *http.Request, v visit, f fields) error {
	who, outcome, err := x.Passkeys.Verify(r.Context(), passkey.Attempt{
		Try:      limit.Try{Account: factors.Account(v.Person), Source: audit.RequestOf(r.Context()).Address},
		Response: []byte(f["credential"]), Challenge: x.challengeOf(v), Flow: string(v.ID),
	})
	if limited, ok := errors.AsType[*limit.Limited](err); ok {
		return x.refusePasskey(w, r, v, http.StatusTooManyRequests, tooMany(w, v, limited))
	}
	if errors.Is(err, passkey.ErrWrong) {
		// The same for an unknown passkey, another account's, one of a disabled
		// account and a signature that does not verify.
		return x.refusePasskey(w, r, v, http.StatusUnprocessableEntity, words.PasskeyRefused)
	}
	if err != nil {
		return fmt.Errorf("check a passkey: %w", err)
	}
	if v.step == flow.AskPassword {
		v.Challenge = "" // what was asked before is over, as after a password
	}
	v.Person = string(who)
	v.Outcomes = factors.Proved(append(v.Outcomes, outcome))
	// Not x.keep: the challenge is of this version of the sign-in, and its answer
	// counts for no other. The one Save that succeeds takes it.
	return x.save(w, r, v)
}

// challengeOf is what an assertion must be over: a keyed digest of the sign-in,
// of its version and of the browser's cookie. To show it writes nothing; it is
// worth nothing in another browser or sign-in; and once an answer was taken, the
// version is another one.
func (x *Room) challengeOf(v visit) []byte {
	return web.Keyed(x.TokenKey, "passkey", string(v.ID), strconv.Itoa(v.Version), v.cookie)
}

// offerPasskey is what the sign-in page needs to take a passkey in place of the
// password: any that the browser has, so that nothing is told about anybody.
func (x *Room) offerPasskey(r *http.Request, v visit) (action, options string, err error) {
	options, err = x.Passkeys.Ask(r.Context(), "", x.challengeOf(v))
	return v.path("passkey"), options, err
}

// refusePasskey shows the page that asked, again.
func (x *Room) refusePasskey(w http.ResponseWriter, r *http.Request, v visit, status int, problem words.Text) error {
	if v.step == flow.AskPassword {
		return x.renderSignIn(w, r, v, status, templates.SignIn{Username: v.Hint, PasskeyError: problem})
	}
	return x.showPasskey(w, r, v, status, problem)
}

func (x *Room) showPasskey(w http.ResponseWriter, r *http.Request, v visit, status int, problem words.Text) error {
	account, err := x.name(r.Context(), v)
	if err != nil {
		return err
	}
	options, err := x.Passkeys.Ask(r.Context(), factors.Account(v.Person), x.challengeOf(v))
	if err != nil {
		return err
	}
	return web.Render(w, r, status, templates.PasskeyPage(templates.Passkey{
		App: v.App.Name, Account: account, Token: x.token(v), Action: v.path("passkey"), Options: options,
		Cancel: v.path("push/cancel"), Other: x.otherWay(v), Error: problem, Contact: x.Contact,
	}))
}
