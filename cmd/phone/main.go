// Command countersign-phone is an authenticator in a terminal: it enrols at a
// Countersign server, shows the requests that come, and signs the answers.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"countersign/cmd/phone/authenticator"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	p := program{
		in: os.Stdin, out: os.Stdout, errors: os.Stderr,
		http: &http.Client{Transport: transport()}, now: time.Now,
	}
	if err := p.run(ctx, os.Args[1:]); err != nil {
		stop()
		os.Exit(1) //nolint:gocritic // stop has been called
	}
}

// transport has a limit on every step of a call; the longest step is the one
// where the server holds a call until a request comes.
func transport() *http.Transport {
	t, ok := http.DefaultTransport.(*http.Transport)
	if !ok {
		panic("phone: internal error: the default transport is of another type")
	}
	t = t.Clone()
	t.TLSHandshakeTimeout = 10 * time.Second
	t.ResponseHeaderTimeout = 45 * time.Second
	return t
}

// program is one run of the command.
type program struct {
	in     io.Reader
	out    io.Writer
	errors io.Writer
	http   *http.Client
	now    func() time.Time

	json  bool
	file  string
	typed *typist
}

// run carries out the command line and says on p.errors what went wrong.
func (p *program) run(ctx context.Context, args []string) error {
	p.typed = newTypist(p.in)
	root := p.command()
	root.SetArgs(args)
	root.SetIn(p.in)
	root.SetOut(p.out)
	root.SetErr(p.errors)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return nil
	}
	p.complain(err)
	if hint := remedy(err); hint != "" {
		_, _ = fmt.Fprintln(p.errors, hint)
	}
	return err
}

// complain says what went wrong, in lines that are safe to print.
func (p *program) complain(err error) {
	for part := range strings.SplitSeq(err.Error(), "\n") {
		_, _ = fmt.Fprintln(p.errors, "countersign-phone: "+clean(part))
	}
}

// remedy says what to do about an error, where there is something to do.
func remedy(err error) string {
	switch {
	case errors.Is(err, authenticator.ErrLinkSpent), errors.Is(err, authenticator.ErrLinkTaken):
		return "Start again in the browser to get a new link."
	case errors.Is(err, authenticator.ErrPinnedKey):
		return "Do not go on: something between this phone and the server may have changed the answer. Try from another network."
	case errors.Is(err, authenticator.ErrPending):
		return "Type the six digits, which enroll showed, into the browser."
	default:
		return ""
	}
}

func (p *program) command() *cobra.Command {
	root := &cobra.Command{
		Use:   "countersign-phone",
		Short: "An authenticator in a terminal",
		Long: `countersign-phone is an authenticator in a terminal. It adds this terminal to an
account at a Countersign server, shows the requests of that account, and signs
your answer.

It shows nothing before it has verified that the request comes from the server
that it was enrolled at. Its keys stay in one file that nobody else may read.`,
		Example: `  countersign-phone enroll 'https://id.example.com/a/e#v=1&c=...&k=...'
  countersign-phone watch`,
		SilenceUsage:  true,
		SilenceErrors: true,
	}
	root.CompletionOptions.DisableDefaultCmd = true
	root.PersistentFlags().BoolVar(&p.json, "json", false, "write JSON, for scripts; nothing is asked")
	root.PersistentFlags().StringVar(&p.file, "state", "",
		"file that keeps the keys (default: countersign-phone/phone.json in the configuration folder)")
	root.AddCommand(
		p.enrollCommand(), p.watchCommand(), p.approveCommand(),
		p.denyCommand(), p.reportCommand(), p.listCommand(), p.statusCommand(),
		p.historyCommand(), p.pauseCommand(),
	)
	return root
}

// options are what every Phone of this run works with.
func (p *program) options() authenticator.Options {
	return authenticator.Options{HTTP: p.http, Now: p.now}
}
