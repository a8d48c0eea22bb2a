package main

import (
	"bytes"
	"encoding/json"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"countersign/storage"
	"countersign/storage/storagetest"
)

// console runs the command as a shell would, on one database.
type console struct {
	t       *testing.T
	environ []string
	in      string
	now     time.Time
}

func newConsole(t *testing.T, databaseURL string) *console {
	t.Helper()
	c := &console{t: t, now: time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)}
	c.environ = []string{
		"COUNTERSIGN_DATABASE_URL=" + databaseURL, "COUNTERSIGN_MASTER_KEY=" + storagetest.MasterKey,
		"COUNTERSIGN_ISSUER=https://id.example.com",
	}
	c.ok("migrate", "up")
	return c
}

// eachConsole runs f once with each kind of database.
func eachConsole(t *testing.T, f func(t *testing.T, c *console)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { f(t, newConsole(t, "sqlite:"+filepath.Join(t.TempDir(), "c.db"))) })
	t.Run("postgres", func(t *testing.T) { f(t, newConsole(t, storagetest.PostgresURL(t))) })
}

func (c *console) run(args ...string) (code int, out, errs string) {
	c.t.Helper()
	var stdout, stderr bytes.Buffer
	p := &program{
		in: strings.NewReader(c.in), out: &stdout, errs: &stderr, environ: c.environ,
		now: func() time.Time { return c.now },
	}
	code = p.run(c.t.Context(), args)
	return code, stdout.String(), stderr.String()
}

func (c *console) ok(args ...string) string {
	c.t.Helper()
	code, out, errs := c.run(args...)
	if code != exitOK {
		c.t.Fatalf("%v: exit %d: %s", args, code, errs)
	}
	return out
}

// refused wants an exit code and a remedy.
func (c *console) refused(code int, remedy string, args ...string) {
	c.t.Helper()
	got, out, errs := c.run(args...)
	if got != code || !strings.Contains(errs, remedy) {
		c.t.Errorf("%v: exit %d, want %d with %q; said: %s%s", args, got, code, remedy, out, errs)
	}
}

func (c *console) decode(into any, args ...string) {
	c.t.Helper()
	out := c.ok(append(args, "--json")...)
	if err := json.Unmarshal([]byte(out), into); err != nil {
		c.t.Fatalf("%v printed no JSON: %v\n%s", args, err, out)
	}
}

func TestInvitationLinkIsToldOnceAndStoredAsAHash(t *testing.T) {
	eachConsole(t, func(t *testing.T, c *console) {
		var made personJSON
		c.decode(&made, "user", "create", "--username", "Ada", "--email", "ada@example.com")
		link, err := url.Parse(made.Invitation)
		if err != nil || !strings.HasPrefix(made.Invitation, "https://id.example.com/invite/") || made.InvitationExpires.Sub(c.now) != 7*24*time.Hour {
			t.Errorf("got %+v, %v", made, err)
		}
		token := strings.TrimPrefix(link.Path, "/invite/")
		for _, args := range [][]string{{"user", "list"}, {"user", "list", "--json"}, {"audit", "list", "--json"}} {
			if out := c.ok(args...); strings.Contains(out, token) {
				t.Errorf("%v tells the token", args)
			}
		}
		c.refused(exitFailed, "taken", "user", "create", "--username", "ADA")
		c.refused(exitFailed, "username must be", "user", "create", "--username", "a b")
	})
}

func TestPasswordComesFromStandardInputAndMeetsThePolicy(t *testing.T) {
	eachConsole(t, func(t *testing.T, c *console) {
		c.refused(exitFailed, "no password", "user", "create", "--username", "ada", "--password-stdin")
		c.in = "short\n"
		c.refused(exitFailed, "at least 12", "user", "create", "--username", "ada", "--password-stdin")
		var all []personJSON
		if c.decode(&all, "user", "list"); len(all) != 0 {
			t.Errorf("a refused creation left %+v", all)
		}
		c.in = "correct horse battery\n"
		var made personJSON
		c.decode(&made, "user", "create", "--username", "ada", "--password-stdin")
		if !made.HasPassword || made.Invitation != "" {
			t.Errorf("got %+v", made)
		}
		c.ok("user", "set-password", "ada")
		c.refused(exitFailed, "countersign user list", "user", "set-password", "bob")
	})
}

