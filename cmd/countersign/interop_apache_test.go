package main

import (
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"countersign/cmd/demo/browser"
	"countersign/idp/client"
)

// apacheModules are what Debian's apache2 and libapache2-mod-auth-openidc bring.
const apacheModules = "/usr/lib/apache2/modules"

// apacheConf protects everything by mod_auth_openidc, by the recipe of
// docs/integrating.md, and hands it to the application behind.
const apacheConf = `ServerName localhost
ServerRoot %[1]s
PidFile apache.pid
ErrorLog error.log
Listen %[2]s
LoadModule mpm_event_module %[3]s/mod_mpm_event.so
LoadModule authn_core_module %[3]s/mod_authn_core.so
LoadModule authz_core_module %[3]s/mod_authz_core.so
LoadModule authz_user_module %[3]s/mod_authz_user.so
LoadModule proxy_module %[3]s/mod_proxy.so
LoadModule proxy_http_module %[3]s/mod_proxy_http.so
LoadModule auth_openidc_module %[3]s/mod_auth_openidc.so
OIDCDefaultLoggedOutURL http://%[2]s/bye
%[4]s
<Location /bye>
  Require all granted
</Location>
ProxyPass /callback !
ProxyPass / %[5]s/
`

// apache is a running Apache that protects an application.
type apache struct{ url string }

// startApache starts one for a client of r; the application behind it answers
// with the headers it got.
func startApache(t *testing.T, r *rig) apache {
	t.Helper()
	if _, err := os.Stat(filepath.Join(apacheModules, "mod_auth_openidc.so")); err != nil {
		t.Fatalf("Apache with mod_auth_openidc is missing; run: make test-setup (%v)", err)
	}
	address, err := freeAddress()
	r.ok(err)
	c, secret := r.client(func(w *client.Registration) {
		w.Name = "Intranet"
		w.RedirectURIs = []string{"http://" + address + "/callback"}
		w.PostLogoutRedirectURIs = []string{"http://" + address + "/bye"}
	})
	dir := t.TempDir()
	lines := recipe(t, "Apache, mod_auth_openidc", "https://id.example.com", r.issuer, "https://intranet.example.com", "http://"+address,
		"client_...", string(c.ID), "cs_...", secret)
	conf := fmt.Sprintf(apacheConf, dir, address, apacheModules, lines, echo(t).URL)
	r.ok(os.WriteFile(filepath.Join(dir, "apache.conf"), []byte(conf), 0o600))
	server := exec.CommandContext(t.Context(), "/usr/sbin/apache2", "-X", "-f", filepath.Join(dir, "apache.conf"))
	server.Env = []string{"HOME=" + dir}
	t.Cleanup(func() {
		if t.Failed() {
			log, _ := os.ReadFile(filepath.Join(dir, "error.log")) //nolint:errcheck // what there is of it
			t.Logf("Apache: %s", log)
		}
	})
	r.running(t, server, address, 20*time.Second)
	return apache{url: "http://" + address}
}

func TestApacheSignsPeopleInAndOut(t *testing.T) {
	r := newRig(t, "sqlite", 1)
	r.today()
	ada := r.join("ada")
	a := startApache(t, r)
	b := browser.New(browser.Options{})
	ctx := t.Context()
	r.visits(b, a.url+"/payroll?month=5", "ada")
	r.finish(b, ada.phone)
	if b.URL() != a.url+"/payroll?month=5" {
		t.Fatalf("the browser is at %s:\n%s", b.URL(), b.PageText())
	}
	for id, want := range map[string]string{
		"path": "/payroll", "oidc_claim_sub": string(ada.id), "oidc_claim_preferred_username": "ada",
		"oidc_claim_email": "ada@northwind.example", "oidc_claim_amr": "pwd", "oidc_claim_iss": r.issuer,
		"oidc_claim_acr": "urn:countersign:acr:2",
	} {
		if got, err := b.Text(id); err != nil || !strings.Contains(got, want) {
			t.Errorf("%s is %q, %v; want %q", id, got, err, want)
		}
	}
	// Its way out is RP-initiated logout, with its ID token.
	r.ok(b.Open(ctx, a.url+"/callback?logout="+a.url+"/bye"))
	if b.URL() != a.url+"/bye" {
		t.Errorf("after sign-out the browser is at %s:\n%s", b.URL(), b.PageText())
	}
	r.ok(b.Open(ctx, a.url+"/payroll"))
	if !b.Has("password") {
		t.Errorf("after sign-out there is no sign-in page at %s:\n%s", b.URL(), b.PageText())
	}
}

func TestApacheLetsNobodyInByHalf(t *testing.T) {
	r := newRig(t, "sqlite", 1, passwordAlone)
	r.today()
	a := startApache(t, r)
	b := r.tampering(t, a.url+"/payroll", r.join("ada"))
	if b.Status() != http.StatusUnauthorized || b.Has("path") || !strings.HasPrefix(b.URL(), a.url) {
		t.Errorf("a password alone gets %d at %s:\n%s", b.Status(), b.URL(), b.PageText())
	}
	b = r.givesUp(a.url+"/payroll", r.join("dora"))
	if !b.Has("password") || !strings.HasPrefix(b.URL(), r.issuer) { // it starts anew where others show an error
		t.Errorf("a request that was denied gets %d at %s:\n%s", b.Status(), b.URL(), b.PageText())
	}
	if r.ok(b.Open(t.Context(), a.url+"/payroll")); b.Has("path") {
		t.Errorf("the application opens:\n%s", b.PageText())
	}
}
