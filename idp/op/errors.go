package op

import (
	"context"
	"errors"
	"net/http"
	"strconv"

	"github.com/zitadel/oidc/v3/pkg/op"

	"countersign/idp/client"
	"countersign/idp/grant"
	"countersign/idp/protocol"
	"countersign/idp/web"
)

// statusHeader carries the status of a refusal from our methods past the
// library to challenger, which takes it away.
const statusHeader = "Countersign-Status"

// refusal is an error as applications read it (RFC 6749 section 5.2).
type refusal struct {
	Error       string `json:"error"`
	Description string `json:"error_description,omitempty"`
}

// refuse makes an answer of err. It is not returned to the library as an
// error: that sends the text of errors which it does not know to the client,
// says 400 where 401 is due, and logs each through the global logger. The
// request's own log line has the reason.
func refuse(ctx context.Context, err error) (*op.Response, error) {
	web.EventOf(ctx).Set("refused", err.Error())
	p := known(err)
	return &op.Response{
		Header: http.Header{statusHeader: {strconv.Itoa(p.Status)}},
		Data:   refusal{Error: p.Code, Description: p.Description},
	}, nil
}

// known is what an application may know of err.
func known(err error) *protocol.Error {
	var p *protocol.Error
	switch {
	case errors.As(err, &p):
		return p
	case errors.Is(err, grant.ErrUnknown), errors.Is(err, grant.ErrReused), errors.Is(err, grant.ErrMismatch), errors.Is(err, grant.ErrKey):
		return protocol.InvalidGrant()
	case errors.Is(err, grant.ErrScope):
		return protocol.InvalidScope("the scope was not granted")
	case errors.Is(err, client.ErrNotFound):
		return protocol.InvalidClient()
	case errors.Is(err, context.DeadlineExceeded):
		return protocol.TemporarilyUnavailable(err)
	}
	return protocol.ServerError(err)
}