func TestActsAreRecordedAsDoneByHand(t *testing.T) {
	eachConsole(t, func(t *testing.T, c *console) {
		c.ok("user", "create", "--username", "ada")
		c.in = "correct horse battery\n"
		c.ok("user", "set-password", "ada")
		for _, act := range []string{"enroll-pass", "sign-out", "disable", "enable"} {
			c.ok("user", act, "ada")
		}
		c.ok("client", "create", "--name", "Payroll", "--redirect-uri", "https://payroll.example.com/cb")
		c.ok("keys", "rotate")
		var events []eventJSON
		c.decode(&events, "audit", "list")
		kinds := map[string]int{}
		for _, e := range events {
			kinds[e.Kind]++
			if e.Address != "cli" || !strings.HasPrefix(e.Request, "cli_") {
				t.Errorf("%s: by %q in %q", e.Kind, e.Address, e.Request)
			}
		}
		for kind, n := range map[string]int{
			"person.created": 1, "invitation.created": 2, "password.set": 1,
			"person.disabled": 1, "person.enabled": 1, "client.created": 1,
		} {
			if kinds[kind] != n {
				t.Errorf("%d events %s, want %d", kinds[kind], kind, n)
			}
		}
		var mine []eventJSON
		if c.decode(&mine, "audit", "list", "--user", "ada", "--kind", "password.set"); len(mine) != 1 {
			t.Errorf("%d events of ada's password", len(mine))
		}
	})
}

func TestClientSecretIsToldOnce(t *testing.T) {
	eachConsole(t, func(t *testing.T, c *console) {
		var made clientJSON
		c.decode(&made, "client", "create", "--name", "Payroll", "--redirect-uri", "https://payroll.example.com/cb")
		if made.ID == "" || made.Secret == "" {
			t.Fatalf("got %+v", made)
		}
		if out := c.ok("client", "list", "--json"); strings.Contains(out, made.Secret) || !strings.Contains(out, made.ID) {
			t.Errorf("the list: %s", out)
		}
		var rotated clientJSON
		if c.decode(&rotated, "client", "rotate-secret", made.ID); rotated.Secret == "" || rotated.Secret == made.Secret {
			t.Error("the secret was not changed")
		}
		c.ok("client", "delete", made.ID)
		c.refused(exitFailed, "countersign client list", "client", "delete", made.ID)
		c.refused(exitFailed, "redirect URI", "client", "create", "--name", "Evil", "--redirect-uri", "http://example.com/cb")
		var public clientJSON
		if c.decode(&public, "client", "create", "--public", "--name", "Desk", "--redirect-uri", "http://127.0.0.1/cb"); public.Secret != "" {
			t.Error("a public client has a secret")
		}
		c.refused(exitFailed, "without a secret", "client", "rotate-secret", public.ID)
	})
}

func TestChangedRecordDoesNotVerify(t *testing.T) {
	c := newConsole(t, "sqlite:"+filepath.Join(t.TempDir(), "c.db"))
	c.ok("user", "create", "--username", "ada")
	database := strings.TrimPrefix(c.environ[0], "COUNTERSIGN_DATABASE_URL=")
	clock := storagetest.NewClock()
	db := storagetest.Open(t, database, clock)
	if n, err := db.Events().Seal(t.Context(), 100); err != nil || n != 2 {
		t.Fatal(n, err)
	}
	var sound verifyJSON
	if c.decode(&sound, "audit", "verify"); !sound.Sound || sound.Events != 2 || sound.Unsealed != 0 {
		t.Errorf("got %+v", sound)
	}
	c.ok("audit", "verify", "--expect", sound.Head)
	c.refused(exitFalse, "does not verify", "audit", "verify", "--expect", "2:00")
	c.refused(exitFalse, "does not verify", "audit", "verify", "--expect", "3:"+strings.SplitN(sound.Head, ":", 2)[1])
	c.refused(exitUsage, "SEQ:HASH", "audit", "verify", "--expect", "x")
}

func TestWrongUseSaysWhatIsRight(t *testing.T) {
	c := newConsole(t, "sqlite:"+filepath.Join(t.TempDir(), "c.db"))
	for _, args := range [][]string{
		{"bogus"}, {"user", "bogus"}, {"user", "disable"}, {"user", "list", "extra"}, {"--bogus"},
		{"user", "create", "--bogus"}, {"keys", "rotate", "--purpose", "x"}, {"audit", "list", "--limit", "0"},
	} {
		code, _, errs := c.run(args...)
		if code != exitUsage || errs == "" {
			t.Errorf("%v: exit %d, %q", args, code, errs)
		}
	}
	c.environ = append(c.environ, "COUNTERSIGN_LIFETIMES_CODE=soon")
	c.refused(exitFailed, "COUNTERSIGN_LIFETIMES_CODE", "user", "list")
	c.refused(exitFailed, "COUNTERSIGN_LIFETIMES_CODE", "config", "check")
}

