// Command demo shows the whole story on one machine: it starts Countersign on
// an embedded database and a demo application, invites a person, follows the
// invitation with a browser without script and a phone in a terminal, signs in
// at the application, and prints what happened and the claims. Everything is
// real: the programs are the ones that are shipped, and they speak HTTP.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	bin := flag.String("bin", "bin", "folder of the built programs")
	once := flag.Bool("once", false, "end after the claims instead of staying up")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	err := run(ctx, *bin, *once)
	if err != nil && !(errors.Is(err, context.Canceled) && !*once) {
		fmt.Fprintln(os.Stderr, "demo failed:", err)
		stop()
		os.Exit(1)
	}
}

// run tells the story and then, unless once, waits for Ctrl-C.
func run(ctx context.Context, bin string, once bool) error {
	dir, err := os.MkdirTemp("", "countersign-demo-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	s := &stage{bin: bin, dir: dir}
	defer s.stop()
	if err := s.tell(ctx); err != nil {
		return errors.Join(err, s.lastWords())
	}
	if once {
		return nil
	}
	s.invite()
	select {
	case <-ctx.Done():
		return nil
	case err := <-s.died:
		return errors.Join(err, s.lastWords())
	}
}
