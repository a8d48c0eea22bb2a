package main

import (
	"fmt"
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

// apacheConf protects everything by mod_auth_openidc, as docs/integrating.md
// has it, and hands it to the application behind.
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
OIDCProviderMetadataURL %[4]s/.well-known/openid-configuration
OIDCClientID %[5]s
OIDCClientSecret %[6]s
OIDCRedirectURI http://%[2]s/callback
OIDCDefaultLoggedOutURL http://%[2]s/bye
OIDCCryptoPassphrase a-passphrase-of-this-test-alone
OIDCScope "openid profile email"
OIDCPKCEMethod S256
%[7]s
<Location />
  AuthType openid-connect
  Require valid-user
</Location>
<Location /bye>
  Require all granted
</Location>
ProxyPass /callback !
ProxyPass / %[8]s/
`

// apache is a running Apache that protects an application.
type apache struct{ url, secret string }

// startApache starts one for a client of r; the application behind it answers
// with the headers it got.
func startApache(t *testing.T, r *rig, more string, change ...func(*client.Registration)) apache {
	t.Helper()
	if _, err := os.Stat(filepath.Join(apacheModules, "mod_auth_openidc.so")); err != nil {
		t.Fatalf("Apache with mod_auth_openidc is missing; run: make test-setup (%v)", err)
	}
	address, err := freeAddress()
	r.ok(err)
	c, secret := r.client(append([]func(*client.Registration){func(w *client.Registration) {
		w.Name = "Intranet"
		w.RedirectURIs = []string{"http://" + address + "/callback"}
		w.PostLogoutRedirectURIs = []string{"http://" + address + "/bye"}
	}}, change...)...)
	dir := t.TempDir()
	conf := fmt.Sprintf(apacheConf, dir, address, apacheModules, r.issuer, c.ID, secret, more, echo(t).URL)
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
	return apache{url: "http://" + address, secret: secret}
}

func TestApacheSignsPeopleInAndOut(t *testing.T) {
	r := newRig(t, "sqlite", 1)
	r.today()
	ada := r.join("ada")
	a := startApache(t, r, "")
	b := browser.New(browser.Options{})
	ctx := t.Context()
	r.ok(b.Open(ctx, a.url+"/payroll?month=5"), b.Fill("username", "ada"), b.Fill("password", storyPassword), b.Click(ctx, "sign-in"))
	r.finish(b, ada.phone)
	if b.URL() != a.url+"/payroll?month=5" {
		t.Fatalf("the browser is at %s:\n%s", b.URL(), b.PageText())
	}
	for id, want := range map[string]string{
		"path": "/payroll", "oidc_claim_sub": string(ada.id), "oidc_claim_preferred_username": "ada",
		"oidc_claim_email": "ada@northwind.example", "oidc_claim_amr": "pwd", "oidc_claim_iss": r.issuer,
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
