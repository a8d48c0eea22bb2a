package op_test

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"

	"github.com/a-h/templ"

	"countersign/idp/client"
	"countersign/idp/token"
	"countersign/idp/web"
	"countersign/storage/storagetest"
)

func (failing) IDToken(context.Context, token.Facts) (string, error) { return "", errSQL }

func (failing) UserInfoJWT(context.Context, token.UserInfo, client.ID, string) (string, error) {
	return "", errSQL
}

func (failing) IntrospectionJWT(context.Context, any, client.ID, string) (string, error) {
	return "", errSQL
}

func (failing) Subject(context.Context, client.ID, string) (string, error) { return "", errSQL }

func nopPage(web.Failure) templ.Component { return templ.NopComponent }

func quiet(t *testing.T) *slog.Logger { return slog.New(slog.NewTextHandler(t.Output(), nil)) }

func mustURL(t *testing.T) *url.URL {
	u, err := url.Parse(issuer)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func TestNothingElseIsServed(t *testing.T) {
	clock := storagetest.NewClock()
	p := newProvider(t, storagetest.SQLite(t, clock), clock)
	for _, path := range []string{
		"/healthz", "/ready", "/.well-known/openid-configuration", "/authorize", "/authorize/callback", "/oauth/token",
		"/keys", "/end_session", "/device_authorization", "/token/", "/token/x",
	} {
		for _, method := range []string{http.MethodGet, http.MethodPost} {
			if a := p.do(httptest.NewRequest(method, path, nil)); a.status != http.StatusNotFound {
				t.Errorf("%s %s is %d", method, path, a.status)
			}
		}
	}
}

func TestNoOtherOriginMayRead(t *testing.T) {
	clock := storagetest.NewClock()
	p := newProvider(t, storagetest.SQLite(t, clock), clock)
	from := func(r *http.Request) { r.Header.Set("Origin", "https://evil.example") }
	for _, path := range []string{"/token", "/introspect", "/revoke", "/userinfo"} {
		preflight := httptest.NewRequest(http.MethodOptions, path, nil)
		from(preflight)
		preflight.Header.Set("Access-Control-Request-Method", "POST")
		for _, a := range []answer{p.post(path, exchange("x"), p.basic, from), p.do(preflight)} {
			for name := range a.header {
				if len(name) > 15 && name[:15] == "Access-Control-" {
					t.Errorf("%s answers %s: %s", path, name, a.header.Get(name))
				}
			}
		}
	}
}

func TestHugeBodyIsRefused(t *testing.T) {
	clock := storagetest.NewClock()
	p := newProvider(t, storagetest.SQLite(t, clock), clock)
	form := exchange("x")
	form.Set("x", string(make([]byte, 1<<20)))
	if a := p.post("/token", form, p.basic); a.status != http.StatusRequestEntityTooLarge {
		t.Errorf("%d %s", a.status, a.body)
	}
}
