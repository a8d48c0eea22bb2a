package claims

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"

	"countersign/factors/wire"
)

// ErrForm means that the parameter is not of the form that section 5.5 gives it.
var ErrForm = errors.New("claims must be a JSON object whose userinfo and id_token are objects of claims, each null or an object with essential, value or values")

const (
	maxBytes  = 4 << 10
	maxClaims = 50 // of userinfo, and of the ID token
)

// Scopes says by which scope a claim about a person is had otherwise (section
// 5.4): an application asks for it by name only where it may have that scope.
func Scopes() map[string]string {
	return map[string]string{
		"name": "profile", "preferred_username": "profile", "locale": "profile", "updated_at": "profile",
		"email": "email", "email_verified": "email",
	}
}

// Wish is what is asked of one claim (section 5.5.1).
type Wish struct {
	Essential bool
	// Values are those of which the claim should have one; none for any.
	Values []string
}

// Request is the parameter.
type Request struct {
	UserInfo map[string]Wish
	IDToken  map[string]Wish
}

// Parse reads the parameter; an empty one asks for nothing.
func Parse(parameter string) (Request, error) {
	if parameter == "" {
		return Request{}, nil
	}
	var members struct {
		UserInfo map[string]json.RawMessage `json:"userinfo"`
		IDToken  map[string]json.RawMessage `json:"id_token"`
	}
	if len(parameter) > maxBytes || wire.Decode([]byte(parameter), &members) != nil {
		return Request{}, ErrForm
	}
	var r Request
	var err error
	if r.UserInfo, err = wishes(members.UserInfo); err != nil {
		return Request{}, err
	}
	r.IDToken, err = wishes(members.IDToken)
	return r, err
}

func wishes(members map[string]json.RawMessage) (map[string]Wish, error) {
	if len(members) > maxClaims {
		return nil, fmt.Errorf("%w: too many", ErrForm)
	}
	out := make(map[string]Wish, len(members))
	for name, raw := range members {
		var w *struct {
			Essential bool              `json:"essential"`
			Value     json.RawMessage   `json:"value"`
			Values    []json.RawMessage `json:"values"`
		}
		if string(raw) != "null" && wire.Decode(raw, &w) != nil {
			return nil, ErrForm
		}
		var wish Wish
		if w != nil {
			wish.Essential = w.Essential
			if len(w.Value) > 0 {
				w.Values = append(w.Values, w.Value)
			}
			for _, v := range w.Values {
				var text string
				if json.Unmarshal(v, &text) != nil {
					text = string(v) // a number, a word: no claim that we compare has one
				}
				wish.Values = append(wish.Values, text)
			}
		}
		out[name] = wish
	}
	return out, nil
}

// Only is r without the claims that may not be asked for, and without what we
// do not have.
func (r Request) Only(may func(scope string) bool) Request {
	keep := func(all map[string]Wish) map[string]Wish {
		out := map[string]Wish{}
		for name := range all {
			if scope, ours := Scopes()[name]; ours && may(scope) {
				out[name] = Wish{}
			}
		}
		return out
	}
	return Request{keep(r.UserInfo), keep(r.IDToken)}
}

// ScopesOf are the scopes that would give what is asked for, each once.
func (r Request) ScopesOf() []string {
	seen := map[string]bool{}
	for _, all := range []map[string]Wish{r.UserInfo, r.IDToken} {
		for name := range all {
			if scope, ours := Scopes()[name]; ours {
				seen[scope] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(seen))
}

// Keep is r as a grant keeps it, in the form of the parameter; nil if nothing is
// asked for.
func (r Request) Keep() json.RawMessage {
	members := map[string]map[string]any{}
	for at, all := range map[string]map[string]Wish{"userinfo": r.UserInfo, "id_token": r.IDToken} {
		for name := range all {
			if members[at] == nil {
				members[at] = map[string]any{}
			}
			members[at][name] = nil
		}
	}
	if len(members) == 0 {
		return nil
	}
	text, err := json.Marshal(members)
	if err != nil {
		panic("claims: internal error: encode names: " + err.Error())
	}
	return text
}

// Kept reads what Keep wrote: the claims that userinfo tells, and those that the
// ID token does.
func Kept(text json.RawMessage) (userInfo, idToken []string, err error) {
	r, err := Parse(string(text))
	if err != nil {
		return nil, nil, fmt.Errorf("read the claims of a grant: %w", err)
	}
	return slices.Sorted(maps.Keys(r.UserInfo)), slices.Sorted(maps.Keys(r.IDToken)), nil
}
