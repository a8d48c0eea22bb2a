package op

import (
	"context"
	"errors"
	"net/http"

	"countersign/idp/client"
	"countersign/idp/dpop"
	"countersign/idp/grant"
	"countersign/idp/protocol"
	"countersign/idp/web"
)

// errNoToken is userinfo without a token: 401 without an error code (RFC 6750
// section 3.1), though our JSON names one.
var errNoToken = &protocol.Error{ //nolint:gochecknoglobals // a constant error
	Code: "invalid_token", Description: "an access token is needed", Status: http.StatusUnauthorized,
}

// known is what an application may know of err; web.Failure stays as it is.
func known(err error) error {
	var p *protocol.Error
	var f *web.Failure
	var big *http.MaxBytesError
	switch {
	case err == nil, errors.As(err, &p), errors.As(err, &f), errors.As(err, &big):
		return err
	case errors.Is(err, grant.ErrUnknown), errors.Is(err, grant.ErrReused), errors.Is(err, grant.ErrMismatch), errors.Is(err, grant.ErrKey):
		return protocol.InvalidGrant().Because(err)
	case errors.Is(err, dpop.ErrNonce):
		return protocol.UseDPoPNonce().Because(err)
	case errors.Is(err, dpop.ErrProof):
		return protocol.InvalidDPoPProof().Because(err)
	case errors.Is(err, grant.ErrTarget):
		return protocol.InvalidTarget().Because(err)
	case errors.Is(err, grant.ErrScope):
		return protocol.InvalidScope("the scope was not granted").Because(err)
	case errors.Is(err, client.ErrNotFound):
		return protocol.InvalidClient().Because(err)
	case errors.Is(err, context.DeadlineExceeded):
		return protocol.TemporarilyUnavailable(err)
	}
	return protocol.ServerError(err)
}
