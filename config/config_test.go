package config_test

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"

	"countersign/config"
)

func write(t *testing.T, text string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

func TestDefaultsAreValid(t *testing.T) {
	c, err := config.Load("", nil)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(config.Default(), c); d != "" {
		t.Error(d)
	}
}

func TestEveryLaterSourceWins(t *testing.T) {
	file := write(t, "issuer: https://file.example\nlifetimes:\n  code: 30s\n  flow: 20m\nlisten: ':1'\n")
	env := []string{"COUNTERSIGN_LIFETIMES_CODE=40s", "COUNTERSIGN_LISTEN=:2", "COUNTERSIGN_LOG_LEVEL="}
	c, err := config.Load(file, env, "listen=:3")
	if err != nil {
		t.Fatal(err)
	}
	if c.Issuer != "https://file.example" || c.Lifetimes.Flow != 20*time.Minute || c.Lifetimes.Code != 40*time.Second ||
		c.Listen != ":3" || c.LogLevel != "info" || c.Lifetimes.IDToken != time.Hour {
		t.Errorf("got %+v", c)
	}
}

func TestEveryKindOfValueIsRead(t *testing.T) {
	c, err := config.Load("", []string{
		"COUNTERSIGN_TRUSTED_PROXIES=10.0.0.0/8, 192.0.2.1,::1", "COUNTERSIGN_POLICY_SECOND_FACTOR=false",
		"COUNTERSIGN_LIMITS_PASSWORD_FAILURES=7", "COUNTERSIGN_ORGANISATION=true", "COUNTERSIGN_OUTBOUND_ALLOW=127.0.0.0/8",
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(config.Prefixes(c.TrustedProxies)); got != "[10.0.0.0/8 192.0.2.1/32 ::1/128]" {
		t.Error(got)
	}
	if c.Policy.SecondFactor || c.Limits.PasswordFailures != 7 || c.Organisation != "true" || len(c.Outbound.Allow) != 1 {
		t.Errorf("got %+v", c)
	}
	file := write(t, "trusted_proxies: [10.0.0.0/8, 192.0.2.1]\npolicy: {second_factor: false}\n")
	if c, err = config.Load(file, nil); err != nil || len(c.TrustedProxies) != 2 || c.Policy.SecondFactor {
		t.Errorf("got %+v, %v", c, err)
	}
}

func TestMistakesNameTheirPlaceAndTheRemedy(t *testing.T) {
	for _, c := range []struct {
		name, file string
		env, set   []string
		want       []string
	}{
		{"misspelt key", "listen: ':1'\nisuer: x\n", nil, nil, []string{"line 2", `"isuer"`, "docs/configuration.md"}},
		{"misspelt nested key", "lifetimes:\n  cod: 60s\n", nil, nil, []string{"line 2", `"cod"`}},
		{"number for a duration", "lifetimes:\n  code: 60\n", nil, nil, []string{"line 2", "a duration, such as 90s"}},
		{"key twice", "listen: ':1'\nlisten: ':2'\n", nil, nil, []string{"listen"}},
		{"two documents", "listen: ':1'\n---\nlisten: ':2'\n", nil, nil, []string{"one document"}},
		{"no YAML", "\t{", nil, nil, []string{"file"}},
		{"bad range", "listen: x\ntrusted_proxies: [nowhere]\n", nil, nil, []string{"line 2", "nowhere", "10.0.0.0/8"}},
		{"bad duration", "", []string{"COUNTERSIGN_LIFETIMES_CODE=soon"}, nil, []string{"COUNTERSIGN_LIFETIMES_CODE", `"soon"`, "90s"}},
		{"bad list", "", []string{"COUNTERSIGN_TRUSTED_PROXIES=here"}, nil, []string{"COUNTERSIGN_TRUSTED_PROXIES", "10.0.0.0/8"}},
		{"bad number", "", []string{"COUNTERSIGN_LIMITS_DEVICES=many"}, nil, []string{"COUNTERSIGN_LIMITS_DEVICES", "number"}},
		{"bad flag", "", nil, []string{"lifetimes.cod=1s", "listen", "log_level=loud"}, []string{"lifetimes.cod", "--set listen: write key=value", "log_level"}},
		{"file of a secret is missing", "", []string{"COUNTERSIGN_MASTER_KEY_FILE=/nowhere/key"}, nil, []string{"COUNTERSIGN_MASTER_KEY_FILE", "/nowhere/key"}},
		{"secret given twice", "", []string{"COUNTERSIGN_MASTER_KEY=a:b", "COUNTERSIGN_MASTER_KEY_FILE=x"}, nil, []string{"keep one"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			file := ""
			if c.file != "" {
				file = write(t, c.file)
			}
			_, err := config.Load(file, c.env, c.set...)
			if err == nil {
				t.Fatal("want an error")
			}
			for _, w := range c.want {
				if !strings.Contains(err.Error(), w) {
					t.Errorf("%q is not in: %v", w, err)
				}
			}
			if strings.Contains(err.Error(), "config.") || strings.Contains(err.Error(), "netip.") {
				t.Errorf("the error speaks of our types: %v", err)
			}
		})
	}
	if _, err := config.Load("/nowhere/at/all.yaml", nil); err == nil || !strings.Contains(err.Error(), "/nowhere/at/all.yaml") {
		t.Errorf("a missing file: %v", err)
	}
}

func TestWhatIsNotAllowedIsRefused(t *testing.T) {
	for _, c := range []struct{ set, want string }{
		{"issuer=http://id.example.com", "issuer: use https"},
		{"issuer=https://id.example.com/", "issuer: leave out"},
		{"issuer=https://id.example.com/path", "issuer: leave out"},
		{"issuer=https://id.example.com?", "issuer: leave out"},
		{"issuer=https://id.example.com#", "issuer: leave out"},
		{"issuer=https://user@id.example.com", "issuer: leave out"},
		{"issuer=https://ID.example.com", "issuer: write"},
		{"issuer=ftp://localhost", "issuer: use https"},
		{"issuer=http://127.0.0.1.example.com", "issuer: use https"},
		{"issuer=localhost", "issuer: write a URL"},
		{"issuer=", "issuer: write a URL"},
		{"listen=8080", "listen:"},
		{"metrics_listen=x", "metrics_listen:"},
		{"database_url=mysql://x", "database_url:"},
		{"database_url=sqlite:", "database_url:"},
		{"database_url=postgres://h/d", "master_key: it is required"},
		{"database_listen_url=postgres://h/d", "database_listen_url:"},
		{"database_max_connections=1", "database_max_connections:"},
		{"lifetimes.challenge=10s", "lifetimes.challenge: write 30s to 5m"},
		{"lifetimes.challenge=301s", "lifetimes.challenge:"},
		{"lifetimes.code=1h", "lifetimes.code:"},
		{"lifetimes.code=-1s", "lifetimes.code:"},
		{"lifetimes.password_step=31m", "lifetimes.password_step:"},
		{"lifetimes.session_idle=169h", "lifetimes.session_idle:"},
		{"lifetimes.refresh_token=2161h", "lifetimes.refresh_token:"},
		{"limits.password_failures=0", "limits.password_failures:"},
		{"limits.password_failures=101", "limits.password_failures:"},
		{"policy.push_mode=colour", "policy.push_mode:"},
		{"policy.password_min=7", "policy.password_min:"},
		{"attestation.policy=maybe", "attestation.policy:"},
		{"attestation.policy=require", "attestation.policy:"},
		{"attestation.apple_apps=com.example", "attestation.apple_apps:"},
		{"attestation.apple_apps=abcde12345.com.example", "attestation.apple_apps:"},
		{"attestation.apple_apps=ABCDE1234.com.example", "attestation.apple_apps:"},
		{"attestation.apple_apps=ABCDE12345.", "attestation.apple_apps:"},
		{"log_level=loud", "log_level:"},
		{"log_format=xml", "log_format:"},
		{"organisation=", "organisation:"},
		{"support_contact=a\nb", "support_contact:"},
		{"fcm.project_id=p", "fcm.credentials_file:"},
		{"fcm.endpoint=http://example.com", "fcm.endpoint:"},
	} {
		if _, err := config.Load("", nil, c.set); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: %v, want %q", c.set, err, c.want)
		}
	}
}

func TestIssuerMayBeHTTPOnLoopbackOnly(t *testing.T) {
	for _, issuer := range []string{"http://localhost:8080", "http://127.0.0.1", "http://127.1.2.3:1", "http://[::1]:8080", "https://id.example.com:8443"} {
		if _, err := config.Load("", nil, "issuer="+issuer); err != nil {
			t.Errorf("%s: %v", issuer, err)
		}
	}
}

func TestAppsAndPlatformsAreChecked(t *testing.T) {
	for setting, ok := range map[string]bool{
		"apps.android=https://play.example/a": true, "apps.android=http://play.example/a": false, "apps.ios=javascript:alert(1)": false,
		"apps.ios=https://user@apps.example/": false, "policy.platforms=web,ios": true, "policy.platforms=web,web": false, "policy.platforms=toaster": false,
		"languages=de,en": true, "languages=de,de": false, "languages=xx": false, "languages=": false, "policy.platforms=": false,
	} {
		if _, err := config.Load("", nil, setting); (err == nil) != ok {
			t.Errorf("%s: %v", setting, err)
		}
	}
}

func TestSettingsThatDoNotGoTogetherAreRefused(t *testing.T) {
	const server, from = "mail.server=smtps://mail.example:465", "mail.from=id@northwind.example"
	for _, c := range []struct {
		set  []string
		want string // "" if they go together
	}{
		{[]string{"policy.usual_password_alone=true"}, ""},
		{[]string{"policy.usual_password_alone=true", "policy.risk=false"}, "policy.usual_password_alone:"},
		{[]string{"policy.methods=recovery"}, "policy.methods:"},
		{[]string{"policy.methods=recovery,totp"}, ""},
		{[]string{"policy.methods=totp,totp"}, "policy.methods:"},
		{[]string{"mail.admins=ops@northwind.example"}, "mail.server:"},
		{[]string{server, from, "mail.admins=ops@northwind.example"}, ""},
		{[]string{server, from, "mail.admins=Ops <ops@northwind.example>"}, "mail.admins:"},
		{[]string{server, from, "mail.admins=ops@northwind.example,ops"}, "mail.admins:"},
		{[]string{"attestation.policy=require", "attestation.android_roots_file=r"}, "attestation.policy:"},
		{[]string{"attestation.policy=require", "attestation.apple_root_file=r"}, "attestation.policy:"},
		{[]string{"attestation.policy=require", "attestation.apple_root_file=r", "attestation.apple_apps=ABCDE12345.com.example"}, ""},
		{[]string{"attestation.policy=require", "attestation.webauthn_roots_file=r"}, ""},
		{[]string{"attestation.policy=require", "attestation.webauthn_roots_file=r", "policy.approval=device_key"}, "attestation.policy:"},
	} {
		_, err := config.Load("", nil, c.set...)
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: %v, want %q", c.set, err, c.want)
		}
	}
}

func TestAllMistakesComeAtOnce(t *testing.T) {
	_, err := config.Load(write(t, "isuer: x\nlog_level: loud\n"), []string{"COUNTERSIGN_LIMITS_DEVICES=many"}, "listen=x")
	for _, want := range []string{"isuer", "log_level", "COUNTERSIGN_LIMITS_DEVICES", "listen"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q is not in: %v", want, err)
		}
	}
}

