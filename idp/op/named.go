package op

import (
	"context"

	"countersign/idp/claims"
	"countersign/idp/token"
)

// named is what the ID token beside t tells of the person, because the request
// asked by name (OpenID Connect Core section 5.5): nothing, nearly always, and
// then nothing is looked up.
func (s *Server) named(ctx context.Context, t Issued) (token.UserInfo, error) {
	_, names, err := claims.Kept(t.Grant.Claims)
	if err != nil || len(names) == 0 {
		return token.UserInfo{}, err
	}
	a, who, err := s.access(ctx, t.Access)
	if err == nil {
		_, names, err = claims.Kept(a.Claims)
	}
	if err != nil {
		return token.UserInfo{}, err
	}
	return token.UserInfoOf(who, nil, names), nil
}
