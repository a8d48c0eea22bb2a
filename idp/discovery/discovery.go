package discovery

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
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
	Deps
}

// Deps are what a Room needs.
type Deps struct {
	Issuer string
	// MTLS says whether clients can show certificates, and MTLSURL where, if not at
	// the issuer's own address; MTLSPaths is what is served there. Vouched says
	// whether there are CAs for them.
	MTLS, Vouched bool
	// FAPI leaves out what the FAPI profile refuses.
	FAPI      bool
	MTLSURL   string
	MTLSPaths []string
	// Attested is true where passkeys may prove their hardware.
	Attested bool
	// Locales are the languages of our pages (BCP 47).
	Locales []string
	// Deliveries are how clients that ask by themselves hear of the answer (CIBA
	// section 4), and DetailTypes what can be asked for in detail.
	Deliveries  []string
	DetailTypes []string
	// RequestAlgs may sign request objects.
	RequestAlgs []string
	// RequirePAR is true where requests must be pushed.
	RequirePAR bool
	// RequestURI is true where request objects may be referred to.
	RequestURI bool
	// Registration is true where clients may register themselves.
	Registration bool
	// Exchange is true where some client may exchange tokens.
	Exchange bool
	// Public gives the current key sets.
	Public func(ctx context.Context, p keys.Purpose) keys.Set
	// VAPID gives the key that new Web Push subscriptions are made with.
	VAPID func(ctx context.Context) (kid string, point []byte, err error)
}

// New makes the metadata of the issuer.
func New(d Deps) (*Room, error) {
	if d.Issuer == "" || len(d.Locales) == 0 || d.Public == nil || d.VAPID == nil {
		return nil, errors.New("discovery: Issuer, Locales, Public and VAPID are needed")
	}
	body, err := json.Marshal(metadataOf(d))
	if err != nil {
		return nil, fmt.Errorf("encode metadata: %w", err)
	}
	if body, err = withAliases(body, d); err != nil {
		return nil, err
	}
	return &Room{configuration: document(body), Deps: d}, nil
}

// document is a body with its tag.
func document(body []byte) keys.Set {
	sum := sha256.Sum256(body)
	return keys.Set{Body: body, ETag: `"` + hex.EncodeToString(sum[:16]) + `"`}
}

// Configuration is both metadata paths: they may say the same (RFC 8414
// section 5).
func (x *Room) Configuration(w http.ResponseWriter, r *http.Request) error {
	return send(w, r, x.configuration, "application/json", configurationAge)
}

// TokenKeys is jwks_uri.
func (x *Room) TokenKeys(w http.ResponseWriter, r *http.Request) error {
	return send(w, r, x.Public(r.Context(), keys.Token), "application/jwk-set+json", keys.CacheFor)
}

// ChallengeKeys is push_jwks_uri.
func (x *Room) ChallengeKeys(w http.ResponseWriter, r *http.Request) error {
	return send(w, r, x.Public(r.Context(), keys.Challenge), "application/jwk-set+json", keys.CacheFor)
}

// VAPIDKey is the key that a browser subscribes with (RFC 8292 section 3.2), and
// its name, which the channel gives back (device protocol section 4).
func (x *Room) VAPIDKey(w http.ResponseWriter, r *http.Request) error {
	kid, point, err := x.VAPID(r.Context())
	if err != nil {
		return fmt.Errorf("find the VAPID key: %w", err)
	}
	body, err := json.Marshal(struct {
		ID  string `json:"k"`
		Key string `json:"key"`
	}{kid, base64.RawURLEncoding.EncodeToString(point)})
	if err != nil {
		return fmt.Errorf("encode the VAPID key: %w", err)
	}
	return send(w, r, document(body), "application/json", keys.CacheFor)
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
