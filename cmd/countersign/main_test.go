package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"

	"countersign/storage/storagetest"
)

func TestMain(m *testing.M) {
	if options := os.Getenv(floorVariable); options != "" {
		os.Exit(runFloor(options)) // this process was started by a benchmark
	}
	code := storagetest.Main(m)
	if chromium.close != nil {
		chromium.close()
	}
	if programs.dir != "" {
		_ = os.RemoveAll(programs.dir)
	}
	os.Exit(code)
}

// programs are the shipped programs, built once for the test binary.
var programs struct {
	once sync.Once
	dir  string
	err  error
}

// shipped is how go is told to build what is shipped, as the Makefile and the
// Dockerfile do.
func shipped() []string {
	return []string{"build", "-trimpath", "-ldflags=-s -w", "-tags=disable_grpc_modules"}
}

// built is the folder with the programs as they are shipped.
func built(t testing.TB) string {
	t.Helper()
	programs.once.Do(func() {
		if programs.dir, programs.err = os.MkdirTemp("", "countersign-bin-"); programs.err != nil {
			return
		}
		for name, pkg := range map[string]string{
			"countersign": "countersign/cmd/countersign", "countersign-phone": "countersign/cmd/phone",
			"relyingparty": "countersign/cmd/relyingparty",
		} {
			cmd := exec.Command("go", append(shipped(), "-o", filepath.Join(programs.dir, name), pkg)...)
			cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOFLAGS=-buildvcs=false")
			cmd.Stderr = os.Stderr
			if programs.err = cmd.Run(); programs.err != nil {
				return
			}
		}
	})
	if programs.err != nil {
		t.Fatalf("build the programs: %v", programs.err)
	}
	return programs.dir
}
