package backend

import (
	"context"
	"fmt"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"countersign/idp/client"
)

// version is that of the interface: it changes with what an old caller could
// not bear.
const version = "1.0.0"

// scheme is the name under which the description knows our tokens.
const scheme = "oauth2"

// signInScheme is the same for the token of one sign-in.
const signInScheme = "signIn"

// settings are those of the library. Its pages and its links to schemas stay
// out: the first would load scripts of others.
func settings(issuer string) huma.Config {
	c := huma.DefaultConfig("Countersign for back ends and single-page applications", version)
	c.OpenAPIPath, c.DocsPath, c.SchemasPath, c.CreateHooks = Path+"openapi", "", "", nil
	c.Transformers = append(c.Transformers, withoutValues)
	c.Info.Description = "For back ends: ask a person's phones for approval, follow what becomes of it, and take the result once. " +
		"For single-page applications of your own (sign-in): drive a whole sign-in, and get the authorization code. " +
		"Errors are problem details (RFC 9457); their type tells them apart."
	c.Servers = []*huma.Server{{URL: issuer}}
	scopes := map[string]string{
		client.ScopePush:      "Ask phones and read what became of it",
		client.ScopePushReset: "Take a person's phones away",
	}
	c.Components.SecuritySchemes = map[string]*huma.SecurityScheme{scheme: {
		Type: "oauth2",
		Description: "A confidential client's own token (client_credentials) acts for anybody. " +
			"A person's token (authorization_code) acts for that person alone.",
		Flows: &huma.OAuthFlows{
			ClientCredentials: &huma.OAuthFlow{TokenURL: issuer + "/token", Scopes: scopes},
			AuthorizationCode: &huma.OAuthFlow{AuthorizationURL: issuer + "/authorize", TokenURL: issuer + "/token", Scopes: scopes},
		},
	}, signInScheme: {
		Type: "http", Scheme: "bearer",
		Description: "The sign_in_token of one sign-in. It counts for pages of the web origin that began it alone.",
	}}
	return c
}

// withoutValues takes what was sent out of a complaint about it: it may be a
// secret in the wrong place.
func withoutValues(_ huma.Context, _ string, v any) (any, error) {
	if p, ok := v.(*huma.ErrorModel); ok {
		for _, e := range p.Errors {
			e.Value = nil
		}
	}
	return v, nil
}

// operation is what every operation has in common.
func operation(id, method, path, summary, scope string, status int, problems ...int) huma.Operation {
	return huma.Operation{
		OperationID: id, Method: method, Path: path, Summary: summary, DefaultStatus: status,
		Security: []map[string][]string{{scheme: {scope}}},
		Errors:   append([]int{http.StatusUnauthorized, http.StatusForbidden}, problems...),
	}
}

// registerSignIn lists the operations of a sign-in, in the order in which a
// page calls them.
func (x *Room) registerSignIn() {
	step := func(id, method, path, summary string, status int, problems ...int) huma.Operation {
		return huma.Operation{
			OperationID: id, Method: method, Path: signInPath + path, Summary: summary, DefaultStatus: status, Tags: []string{"sign-in"},
			Security: []map[string][]string{{signInScheme: {}}},
			Errors:   append([]int{http.StatusUnauthorized, http.StatusGone}, problems...),
		}
	}
	start := step("begin-sign-in", http.MethodPost, "", "Begin a sign-in that a page of your own drives", http.StatusCreated,
		http.StatusBadRequest, http.StatusForbidden, http.StatusTooManyRequests)
	start.Security = []map[string][]string{}
	serve(x, start, naming(x, x.begin))
	serve(x, step("sign-in-password", http.MethodPost, "/password", "Prove the password; the phone is asked at once", http.StatusOK,
		http.StatusConflict, http.StatusUnprocessableEntity, http.StatusTooManyRequests, http.StatusServiceUnavailable), naming(x, x.password))
	serve(x, step("read-sign-in", http.MethodGet, "", "Where it stands; no authority", http.StatusOK, http.StatusTooManyRequests), naming(x, x.look))
	serve(x, step("continue-sign-in", http.MethodPost, "/continue", "Take an approval; gives the code if that was all", http.StatusOK,
		http.StatusConflict), naming(x, x.proceed))
	serve(x, step("choose-method", http.MethodPost, "/method", "Confirm in another way", http.StatusOK,
		http.StatusConflict, http.StatusUnprocessableEntity), naming(x, x.choose))
	serve(x, step("sign-in-code", http.MethodPost, "/code", "Prove a code of an authenticator app", http.StatusOK,
		http.StatusConflict, http.StatusUnprocessableEntity, http.StatusTooManyRequests), naming(x, x.code))
	serve(x, step("ask-again", http.MethodPost, "/push", "Send the phone another request, if the limits let it", http.StatusOK,
		http.StatusConflict), naming(x, x.again))
	serve(x, step("wake-again", http.MethodPost, "/push/resend", "Wake the phone again: same request, same number", http.StatusNoContent,
		http.StatusConflict, http.StatusTooManyRequests), naming(x, x.wake))
	serve(x, step("end-sign-in", http.MethodDelete, "", "End it, and withdraw what it asked", http.StatusNoContent), naming(x, x.giveUp))
}

