package token

import (
	"slices"

	"countersign/idp/person"
)

// The scopes that give claims (OpenID Connect Core section 5.4).
const (
	ScopeOpenID  = "openid"
	ScopeProfile = "profile"
	ScopeEmail   = "email"
)

// UserInfo is the userinfo answer (OpenID Connect Core section 5.3.2). What is
// not known is left out, never empty.
type UserInfo struct {
	Subject           string `json:"sub"`
	Name              string `json:"name,omitempty"`
	PreferredUsername string `json:"preferred_username,omitempty"`
	Locale            string `json:"locale,omitempty"`
	UpdatedAt         int64  `json:"updated_at,omitempty"`
	Email             string `json:"email,omitempty"`
	EmailVerified     *bool  `json:"email_verified,omitempty"`
}

// UserInfoOf is what the scopes tell of p, and what was asked for by name
// (OpenID Connect Core sections 5.4 and 5.5).
func UserInfoOf(p person.Person, scopes, names []string) UserInfo {
	u := UserInfo{Subject: string(p.ID)}
	tells := func(scope, name string) bool { return slices.Contains(scopes, scope) || slices.Contains(names, name) }
	if tells(ScopeProfile, "name") {
		u.Name = p.Name
	}
	if tells(ScopeProfile, "preferred_username") {
		u.PreferredUsername = p.Username
	}
	if tells(ScopeProfile, "locale") {
		u.Locale = p.Language
	}
	if tells(ScopeProfile, "updated_at") {
		u.UpdatedAt = p.Updated.Unix()
	}
	if tells(ScopeEmail, "email") {
		u.Email = p.Email
	}
	if tells(ScopeEmail, "email_verified") && p.Email != "" {
		u.EmailVerified = &p.EmailVerified
	}
	return u
}
