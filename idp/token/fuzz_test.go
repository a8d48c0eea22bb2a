package token_test

import (
	"errors"
	"testing"

	"countersign/idp/token"
)

// Of whatever we signed, a hint is what names a person and a client, and an
// access token what has a name and ends later; nothing is both.
func FuzzRead(f *testing.F) {
	for _, claims := range []string{
		`{"iss":"https://id.example","sub":"per_ada","aud":"app","exp":1,"iat":1e3,"sid":"ses_1"}`, `{"iss":"https://id.example","jti":"AAAA","exp":9999999999}`,
		`{"iss":"https://id.example","sub":"per_ada","aud":["app"],"exp":-1}`, `{"iss":"https://id.example","jti":"","exp":9999999999}{}`, `{"iat":1e300}`, `null`,
	} {
		f.Add(claims)
	}
	f.Fuzz(func(t *testing.T, claims string) {
		m := minter(t)
		hint, err := m.ReadHint(t.Context(), "ES256 JWT "+claims)
		if err == nil && (hint.Person == "" || hint.Client == "") || err != nil && !errors.Is(err, token.ErrHint) {
			t.Errorf("%q: %+v, %v", claims, hint, err)
		}
		id, expires, err := m.ReadAccess(t.Context(), "ES256 at+jwt "+claims)
		if err == nil && (len(id) == 0 || !expires.After(now)) || err != nil && !errors.Is(err, token.ErrAccess) {
			t.Errorf("%q: %x until %v, %v", claims, id, expires, err)
		}
		if _, err := m.ReadHint(t.Context(), "ES256 at+jwt "+claims); err == nil {
			t.Errorf("%q: an access token is a hint", claims)
		}
		if _, _, err := m.ReadAccess(t.Context(), "ES256 JWT "+claims); err == nil {
			t.Errorf("%q: an ID token is an access token", claims)
		}
	})
}
