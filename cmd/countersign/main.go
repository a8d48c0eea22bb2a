// Command countersign is the server and its administration.
package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"countersign/audit"
	"countersign/config"
	"countersign/factors/notify"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	p := &program{in: os.Stdin, out: os.Stdout, errs: os.Stderr, environ: os.Environ(), now: clock}
	code := p.run(ctx, os.Args[1:])
	stop()
	os.Exit(code)
}

// clock is the time as the database keeps it, so that what is printed first is
// what is read later.
func clock() time.Time { return time.Now().UTC().Truncate(time.Millisecond) }

// What the program exits with.
const (
	exitOK     = 0
	exitFailed = 1
	exitUsage  = 2
	exitFalse  = 3 // audit verify: the record contradicts itself
)

// program is one run of the command.
type program struct {
	in        io.Reader
	out, errs io.Writer
	environ   []string
	now       func() time.Time
	trace     func(statement string) // of the database; nil but in tests
	// outbound makes the clients of what is called; nil is notify.NewOutbound,
	// and is another in tests alone.
	outbound func(notify.Outbound) *http.Client

	file string   // --config
	set  []string // --set
	json bool     // --json
}

// exit is an error that ends the program with a code of its own.
type exit struct {
	code int
	error
}

func (e exit) Unwrap() error { return e.error }

// run is main without the process: it gives the exit code.
func (p *program) run(ctx context.Context, args []string) int {
	root := p.root()
	root.SetArgs(args)
	root.SetIn(p.in)
	root.SetOut(p.out)
	root.SetErr(p.errs)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return exitOK
	}
	fmt.Fprintf(p.errs, "countersign: %v\n", err)
	if e, ok := errors.AsType[exit](err); ok {
		return e.code
	}
	return exitFailed
}

func (p *program) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "countersign",
		Short: "Sign-in with a password and an approval on the phone, for OpenID Connect applications",
		Long: `Countersign signs people in to applications that speak OpenID Connect: with a
password, and with a request on the phone that they approve.

Settings come from defaults, a YAML file (--config or COUNTERSIGN_CONFIG),
variables named COUNTERSIGN_*, and --set; docs/configuration.md lists them.
The commands work on the database, beside running servers.

Exit codes: 0 done, 1 failed, 2 wrong usage, 3 the audit record does not verify.`,
		Example: `  countersign serve
  countersign user create --username ada --email ada@example.com
  countersign client create --name Payroll --redirect-uri https://payroll.example.com/callback`,
		SilenceErrors: true, SilenceUsage: true,
		CompletionOptions: cobra.CompletionOptions{HiddenDefaultCmd: true},
		Args:              cobra.ArbitraryArgs, RunE: onlyHelp,
	}
	flags := root.PersistentFlags()
	flags.StringVar(&p.file, "config", "", "YAML file with settings")
	flags.StringArrayVar(&p.set, "set", nil, "a setting, as key=value; can be repeated")
	flags.BoolVar(&p.json, "json", false, "print JSON, for scripts")
	root.SetFlagErrorFunc(func(c *cobra.Command, err error) error {
		return exit{exitUsage, fmt.Errorf("%w; see: %s --help", err, c.CommandPath())}
	})
	root.AddCommand(
		p.serveCommand(),
		p.migrateCommand(), p.userCommand(), p.clientCommand(), p.deviceCommand(),
		p.keysCommand(), p.auditCommand(), p.riskCommand(), p.configCommand(), p.openAPICommand(), p.versionCommand(),
	)
	return root
}

// group is a command that only holds others.
func group(use, short string, commands ...*cobra.Command) *cobra.Command {
	c := &cobra.Command{Use: use, Short: short, RunE: onlyHelp}
	c.AddCommand(commands...)
	return c
}

func onlyHelp(c *cobra.Command, args []string) error {
	if len(args) > 0 {
		return exit{exitUsage, fmt.Errorf("there is no command %q; see: %s --help", args[0], c.CommandPath())}
	}
	return c.Help()
}

// takes wants exactly the arguments that are named.
func takes(names ...string) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		if len(args) != len(names) {
			return exit{exitUsage, fmt.Errorf("write: %s; see: %s --help", strings.TrimSuffix(c.UseLine(), " [flags]"), c.CommandPath())}
		}
		return nil
	}
}

// config is what holds for this run.
func (p *program) config() (config.Config, error) {
	file := p.file
	for _, e := range p.environ {
		if name, value, _ := strings.Cut(e, "="); name == "COUNTERSIGN_CONFIG" && file == "" {
			file = value
		}
	}
	c, err := config.Load(file, p.environ, p.set...)
	if err != nil {
		return config.Config{}, fmt.Errorf("the configuration is wrong:\n%w", err)
	}
	return c, nil
}

// logger writes what goes wrong beside the answer to standard error.
func (p *program) logger() *slog.Logger {
	return slog.New(slog.NewTextHandler(p.errs, &slog.HandlerOptions{Level: slog.LevelWarn}))
}

// byHand marks everything that is recorded in ctx as done by this command.
func byHand(ctx context.Context) context.Context {
	return audit.WithRequest(ctx, audit.Request{ID: "cli_" + rand.Text(), Address: "cli"})
}