func TestOldSchemaIsRefusedWithTheRemedy(t *testing.T) {
	c := newConsole(t, "sqlite:"+filepath.Join(t.TempDir(), "c.db"))
	c.environ[0] = "COUNTERSIGN_DATABASE_URL=sqlite:" + filepath.Join(t.TempDir(), "new.db")
	c.refused(exitFailed, "countersign migrate up", "user", "list")
	var steps []storage.Migration
	if c.decode(&steps, "migrate", "status"); len(steps) == 0 || steps[0].Applied {
		t.Errorf("got %+v", steps)
	}
}

func TestMasterKeyOfAnEmbeddedDatabaseIsMadeOnceAndKeptSafe(t *testing.T) {
	dir := t.TempDir()
	database := filepath.Join(dir, "data", "c.db")
	c := &console{t: t, environ: []string{"COUNTERSIGN_DATABASE_URL=sqlite:" + database}, now: storagetest.Start}
	c.ok("migrate", "up")
	file := filepath.Join(dir, "data", masterKeyFile)
	info, err := os.Stat(file)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("%v, %v", info.Mode(), err)
	}
	first, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	c.ok("user", "list")
	if again, err := os.ReadFile(file); err != nil || string(again) != string(first) {
		t.Errorf("the key changed: %v", err)
	}
	if err := os.Chmod(file, 0o644); err != nil {
		t.Fatal(err)
	}
	c.refused(exitFailed, "chmod 600", "user", "list")
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	c.refused(exitFailed, "backup", "user", "list")
	if _, err := os.Stat(file); err == nil {
		t.Error("another key was made for a database that is sealed already")
	}
}

func TestPostgreSQLNeedsAMasterKey(t *testing.T) {
	c := &console{t: t, environ: []string{"COUNTERSIGN_DATABASE_URL=postgres://u:hunter2@127.0.0.1:1/d"}, now: storagetest.Start}
	c.refused(exitFailed, "countersign keys master", "user", "list")
	key := strings.TrimSpace(c.ok("keys", "master", "--set", "log_level=info"))
	c.environ = append(c.environ, "COUNTERSIGN_MASTER_KEY="+key)
	_, out, errs := c.run("user", "list")
	if strings.Contains(out+errs, "hunter2") || !strings.Contains(errs, "database_url") {
		t.Errorf("said: %s%s", out, errs)
	}
	if _, out, errs = c.run("config", "check"); strings.Contains(out+errs, "hunter2") || strings.Contains(out+errs, key) {
		t.Errorf("said: %s%s", out, errs)
	}
}

func TestKeysStartToSignAfterTheOverlap(t *testing.T) {
	eachConsole(t, func(t *testing.T, c *console) {
		signing := func() map[string]string {
			t.Helper()
			var all []keyJSON
			c.decode(&all, "keys", "list")
			out := map[string]string{}
			for _, k := range all {
				if k.Signing {
					out[k.Purpose+" "+k.Alg] = k.ID
				}
			}
			return out
		}
		before := signing()
		c.ok("keys", "rotate", "--purpose", "token")
		if now := signing(); len(now) != len(before) || now["token ES256"] != before["token ES256"] {
			t.Errorf("at once: %v, before %v", now, before)
		}
		c.now = c.now.Add(time.Hour)
		now := signing()
		if now["token ES256"] == before["token ES256"] || now["challenge ES256"] != before["challenge ES256"] {
			t.Errorf("after the overlap: %v, before %v", now, before)
		}
	})
}

func TestEveryCommandHasHelp(t *testing.T) {
	p := &program{out: &bytes.Buffer{}, errs: &bytes.Buffer{}}
	sentence := regexp.MustCompile(`^[A-Z].{10,}[^.]$`)
	for _, group := range p.root().Commands() {
		for _, c := range append(group.Commands(), group) {
			if c.Name() != "help" && c.Name() != "completion" && c.Parent().Name() != "completion" && !sentence.MatchString(c.Short) && c.Name() != "version" {
				t.Errorf("%s: %q says too little", c.CommandPath(), c.Short)
			}
		}
	}
}
