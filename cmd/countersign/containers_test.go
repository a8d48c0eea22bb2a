package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"countersign/config"
	"countersign/storage/storagetest"
)

// compose is what we look at of docker-compose.yml.
type compose struct {
	Services map[string]struct {
		Build       any               `yaml:"build"`
		Image       string            `yaml:"image"`
		Environment map[string]string `yaml:"environment"`
		Command     []string          `yaml:"command"`
		DependsOn   any               `yaml:"depends_on"`
		Ports       []string          `yaml:"ports"`
	} `yaml:"services"`
}

// substitute fills in what docker compose would take from .env.
func substitute(v string) string {
	v = regexp.MustCompile(`\$\{COUNTERSIGN_MASTER_KEY[^}]*\}`).ReplaceAllString(v, storagetest.MasterKey)
	return regexp.MustCompile(`\$\{[A-Z_]+[^}]*\}`).ReplaceAllString(v, "filled-in")
}

func TestComposeFileFitsTheConfiguration(t *testing.T) {
	raw, err := os.ReadFile(filepath.Join("..", "..", "docker-compose.yml"))
	if err != nil {
		t.Fatal(err)
	}
	var c compose
	if err := yaml.Unmarshal(raw, &c); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"postgres", "countersign", "relyingparty"} {
		if _, ok := c.Services[name]; !ok {
			t.Errorf("there is no service %s", name)
		}
	}
	var env []string
	for k, v := range c.Services["countersign"].Environment {
		env = append(env, k+"="+substitute(v))
	}
	loads(t, env)
	// On an empty PostgreSQL the server would end without its tables.
	if got := c.Services["countersign"].Command; !slices.Equal(got, []string{"serve", "--migrate"}) {
		t.Errorf("the server is started by %q", got)
	}
	for k := range c.Services["relyingparty"].Environment {
		if !regexp.MustCompile(`^RELYINGPARTY_(ISSUER|LISTEN|CLIENT_ID|CLIENT_SECRET)$`).MatchString(k) {
			t.Errorf("the application knows no %s", k)
		}
	}
}

func TestDockerfileFitsTheConfiguration(t *testing.T) {
	raw, err := os.ReadFile(filepath.Join("..", "..", "Dockerfile"))
	if err != nil {
		t.Fatal(err)
	}
	text := strings.ReplaceAll(string(raw), "\\\n", " ")
	var env []string
	for _, m := range regexp.MustCompile(`(COUNTERSIGN_[A-Z_]+=\S+)`).FindAllString(text, -1) {
		env = append(env, m)
	}
	if len(env) == 0 {
		t.Fatal("the Dockerfile sets nothing")
	}
	loads(t, env)
	for _, pkg := range regexp.MustCompile(`\./cmd/\S+`).FindAllString(text, -1) {
		if _, err := os.Stat(filepath.Join("..", "..", pkg)); err != nil {
			t.Errorf("the Dockerfile builds %s: %v", pkg, err)
		}
	}
	last := text[strings.LastIndex(text, "FROM "):]
	for _, want := range []string{"FROM scratch", "USER 65532", `ENTRYPOINT ["/countersign"]`, `CMD ["serve"]`} {
		if !strings.Contains(last, want) {
			t.Errorf("the last stage lacks %s", want)
		}
	}
}

// What a trial leaves in the folder (the master key, the passwords of the
// containers) goes into no image and no commit.
func TestSecretsOfATrialStayOutOfImagesAndCommits(t *testing.T) {
	for _, file := range []string{".dockerignore", ".gitignore"} {
		raw, err := os.ReadFile(filepath.Join("..", "..", file))
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, line := range strings.Fields(string(raw)) {
			names = append(names, strings.Trim(line, "/"))
		}
		for _, want := range []string{".env", "data"} {
			if !slices.Contains(names, want) {
				t.Errorf("%s does not name %s", file, want)
			}
		}
	}
}

// loads sees that every variable is a setting and all of them are valid.
func loads(t *testing.T, env []string) {
	t.Helper()
	if _, err := config.Load("", env); err != nil {
		t.Error(err)
	}
	known := map[string]bool{}
	for _, s := range config.Default().Settings() {
		known["COUNTERSIGN_"+strings.ToUpper(strings.ReplaceAll(s.Key, ".", "_"))] = true
	}
	for _, e := range env {
		if name, _, _ := strings.Cut(e, "="); !known[name] {
			t.Errorf("%s is no setting", name)
		}
	}
}
