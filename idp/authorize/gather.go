package authorize

import (
	"context"
	"errors"
	"fmt"
	"time"

	"countersign/idp/client"
	"countersign/idp/protocol"
	"countersign/idp/requestobject"
)

// Objects reads requests that clients have signed.
type Objects interface {
	Read(ctx context.Context, c client.Client, text string) (requestobject.Object, error)
}

// Once says, once, that something was not there before: of a kind, and
// remembered until then.
type Once func(ctx context.Context, kind, value string, until time.Time) (bool, error)

// gather puts what the client asks in one place: the parameters as they came,
// or those of a request object in place of all of them (RFC 9101 section 6.3).
// What is wrong with an object the application is told, once we know where: by
// the object itself if the client signed it, else by what stands beside it.
func (x *Room) gather(ctx context.Context, q *request) error {
	object, reference := q.get("request"), q.get("request_uri")
	switch {
	case !q.once("request") || !q.once("request_uri"):
		q.unread = protocol.InvalidRequest("request or request_uri is repeated")
	case object != "" && reference != "":
		q.unread = protocol.InvalidRequest("request and request_uri exclude each other") // RFC 9101 section 5
	case reference != "":
		q.unread = protocol.RequestURINotSupported()
	case object != "":
		return x.unwrap(ctx, q, object)
	case q.client.Metadata.RequireSignedRequest:
		q.unread = protocol.InvalidRequest("this client must sign its requests") // RFC 9101 section 10.5
	}
	return nil
}

// unwrap takes the parameters of a request object.
func (x *Room) unwrap(ctx context.Context, q *request, object string) error {
	o, err := x.Objects.Read(ctx, q.client, object)
	if refused, ok := errors.AsType[*protocol.Error](err); ok {
		q.unread = refused
	} else if err != nil {
		return fmt.Errorf("read the request object: %w", err)
	}
	if o.Values != nil {
		q.values, q.object = o.Values, o
	}
	return nil
}

func (x *Room) checkGathered(_ context.Context, q *request) *protocol.Error { return q.unread }

// act says that something is done because of q, which a request object that has
// a jti allows once (RFC 7519 section 4.1.7). The error is a *protocol.Error
// where the application is told.
func (x *Room) act(ctx context.Context, q *request) error {
	if q.object.ID == "" {
		return nil
	}
	first, err := x.Once(ctx, "request object", string(q.client.ID)+" "+q.object.ID, q.object.Until)
	if err == nil && !first {
		return protocol.InvalidRequestObject("its jti was used before")
	}
	return err
}
