package discovery

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"countersign/idp/keys"
)

// configurationAge is how long others may keep the metadata.
const configurationAge = time.Hour

// Room serves the public documents.
type Room struct {
	configuration keys.Set
	public        func(ctx context.Context, p keys.Purpose) keys.Set
}

// New makes the metadata of the issuer. public gives the current key sets.
func New(issuer string, public func(ctx context.Context, p keys.Purpose) keys.Set) (*Room, error) {
	if issuer == "" || public == nil {
		return nil, errors.New("discovery: an issuer and the public keys are needed")
	}
	body, err := json.Marshal(metadataOf(issuer))
	if err != nil {
		return nil, fmt.Errorf("encode metadata: %w", err)
	}
	sum := sha256.Sum256(body)
	return &Room{configuration: keys.Set{Body: body, ETag: `"` + hex.EncodeToString(sum[:16]) + `"`}, public: public}, nil
}

// Configuration is both metadata paths: they may say the same (RFC 8414
// section 5).
func (x *Room) Configuration(w http.ResponseWriter, r *http.Request) error {
	return send(w, r, x.configuration, "application/json", configurationAge)
}

// TokenKeys is jwks_uri.
func (x *Room) TokenKeys(w http.ResponseWriter, r *http.Request) error {
	return send(w, r, x.public(r.Context(), keys.Token), "application/jwk-set+json", keys.CacheFor)
}

// ChallengeKeys is push_jwks_uri.
func (x *Room) ChallengeKeys(w http.ResponseWriter, r *http.Request) error {
	return send(w, r, x.public(r.Context(), keys.Challenge), "application/jwk-set+json", keys.CacheFor)
}

// send answers with a document that any site's script may read, or says that
// the caller has it already.
func send(w http.ResponseWriter, r *http.Request, d keys.Set, kind string, age time.Duration) error {
	h := w.Header()
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Cache-Control", "public, max-age="+strconv.Itoa(int(age/time.Second)))
	h.Set("ETag", d.ETag)
	if strings.Contains(r.Header.Get("If-None-Match"), d.ETag) {
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	h.Set("Content-Type", kind)
	h.Set("Content-Length", strconv.Itoa(len(d.Body)))
	if r.Method != http.MethodHead {
		_, _ = w.Write(d.Body) // a client that went away needs no answer
	}
	return nil
}
