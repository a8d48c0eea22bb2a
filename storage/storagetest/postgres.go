package storagetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"runtime"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// postgres is the server of one test binary.
type postgres struct {
	once sync.Once
	err  error
	url  *url.URL // of the maintenance database

	template string // a migrated database to copy
	count    atomic.Int64
	end      func()

	durable bool // flush commits, as in production
	pid     int  // 0 if the server was not started here
}

var server postgres

// Durable lets the server of this test binary flush its commits, for
// benchmarks; tests are faster without. It must come before the first
// PostgresURL.
func Durable(t testing.TB) {
	t.Helper()
	fresh := false
	server.once.Do(func() {
		fresh, server.durable = true, true
		server.err = server.start()
	})
	if !fresh && !server.durable {
		t.Fatal("PostgreSQL runs already, without flushing")
	}
}

// PostgresPID is the process of the server that this test binary started, for
// measuring, or 0.
func PostgresPID() int { return server.pid }

// PostgresURL is the URL of a migrated PostgreSQL database of the test's own.
func PostgresURL(t testing.TB) string {
	t.Helper()
	return server.create(t, true)
}

// EmptyPostgresURL is the URL of a PostgreSQL database of the test's own in
// which there is nothing.
func EmptyPostgresURL(t testing.TB) string {
	t.Helper()
	return server.create(t, false)
}

func (p *postgres) create(t testing.TB, migrated bool) string {
	t.Helper()
	p.once.Do(func() { p.err = p.start() })
	if p.err != nil {
		t.Fatalf("PostgreSQL for tests: %v", p.err)
	}
	name := fmt.Sprintf("cs_%d_%d", os.Getpid(), p.count.Add(1))
	create := "CREATE DATABASE " + name
	if migrated {
		create += " TEMPLATE " + p.template + " STRATEGY file_copy"
	}
	if err := p.exec(create); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := p.exec("DROP DATABASE " + name + " WITH (FORCE)"); err != nil {
			t.Errorf("drop the test's database: %v", err)
		}
	})
	return p.database(name)
}

func (p *postgres) database(name string) string {
	u := *p.url
	u.Path = "/" + name
	return u.String()
}

func (p *postgres) exec(sql string) error {
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, p.url.String())
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	_, err = conn.Exec(ctx, sql)
	return err
}

func (p *postgres) start() error {
	if text := envURL(); text != "" {
		u, err := url.Parse(text)
		if err != nil {
			return fmt.Errorf("COUNTERSIGN_TEST_DATABASE_URL: %w", err)
		}
		p.url, p.end = u, func() {}
	} else if err := p.launch(); err != nil {
		return err
	}
	p.template = fmt.Sprintf("cs_template_%d", os.Getpid())
	if err := p.exec("CREATE DATABASE " + p.template); err != nil {
		return err
	}
	return migrate(p.database(p.template))
}

func (p *postgres) stop() {
	if p.end == nil {
		return
	}
	_ = p.exec("DROP DATABASE IF EXISTS " + p.template + " WITH (FORCE)") // the server may be gone with it
	p.end()
}

// launch makes a cluster in a temporary folder and starts it. PostgreSQL
// refuses to run as root, so root starts it as nobody.
func (p *postgres) launch() error {
	bin, err := binaries()
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "countersign-pg-")
	if err != nil {
		return err
	}
	attr := &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if os.Geteuid() == 0 {
		if attr.Credential, err = nobody(dir); err != nil {
			return err
		}
	}
	data := filepath.Join(dir, "data")
	initdb := exec.Command(filepath.Join(bin, "initdb"), "-D", data, "-U", "countersign", "-A", "trust", "-E", "UTF8", "--no-sync", "--locale=C")
	initdb.SysProcAttr = &syscall.SysProcAttr{Credential: attr.Credential}
	initdb.Dir = dir
	if out, err := initdb.CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w\n%s", err, out)
	}
	port, err := freePort()
	if err != nil {
		return err
	}
	var log bytes.Buffer
	args := []string{"-D", data, "-h", "127.0.0.1", "-p", port, "-k", dir, "-c", "max_connections=200"}
	if !p.durable {
		args = append(args, "-F", "-c", "synchronous_commit=off", "-c", "full_page_writes=off")
	}
	cmd := exec.Command(filepath.Join(bin, "postgres"), args...)
	cmd.Dir, cmd.SysProcAttr, cmd.Stderr = dir, attr, &log
	if err := startOnOwnThread(cmd); err != nil {
		return fmt.Errorf("start postgres: %w", err)
	}
	p.pid = cmd.Process.Pid
	p.url = &url.URL{Scheme: "postgres", User: url.User("countersign"), Host: net.JoinHostPort("127.0.0.1", port), Path: "/postgres"}
	p.end = func() {
		_ = cmd.Process.Signal(syscall.SIGINT) // fast shutdown
		_ = cmd.Wait()
		_ = os.RemoveAll(dir)
	}
	for range 200 {
		if err = p.exec("SELECT 1"); err == nil {
			return nil
		}
		time.Sleep(25 * time.Millisecond)
	}
	p.end()
	p.end = nil
	return fmt.Errorf("postgres does not answer: %w\n%s", err, &log)
}

// startOnOwnThread starts cmd from a thread that lives as long as the test
// binary: the kernel sends Pdeathsig when the starting thread ends.
func startOnOwnThread(cmd *exec.Cmd) error {
	started := make(chan error)
	go func() {
		runtime.LockOSThread()
		started <- cmd.Start()
		select {}
	}()
	return <-started
}

// binaries finds Debian's PostgreSQL.
func binaries() (string, error) {
	for _, version := range []string{"15", "16", "17", "18"} {
		dir := "/usr/lib/postgresql/" + version + "/bin"
		if _, err := os.Stat(filepath.Join(dir, "postgres")); err == nil {
			return dir, nil
		}
	}
	return "", errors.New("not installed; run: apt-get install postgresql-15 (or set COUNTERSIGN_TEST_DATABASE_URL)")
}

// nobody is the unprivileged user, who gets dir.
func nobody(dir string) (*syscall.Credential, error) {
	u, err := user.Lookup("nobody")
	if err != nil {
		return nil, err
	}
	uid, err := strconv.ParseUint(u.Uid, 10, 32)
	if err != nil {
		return nil, err
	}
	gid, err := strconv.ParseUint(u.Gid, 10, 32)
	if err != nil {
		return nil, err
	}
	if err := os.Chown(dir, int(uid), int(gid)); err != nil {
		return nil, err
	}
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, nil
}

func freePort() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer l.Close()
	_, port, err := net.SplitHostPort(l.Addr().String())
	return port, err
}
