package login

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"

	"countersign/factors/push"
	"countersign/factors/wire"
	"countersign/idp/flow"
	"countersign/idp/web"
	"countersign/templates"
	"countersign/templates/words"
)

// inApp is where this browser's own authenticator shows a request; the fragment
// says that the person came for it, in case that there is none.
func inApp(id push.ID) string { return "/a/r/" + string(id) + "#here" }

// PushHere serves POST /login/{id}/push/here: the same question, to be approved
// on the device that signs in. The phone rang for it already.
func (x *Room) PushHere(w http.ResponseWriter, r *http.Request) error {
	return x.post(w, r, flow.AskPush, func(w http.ResponseWriter, r *http.Request, v visit, _ fields) error {
		if v.Challenge == "" {
			return web.SeeOther(w, r, v.hub())
		}
		c, err := x.challenge(r.Context(), v)
		if err != nil {
			return err
		}
		if c.State != wire.StatePending || !c.Returnable {
			return web.SeeOther(w, r, v.path("push"))
		}
		q, err := x.request(r, v)
		if err != nil {
			return err
		}
		q.Here, q.Instead = true, c.ID
		return x.put(w, r, v, q)
	})
}

// ReturnPage serves GET /push/return, which the authenticator opens with the
// code in the fragment. Its script posts the code.
func (x *Room) ReturnPage(w http.ResponseWriter, r *http.Request) error {
	return web.Render(w, r, http.StatusOK, templates.ReturnPage(templates.Return{State: templates.ReturnTaking}))
}

// ReturnEnd serves GET /push/return/elsewhere and /push/return/over.
func (x *Room) ReturnEnd(w http.ResponseWriter, r *http.Request) error {
	s := templates.ReturnState(r.PathValue("state"))
	if s != templates.ReturnElsewhere && s != templates.ReturnOver {
		return web.NotFound()
	}
	return web.Render(w, r, http.StatusOK, templates.ReturnPage(templates.Return{State: s}))
}

// maxReturnBody is more than a code needs.
const maxReturnBody = 1 << 10

// Return serves POST /login/return: it takes the code of an approval in mode
// return, and says where the browser goes on. The approval is finished by the
// code and the cookie of the sign-in that it was for, and by neither alone.
// Without that cookie it is withdrawn, and the page that waits asks with a
// number.
func (x *Room) Return(w http.ResponseWriter, r *http.Request) error {
	code, err := readCode(w, r)
	if err != nil {
		return err
	}
	next, err := x.takeBack(r, code)
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store")
	return web.WriteJSON(w, http.StatusOK, map[string]string{"next": next})
}

func readCode(w http.ResponseWriter, r *http.Request) (wire.Secret, error) {
	bad := func(err error) error {
		return web.BadRequest(words.As("The code is missing."), fmt.Errorf("read the code: %w", err))
	}
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || kind != wire.MediaJSON {
		return "", bad(errors.New("no JSON"))
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxReturnBody))
	if err != nil {
		return "", bad(err)
	}
	var q struct {
		Code wire.Secret `json:"code"`
	}
	if err := wire.Decode(body, &q); err != nil {
		return "", bad(err)
	}
	return q.Code, nil
}

const returnPath = "/push/return/"

// takeBack finishes what the code is of, and is where the browser goes on.
func (x *Room) takeBack(r *http.Request, code wire.Secret) (string, error) {
	ctx := r.Context()
	c, err := x.Pushes.Returning(ctx, code)
	if errors.Is(err, push.ErrNotFound) {
		return returnPath + string(templates.ReturnOver), nil
	}
	if err != nil {
		return "", err
	}
	v, err := x.visitTo(r, flow.ID(c.Holder))
	switch {
	case errors.Is(err, errNotYours):
		return returnPath + string(templates.ReturnElsewhere), x.putWithNumber(r, c, code)
	case err != nil:
		return "", err
	case v.step != flow.AskPush || v.Challenge != string(c.ID):
		return v.hub(), nil // it went on without
	}
	outcome, err := x.Pushes.FinishReturn(ctx, c.ID, string(v.ID), code)
	if errors.Is(err, push.ErrNotApproved) {
		return v.hub(), nil // another tab was faster, or the phone took it back
	}
	if err != nil {
		return "", fmt.Errorf("finish push: %w", err)
	}
	return v.hub(), x.prove(ctx, v, outcome, func(s flow.Session) bool { return s.Challenge == v.Challenge })
}

// putWithNumber asks with a number, on the page that waits in another browser.
// Where the limits refuse, that page says that the request was withdrawn.
func (x *Room) putWithNumber(r *http.Request, c push.Challenge, code wire.Secret) error {
	ctx := r.Context()
	next, err := x.Pushes.PutWithNumber(ctx, code)
	switch {
	case errors.Is(err, push.ErrNotFound):
		return nil // another window was faster
	case isHeld(err):
		web.EventOf(ctx).Set("refused", err.Error())
	case err != nil:
		return err
	default:
		if err := x.awaitInstead(ctx, c, next.ID); err != nil {
			return err
		}
	}
	// Last, for the page hears of it, and must find the number then.
	return x.Pushes.Cancel(ctx, c.ID, c.Holder, push.FromElsewhere)
}

// awaitInstead has the sign-in that waits for c wait for next.
func (x *Room) awaitInstead(ctx context.Context, c push.Challenge, next push.ID) error {
	s, err := x.Flows.Find(ctx, flow.ID(c.Holder))
	if err != nil {
		return err
	}
	if s.State != flow.Open || s.Challenge != string(c.ID) {
		return x.Pushes.Cancel(ctx, next, c.Holder, "the sign-in moved on")
	}
	return x.await(ctx, s, next)
}
