package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"countersign/config"
	"countersign/storage/storagetest"
)

// cheapened is the folder of the program built with password hashes that cost
// nothing, and otherwise as it is shipped: one file is replaced for this build
// alone, so that no program that ships can be told to do it.
func cheapened(b testing.TB) string {
	b.Helper()
	source, err := filepath.Abs(filepath.Join("..", "..", "factors", "password", "hash.go"))
	if err != nil {
		b.Fatal(err)
	}
	text, err := os.ReadFile(source)
	if err != nil {
		b.Fatal(err)
	}
	for before, after := range map[string]string{"memoryKiB  = 19 * 1024\n": "memoryKiB  = 8\n", "iterations = 2\n": "iterations = 1\n"} {
		if bytes.Count(text, []byte(before)) != 1 {
			b.Fatalf("%s has no line %q", source, before)
		}
		text = bytes.ReplaceAll(text, []byte(before), []byte(after))
	}
	dir := b.TempDir()
	overlay, err := json.Marshal(map[string]any{"Replace": map[string]string{source: filepath.Join(dir, "hash.go")}})
	if err != nil {
		b.Fatal(err)
	}
	for name, content := range map[string][]byte{"hash.go": text, "overlay.json": overlay} {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o600); err != nil {
			b.Fatal(err)
		}
	}
	cmd := exec.Command("go", append(shipped(), "-overlay", filepath.Join(dir, "overlay.json"),
		"-o", filepath.Join(dir, "countersign"), "countersign/cmd/countersign")...)
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOFLAGS=-buildvcs=false")
	if out, err := cmd.CombinedOutput(); err != nil {
		b.Fatalf("build without the hash: %v\n%s", err, out)
	}
	return dir
}

// process is a server under measurement.
type process struct {
	*exec.Cmd
	log     *logbook
	address string
	ready   time.Duration // from start to ready
	ended   chan struct{}
}

// environmentOf is conf as variables, for a program that listens at address.
func environmentOf(c config.Config, address string) []string {
	return []string{
		"PATH=" + os.Getenv("PATH"), "COUNTERSIGN_ISSUER=" + c.Issuer, "COUNTERSIGN_LISTEN=" + address,
		"COUNTERSIGN_METRICS_LISTEN=off", "COUNTERSIGN_DATABASE_URL=" + c.DatabaseURL.Reveal(),
		"COUNTERSIGN_MASTER_KEY=" + c.MasterKey.Reveal(), "COUNTERSIGN_LOG_LEVEL=error",
		"COUNTERSIGN_LIMITS_DEVICE_CALLS=10000", "COUNTERSIGN_LIMITS_SOURCE_REQUESTS=1000000", "COUNTERSIGN_LIMITS_PUSHES=1000000", "COUNTERSIGN_LIFETIMES_CODE=10m",
	}
}

// spawn starts a program and waits until url answers 200.
func spawn(b testing.TB, address, url string, env []string, path string, args ...string) *process {
	b.Helper()
	p := &process{Cmd: exec.Command(path, args...), log: &logbook{}, address: address, ended: make(chan struct{})}
	p.Env, p.Stdout, p.Stderr = env, p.log, p.log
	p.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	begin := time.Now()
	if err := p.Start(); err != nil {
		b.Fatal(err)
	}
	go func() { _ = p.Wait(); close(p.ended) }()
	b.Cleanup(p.stop)
	for time.Since(begin) < 20*time.Second {
		if res, err := http.Get(url); err == nil {
			_ = res.Body.Close()
			if res.StatusCode == http.StatusOK {
				p.ready = time.Since(begin)
				return p
			}
		}
		select {
		case <-p.ended:
			b.Fatalf("%s ended: %v\n%s", path, p.ProcessState, p.log)
		case <-time.After(time.Millisecond):
		}
	}
	b.Fatalf("%s is not ready\n%s", path, p.log)
	return nil
}

// stop ends the process and waits for it.
func (p *process) stop() {
	_ = p.Process.Signal(syscall.SIGTERM)
	select {
	case <-p.ended:
	case <-time.After(20 * time.Second):
		_ = p.Process.Kill()
		<-p.ended
	}
}

// serve starts the program of bin on the town, at its own address.
func (t *town) serve(b testing.TB, bin string, more ...string) *process {
	b.Helper()
	return t.serveAt(b, t.address, bin, more...)
}

func (t *town) serveAt(b testing.TB, address, bin string, more ...string) *process {
	b.Helper()
	env := append(environmentOf(t.conf, address), more...)
	return spawn(b, address, "http://"+address+"/readyz", env, filepath.Join(bin, "countersign"), "serve")
}

// anotherAddress is where a second replica can listen.
func anotherAddress(b testing.TB) string {
	b.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// clockTick is the unit of /proc/PID/stat on Linux, whatever the machine.
const clockTick = 10 * time.Millisecond

// cpuOf is the time that a process has computed, and with it that of the
// children it has waited for.
func cpuOf(pid int) (own, waited time.Duration) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0, 0
	}
	// The name, in parentheses, may hold anything.
	fields := strings.Fields(string(text[bytes.LastIndexByte(text, ')')+1:]))
	tick := func(n int) time.Duration {
		v, _ := strconv.ParseInt(fields[n-3], 10, 64) // proc(5) counts from 1, and two are cut off
		return time.Duration(v) * clockTick
	}
	return tick(14) + tick(15), tick(16) + tick(17)
}

// databaseCPU is the time of the tests' PostgreSQL with all its backends.
func databaseCPU() time.Duration {
	pid := storagetest.PostgresPID()
	if pid == 0 {
		return 0
	}
	own, waited := cpuOf(pid)
	total := own + waited
	children, _ := os.ReadFile(fmt.Sprintf("/proc/%d/task/%d/children", pid, pid))
	for _, child := range strings.Fields(string(children)) {
		if n, err := strconv.Atoi(child); err == nil {
			own, _ := cpuOf(n)
			total += own
		}
	}
	return total
}

// residentOf is a process's resident memory in bytes.
func residentOf(pid int) float64 {
	text, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	for line := range strings.Lines(string(text)) {
		if value, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			kib, _ := strconv.ParseFloat(strings.Fields(value)[0], 64)
			return kib * 1024
		}
	}
	return 0
}
