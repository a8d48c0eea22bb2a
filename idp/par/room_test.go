package par_test

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"

	"countersign/idp/client"
	"countersign/idp/clientauth"
	"countersign/idp/dpop"
	"countersign/idp/par"
	"countersign/idp/protocol"
	"countersign/idp/web"
)

var now = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

const secret = "cs_cs_secret"

// door is the endpoint with hand-made neighbours.
type door struct {
	t      *testing.T
	kept   map[string]par.Request
	vetted url.Values
	refuse error
	jkt    string
	proof  error
	book   *par.Book
	http.Handler
}

func (d *door) Keep(_ context.Context, hash []byte, r par.Request) error {
	d.kept[string(hash)] = r
	return nil
}

func (d *door) Find(_ context.Context, hash []byte, _ time.Time) (par.Request, error) {
	if r, ok := d.kept[string(hash)]; ok {
		return r, nil
	}
	return par.Request{}, par.ErrUnknown
}

func (d *door) Take(_ context.Context, hash []byte) (bool, error) {
	_, there := d.kept[string(hash)]
	delete(d.kept, string(hash))
	return there, nil
}

func (d *door) Verify(answer http.Header, _ *http.Request, _ string) (string, error) {
	answer.Set(dpop.NonceHeader, "next")
	return d.jkt, d.proof
}

func newDoor(t *testing.T) *door {
	t.Helper()
	d := &door{t: t, kept: map[string]par.Request{}}
	clock := func() time.Time { return now }
	issuer, _ := url.Parse("https://id.example")
	w, err := web.New(web.Deps{
		Issuer: issuer, ErrorPage: func(web.Failure) templ.Component { return templ.NopComponent }, Log: slog.New(slog.DiscardHandler), Now: clock,
	})
	if err != nil {
		t.Fatal(err)
	}
	if d.book, err = par.NewBook(d, time.Minute, clock); err != nil {
		t.Fatal(err)
	}
	x, err := par.New(par.Deps{
		Book: d.book, Authenticated: authenticated, Flood: web.NewFlood(2, time.Minute, clock),
		Vet: func(_ context.Context, c client.Client, form url.Values) (url.Values, error) {
			d.vetted = form
			return url.Values{"client_id": {string(c.ID)}, "scope": form["scope"], "dpop_jkt": form["dpop_jkt"]}, d.refuse
		},
		Proofs: d,
	})
	if err != nil {
		t.Fatal(err)
	}
	d.Handler = w.JSON(x.Push)
	return d
}

// authenticated lets in who shows the secret, as app, and who shows none, as a
// public client.
func authenticated(h func(http.ResponseWriter, *http.Request, client.Client) error) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		if r.Method != http.MethodPost {
			return clientauth.NotAllowed(w, "POST")
		}
		if err := clientauth.ReadForm(r); err != nil {
			return err
		}
		switch r.PostForm.Get("client_secret") {
		case secret:
			return h(w, r, client.Client{ID: "app", Method: client.Post})
		case "":
			return h(w, r, client.Client{ID: "public", Method: client.None})
		}
		return protocol.InvalidClient()
	}
}

