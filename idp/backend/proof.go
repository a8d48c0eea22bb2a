package backend

import (
	"context"
	"net/http"
	"strings"

	"countersign/idp/grant"
	"countersign/idp/web"
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
// with the scheme DPoP a key (RFC 9449 section 7.1), by TLS that of a
// certificate (RFC 8705 section 3).
func (x *Room) held(ctx context.Context, b Bearer) (string, grant.Confirmation, error) {
	proved := grant.Confirmation{X5T: web.Thumbprint(web.ClientCertificate(ctx))}
	scheme, token, _ := strings.Cut(b.Authorization, " ")
	if !strings.EqualFold(scheme, "DPoP") || token == "" {
		token, err := tokenOf(b)
		return token, proved, err
	}
	at, _ := ctx.Value(exchangeKey{}).(exchange)
	var err error
	proved.JKT, err = x.Proofs.Verify(at.w.Header(), at.r, token)
	return token, proved, err
}
