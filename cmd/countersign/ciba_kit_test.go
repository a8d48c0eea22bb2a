package main

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"countersign/audit"
	"countersign/idp/ciba"
	"countersign/idp/client"
)

// asker is an application that asks by itself.
type asker struct {
	r      *rig
	client client.Client
	secret string
}

func (r *rig) asker(change ...func(*client.Registration)) asker {
	r.t.Helper()
	c, secret := r.client(append([]func(*client.Registration){func(w *client.Registration) {
		w.Name, w.RedirectURIs, w.PostLogoutRedirectURIs = "Till 4", nil, nil
		w.Grants = []string{client.GrantCIBA}
		w.Scopes = []string{"openid", "profile"}
		w.Metadata.CIBADelivery = client.CIBAPoll
	}}, change...)...)
	return asker{r, c, secret}
}

// lets has the person let the application ask.
func (a asker) lets(who member, let bool) {
	a.r.t.Helper()
	e := audit.New(a.r.t.Context(), a.r.clock.Now(), audit.AskingAllowed)
	a.r.ok(a.r.replicas[0].db.CIBA().LetAsk(a.r.t.Context(), who.id, a.client.ID, let, e))
}

// post posts a form to a path, as this application.
func (a asker) post(path string, form url.Values) apiReply {
	a.r.t.Helper()
	q, err := http.NewRequestWithContext(a.r.t.Context(), http.MethodPost, a.r.issuer+path, strings.NewReader(form.Encode()))
	a.r.ok(err)
	q.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	q.SetBasicAuth(url.QueryEscape(string(a.client.ID)), url.QueryEscape(a.secret))
	answer, err := a.r.http(0).Do(q)
	a.r.ok(err)
	defer answer.Body.Close()
	raw, err := io.ReadAll(answer.Body)
	a.r.ok(err)
	got := apiReply{status: answer.StatusCode, header: answer.Header}
	a.r.ok(json.Unmarshal(raw, &got.body))
	return got
}

// wish is a request for ada; an empty value takes a parameter out.
func (a asker) wish(change ...string) url.Values {
	form := url.Values{"scope": {"openid profile"}, "login_hint": {"ada"}, "binding_message": {"W4SCT"}}
	for i := 0; i < len(change); i += 2 {
		form.Set(change[i], change[i+1])
	}
	return form
}

func (a asker) begin(change ...string) apiReply {
	a.r.t.Helper()
	return a.post(ciba.Path, a.wish(change...))
}

// begun is the auth_req_id of a request that must be taken.
func (a asker) begun(change ...string) string {
	a.r.t.Helper()
	got := a.begin(change...)
	if got.status != http.StatusOK || !strings.HasPrefix(got.text("auth_req_id"), "cs_ar_") {
		a.r.t.Fatalf("begin: %d %v\nlog:\n%s", got.status, got.body, a.r.log)
	}
	return got.text("auth_req_id")
}

func (a asker) poll(id string) apiReply {
	a.r.t.Helper()
	return a.post("/token", url.Values{"grant_type": {client.GrantCIBA}, "auth_req_id": {id}})
}

// says fails the test unless a is this error of OAuth, and nothing more.
func (a apiReply) says(t *testing.T, status int, code string) {
	t.Helper()
	if a.status != status || a.text("error") != code {
		t.Errorf("got %d %v, want %d %s", a.status, a.body, status, code)
	}
	for name := range a.body {
		if name != "error" && name != "error_description" {
			t.Errorf("it has %s", name)
		}
	}
}