func (d *door) push(v url.Values) *httptest.ResponseRecorder {
	d.t.Helper()
	r := httptest.NewRequest(http.MethodPost, par.Path, strings.NewReader(v.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if d.jkt != "" || d.proof != nil {
		r.Header.Set(dpop.Header, "proof")
	}
	rec := httptest.NewRecorder()
	d.ServeHTTP(rec, r)
	return rec
}

func TestPushGivesAHandle(t *testing.T) {
	d := newDoor(t)
	rec := d.push(url.Values{"client_secret": {secret}, "client_assertion": {"x"}, "client_assertion_type": {"y"}, "scope": {"openid"}, "resource": {"https://a.example", "https://b.example"}})
	var got struct {
		URI     string `json:"request_uri"`
		Expires int    `json:"expires_in"`
	}
	if err := json.Unmarshal(rec.Body.Bytes(), &got); err != nil || rec.Code != http.StatusCreated || got.Expires != 60 || len(got.URI) != len(par.Prefix)+43 {
		t.Fatalf("%d %s, %v", rec.Code, rec.Body, err)
	}
	if kind := rec.Header().Get("Content-Type"); kind != "application/json" {
		t.Errorf("Content-Type %q", kind)
	}
	if d.vetted.Has("client_secret") || d.vetted.Has("client_assertion") || d.vetted.Has("client_assertion_type") || d.vetted.Get("client_id") != "app" || len(d.vetted["resource"]) != 2 {
		t.Errorf("vetted %v", d.vetted)
	}
	for hash := range d.kept {
		if strings.Contains(got.URI, hash) {
			t.Error("the handle itself is stored")
		}
	}
	r, err := d.book.Find(t.Context(), "app", got.URI)
	if err != nil || !r.Pushed || !r.Expires.Equal(now.Add(time.Minute)) || r.Values.Get("scope") != "openid" {
		t.Errorf("%+v, %v", r, err)
	}
	if _, err := d.book.Find(t.Context(), "other", got.URI); !errors.Is(err, par.ErrUnknown) {
		t.Errorf("another client: %v", err)
	}
	if first, second := d.book.Take(t.Context(), got.URI), d.book.Take(t.Context(), got.URI); first != nil || !errors.Is(second, par.ErrUnknown) {
		t.Errorf("taken: %v, %v", first, second)
	}
}

// Mirrors fapi2-security-profile-final-par-attempt-invalid-http-method.
func TestOtherMethodsAreNotAllowed(t *testing.T) {
	d := newDoor(t)
	for _, method := range []string{http.MethodGet, http.MethodPut, http.MethodDelete} {
		rec := httptest.NewRecorder()
		d.ServeHTTP(rec, httptest.NewRequest(method, par.Path, nil))
		if rec.Code != http.StatusMethodNotAllowed || rec.Header().Get("Allow") != "POST" {
			t.Errorf("%s: %d", method, rec.Code)
		}
	}
}

func TestRefusedPushKeepsNothing(t *testing.T) {
	d := newDoor(t)
	for name, c := range map[string]struct {
		secret, code string
		refuse       error
		proof        error
		status       int
	}{
		"refused":        {secret, "invalid_scope", protocol.InvalidScope("x"), nil, 400},
		"not the client": {"wrong", "invalid_client", nil, nil, 401},
		"a bad proof":    {secret, "invalid_dpop_proof", nil, dpop.ErrProof, 400},
		"no nonce":       {secret, "use_dpop_nonce", nil, dpop.ErrNonce, 400},
		"a fault":        {secret, "server_error", nil, errors.New("SELECT"), 500},
	} {
		d.refuse, d.proof = c.refuse, c.proof
		rec := d.push(url.Values{"client_secret": {c.secret}, "scope": {"openid"}})
		if rec.Code != c.status || !strings.Contains(rec.Body.String(), `"error":"`+c.code+`"`) || len(d.kept) != 0 || c.proof != nil && rec.Header().Get(dpop.NonceHeader) != "next" {
			t.Errorf("%s: %d %s", name, rec.Code, rec.Body)
		}
	}
}

// Mirrors fapi2-security-profile-final-ensure-mismatched-dpop-jkt-fails and
// fapi2-security-profile-final-ensure-dpop-proof-at-par-endpoint-binding-success.
func TestProofBindsTheCode(t *testing.T) {
	d := newDoor(t)
	for _, c := range []struct {
		jkt, asked, want string
	}{{"key", "", "key"}, {"key", "key", "key"}, {"", "key", "key"}, {"", "", ""}, {"key", "other", "refused"}} {
		clear(d.kept)
		d.jkt = c.jkt
		v := url.Values{"client_secret": {secret}}
		if c.asked != "" {
			v.Set("dpop_jkt", c.asked)
		}
		rec := d.push(v)
		got := "refused"
		for _, r := range d.kept {
			got = r.Values.Get("dpop_jkt")
		}
		if got != c.want || (rec.Code == http.StatusCreated) != (c.want != "refused") {
			t.Errorf("%+v: %d, %q", c, rec.Code, got)
		}
	}
}

func TestWhoKeepsNoSecretCannotFillTheStore(t *testing.T) {
	d := newDoor(t)
	for i, want := range []int{201, 201, 429} {
		if rec := d.push(url.Values{"client_id": {"public"}}); rec.Code != want {
			t.Errorf("%d: %d", i, rec.Code)
		}
	}
	if rec := d.push(url.Values{"client_secret": {secret}}); rec.Code != http.StatusCreated {
		t.Errorf("another client: %d", rec.Code)
	}
}
