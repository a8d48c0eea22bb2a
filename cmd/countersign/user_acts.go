package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"countersign/audit"
	"countersign/config"
	"countersign/idp/person"
	"countersign/storage"
)

// personAct is one act of the store on a person.
type personAct = func(p storage.People, ctx context.Context, id person.ID, at time.Time, events ...audit.Event) error

func (p *program) userActCommand(use, short string, kind audit.Kind, act personAct) *cobra.Command {
	return &cobra.Command{
		Use: use + " USER", Short: short,
		Example: "  countersign user " + use + " ada",
		Args:    takes("USER"),
		RunE: func(c *cobra.Command, args []string) error {
			return p.withDatabase(c.Context(), func(ctx context.Context, _ config.Config, db *storage.DB) error {
				who, err := find(ctx, db, args[0])
				if err != nil {
					return err
				}
				e := audit.New(ctx, p.now(), kind)
				e.Person = string(who.ID)
				if err := act(db.People(), ctx, who.ID, p.now(), e); err != nil {
					return err
				}
				return p.answerPerson(ctx, db, who.ID)
			})
		},
	}
}

// answerPerson prints somebody as they stand now.
func (p *program) answerPerson(ctx context.Context, db *storage.DB, id person.ID) error {
	who, err := db.People().Find(ctx, id)
	if err != nil {
		return err
	}
	return p.answer(jsonOf(who), func() { p.say("%s: %s", visible(who.Username), standing(who)) })
}

func (p *program) userPasswordCommand() *cobra.Command {
	return &cobra.Command{
		Use: "set-password USER", Short: "Set somebody's password, from standard input or a prompt",
		Long: `Sets somebody's password. It is asked for, or read from standard input: never an
argument, which other users of the machine could see. Open sign-ins and requests on
the phone end, and no browser is known any more. After a report, requests on the phone
stay off until: countersign user clear-report`,
		Example: `  countersign user set-password ada
  pwgen -s 20 1 | countersign user set-password ada`,
		Args: takes("USER"),
		RunE: func(c *cobra.Command, args []string) error {
			return p.withDatabase(c.Context(), func(ctx context.Context, conf config.Config, db *storage.DB) error {
				who, err := find(ctx, db, args[0])
				if err != nil {
					return err
				}
				typed, err := p.readPassword()
				if err != nil {
					return err
				}
				factor, err := newPasswords(p.ground(conf, db), db.Events())
				if err != nil {
					return err
				}
				if _, err := factor.Set(ctx, string(who.ID), typed, false); err != nil {
					return err
				}
				return p.answerPerson(ctx, db, who.ID)
			})
		},
	}
}

func (p *program) userPassCommand() *cobra.Command {
	return &cobra.Command{
		Use: "enroll-pass USER", Short: "Print a link that lets somebody enrol a phone anew",
		Long: `Prints a link that lets somebody enrol a phone once, after giving the password. Be
sure who is asking before you hand it out: it is the way around a lost phone, and
around a phone that is not lost. Earlier links of the same person end.`,
		Example: "  countersign user enroll-pass ada",
		Args:    takes("USER"),
		RunE: func(c *cobra.Command, args []string) error {
			return p.withDatabase(c.Context(), func(ctx context.Context, conf config.Config, db *storage.DB) error {
				who, err := find(ctx, db, args[0])
				if err != nil {
					return err
				}
				i, token := person.NewInvitation(who.ID, person.Pass, p.now(), conf.Lifetimes.Pass)
				e := audit.New(ctx, p.now(), audit.InvitationCreated)
				e.Person = string(who.ID)
				e.Detail = map[string]string{"invitation": i.ID, "kind": string(i.Kind)}
				if err := db.Invitations().Create(ctx, i, token.Hash(), e); err != nil {
					return err
				}
				out := jsonOf(who)
				out.Invitation, out.InvitationExpires = token.Link(conf.Issuer), i.Expires
				return p.answer(out, func() {
					p.note("The link works until %s:", moment(i.Expires))
					p.say("%s", out.Invitation)
				})
			})
		},
	}
}

// maxPasswordLine bounds what is read as a password.
const maxPasswordLine = 4096

// readPassword takes a line from standard input; from a terminal it asks
// twice and shows nothing.
func (p *program) readPassword() (string, error) {
	if f, ok := p.in.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		return p.askPassword(int(f.Fd()))
	}
	line, err := bufio.NewReader(io.LimitReader(p.in, maxPasswordLine)).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", fmt.Errorf("read the password: %w", err)
	}
	line = strings.TrimRight(line, "\r\n")
	if line == "" {
		return "", errors.New("no password came on standard input")
	}
	return line, nil
}

func (p *program) askPassword(fd int) (string, error) {
	var typed [2]string
	for i, prompt := range []string{"New password: ", "Once more: "} {
		fmt.Fprint(p.errs, prompt)
		raw, err := term.ReadPassword(fd)
		fmt.Fprintln(p.errs)
		if err != nil {
			return "", fmt.Errorf("read the password: %w", err)
		}
		typed[i] = string(raw)
	}
	if typed[0] != typed[1] {
		return "", errors.New("the two passwords differ; nothing was changed")
	}
	return typed[0], nil
}
