package app

import (
	"errors"
	"net/http"

	"golang.org/x/oauth2"
)

// refusal is an error that a person may read. The cause is for the log.
type refusal struct {
	status            int
	code, description string
	cause             error
}

func (r *refusal) Error() string {
	text := r.code
	if r.description != "" {
		text += ": " + r.description
	}
	if r.cause != nil {
		text += ": " + r.cause.Error()
	}
	return text
}

func (r *refusal) Unwrap() error { return r.cause }

func refuse(code, description string, cause error) error {
	return &refusal{status: http.StatusBadRequest, code: code, description: description, cause: cause}
}

func unreachable(cause error) error {
	return &refusal{
		status: http.StatusBadGateway, code: "provider_unreachable",
		description: "The provider does not answer as it should. It may still be starting: try again in a moment.", cause: cause,
	}
}

// tokenRefusal is an error of the token endpoint. What oauth2 says of an
// answer without an error code repeats its body, so that is left out.
func tokenRefusal(err error) error {
	var answer *oauth2.RetrieveError
	switch {
	case !errors.As(err, &answer):
		return unreachable(err)
	case answer.ErrorCode == "":
		return unreachable(errors.New("token endpoint: status " + answer.Response.Status))
	default:
		return refuse(answer.ErrorCode, answer.ErrorDescription, errors.New("refused by the token endpoint"))
	}
}

// page makes a handler of one that may refuse. It is the one place that shows
// an error.
func (a *App) page(do func(http.ResponseWriter, *http.Request) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		err := do(w, r)
		if err == nil {
			return
		}
		var shown *refusal
		if !errors.As(err, &shown) {
			shown = &refusal{status: http.StatusInternalServerError, code: "server_error", description: "Something went wrong in this application."}
		}
		a.Log.WarnContext(r.Context(), "refused", "path", r.URL.Path, "status", shown.status, "error", err)
		w.Header().Set("Content-Security-Policy", policy(""))
		a.pages.write(w, shown.status, "error", errorView{Code: shown.code, Description: shown.description, Missing: shown.status == http.StatusNotFound})
	}
}
