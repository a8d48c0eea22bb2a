package login

import (
	"net/http"

	"countersign/idp/web"
)

// fields are those of a form that was taken.
type fields = web.Fields

// token ties a page to the sign-in, to the person it shows and to the browser
// it was made for: a page of one account cannot act for another, and a planted
// cookie fits no page that the victim has.
func (x *Room) token(v visit) string {
	return web.FormToken(x.TokenKey, "login", string(v.ID), v.Person, v.cookie)
}

// form reads a posted form and checks its token.
func (x *Room) form(r *http.Request, v visit) (fields, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return nil, err
	}
	return f, f.CheckToken(x.token(v), v.hub())
}
