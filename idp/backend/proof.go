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

// carried is the access token of a request, and whether it came with the scheme
// DPoP (RFC 9449 section 7.1).
func carried(b Bearer) (token string, byKey bool, err error) {
	scheme, token, _ := strings.Cut(b.Authorization, " ")
	if strings.EqualFold(scheme, "DPoP") && token != "" {
		return token, true, nil
	}
	token, err = tokenOf(b)
	return token, false, err
}

// prove is what the sender of a live access token proved to hold: by a proof a
// key, by TLS that of a certificate (RFC 8705 section 3). A good proof is written
// down, so it comes after the token: nobody without one makes us write.
func (x *Room) prove(ctx context.Context, token string, byKey bool) (grant.Confirmation, error) {
	proved := grant.Confirmation{X5T: web.Thumbprint(web.ClientCertificate(ctx))}
	if !byKey {
		return proved, nil
	}
	at, _ := ctx.Value(exchangeKey{}).(exchange)
	var err error
	proved.JKT, err = x.Proofs.Verify(at.w.Header(), at.r, token)
	return proved, err
}
