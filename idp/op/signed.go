package op

import (
	"cmp"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strings"

	"countersign/idp/client"
	"countersign/idp/protocol"
	"countersign/idp/token"
	"countersign/idp/web"
)

// The media types of signed answers (OpenID Connect Core section 5.3.2, RFC
// 9701 section 5).
const (
	jwtType           = "application/jwt"
	introspectionType = "application/token-introspection+jwt"
)

// tell answers userinfo: signed for a client that registered an algorithm for it.
func (s *Server) tell(w http.ResponseWriter, r *http.Request, to client.ID, told token.UserInfo) error {
	c, err := s.Clients.Find(r.Context(), to)
	if err != nil {
		return fmt.Errorf("userinfo: %w", err)
	}
	alg := c.Metadata.UserInfoAlg
	if alg == "" {
		return web.WriteJSON(w, http.StatusOK, told)
	}
	signed, err := s.Minter.UserInfoJWT(r.Context(), told, c.ID, alg)
	if err != nil {
		return fmt.Errorf("userinfo: %w", err)
	}
	return writeJWT(w, jwtType, signed)
}

// say answers introspection: signed for who accepts that (RFC 9701 section 4),
// by RS256 unless another algorithm was registered (section 6).
func (s *Server) say(w http.ResponseWriter, r *http.Request, c client.Client, about introspection) error {
	if !accepts(r, introspectionType) {
		return web.WriteJSON(w, http.StatusOK, about)
	}
	signed, err := s.Minter.IntrospectionJWT(r.Context(), about, c.ID, cmp.Or(c.Metadata.IntrospectionAlg, protocol.RS256))
	if err != nil {
		return fmt.Errorf("introspect: %w", err)
	}
	return writeJWT(w, introspectionType, signed)
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

func writeJWT(w http.ResponseWriter, kind, text string) error {
	w.Header().Set("Content-Type", kind)
	w.WriteHeader(http.StatusOK)
	_, _ = io.WriteString(w, text) // a client that went away needs no answer
	return nil
}
