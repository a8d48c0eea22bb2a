package main

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"countersign/config"
	"countersign/idp/client"
)

// mailbox is an application that takes answers by POST, with the page's origin.
type mailbox struct {
	uri   string
	posts chan posted
}

type posted struct {
	form   url.Values
	query  url.Values
	origin string
}

// mailbox makes one of the rig's application.
func (r *rig) mailbox() mailbox {
	m := mailbox{uri: r.callback + "?tenant=1", posts: make(chan posted, 10)}
	r.app.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost && r.ParseForm() == nil {
			m.posts <- posted{r.PostForm, r.URL.Query(), r.Header.Get("Origin")}
		}
		w.Header().Set("Content-Type", "text/html")
		_, _ = w.Write([]byte("<!doctype html><title>Payroll</title><p id=here>here"))
	})
	return m
}

// asksBy is a request of a client of the mailbox.
func (r *rig) asksBy(m mailbox, mode string, change ...func(*client.Registration)) request {
	r.t.Helper()
	c, secret := r.client(append(change, func(w *client.Registration) { w.RedirectURIs = []string{m.uri} })...)
	return r.request(c, secret, func(v url.Values) { v.Set("redirect_uri", m.uri); v.Set("response_mode", mode) })
}

// withPassword is somebody who only ever set a password.
func (r *rig) withPassword(name string) {
	r.t.Helper()
	ctx, b := r.t.Context(), r.browser(0)
	_, link := r.invite(name)
	r.ok(b.Open(ctx, link), b.Click(ctx, "invite-start"), b.Fill("new-password", storyPassword), b.Click(ctx, "new-password-submit"))
}

// passwordAlone makes sign-ins short.
func passwordAlone(c *config.Config) { c.Policy.SecondFactor = false }

// Form Post Response Mode, in a browser that runs nothing and in one that does.
func TestAnswerIsPostedWithoutScript(t *testing.T) {
	t.Parallel()
	r := newRig(t, "sqlite", 1, passwordAlone)
	r.withPassword("ada")
	m, b := r.mailbox(), r.browser(0)
	q := r.asksBy(m, "form_post")
	r.toPush(b, q, "ada")
	r.ok(b.Click(t.Context(), "form-post-continue"))
	got := <-m.posts
	if !strings.HasPrefix(got.form.Get("code"), "cs_ac_") || got.form.Get("state") != q.state || got.form.Get("iss") != r.issuer ||
		len(got.form) != 3 || got.query.Encode() != "tenant=1" || b.URL() != m.uri {
		t.Errorf("posted %v, at %s", got, b.URL())
	}
	// An error, too.
	r.clock.Advance(time.Second)
	r.ok(b.Open(t.Context(), q.url+"&prompt=none&max_age=0"), b.Click(t.Context(), "form-post-continue"))
	if got := <-m.posts; got.form.Get("error") != "login_required" || got.form.Get("state") != q.state {
		t.Errorf("posted %v", got)
	}
}

func TestBrowserPostsTheAnswerByItself(t *testing.T) {
	t.Parallel()
	r := newRig(t, "sqlite", 1, passwordAlone)
	r.withPassword("ada")
	m, b := r.mailbox(), r.chromium(true)
	q := r.asksBy(m, "form_post.jwt")
	b.open(q.url)
	b.fill("username", "ada")
	b.fill("password", storyPassword)
	b.click("sign-in")
	b.see("here")
	got := <-m.posts
	if claims := r.opened(got.form); claims["state"] != q.state || got.origin != r.issuer {
		t.Errorf("posted %v from %q", claims, got.origin)
	}
}

// opened verifies a signed answer by our public keys, as an application does
// (JARM section 2.4).
func (r *rig) opened(v url.Values) map[string]any {
	r.t.Helper()
	answer, err := r.http(0).Get(r.issuer + "/jwks")
	r.ok(err)
	defer answer.Body.Close()
	var set jose.JSONWebKeySet
	r.ok(json.NewDecoder(answer.Body).Decode(&set))
	jws, err := jose.ParseSignedCompact(v.Get("response"), []jose.SignatureAlgorithm{jose.ES256, jose.RS256, jose.EdDSA})
	if err != nil {
		r.t.Fatalf("%v: %v", v, err)
	}
	payload, err := jws.Verify(set)
	if err != nil {
		r.t.Fatal(err)
	}
	claims := map[string]any{"alg": jws.Signatures[0].Protected.Algorithm}
	if err := json.Unmarshal(payload, &claims); err != nil {
		r.t.Fatal(err)
	}
	if len(v) != 1 || claims["iss"] != r.issuer {
		r.t.Errorf("told %v: %v", v, claims)
	}
	return claims
}

func TestSignedAnswerIsOfTheKeysThatArePublished(t *testing.T) {
	t.Parallel()
	r := newRig(t, "sqlite", 1, passwordAlone)
	r.withPassword("ada")
	for alg, mode := range map[string]string{"": "jwt", "RS256": "query.jwt", "EdDSA": "fragment.jwt"} {
		m, b := r.mailbox(), r.browser(0)
		q := r.asksBy(m, mode, func(w *client.Registration) { w.Metadata.ResponseAlg = alg })
		r.toPush(b, q, "ada")
		u, err := url.Parse(b.URL())
		r.ok(err)
		answer := u.Query()
		if answer.Del("tenant"); mode == "fragment.jwt" {
			answer, err = url.ParseQuery(u.Fragment)
			r.ok(err)
		}
		claims := r.opened(answer)
		exp, _ := claims["exp"].(float64)
		left := time.Unix(int64(exp), 0).Sub(r.clock.Now())
		code, _ := claims["code"].(string)
		if want := map[string]string{"": "ES256"}[alg] + alg; claims["alg"] != want || claims["aud"] != string(q.client.ID) ||
			claims["state"] != q.state || !strings.HasPrefix(code, "cs_ac_") || left <= 10*time.Second || left > 10*time.Minute {
			t.Errorf("%s: %v", mode, claims)
		}
	}
}
