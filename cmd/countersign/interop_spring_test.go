//go:build parties

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"countersign/cmd/demo/browser"
	"countersign/idp/client"
)

// spring is a running application of Spring Boot (testdata/parties/spring).
type spring struct {
	r   *rig
	url string
}

// parties is where .ci/parties.sh lays what it fetched and built.
func parties(t *testing.T, path string) string {
	t.Helper()
	cache, err := os.UserCacheDir()
	if err != nil {
		t.Fatal(err)
	}
	path = filepath.Join(cache, "countersign-parties", path)
	if _, err := os.Stat(path); err != nil {
		t.Fatalf("run: make parties (%v)", err)
	}
	return path
}

// startSpring starts one with the recipe of docs/integrating.md, for people
// who may sign in with a password alone where nobody asks for more.
func startSpring(t *testing.T) spring {
	t.Helper()
	r := newRig(t, "sqlite", 1, passwordAlone, callsLoopback)
	r.today()
	address, err := freeAddress()
	r.ok(err)
	s := spring{r: r, url: "http://" + address}
	c, secret := r.client(func(w *client.Registration) {
		w.Grants, w.Scopes = []string{client.GrantCode}, []string{"openid", "profile", "email"}
		w.RedirectURIs, w.PostLogoutRedirectURIs = []string{s.url + "/login/oauth2/code/countersign"}, []string{s.url + "/bye"}
		w.Metadata.BackchannelLogoutURI, w.Metadata.BackchannelLogoutSession = s.url+"/logout/connect/back-channel/countersign", true
		w.IDTokenAlg = "RS256"
	})
	properties := recipe(t, "Spring Security", "https://id.example.com", r.issuer, "client_...", string(c.ID), "cs_...", secret)
	file := filepath.Join(t.TempDir(), "application.properties")
	r.ok(os.WriteFile(file, []byte(properties), 0o600))
	_, port, _ := strings.Cut(address, ":")
	java := exec.CommandContext(t.Context(), "java", "-jar", parties(t, "spring/spring.jar"), // #nosec G204 -- built by .ci/parties.sh
		"--spring.config.location="+file, "--server.port="+port, "--logging.level.org.springframework.security=DEBUG")
	r.running(t, java, address, 5*time.Minute)
	return s
}

// signsIn takes b to the page that wants a sign-in, through both factors.
func (s spring) signsIn(b *browser.Tab, who member) {
	s.r.t.Helper()
	s.r.visits(b, s.url+"/payroll?month=5", who.name)
	s.r.finish(b, who.phone)
	if !strings.HasPrefix(b.URL(), s.url+"/payroll?month=5") {
		s.r.t.Fatalf("the browser is at %s:\n%s", b.URL(), b.PageText())
	}
}

// isOut fails the test where b still is signed in.
func (s spring) isOut(t *testing.T, b *browser.Tab) {
	t.Helper()
	if err := b.Open(t.Context(), s.url+"/payroll"); err != nil || b.Has("sub") {
		t.Errorf("the application opens: %v\n%s", err, b.PageText())
	}
}

func TestSpringSecurityByItsRecipe(t *testing.T) {
	code, err := os.ReadFile("testdata/parties/spring/src/main/java/countersign/Security.java")
	if err != nil || !strings.Contains(string(code), recipe(t, "Spring Security, in Java")) {
		t.Errorf("the Java of the recipe is not that of the application that runs here: %v", err)
	}
	s := startSpring(t)
	ctx := t.Context()
	t.Run("signs people in and out", func(t *testing.T) {
		b, ada := browser.New(browser.Options{}), s.r.join("ada")
		s.signsIn(b, ada)
		for id, want := range map[string]string{
			"name": "ada", "sub": string(ada.id), "email": "ada@northwind.example", "acr": "urn:countersign:acr:2", "amr": "pwd",
		} {
			if got, err := b.Text(id); err != nil || !strings.HasPrefix(got, want) {
				t.Errorf("%s is %q, %v; want %q", id, got, err, want)
			}
		}
		s.r.ok(b.Click(ctx, "logout"))
		if b.URL() != s.url+"/bye" {
			t.Errorf("after sign-out the browser is at %s:\n%s", b.URL(), b.PageText())
		}
		s.isOut(t, b)
		if !b.Has("password") {
			t.Errorf("Countersign did not end its session:\n%s", b.PageText())
		}
	})
	t.Run("hears of a sign-out elsewhere", func(t *testing.T) {
		b, bob := browser.New(browser.Options{}), s.r.join("bob")
		s.signsIn(b, bob)
		s.r.ok(b.Open(ctx, s.r.issuer+"/logout"), b.Click(ctx, "sign-out"), s.r.replicas[0].courier.Once(ctx))
		s.isOut(t, b)
	})
	t.Run("keeps a password alone out", func(t *testing.T) {
		s.keepsOut(t, s.r.tampering(t, s.url+"/payroll", s.r.join("carla")))
	})
	t.Run("keeps a request that was denied out", func(t *testing.T) {
		s.keepsOut(t, s.r.givesUp(s.url+"/payroll", s.r.join("dora")))
	})
}

// keepsOut fails the test unless b shows Spring's own error, and the
// application stays closed to it.
func (s spring) keepsOut(t *testing.T, b *browser.Tab) {
	t.Helper()
	if b.URL() != s.url+"/login?error" {
		t.Errorf("the browser is at %s:\n%s", b.URL(), b.PageText())
	}
	s.isOut(t, b)
}
