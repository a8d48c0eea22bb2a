package authorize

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"countersign/idp/client"
	"countersign/idp/par"
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

// Pushed keeps requests for which the browser brings a handle alone.
type Pushed interface {
	Keep(ctx context.Context, r par.Request) (string, error)
	// Find is a request that a sign-in may begin with, or par.ErrUnknown.
	Find(ctx context.Context, c client.ID, uri string) (par.Request, error)
	// Take uses a request up: par.ErrUnknown if that was done before.
	Take(ctx context.Context, uri string) error
}

// gather puts what the client asks in one place: the parameters as they came,
// those that it pushed (RFC 9126 section 4), or those of a request object in
// place of all of them (RFC 9101 section 6.3). What is wrong with an object the
// application is told, once we know where: by the object itself if the client
// signed it, else by what stands beside it.
func (x *Room) gather(ctx context.Context, q *request) error {
	if !q.once("request") || !q.once("request_uri") {
		q.unread = protocol.InvalidRequest("request or request_uri is repeated")
		return nil
	}
	if uri := q.get("request_uri"); strings.HasPrefix(uri, par.Prefix) && !q.pushing {
		r, err := x.Pushed.Find(ctx, q.client.ID, uri)
		if errors.Is(err, par.ErrUnknown) {
			q.unread = protocol.InvalidRequestURI(err.Error())
			return nil
		}
		if err != nil {
			return fmt.Errorf("find the request: %w", err)
		}
		q.values, q.handle = r.Values, uri
		if r.Pushed {
			return nil // all was checked when it came
		}
	}
	return x.gatherHere(ctx, q)
}

// gatherHere is gather for what the browser brought, or the client pushes now.
func (x *Room) gatherHere(ctx context.Context, q *request) error {
	object, reference := q.get("request"), q.get("request_uri")
	switch {
	case q.pushing && reference != "":
		q.unread = protocol.InvalidRequest("request_uri cannot be pushed") // RFC 9126 section 2.1
	case !q.pushing && (x.RequirePAR || q.client.Metadata.RequirePAR):
		q.unread = protocol.InvalidRequest("requests must be pushed") // RFC 9126 section 5
	case object != "" && reference != "":
		q.unread = protocol.InvalidRequest("request and request_uri exclude each other") // RFC 9101 section 5
	case reference != "":
		return x.follow(ctx, q, reference)
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

// Vet is what a client pushes, as /authorize will use it, once all that
// /authorize checks has passed (RFC 9126 section 2.1). c has authenticated. The
// error is a *protocol.Error where the client is told.
func (x *Room) Vet(ctx context.Context, c client.Client, form url.Values) (url.Values, error) {
	q := &request{values: form, client: c, pushing: true}
	if err := x.gather(ctx, q); err != nil {
		return nil, err
	}
	if q.unread != nil {
		return nil, x.tell(ctx, q, "the request could be read", q.unread)
	}
	if err := x.checkRedirectURI(ctx, q); err != nil {
		e := protocol.InvalidRequest("redirect_uri is missing, repeated or not registered") // RFC 9126 section 2.3
		return nil, x.tell(ctx, q, "the redirect URI is registered", e.Because(err))
	}
	for _, c := range later {
		if e := c.do(x, ctx, q); e != nil {
			return nil, x.tell(ctx, q, c.name, e)
		}
	}
	err := x.act(ctx, q)
	if refused, ok := errors.AsType[*protocol.Error](err); ok {
		return nil, x.tell(ctx, q, "the request object is new", refused)
	}
	return q.values, err
}
