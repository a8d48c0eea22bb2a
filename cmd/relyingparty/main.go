package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"countersign/cmd/relyingparty/app"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	err := run(ctx, os.Args[1:], os.Getenv, os.Stderr)
	if errors.Is(err, flag.ErrHelp) {
		return
	}
	if err != nil {
		_, _ = fmt.Fprintln(os.Stderr, "relyingparty:", err)
		os.Exit(1)
	}
}

const about = `relyingparty signs people in through an OpenID provider and shows what it said.

Register it at the provider with the redirect URI <base-url>/callback and the
post-logout redirect URI <base-url>/signed-out. Every flag has an environment
variable: --client-id is RELYINGPARTY_CLIENT_ID, and so on.

`

// settings are the flags as they were given.
type settings struct {
	listen, base, issuer, clientID, secret, secretFile, scope string
}

func parse(args []string, env func(string) string, out io.Writer) (settings, error) {
	var s settings
	f := flag.NewFlagSet("relyingparty", flag.ContinueOnError)
	f.SetOutput(out)
	text := func(to *string, name, fallback, usage string) {
		key := "RELYINGPARTY_" + strings.ToUpper(strings.ReplaceAll(name, "-", "_"))
		if v := env(key); v != "" {
			fallback = v
		}
		f.StringVar(to, name, fallback, usage)
	}
	text(&s.listen, "listen", "localhost:9090", "`address` to listen on")
	text(&s.base, "base-url", "", "`URL` at which browsers reach the app (default http://<listen>)")
	text(&s.issuer, "issuer", "http://localhost:8080", "issuer `URL` of the provider")
	text(&s.clientID, "client-id", "", "client_id at the provider")
	text(&s.secretFile, "client-secret-file", "", "`file` that holds the client_secret")
	text(&s.scope, "scope", "openid profile email", "scopes to ask for, with spaces between; offline_access for a refresh token")
	// The secret's default comes later, so that --help cannot print it.
	f.StringVar(&s.secret, "client-secret", "", "client_secret at the provider; none for a public client. Others on the machine\ncan read a flag: prefer the file or RELYINGPARTY_CLIENT_SECRET")
	f.Usage = func() {
		_, _ = io.WriteString(out, about)
		f.PrintDefaults()
	}
	if err := f.Parse(args); err != nil {
		return settings{}, err
	}
	if f.NArg() > 0 {
		return settings{}, fmt.Errorf("unknown argument %q; see --help", f.Arg(0))
	}
	if s.base == "" {
		s.base = "http://" + reach(s.listen)
	}
	return s, s.readSecret(env)
}

// reach is where a browser on this machine finds what listens: an address for
// every interface is no place to go to.
func reach(listen string) string {
	host, port, err := net.SplitHostPort(listen)
	if ip := net.ParseIP(host); err == nil && (host == "" || ip != nil && ip.IsUnspecified()) {
		return net.JoinHostPort("localhost", port)
	}
	return listen
}

// readSecret takes the secret from the flag, else the file, else the
// environment.
func (s *settings) readSecret(env func(string) string) error {
	if s.secret != "" {
		return nil
	}
	if s.secretFile == "" {
		s.secret = env("RELYINGPARTY_CLIENT_SECRET")
		return nil
	}
	text, err := os.ReadFile(s.secretFile)
	if err != nil {
		return fmt.Errorf("read client secret: %w", err)
	}
	s.secret = strings.TrimSpace(string(text))
	if s.secret == "" {
		return fmt.Errorf("read client secret: %s is empty", s.secretFile)
	}
	return nil
}

func run(ctx context.Context, args []string, env func(string) string, out io.Writer) error {
	s, err := parse(args, env, out)
	if err != nil {
		return err
	}
	log := slog.New(slog.NewTextHandler(out, nil))
	a, err := app.New(app.Config{
		BaseURL: s.base, Issuer: s.issuer, ClientID: s.clientID, ClientSecret: app.Secret(s.secret),
		Scopes: strings.Fields(s.scope), Log: log, Now: time.Now,
	})
	if err != nil {
		return err
	}
	server := &http.Server{
		Handler: a, ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelWarn),
		ReadTimeout: 10 * time.Second, WriteTimeout: time.Minute, IdleTimeout: time.Minute, MaxHeaderBytes: 32 << 10,
	}
	return serve(ctx, server, log, s)
}

// serve answers until ctx ends, and then lets what is under way finish.
func serve(ctx context.Context, server *http.Server, log *slog.Logger, s settings) error {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", s.listen)
	if err != nil {
		return fmt.Errorf("listen: %w", err)
	}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	log.Info("ready", "listening", listener.Addr().String(), "open", s.base, "issuer", s.issuer, "redirect_uri", s.base+"/callback")
	select {
	case err := <-failed:
		return fmt.Errorf("serve %s: %w", s.listen, err)
	case <-ctx.Done():
	}
	stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	if err := server.Shutdown(stop); err != nil {
		return fmt.Errorf("shut down: %w", err)
	}
	return nil
}