const key = "k:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="

func TestSecretComesFromAFileAndIsWrittenNowhere(t *testing.T) {
	c, err := config.Load("", []string{"COUNTERSIGN_MASTER_KEY_FILE=" + write(t, key+"\n")})
	if err != nil || c.MasterKey.Reveal() != key {
		t.Fatalf("%q, %v", c.MasterKey.Reveal(), err)
	}
	asJSON, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	asYAML, err := yaml.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	var log strings.Builder
	slog.New(slog.NewJSONHandler(&log, nil)).Info("x", "c", c, "key", c.MasterKey)
	all := fmt.Sprint(c, c.Settings(), log.String(), string(asJSON), string(asYAML)) + fmt.Sprintf("%v %+v %#v %s %q", c, c, c, c.MasterKey, c.MasterKey)
	if strings.Contains(all, "AAECAwQF") {
		t.Errorf("the key is written out:\n%s", all)
	}
	if _, err := config.Load("", nil, "master_key="+key, "database_url=postgres://u:hunter2@h/d", "log_level=loud"); err == nil || strings.Contains(err.Error(), "hunter2") {
		t.Errorf("the error: %v", err)
	}
}

func TestDocumentationIsFresh(t *testing.T) {
	page, err := os.ReadFile("../docs/configuration.md")
	if err != nil {
		t.Fatal(err)
	}
	if string(page) != config.Markdown() {
		t.Error("docs/configuration.md is old; run: make gen")
	}
}

func TestEverySettingIsDocumented(t *testing.T) {
	c := config.Default()
	for _, s := range c.Settings() {
		if !strings.HasPrefix(s.Variable, "COUNTERSIGN_") || !strings.Contains(config.Markdown(), "`"+s.Variable+"`") {
			t.Errorf("%+v is not on the page", s)
		}
	}
	if n := len(c.Settings()); n < 45 {
		t.Errorf("%d settings: some lack a desc tag", n)
	}
}
