package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func env(pairs ...string) func(string) string {
	return func(name string) string {
		for i := 0; i < len(pairs); i += 2 {
			if pairs[i] == name {
				return pairs[i+1]
			}
		}
		return ""
	}
}

func TestSecretComesFromFlagThenFileThenEnvironment(t *testing.T) {
	file := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(file, []byte("from-file\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	inEnv := env("RELYINGPARTY_CLIENT_SECRET", "from-env")
	fileInEnv := env("RELYINGPARTY_CLIENT_SECRET", "from-env", "RELYINGPARTY_CLIENT_SECRET_FILE", file)
	tests := []struct {
		name string
		args []string
		env  func(string) string
		want string
	}{
		{"flag", []string{"--client-secret", "from-flag", "--client-secret-file", file}, inEnv, "from-flag"},
		{"file", []string{"--client-secret-file", file}, inEnv, "from-file"},
		{"file named by the environment", nil, fileInEnv, "from-file"},
		{"environment", nil, inEnv, "from-env"},
		{"none", nil, env(), ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s, err := parse(tt.args, tt.env, io.Discard)
			if err != nil || s.secret != tt.want {
				t.Fatalf("secret %q, %v; want %q", s.secret, err, tt.want)
			}
		})
	}
}

func TestFlagsGoBeforeTheEnvironment(t *testing.T) {
	e := env("RELYINGPARTY_LISTEN", "localhost:1", "RELYINGPARTY_CLIENT_ID", "from-env")
	s, err := parse([]string{"--client-id", "from-flag"}, e, io.Discard)
	if err != nil || s.clientID != "from-flag" || s.listen != "localhost:1" || s.base != "http://localhost:1" {
		t.Fatalf("%+v, %v", s, err)
	}
}

func TestBaseURLIsWhereABrowserCanGo(t *testing.T) {
	for listen, want := range map[string]string{
		"localhost:9090": "http://localhost:9090", ":9090": "http://localhost:9090", "0.0.0.0:9090": "http://localhost:9090",
		"[::]:9090": "http://localhost:9090", "192.0.2.1:9090": "http://192.0.2.1:9090",
	} {
		if s, err := parse([]string{"--listen", listen}, env(), io.Discard); err != nil || s.base != want {
			t.Errorf("%s: base %q, %v; want %q", listen, s.base, err, want)
		}
	}
}

func TestHelpShowsNoSecret(t *testing.T) {
	var out bytes.Buffer
	_, err := parse([]string{"--help"}, env("RELYINGPARTY_CLIENT_SECRET", "from-env"), &out)
	if !errors.Is(err, flag.ErrHelp) || !strings.Contains(out.String(), "-client-id") || strings.Contains(out.String(), "from-env") {
		t.Fatalf("%v: %s", err, out.String())
	}
}

func TestBadSettingsAreRefused(t *testing.T) {
	empty := filepath.Join(t.TempDir(), "empty")
	if err := os.WriteFile(empty, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for want, args := range map[string][]string{
		"unknown argument":          {"what"},
		"is empty":                  {"--client-secret-file", empty},
		"no such file":              {"--client-secret-file", empty + "-not"},
		"client ID is missing":      nil,
		"not defined: -nonsense":    {"--nonsense"},
		"base URL":                  {"--client-id", "x", "--base-url", "nonsense"},
		"listen: listen tcp: addre": {"--client-id", "x", "--listen", "nonsense", "--base-url", "http://localhost"},
	} {
		err := run(t.Context(), args, env(), io.Discard)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: error %v, want one with %q", args, err, want)
		}
	}
}

func TestServesUntilItIsTold(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	read, write := io.Pipe()
	defer func() { _ = read.Close() }()
	done := make(chan error, 1)
	go func() {
		done <- run(ctx, []string{"--listen", "127.0.0.1:0", "--client-id", "x"}, env(), write)
	}()
	line := make([]byte, 4096)
	n, err := read.Read(line)
	if err != nil || !strings.Contains(string(line[:n]), "ready") {
		t.Fatalf("%q, %v", line[:n], err)
	}
	_, after, _ := strings.Cut(string(line[:n]), "listening=")
	address, _, _ := strings.Cut(strings.TrimSpace(after), " ")
	res, err := (&http.Client{Timeout: 5 * time.Second}).Get("http://" + address + "/")
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	stop()
	if err := <-done; err != nil || res.StatusCode != http.StatusOK {
		t.Fatalf("status %d, ended with %v", res.StatusCode, err)
	}
}
