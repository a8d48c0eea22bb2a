package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"runtime/debug"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus/promhttp"
	"github.com/spf13/cobra"

	"countersign/config"
	"countersign/factors/notify"
)

// The bounds of a connection, and of the shutdown.
const (
	headerTimeout = 10 * time.Second
	readTimeout   = 30 * time.Second
	writeTimeout  = 60 * time.Second // longer than a phone's long poll
	idleTimeout   = 2 * time.Minute
	maxHeader     = 32 << 10
	shutdownTime  = 15 * time.Second
)

func (p *program) serveCommand() *cobra.Command {
	var migrate bool
	c := &cobra.Command{
		Use: "serve", Short: "Run the server",
		Long: `Runs the server until it is told to stop (SIGINT or SIGTERM), then lets requests
end and closes event streams.

With an embedded database the schema is brought up to date by itself. With
PostgreSQL run "countersign migrate up" first, or start with --migrate.`,
		Example: `  countersign serve
  COUNTERSIGN_ISSUER=https://id.example.com COUNTERSIGN_DATABASE_URL=postgres://... countersign serve --migrate`,
		Args: takes(),
		RunE: func(c *cobra.Command, _ []string) error {
			conf, err := p.config()
			if err != nil {
				return err
			}
			return p.serve(c.Context(), conf, migrate || conf.Embedded())
		},
	}
	c.Flags().BoolVar(&migrate, "migrate", false, "bring the schema up to date before serving; several servers may do so at once")
	return c
}

// serve runs a house until ctx ends.
func (p *program) serve(ctx context.Context, conf config.Config, migrate bool) error {
	log := newLog(conf, p.errs)
	// What libraries write without being given a log goes the same way, if it
	// matters: one tells of each route at every start.
	slog.SetDefault(slog.New(atLeast{log.Handler(), slog.LevelWarn}))
	// Before anything is written: a port that is taken costs nothing.
	listener, err := net.Listen("tcp", conf.Listen)
	if err != nil {
		return fmt.Errorf("listen: %w; set another address with COUNTERSIGN_LISTEN", err)
	}
	defer listener.Close()
	g, err := p.openGround(ctx, conf, log, migrate)
	if err != nil {
		return err
	}
	defer g.db.Close()
	working, stopWork := context.WithCancel(context.WithoutCancel(ctx))
	defer stopWork()
	h, err := build(working, g)
	if err != nil {
		return err
	}
	servers := map[*http.Server]net.Listener{}
	if err := p.front(working, h, listener, servers); err != nil {
		return err
	}
	if conf.MetricsListen != config.Off {
		m, err := net.Listen("tcp", conf.MetricsListen)
		if err != nil {
			return fmt.Errorf("metrics_listen: %w; set another address with COUNTERSIGN_METRICS_LISTEN, or off", err)
		}
		servers[newServer(promhttp.HandlerFor(h.gather(), promhttp.HandlerOpts{}), log)] = m
	}
	failed := make(chan error, len(servers)+1)
	for s, l := range servers {
		go func() { failed <- s.Serve(l) }()
	}
	worked := make(chan error, 1)
	go func() { worked <- h.work(working) }()
	// What starting took is given back to the system: a server at rest is small.
	debug.FreeOSMemory()
	log.InfoContext(ctx, "ready", "issuer", conf.Issuer, "listen", listener.Addr().String())
	select {
	case <-ctx.Done():
		log.InfoContext(ctx, "stopping")
	case err = <-failed:
	case err = <-worked:
		worked <- err
	}
	stopWork() // ends event streams and waiting calls, so that Shutdown does not wait for them
	return errors.Join(err, shutDown(h, servers), <-worked)
}

// front adds the servers that the world speaks to: the one at listener, by TLS
// if there is a certificate, and the one that asks clients for theirs.
func (p *program) front(ctx context.Context, h *house, listener net.Listener, servers map[*http.Server]net.Listener) error {
	conf := h.conf.TLS
	if conf.Cert == "" {
		servers[newServer(h.handler, h.log)] = listener
		return nil
	}
	own, err := newCertificate(h.conf, p.now, h.log)
	if err != nil {
		return err
	}
	go own.renewUpon(ctx)
	servers[newServer(h.handler, h.log)] = own.listen(listener, false)
	if conf.MTLSListen == "" {
		return nil
	}
	second, err := net.Listen("tcp", conf.MTLSListen)
	if err != nil {
		return fmt.Errorf("tls.mtls_listen: %w; set another address with COUNTERSIGN_TLS_MTLS_LISTEN", err)
	}
	h.log.InfoContext(ctx, "asks for certificates", "listen", second.Addr().String())
	servers[newServer(h.handler, h.log)] = own.listen(second, true)
	return nil
}

// shutDown lets requests end, within bounds.
func shutDown(h *house, servers map[*http.Server]net.Listener) error {
	ctx, stop := context.WithTimeout(context.Background(), shutdownTime)
	defer stop()
	var errs []error
	for s := range servers {
		errs = append(errs, s.Shutdown(ctx))
	}
	h.streams.Wait()
	return errors.Join(append(errs, h.close(ctx))...)
}

func newServer(h http.Handler, log *slog.Logger) *http.Server {
	return &http.Server{
		Handler: h, ReadHeaderTimeout: headerTimeout, ReadTimeout: readTimeout, WriteTimeout: writeTimeout,
		IdleTimeout: idleTimeout, MaxHeaderBytes: maxHeader, ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelDebug),
	}
}

// openGround opens the database and sees that its schema fits.
func (p *program) openGround(ctx context.Context, conf config.Config, log *slog.Logger, migrate bool) (ground, error) {
	db, vault, err := p.openDatabase(ctx, conf, log)
	if err != nil {
		return ground{}, err
	}
	if migrate {
		var n int
		if n, err = db.Migrate(ctx); err == nil && n > 0 {
			log.InfoContext(ctx, "migrated", "steps", n)
		}
	}
	if err == nil {
		err = db.CheckSchema(ctx)
	}
	if err != nil {
		return ground{}, errors.Join(err, db.Close())
	}
	g := ground{conf: conf, db: db, vault: vault, now: p.now, log: log, outbound: notify.NewOutbound}
	if p.outbound != nil {
		g.outbound = p.outbound
	}
	return g, nil
}

// newLog writes structured lines to out.
func newLog(conf config.Config, out io.Writer) *slog.Logger {
	var level slog.Level
	if err := level.UnmarshalText([]byte(strings.ToUpper(conf.LogLevel))); err != nil {
		level = slog.LevelInfo // Validate let no other word through
	}
	options := &slog.HandlerOptions{Level: level}
	if conf.LogFormat == "text" {
		return slog.New(slog.NewTextHandler(out, options))
	}
	return slog.New(slog.NewJSONHandler(out, options))
}

// atLeast passes on what is at least as bad as least.
type atLeast struct {
	slog.Handler
	least slog.Level
}

// Enabled leaves out what is below least (slog.Handler).
func (a atLeast) Enabled(ctx context.Context, l slog.Level) bool {
	return l >= a.least && a.Handler.Enabled(ctx, l)
}