// naming makes problems of what the rooms of a sign-in say.
func naming[I, O any](x *Room, act func(context.Context, *I) (*O, error)) func(context.Context, *I) (*O, error) {
	return func(ctx context.Context, in *I) (*O, error) {
		out, err := act(ctx, in)
		if err != nil {
			return nil, x.signInProblem(err)
		}
		return out, nil
	}
}

// register lists the operations, in the order in which a back end calls them.
func (x *Room) register() {
	const challenge = Path + "challenges/{id}"
	serve(x, operation("start-challenge", http.MethodPost, Path+"challenges", "Ask a person's phones", client.ScopePush,
		http.StatusCreated, http.StatusNotFound, http.StatusConflict, http.StatusTooManyRequests), x.start)
	serve(x, operation("read-challenge", http.MethodGet, challenge, "What became of it; no authority", client.ScopePush,
		http.StatusOK, http.StatusNotFound, http.StatusTooManyRequests), x.read)
	serve(x, operation("resend-challenge", http.MethodPost, challenge+"/resend", "Wake the phones again: same request, same number", client.ScopePush,
		http.StatusNoContent, http.StatusNotFound, http.StatusConflict, http.StatusTooManyRequests), x.resend)
	serve(x, operation("cancel-challenge", http.MethodDelete, challenge, "Withdraw it", client.ScopePush,
		http.StatusNoContent, http.StatusNotFound), x.cancel)
	serve(x, operation("validate-challenge", http.MethodPost, challenge+"/validate", "Take the result of an approval, once", client.ScopePush,
		http.StatusOK, http.StatusNotFound, http.StatusConflict), x.validate)
	const phones = Path + "people/{person}/authenticators"
	serve(x, operation("list-authenticators", http.MethodGet, phones, "Whether a person has a second factor by push", client.ScopePush,
		http.StatusOK, http.StatusNotFound), x.list)
	serve(x, operation("reset-authenticators", http.MethodDelete, phones, "Take all of a person's phones away", client.ScopePushReset,
		http.StatusOK, http.StatusNotFound), x.reset)
	x.registerSignIn()
}

// serve puts an operation on the list: its errors become problem details, and
// what is not a caller's fault goes to the log alone.
func serve[I, O any](x *Room, o huma.Operation, act func(context.Context, *I) (*O, error)) {
	huma.Register(x.api, o, func(ctx context.Context, in *I) (*O, error) {
		out, err := act(ctx, in)
		if err != nil {
			return nil, problemOf(ctx, o.OperationID, err)
		}
		return out, nil
	})
}

// Describe is the OpenAPI description of the interface, in YAML, for a server
// at issuer.
func Describe(issuer string) ([]byte, error) {
	x := &Room{mux: http.NewServeMux()}
	x.api = humago.New(x.mux, settings(issuer))
	x.register()
	out, err := x.api.OpenAPI().YAML()
	if err != nil {
		return nil, fmt.Errorf("describe the interface for back ends: %w", err)
	}
	return out, nil
}
