package main

import (
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"countersign/cmd/demo/browser"
	"countersign/idp/client"
	"countersign/idp/person"
)

// oauth2Proxy is a running one that protects an application.
type oauth2Proxy struct {
	url string
}

// oauth2ProxyProgram builds the one that testdata/parties/oauth2proxy names.
func oauth2ProxyProgram(t *testing.T) string {
	t.Helper()
	bin := filepath.Join(t.TempDir(), "oauth2-proxy")
	build := exec.CommandContext(t.Context(), "go", "build", "-trimpath", "-ldflags=-s -w", "-o", bin, "github.com/oauth2-proxy/oauth2-proxy/v7")
	build.Dir = filepath.Join("testdata", "parties", "oauth2proxy")
	build.Env = append(os.Environ(), "CGO_ENABLED=0", "GOFLAGS=-buildvcs=false", "GOWORK=off")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build oauth2-proxy: %v\n%s", err, out)
	}
	return bin
}

// startOAuth2Proxy starts the program with the recipe of docs/integrating.md.
func startOAuth2Proxy(t *testing.T, r *rig, bin string) oauth2Proxy {
	t.Helper()
	address, err := freeAddress()
	r.ok(err)
	p := oauth2Proxy{url: "http://" + address}
	c, secret := r.client(func(w *client.Registration) {
		w.Name, w.Grants, w.Scopes = "Intranet", []string{client.GrantCode}, []string{"openid", "profile", "email"}
		w.RedirectURIs, w.PostLogoutRedirectURIs = []string{p.url + "/oauth2/callback"}, []string{p.url + "/"}
	})
	conf := recipe(t, "oauth2-proxy", "https://id.example.com", r.issuer, "https://app.example.com", p.url,
		"client_...", string(c.ID), "cs_...", secret, "http://127.0.0.1:8081", echo(t).URL, "0.0.0.0:4180", address)
	file := filepath.Join(t.TempDir(), "oauth2-proxy.cfg")
	r.ok(os.WriteFile(file, []byte(conf), 0o600))
	r.running(t, exec.CommandContext(t.Context(), bin, "--config", file, "--cookie-secure=false"), address, 20*time.Second) // #nosec G204 -- built above
	return p
}

// vouched is somebody whose address the operator vouches for.
func vouched(p *person.Person) { p.EmailVerified = true }

func TestOAuth2ProxyByItsRecipe(t *testing.T) {
	bin := oauth2ProxyProgram(t)
	t.Run("signs people in and out", func(t *testing.T) {
		r := newRig(t, "sqlite", 1)
		r.today()
		ada := r.join("ada", vouched)
		p := startOAuth2Proxy(t, r, bin)
		b := browser.New(browser.Options{})
		r.visits(b, p.url+"/payroll?month=5", "ada")
		r.finish(b, ada.phone)
		if b.URL() != p.url+"/payroll?month=5" {
			t.Fatalf("the browser is at %s:\n%s", b.URL(), b.PageText())
		}
		for id, want := range map[string]string{
			"path": "/payroll", "x-forwarded-user": string(ada.id), "x-forwarded-preferred-username": "ada",
			"x-forwarded-email": "ada@northwind.example", "x-forwarded-groups": "urn:countersign:acr:2",
		} {
			if got, err := b.Text(id); err != nil || got != want {
				t.Errorf("%s is %q, %v; want %q", id, got, err, want)
			}
		}
		// Its way out ends its own session and, behind the browser's back, ours.
		r.ok(b.Open(t.Context(), p.url+"/oauth2/sign_out"))
		if !b.Has("password") || !strings.HasPrefix(b.URL(), r.issuer) {
			t.Errorf("after sign-out there is no sign-in page at %s:\n%s", b.URL(), b.PageText())
		}
	})
	t.Run("keeps a request that was denied out", func(t *testing.T) {
		r := newRig(t, "sqlite", 1)
		r.today()
		ada := r.join("ada", vouched)
		p := startOAuth2Proxy(t, r, bin)
		p.keepsOut(t, r.givesUp(p.url+"/payroll", ada), http.StatusForbidden)
	})
	t.Run("keeps a password alone out", func(t *testing.T) {
		r := newRig(t, "sqlite", 1, passwordAlone)
		r.today()
		ada := r.join("ada", vouched)
		p := startOAuth2Proxy(t, r, bin)
		p.keepsOut(t, r.tampering(t, p.url+"/payroll", ada), http.StatusForbidden)
	})
	t.Run("keeps an address nobody vouched for out", func(t *testing.T) {
		r := newRig(t, "sqlite", 1)
		r.today()
		ada := r.join("ada")
		p := startOAuth2Proxy(t, r, bin)
		b := browser.New(browser.Options{})
		r.visits(b, p.url+"/payroll", "ada")
		r.finish(b, ada.phone)
		p.keepsOut(t, b, http.StatusInternalServerError)
	})
}

// keepsOut fails the test unless b shows an error page of the proxy, and the
// application stays closed to it.
func (p oauth2Proxy) keepsOut(t *testing.T, b *browser.Tab, status int) {
	t.Helper()
	if b.Status() != status || !strings.HasPrefix(b.URL(), p.url+"/oauth2/callback?") {
		t.Errorf("the browser is at %s with %d, want %d:\n%s", b.URL(), b.Status(), status, b.PageText())
	}
	if err := b.Open(t.Context(), p.url+"/payroll"); err != nil || b.Has("x-forwarded-user") {
		t.Errorf("the application opens: %v\n%s", err, b.PageText())
	}
}
