package backend

import (
	"context"
	"net/http"
	"strings"

	"countersign/idp/grant"
)

type exchangeKey struct{}

// exchange is the request and its answer, for what operations do not see of
// them.
type exchange struct {
	w http.ResponseWriter
	r *http.Request
}

func withExchange(w http.ResponseWriter, r *http.Request) *http.Request {
	return r.WithContext(context.WithValue(r.Context(), exchangeKey{}, exchange{w, r}))
}

// held is the access token of a request, and what its sender proved to hold:
// with the scheme DPoP a key (RFC 9449 section 7.1).
func (x *Room) held(ctx context.Context, b Bearer) (string, grant.Confirmation, error) {
	scheme, token, _ := strings.Cut(b.Authorization, " ")
	if !strings.EqualFold(scheme, "DPoP") || token == "" {
		token, err := tokenOf(b)
		return token, grant.Confirmation{}, err
	}
	at, _ := ctx.Value(exchangeKey{}).(exchange)
	jkt, err := x.Proofs.Verify(at.r, token)
	x.Proofs.Offer(at.w.Header(), err)
	return token, grant.Confirmation{JKT: jkt}, err
}
