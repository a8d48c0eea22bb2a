package authorize

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"slices"
	"strings"

	"countersign/idp/protocol"
)

// Documents gets documents from addresses that clients chose.
type Documents interface {
	Document(ctx context.Context, address string) ([]byte, error)
	// Anew is Document for somebody who knows that it has changed.
	Anew(ctx context.Context, address string) ([]byte, error)
}

// follow takes the request object that lies at an address (RFC 9101 section 5.2),
// if the client registered that: nobody else makes us ask anywhere.
func (x *Room) follow(ctx context.Context, q *request, reference string) error {
	address, hash, _ := strings.Cut(reference, "#")
	if x.Documents == nil {
		q.unread = protocol.RequestURINotSupported()
		return nil
	}
	registered := q.client.Metadata.RequestURIs
	if !slices.Contains(registered, reference) && !slices.Contains(registered, address) {
		q.unread = protocol.InvalidRequestURI("the request_uri is not registered")
		return nil
	}
	object, err := x.Documents.Document(ctx, address)
	// A fragment is the hash of what lies there; another one says that it has
	// changed (OpenID Connect Core section 6.2). It says no more than that: what is
	// asked for is trusted by its signature. Some register a hash before they know
	// what will lie there, the conformance suite among them.
	if err == nil && hash != "" && hash != hashOf(object) {
		object, err = x.Documents.Anew(ctx, address)
	}
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		q.unread = protocol.InvalidRequestURI("nothing could be fetched from the request_uri").Because(err)
		return nil
	}
	return x.unwrap(ctx, q, strings.TrimSpace(string(object)))
}

func hashOf(object []byte) string {
	sum := sha256.Sum256(object)
	return base64.RawURLEncoding.EncodeToString(sum[:])
}
