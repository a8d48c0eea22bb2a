package requestobject

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"time"

	"countersign/idp/client"
	"countersign/idp/clientkeys"
	"countersign/idp/protocol"
)

const (
	// Type is the typ of a request object (RFC 9101 section 10.8). Older ones
	// have none, or JWT.
	Type = "oauth-authz-req+jwt"
	// forever is how long the jti of an object is kept that never ends.
	forever = 24 * time.Hour
)

// Deps are what a Reader needs.
type Deps struct {
	// Issuer is ours: an object must be meant for it.
	Issuer string
	// Keys verifies what a client signed (package clientkeys).
	Keys interface {
		Verify(ctx context.Context, c client.Client, j clientkeys.JWS, algs []string) ([]byte, error)
	}
	// FAPI asks for what FAPI 2.0 Message Signing section 5.3.1 does.
	FAPI bool
	Now  func() time.Time
}

// Reader reads request objects.
type Reader struct{ Deps }

// New checks deps.
func New(d Deps) (*Reader, error) {
	if d.Issuer == "" || d.Keys == nil || d.Now == nil {
		return nil, errors.New("requestobject: Issuer, Keys and Now are needed")
	}
	return &Reader{d}, nil
}

// Object is a request that a client has signed.
type Object struct {
	// Values are its parameters, as a query would have them.
	Values url.Values
	// ID is its jti, if it has one, and Until when it is worth nothing any more:
	// whoever acts on the object does it once.
	ID    string
	Until time.Time
}

// Read is the object that c signed. The error is a *protocol.Error where the
// client is told; the object then has parameters if the signature at least was
// right: they say where the client hears of it.
func (x *Reader) Read(ctx context.Context, c client.Client, text string) (Object, error) {
	payload, err := x.verify(ctx, c, text)
	if err != nil {
		return Object{}, err
	}
	o, k, err := read(payload)
	if err != nil {
		return Object{}, refuse(err)
	}
	if err := x.check(o, k, c); err != nil {
		return o, refuse(err)
	}
	o.ID, o.Until = k.ID, k.until(x.Now())
	return o, nil
}

func refuse(cause error) error {
	return protocol.InvalidRequestObject(cause.Error())
}

// verify is the payload, once a key of the client has signed it.
func (x *Reader) verify(ctx context.Context, c client.Client, text string) ([]byte, error) {
	j, err := clientkeys.ParseJWS(text)
	if err != nil {
		return nil, refuse(err)
	}
	if !slices.Contains([]string{"", "jwt", Type}, j.Type) {
		return nil, refuse(errors.New("its typ is that of something else"))
	}
	payload, err := x.Keys.Verify(ctx, c, j, x.algs(c))
	for _, told := range []error{clientkeys.ErrForm, clientkeys.ErrAlg, clientkeys.ErrNoKey, clientkeys.ErrSignature, clientkeys.ErrKeys} {
		if errors.Is(err, told) {
			return nil, protocol.InvalidRequestObject(told.Error()).Because(err)
		}
	}
	if err != nil {
		return nil, fmt.Errorf("verify what client %s signed: %w", c.ID, err)
	}
	return payload, nil
}

// algs are those by which c may sign.
func (x *Reader) algs(c client.Client) []string {
	all := clientkeys.Algs(x.FAPI)
	if pinned := c.Metadata.RequestAlg; pinned != "" {
		return slices.DeleteFunc(all, func(alg string) bool { return alg != pinned })
	}
	return all
}
