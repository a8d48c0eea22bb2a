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

// UserInfoOf is what the scopes tell of p (OpenID Connect Core section 5.4).
func UserInfoOf(p person.Person, scopes []string) UserInfo {
	u := UserInfo{Subject: string(p.ID)}
	if slices.Contains(scopes, ScopeProfile) {
		u.Name, u.PreferredUsername, u.Locale, u.UpdatedAt = p.Name, p.Username, p.Language, p.Updated.Unix()
	}
	if slices.Contains(scopes, ScopeEmail) && p.Email != "" {
		u.Email, u.EmailVerified = p.Email, &p.EmailVerified
	}
	return u
}
