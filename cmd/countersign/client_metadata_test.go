package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func written(t *testing.T, text string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "app.json")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestApplicationIsMadeShownAndChangedByItsMetadata(t *testing.T) {
	eachConsole(t, func(t *testing.T, c *console) {
		var made clientJSON
		c.decode(&made, "client", "create", "--name", "Bank", "--metadata", written(t, `{
			"client_name": "Overruled", "redirect_uris": ["https://bank.example/cb"], "token_endpoint_auth_method": "tls_client_auth",
			"tls_client_auth_san_dns": "bank.example", "require_pushed_authorization_requests": true, "third_party": true}`))
		if made.Name != "Bank" || made.Method != "tls_client_auth" || made.Secret != "" {
			t.Errorf("%+v", made)
		}
		shown := c.ok("client", "show", made.ID)
		var d map[string]any
		if err := json.Unmarshal([]byte(shown), &d); err != nil {
			t.Fatal(err)
		}
		if d["client_id"] != made.ID || d["require_pushed_authorization_requests"] != true || d["scope"] != "openid profile email" || strings.Contains(shown, "secret") {
			t.Errorf("shown: %s", shown)
		}
		changed := strings.Replace(strings.Replace(shown, "tls_client_auth", "client_secret_post", 1), `"tls_client_auth_san_dns": "bank.example",`, "", 1)
		var next clientJSON
		c.decode(&next, "client", "update", made.ID, "--metadata", written(t, changed))
		if next.Method != "client_secret_post" || !strings.HasPrefix(next.Secret, "cs_cs_") {
			t.Errorf("%+v", next)
		}
		c.ok("audit", "verify")

		c.refused(exitFailed, "is of "+made.ID, "client", "update", "client_other", "--metadata", written(t, shown))
		c.refused(exitFailed, "client list", "client", "update", "client_other", "--metadata", written(t, `{"client_name":"x","redirect_uris":["https://x.example/"]}`))
		c.refused(exitFailed, "require_par", "client", "update", made.ID, "--metadata", written(t, `{"client_name":"x","require_par":true}`))
		c.refused(exitFailed, "exactly one", "client", "update", made.ID, "--metadata", written(t, `{"client_name":"x","redirect_uris":["https://x.example/"],"token_endpoint_auth_method":"tls_client_auth"}`))
		c.refused(exitFailed, "client show", "client", "update", made.ID)
		c.refused(exitFailed, "no such file", "client", "update", made.ID, "--metadata", "none.json")
		c.refused(exitFailed, "client list", "client", "show", "client_other")
		if again := c.ok("client", "show", made.ID); !strings.Contains(again, "client_secret_post") || strings.Contains(again, "require_par") {
			t.Errorf("refused updates left %s", again)
		}
	})
}

func TestNativeApplicationIsMadeByAFlag(t *testing.T) {
	c := newConsole(t, "sqlite:"+filepath.Join(t.TempDir(), "c.db"))
	var made clientJSON
	c.decode(&made, "client", "create", "--name", "Desk", "--public", "--native", "--redirect-uri", "http://127.0.0.1/cb")
	if shown := c.ok("client", "show", made.ID); !strings.Contains(shown, `"application_type": "native"`) {
		t.Error(shown)
	}
	c.refused(exitFailed, "public client", "client", "create", "--name", "Desk", "--public", "--method", "private_key_jwt", "--redirect-uri", "http://127.0.0.1/cb")
}

// The command holds the profile as the server does, at every change, too: what was
// there before it was switched on stays as it is, and is mended by one that meets it.
func TestProfileIsHeldByTheCommand(t *testing.T) {
	c := newConsole(t, "sqlite:"+filepath.Join(t.TempDir(), "c.db"))
	const uri, strong = "https://bank.example/cb", `{"client_name":"Bank","redirect_uris":["https://bank.example/cb"],"token_endpoint_auth_method":"private_key_jwt","jwks_uri":"https://bank.example/keys"}`
	weak := strings.Replace(strings.Replace(strong, "private_key_jwt", "client_secret_basic", 1), `,"jwks_uri":"https://bank.example/keys"`, "", 1)
	var early, made clientJSON
	c.decode(&early, "client", "create", "--name", "Early", "--redirect-uri", uri)
	c.environ = append(c.environ, "COUNTERSIGN_OAUTH_PROFILE=fapi2")
	for _, args := range [][]string{
		{"create", "--name", "Bank", "--redirect-uri", uri}, {"create", "--name", "Bank", "--public", "--redirect-uri", uri},
		{"create", "--metadata", written(t, weak)}, {"update", early.ID, "--metadata", written(t, weak)},
	} {
		c.refused(exitFailed, "token_endpoint_auth_method must be private_key_jwt", append([]string{"client"}, args...)...)
	}
	c.decode(&made, "client", "create", "--metadata", written(t, strong))
	for _, weaker := range []string{weak, strings.Replace(strong, "}", `,"id_token_signed_response_alg":"RS256"}`, 1), strings.Replace(strong, "}", `,"pkce_optional":true}`, 1)} {
		c.refused(exitFailed, "under the FAPI profile", "client", "update", made.ID, "--metadata", written(t, weaker))
	}
	c.ok("client", "update", early.ID, "--metadata", written(t, strong))
}
