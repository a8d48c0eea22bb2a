package op

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strings"

	"countersign/idp/client"
	"countersign/idp/protocol"
	"countersign/idp/token"
)

// The media types of signed answers (OpenID Connect Core section 5.3.2, RFC
// 9701 section 5).
const (
	jwtType           = "application/jwt"
	introspectionType = "application/token-introspection+jwt"
)

// signed is an answer that is no JSON.
type signed struct{ kind, text string }

func (a signed) write(w http.ResponseWriter) error {
	w.Header().Set("Content-Type", a.kind)
	w.WriteHeader(http.StatusOK)
	_, _ = io.WriteString(w, a.text) // a client that went away needs no answer
	return nil
}

// tell is the answer of userinfo: signed for a client that registered an
// algorithm for it.
func (s *Server) tell(ctx context.Context, to client.ID, told token.UserInfo) (any, error) {
	c, err := s.Clients.Find(ctx, to)
	if err != nil {
		return nil, fmt.Errorf("userinfo: %w", err)
	}
	alg := c.Metadata.UserInfoAlg
	if alg == "" {
		return told, nil
	}
	text, err := s.Minter.UserInfoJWT(ctx, told, c.ID, alg)
	if err != nil {
		return nil, fmt.Errorf("userinfo: %w", err)
	}
	return signed{jwtType, text}, nil
}

// say is the answer of introspection to r: signed for who accepts that (RFC
// 9701 section 4), by RS256 unless another algorithm was registered (section 6).
func (s *Server) say(r *http.Request, c client.Client, about introspection) (any, error) {
	if !accepts(r, introspectionType) {
		return about, nil
	}
	text, err := s.Minter.IntrospectionJWT(r.Context(), about, c.ID, cmp.Or(c.Metadata.IntrospectionAlg, protocol.RS256))
	if err != nil {
		return nil, fmt.Errorf("introspect: %w", err)
	}
	return signed{introspectionType, text}, nil
}

// accepts says whether Accept names the media type itself.
func accepts(r *http.Request, kind string) bool {
	for _, header := range r.Header.Values("Accept") {
		for one := range strings.SplitSeq(header, ",") {
			if named, _, err := mime.ParseMediaType(one); err == nil && named == kind {
				return true
			}
		}
	}
	return false
}
