package main

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"countersign/config"
	"countersign/factors/place/placetest"
	"countersign/storage/storagetest"
)

// beside is a console on a rig's database.
func beside(t *testing.T, r *rig, databaseURL string) *console {
	return &console{t: t, now: r.clock.Now(), environ: []string{
		"COUNTERSIGN_DATABASE_URL=" + databaseURL, "COUNTERSIGN_ISSUER=" + r.issuer,
		"COUNTERSIGN_MASTER_KEY=" + storagetest.MasterKey,
	}}
}

// told is what risk replay counts: then > now, requests/finished.
func (c *console) told(args ...string) string {
	c.t.Helper()
	var out struct{ Counts []replayCount }
	if err := json.Unmarshal([]byte(c.ok(append([]string{"risk", "replay", "--json"}, args...)...)), &out); err != nil {
		c.t.Fatal(err)
	}
	var lines []string
	for _, n := range out.Counts {
		lines = append(lines, strings.Join([]string{n.Then, n.Now}, " > ")+" "+string(rune('0'+n.Requests))+"/"+string(rune('0'+n.Finished)))
	}
	return strings.Join(lines, "; ")
}

func TestReplaySaysWhatASettingWouldHaveChanged(t *testing.T) {
	for _, database := range []string{"sqlite", "postgres"} {
		t.Run(database, func(t *testing.T) {
			url := ""
			a := attacker{rig: newRig(t, database, 1, riskOn, func(c *config.Config) { url = c.DatabaseURL.Reveal() })}
			ada := a.join("ada")
			a.clock.Advance(time.Hour)
			usual, _ := a.signedIn(ada, nil) // a new browser: 15 points
			a.clock.Advance(time.Hour)
			a.signedIn(ada, usual.tab)
			a.clock.Advance(time.Minute)

			c := beside(t, a.rig, url)
			if got := c.told(); got != "as usual > as usual 3/3" && got != "as usual > as usual 2/2" {
				t.Errorf("by the same settings: %s", got)
			}
			dir := t.TempDir()
			lists := filepath.Join(dir, "hosting")
			list(t, lists, "127.0.0.0/8\n::1\n")
			if got := c.told("--set", "geoip.hosting_file="+lists, "--since", "90m"); got != "as usual > as usual 1/1; as usual > six digits 1/1" {
				t.Errorf("where everybody is in a hosting network: %s", got)
			}
			if got := c.told("--set", "geoip.refused_file="+lists, "--since", "90m"); got != "as usual > refuse 2/2" {
				t.Errorf("where everybody is in a refused network: %s", got)
			}
			if got := c.told("--set", "policy.usual_password_alone=true", "--since", "90m"); got != "as usual > password alone 1/1; as usual > as usual 1/1" {
				t.Errorf("where the password alone may be enough: %s", got)
			}
			if got := c.told("--set", "geoip.refused_file="+lists, "--set", "policy.risk=false", "--since", "90m"); got != "as usual > as usual 2/2" {
				t.Errorf("with risk switched off: %s", got)
			}
			if out := c.ok("risk", "replay", "--set", "geoip.refused_file="+lists); !strings.Contains(out, "refused_network 85") || !strings.Contains(out, "FINISHED") {
				t.Errorf("for people: %s", out)
			}
			if code, _, _ := c.run("risk", "replay", "--since", "-1h"); code != exitUsage {
				t.Errorf("a span of less than nothing: exit %d", code)
			}
		})
	}
}

func TestReplayJudgesByWhatWasOnRecordThen(t *testing.T) {
	url := ""
	a := attacker{rig: newRig(t, "sqlite", 1, riskOn, func(c *config.Config) { url = c.DatabaseURL.Reveal() })}
	ada := a.join("ada")
	a.clock.Advance(time.Hour)
	a.signedIn(ada, nil)
	a.clock.Advance(time.Hour)
	a.sprayed()
	a.signedIn(ada, nil) // 15 and 30
	a.clock.Advance(time.Minute)
	if got := beside(t, a.rig, url).told("--since", "90m"); got != "six digits > six digits 1/1; as usual > as usual 1/1" {
		t.Errorf("counts %s", got)
	}
}

func TestReplayOfNothingSaysSo(t *testing.T) {
	c := newConsole(t, "sqlite:"+filepath.Join(t.TempDir(), "c.db"))
	c.ok("migrate", "up")
	c.refused(exitOK, "no request to a phone", "risk", "replay")
	c.refused(exitUsage, "--limit", "risk", "replay", "--limit", "0")
}

func TestPlaceOfAnAddressIsSaidWithTheAgeOfItsFile(t *testing.T) {
	c := newConsole(t, "sqlite:"+filepath.Join(t.TempDir(), "c.db"))
	if out := c.ok("risk", "place", "192.0.2.1"); !strings.Contains(out, "not known") {
		t.Errorf("without a file: %s", out)
	}
	path := filepath.Join(t.TempDir(), "city.mmdb")
	placetest.Cities(t, path, c.now.Add(-61*24*time.Hour), map[string]placetest.City{"192.0.2.0/24": {Country: "FR", Name: "Lyon"}})
	out := c.ok("risk", "place", "192.0.2.1", "--set", "geoip.city_file="+path)
	if !strings.Contains(out, "Lyon, FR") || !strings.Contains(out, "61") {
		t.Errorf("for people: %s", out)
	}
	var said placeJSON
	if err := json.Unmarshal([]byte(c.ok("risk", "place", "192.0.2.1", "--json", "--set", "geoip.city_file="+path)), &said); err != nil {
		t.Fatal(err)
	}
	c.refused(exitUsage, "no address", "risk", "place", "192.0.2")
	if len(said.Sources) != 1 || said.Sources[0].Days != 61 || !said.Sources[0].Old || said.City != "Lyon" {
		t.Errorf("for scripts: %+v", said)
	}
}
