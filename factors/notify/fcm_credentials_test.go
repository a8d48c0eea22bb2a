package notify_test

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"countersign/factors/notify"
	"countersign/factors/notify/fcmtest"
)

func TestNewFCMSaysWhatIsWrongWithItsConfiguration(t *testing.T) {
	google := fcmtest.New(t)
	member := func(name, value string) func(*testing.T, *notify.FCMConfig) {
		return func(t *testing.T, c *notify.FCMConfig) { c.CredentialsFile = edited(t, c.CredentialsFile, name, value) }
	}
	for _, c := range []struct {
		name  string
		spoil func(*testing.T, *notify.FCMConfig)
		want  string
	}{
		{"no file", func(_ *testing.T, c *notify.FCMConfig) { c.CredentialsFile = "" }, "credentials file"},
		{"missing file", func(_ *testing.T, c *notify.FCMConfig) { c.CredentialsFile = "/nowhere/key.json" }, "/nowhere/key.json"},
		{"not JSON", func(t *testing.T, c *notify.FCMConfig) { c.CredentialsFile = written(t, "SECRET") }, "not JSON"},
		{"a person's credentials", member("type", "authorized_user"), `"authorized_user"`},
		{"federation, which may run programs", member("type", "external_account"), `"external_account"`},
		{"no address", member("client_email", ""), "client_email"},
		{"no key", member("private_key", ""), "private_key"},
		{"broken key", member("private_key", "-----BEGIN PRIVATE KEY-----\nSECRET\n-----END PRIVATE KEY-----\n"), "private_key"},
		{"token endpoint in the clear", member("token_uri", "http://oauth2.example/token"), "token_uri"},
		{"token endpoint of another scheme", member("token_uri", "file:///etc/passwd"), "token_uri"},
		{"no project", member("project_id", ""), "give the project's id"},
		{"a project that is a path", member("project_id", "../x"), "project"},
		{"endpoint in the clear", func(_ *testing.T, c *notify.FCMConfig) { c.Endpoint = "http://fcm.example/v1" }, "endpoint"},
		{"endpoint with a query", func(_ *testing.T, c *notify.FCMConfig) { c.Endpoint = "https://fcm.example/v1?x" }, "endpoint"},
		{"endpoint without host", func(_ *testing.T, c *notify.FCMConfig) { c.Endpoint = "https:///v1" }, "endpoint"},
		{"endpoint with a user", func(_ *testing.T, c *notify.FCMConfig) { c.Endpoint = "https://a:SECRET@fcm.example/v1" }, "endpoint"},
		{"endpoint that is no URL", func(_ *testing.T, c *notify.FCMConfig) { c.Endpoint = "https://SECRET\x7f" }, "endpoint"},
		{"no client", func(_ *testing.T, c *notify.FCMConfig) { c.Client = nil }, "Client"},
		{"a client that goes anywhere", func(_ *testing.T, c *notify.FCMConfig) { c.Client = &http.Client{} }, "Client"},
		{"no clock", func(_ *testing.T, c *notify.FCMConfig) { c.Now = nil }, "Now"},
	} {
		t.Run(c.name, func(t *testing.T) {
			config := notify.FCMConfig{CredentialsFile: google.CredentialsFile, Endpoint: google.Endpoint(), Client: loopback(), Now: time.Now}
			c.spoil(t, &config)
			_, err := notify.NewFCM(t.Context(), config)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Fatalf("NewFCM = %v, want %q in it", err, c.want)
			}
			if strings.Contains(err.Error(), "SECRET") {
				t.Errorf("error %v shows what the file holds", err)
			}
		})
	}
	if tokens, sends := google.Calls(); tokens != 0 || sends != 0 {
		t.Errorf("NewFCM made %d and %d calls; a provider that is down must not stop the start", tokens, sends)
	}
}

func TestFCMProjectOfTheConfigurationWins(t *testing.T) {
	google := fcmtest.New(t)
	f, err := notify.NewFCM(t.Context(), notify.FCMConfig{
		CredentialsFile: edited(t, google.CredentialsFile, "project_id", "another"),
		ProjectID:       fcmtest.Project, Endpoint: google.Endpoint() + "/", Client: loopback(), Now: time.Now,
	})
	if err != nil {
		t.Fatal(err)
	}
	if r, err := f.Send(within(t, patience), to("fcm")); r != notify.Sent {
		t.Errorf("Send = %s, %v", r, err)
	}
}

// edited is a copy of a credentials file with one member changed.
func edited(t *testing.T, path, name, value string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var members map[string]string
	if err := json.Unmarshal(b, &members); err != nil {
		t.Fatal(err)
	}
	members[name] = value
	if b, err = json.Marshal(members); err != nil {
		t.Fatal(err)
	}
	return written(t, string(b))
}

func written(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "credentials.json")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
