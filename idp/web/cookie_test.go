package web_test

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"

	"countersign/idp/web"
)

func TestCookieIsBoundToThisHostAlone(t *testing.T) {
	w, _ := house(t)
	rec := httptest.NewRecorder()
	w.SetCookie(rec, web.SessionCookie, web.Secret(), time.Hour)
	w.DropCookie(rec, web.FlowCookie)
	set := rec.Result().Cookies()
	for _, c := range set {
		if !c.Secure || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" {
			t.Errorf("got %+v", c)
		}
	}
	if set[0].Name != "__Host-cs_session" || set[0].MaxAge != 3600 || set[1].Name != "__Host-cs_flow" || set[1].MaxAge != -1 {
		t.Errorf("got %+v", set)
	}
}

func TestCookiesOfTwoServersOnOneHostDoNotMeet(t *testing.T) {
	w, _ := house(t, func(d *web.Deps) { d.Issuer = &url.URL{Scheme: "http", Host: "localhost:8080"} })
	rec := httptest.NewRecorder()
	w.SetCookie(rec, web.FlowCookie, web.Secret(), 0)
	if got := rec.Result().Cookies()[0].Name; got != "__Host-cs_flow_8080" {
		t.Errorf("got %s", got)
	}
}

func TestOnlyACookieOfOurFormIsRead(t *testing.T) {
	w, _ := house(t)
	good, other := web.Secret(), web.Secret()
	for _, c := range []struct {
		name    string
		cookies []string
		want    string
	}{
		{"none", nil, ""},
		{"one", []string{good}, good},
		{"planted twice", []string{good, other}, ""},
		{"too short", []string{good[:20]}, ""},
		{"another alphabet", []string{"!" + good[1:]}, ""},
	} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		for _, v := range c.cookies {
			r.AddCookie(&http.Cookie{Name: "__Host-cs_flow", Value: v})
		}
		if got := w.Cookie(r, web.FlowCookie); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestSecretsDifferAndAreStoredAsHashes(t *testing.T) {
	a, b := web.Secret(), web.Secret()
	if a == b || len(a) != 43 || bytes.Contains(web.Hash(a), []byte(a)) || bytes.Equal(web.Hash(a), web.Hash(b)) {
		t.Errorf("got %s and %s", a, b)
	}
}
