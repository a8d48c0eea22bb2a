package op

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"

	"github.com/zitadel/oidc/v3/pkg/oidc"
	"github.com/zitadel/oidc/v3/pkg/op"

	"countersign/idp/clientauth"
	"countersign/idp/protocol"
)

// served is the Server as the library calls it: for routing, form decoding and
// the dispatch of grant types that it knows. What is not overridden stays
// unimplemented.
type served struct {
	op.UnimplementedServer
	*Server
}

// library mounts the four endpoints. Endpoints are our own, since its options
// write to its global ones. No CORS: its default lets any origin in with
// credentials; admitScript has said who may read.
func library(s *Server) http.Handler {
	return op.RegisterServer(served{Server: s}, op.Endpoints{
		Token:         op.NewEndpoint(TokenPath),
		Userinfo:      op.NewEndpoint(UserInfoPath),
		Introspection: op.NewEndpoint(IntrospectPath),
		Revocation:    op.NewEndpoint(RevokePath),
	}, op.WithServerCORSOptions(nil))
}

// call is one request on its way through the library, which gives our methods
// neither the request, to verify a proof with, nor a way to answer but by JSON.
type call struct {
	w       http.ResponseWriter
	request *http.Request
	// token is what is known of a request to the token endpoint.
	token TokenRequest
	// instead answers in place of the library; nil lets it speak.
	instead func(w http.ResponseWriter) error
}

type callKey struct{}

func callOf(ctx context.Context) *call {
	k, ok := ctx.Value(callKey{}).(*call)
	if !ok {
		panic("op: internal error: the library called us out of the blue")
	}
	return k
}

// ask has the library call our method for k.
//
// Two things go past it. Grant types that it does not know, like CIBA's, it
// refuses, so token answers those. And as it writes all that it is given as
// JSON with status 200, or else the text of any error, logging it by itself, a
// method that refuses or signs its answer gives it nothing, and ask says it.
func (s *Server) ask(k *call) error {
	s.library.ServeHTTP(&gate{k, http.Header{}}, k.plain())
	if k.instead != nil {
		return k.instead(k.w)
	}
	return nil
}

// understood lists the parameters that the library decodes.
//
//nolint:gochecknoglobals // a table, never written
var understood = map[string][]string{
	TokenPath:      {"grant_type", "scope", "code", "redirect_uri", "code_verifier", "refresh_token", "device_code"},
	IntrospectPath: {"token", "token_type_hint"},
	RevokePath:     {"token", "token_type_hint"},
}

// plain is the request of k in the one shape that the library never mistakes.
// It holds no other parameters, because names have case (RFC 6749 section 3.2)
// but not in the library, and because that asks for a grant type wherever one
// is sent. The client has authenticated; the library, which knows no
// certificates and wants a secret at introspection, is told who it is by Basic.
// The one scheme that it knows of access tokens is Bearer.
func (k *call) plain() *http.Request {
	r := k.request
	in := r.WithContext(context.WithValue(r.Context(), callKey{}, k))
	in.URL, in.Header, in.Body = &url.URL{Path: r.URL.Path}, http.Header{}, http.NoBody
	in.Form = url.Values{}
	for _, name := range understood[r.URL.Path] {
		if r.PostForm.Has(name) {
			in.Form.Set(name, r.PostForm.Get(name))
		}
	}
	in.PostForm = in.Form
	if r.URL.Path == UserInfoPath {
		in.Header.Set("Authorization", oidc.PrefixBearer+tokenIn(r))
	} else if c, ok := clientauth.Of(r.Context()); ok {
		in.SetBasicAuth(url.QueryEscape(string(c.ID)), "authenticated")
	}
	return in
}

// reply is what a method gives the library. Nothing at all is an answer
// without a body.
func (k *call) reply(data any, err error) (*op.Response, error) {
	var body []byte
	switch jwt, is := data.(signed); {
	case err != nil:
	case data == nil:
		k.instead = func(w http.ResponseWriter) error {
			w.WriteHeader(http.StatusOK)
			return nil
		}
	case is:
		k.instead = jwt.write
	default:
		// The library would send the text of an error of encoding to the client.
		body, err = json.Marshal(data)
	}
	if err != nil {
		k.instead = func(http.ResponseWriter) error { return err }
	}
	return op.NewResponse(json.RawMessage(body)), nil
}

// errDisagreed is a refusal by the library itself.
var errDisagreed = errors.New("the library refused what guard let in")

// gate is what the library writes to. Nothing but an answer of ours passes, and
// of its headers the type alone.
type gate struct {
	*call
	header http.Header
}

func (g *gate) Header() http.Header { return g.header }

func (g *gate) WriteHeader(status int) {
	if g.instead == nil && status != http.StatusOK {
		g.instead = func(http.ResponseWriter) error { return protocol.ServerError(errDisagreed) }
	}
	if g.instead == nil {
		g.w.Header().Set("Content-Type", g.header.Get("Content-Type"))
		g.w.WriteHeader(status)
	}
}

func (g *gate) Write(b []byte) (int, error) {
	if g.instead != nil {
		return len(b), nil
	}
	return g.w.Write(b)
}
