package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// stage is the programs of the demo while they run.
type stage struct {
	bin, dir    string
	issuer, app string // URLs

	servers []*exec.Cmd
	died    chan error
}

// listenOn is an address on localhost: the preferred port if it is free.
func listenOn(preferred string) (string, error) {
	for _, port := range []string{preferred, "0"} {
		l, err := net.Listen("tcp", "localhost:"+port)
		if err != nil {
			continue
		}
		_, got, err := net.SplitHostPort(l.Addr().String())
		return "localhost:" + got, errors.Join(err, l.Close())
	}
	return "", errors.New("no free port on localhost")
}

// env is the environment of Countersign's commands: its own and nothing of
// whoever runs the demo.
func (s *stage) env(more ...string) []string {
	own := []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + s.dir,
		"COUNTERSIGN_ISSUER=" + s.issuer,
		"COUNTERSIGN_LISTEN=" + strings.TrimPrefix(s.issuer, "http://"),
		"COUNTERSIGN_METRICS_LISTEN=localhost:0",
		"COUNTERSIGN_DATABASE_URL=sqlite:" + filepath.Join(s.dir, "countersign.db"),
		"COUNTERSIGN_ORGANISATION=Northwind",
	}
	return append(own, more...)
}

// serve starts a server program in the background, its output in a file.
func (s *stage) serve(ctx context.Context, name string, env []string, args ...string) error {
	out, err := os.Create(filepath.Join(s.dir, name+".log"))
	if err != nil {
		return err
	}
	defer out.Close()
	cmd := exec.CommandContext(ctx, filepath.Join(s.bin, name), args...)
	cmd.Env, cmd.Stdout, cmd.Stderr = env, out, out
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.WaitDelay = 10 * time.Second
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("start %s (built by make build): %w", name, err)
	}
	s.servers = append(s.servers, cmd)
	go func() { s.died <- fmt.Errorf("%s ended: %w", name, cmd.Wait()) }()
	return nil
}

// stop ends the servers and waits for them.
func (s *stage) stop() {
	for _, cmd := range s.servers {
		_ = cmd.Process.Signal(syscall.SIGTERM) // it may be gone
	}
	for range s.servers {
		select {
		case <-s.died:
		case <-time.After(10 * time.Second):
			return
		}
	}
}

// lastWords is the end of each server's log, for an error that needs it.
func (s *stage) lastWords() error {
	var errs []error
	logs, err := filepath.Glob(filepath.Join(s.dir, "*.log"))
	if err != nil {
		return err
	}
	for _, name := range logs {
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		if len(text) > 2000 {
			text = text[len(text)-2000:]
		}
		errs = append(errs, fmt.Errorf("%s:\n%s", filepath.Base(name), text))
	}
	return errors.Join(errs...)
}

// do runs a command and decodes the JSON that it prints.
func (s *stage) do(ctx context.Context, into any, program string, args ...string) error {
	cmd := exec.CommandContext(ctx, filepath.Join(s.bin, program), args...)
	var out, problems bytes.Buffer
	cmd.Env, cmd.Stdout, cmd.Stderr = s.env(), &out, &problems
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%s %s: %w\n%s", program, args[0], err, &problems)
	}
	if into == nil {
		return nil
	}
	if err := json.Unmarshal(out.Bytes(), into); err != nil {
		return fmt.Errorf("%s %s printed no JSON: %w\n%s", program, args[0], err, &out)
	}
	return nil
}

// await asks url until it answers 200.
func (s *stage) await(ctx context.Context, url string) error {
	ctx, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	for {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
		if err != nil {
			return err
		}
		if res, err := http.DefaultClient.Do(req); err == nil {
			_ = res.Body.Close()
			if res.StatusCode == http.StatusOK {
				return nil
			}
		}
		select {
		case err := <-s.died:
			s.died <- err // stop still counts it
			return err
		case <-ctx.Done():
			return fmt.Errorf("%s does not answer: %w", url, ctx.Err())
		case <-time.After(20 * time.Millisecond):
		}
	}
}
