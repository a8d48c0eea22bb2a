package op

import (
	"errors"
	"net/http"
	"strings"

	"countersign/idp/client"
	"countersign/idp/dpop"
	"countersign/idp/grant"
	"countersign/idp/protocol"
	"countersign/idp/web"
)

// The schemes in which an access token comes (RFC 6750 section 2.1, RFC 9449
// section 7.1).
const (
	schemeBearer = "Bearer"
	schemeDPoP   = "DPoP"
)

// Proofs verifies that whoever sends a request holds a key: package dpop.
type Proofs interface {
	Verify(answer http.Header, r *http.Request, token string) (jkt string, err error)
}

// prove is what the client of a token request proves to hold: its tokens will
// ask for that. One that is registered for bound tokens gets no others (RFC
// 9449 section 5.2, RFC 8705 section 3.4), and under the FAPI profile nobody does
// (FAPI 2.0 Security Profile section 5.3.2.1 items 4 and 5).
func (s *Server) prove(w http.ResponseWriter, r *http.Request, c client.Client) (grant.Confirmation, error) {
	var proved grant.Confirmation
	if dpop.Has(r) {
		if c.Public() { // anybody can call itself that, and a good proof is written down
			if err := s.Flood.Pass(r.Context(), "proof of a public client"); err != nil {
				return grant.Confirmation{}, err
			}
		}
		var err error
		if proved.JKT, err = s.Proofs.Verify(w.Header(), r, ""); err != nil {
			return grant.Confirmation{}, err
		}
	}
	if c.Metadata.CertificateBound || s.FAPI && !c.Metadata.DPoPBound && proved.JKT == "" {
		proved.X5T = web.Thumbprint(web.ClientCertificate(r.Context()))
	}
	switch {
	case c.Metadata.DPoPBound && proved.JKT == "":
		return grant.Confirmation{}, protocol.InvalidDPoPProof().Because(errors.New("the client is registered for DPoP, and sent no proof"))
	case c.Metadata.CertificateBound && proved.X5T == "":
		return grant.Confirmation{}, protocol.InvalidRequest("the client is registered for tokens that are bound to a certificate, and showed none")
	case s.FAPI && proved.IsZero():
		return grant.Confirmation{}, protocol.InvalidRequest("tokens are bound to a key: send a DPoP proof, or show a certificate")
	}
	return proved, nil
}

// hold refuses who does not hold what an access token asks for (RFC 9449
// section 7.1, RFC 8705 section 3): ErrKey, or the proof is not good.
func (s *Server) hold(w http.ResponseWriter, r *http.Request, text, scheme string, asked grant.Confirmation) error {
	proved := grant.Confirmation{X5T: web.Thumbprint(web.ClientCertificate(r.Context()))}
	if scheme == schemeDPoP {
		var err error
		if proved.JKT, err = s.Proofs.Verify(w.Header(), r, text); err != nil {
			var refused *protocol.Error
			if errors.As(known(err), &refused) && refused.Status == http.StatusBadRequest {
				return refused.With(http.StatusUnauthorized)
			}
			return err
		}
	}
	if !asked.Met(proved) {
		return grant.ErrKey
	}
	return nil
}

// tokenOf is the access token of a userinfo request, whatever it is worth, and
// its scheme, which has no case (RFC 9110 section 11.1). guard has seen that
// there is one at most.
func tokenOf(r *http.Request) (text, scheme string) {
	h := r.Header.Get("Authorization")
	if h == "" {
		return r.PostForm.Get("access_token"), schemeBearer
	}
	scheme, text, _ = strings.Cut(h, " ")
	switch {
	case strings.EqualFold(scheme, schemeBearer):
		return text, schemeBearer
	case strings.EqualFold(scheme, schemeDPoP):
		return text, schemeDPoP
	}
	return "", ""
}

// typeOf is the token_type of an access token (RFC 6750 section 4, RFC 9449
// section 5).
func typeOf(c grant.Confirmation) string {
	if c.JKT != "" {
		return schemeDPoP
	}
	return schemeBearer
}

// challengeToken says at userinfo what token is wanted, in the scheme in which
// one came (RFC 6750 section 3, RFC 9449 section 7.1).
func challengeToken(h http.Header, r *http.Request, err error) {
	var p *protocol.Error
	if !errors.As(err, &p) || p.Status != http.StatusUnauthorized && p.Status != http.StatusForbidden {
		return
	}
	bearer, proof := `Bearer realm="countersign"`, `DPoP algs="`+strings.Join(dpop.Algorithms(), " ")+`"`
	_, scheme := tokenOf(r)
	switch {
	case err == error(errNoToken):
		h.Set("WWW-Authenticate", bearer)
		h.Add("WWW-Authenticate", proof)
	case scheme == schemeDPoP || errors.Is(err, grant.ErrKey):
		h.Set("WWW-Authenticate", proof+`, error="`+p.Code+`"`)
	default:
		h.Set("WWW-Authenticate", bearer+`, error="`+p.Code+`"`)
	}
}
