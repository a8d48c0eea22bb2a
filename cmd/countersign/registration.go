package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"countersign/audit"
	"countersign/config"
	"countersign/factors/notify"
	"countersign/idp/fetch"
	"countersign/idp/registration"
	"countersign/storage"
)

// newRegistration is the doors where clients register themselves.
func (h *house) newRegistration() (*registration.Room, error) {
	c := h.conf.OAuth
	statements, err := vouchersOf(c.SoftwareStatementIssuers)
	if err != nil {
		return nil, err
	}
	return registration.New(registration.Deps{
		Issuer: h.web.Issuer, Store: h.db.Registrations(), Document: h.fetcher.Anew, Statements: statements, Flood: h.flood, Log: h.record,
		Who: c.Registration, PKCEOptional: c.RegistrationPKCEOptional, FAPI: c.FAPI(), Most: c.RegistrationMost, Now: h.now,
	})
}

// vouchersOf reads whose software statements count, if the setting names a
// file.
func vouchersOf(path string) (*registration.Statements, error) {
	if path == "" {
		return nil, nil //nolint:nilnil // nobody's
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("oauth.software_statement_issuers: %w", err)
	}
	s, err := registration.ParseStatements(text)
	if err != nil {
		return nil, fmt.Errorf("oauth.software_statement_issuers: %s: %w", path, err)
	}
	return s, nil
}

// documents fetches what applications keep elsewhere, for a command.
func (p *program) documents(conf config.Config) (*fetch.Fetcher, error) {
	outbound := notify.NewOutbound
	if p.outbound != nil {
		outbound = p.outbound
	}
	return fetch.New(fetch.Deps{HTTP: outbound(notify.Outbound{Allow: config.Prefixes(conf.Outbound.Allow)}), Now: p.now})
}

// inviteJSON is a token by which applications may register, for scripts.
type inviteJSON struct {
	ID      string    `json:"id"`
	Token   string    `json:"token,omitempty"` // told once
	Note    string    `json:"note"`
	Uses    int       `json:"uses"`
	Expires time.Time `json:"expires"`
	Created time.Time `json:"created"`
}

func inviteOf(i registration.Invite, token string) inviteJSON {
	return inviteJSON{ID: i.ID, Token: token, Note: i.Note, Uses: i.Uses, Expires: i.Expires, Created: i.Created}
}

func (p *program) clientInviteCommand() *cobra.Command {
	var note string
	uses, life := 1, 24*time.Hour
	c := &cobra.Command{
		Use: "invite", Short: "Make a token by which applications may register themselves at /register, and print it once",
		Example: `  countersign client invite --note "Partner bank" --uses 3 --for 72h`,
		Args:    takes(),
		RunE: func(c *cobra.Command, _ []string) error {
			return p.withDatabase(c.Context(), func(ctx context.Context, conf config.Config, db *storage.DB) error {
				i, token, hash, err := registration.NewInvite(note, uses, life, p.now())
				if err != nil {
					return err
				}
				e := audit.New(ctx, p.now(), audit.ClientInvited)
				e.Detail = map[string]string{"invite": i.ID, "note": i.Note, "uses": strconv.Itoa(i.Uses), "expires": moment(i.Expires)}
				if err := db.Registrations().Invite(ctx, i, hash, e); err != nil {
					return err
				}
				return p.answer(inviteOf(i, token), func() {
					p.say("id       %s", i.ID)
					p.say("token    %s", token)
					p.say("expires  %s", moment(i.Expires))
					p.note("The token is not shown again. It is the initial access token of RFC 7591.")
					if conf.OAuth.Registration == registration.Off {
						p.note("oauth.registration is off here: nobody can register until it is token.")
					}
				})
			})
		},
	}
	f := c.Flags()
	f.StringVar(&note, "note", "", "whom it is for; the record names it")
	f.IntVar(&uses, "uses", uses, "how many applications may register by it")
	f.DurationVar(&life, "for", life, "how long it is good")
	return c
}

func (p *program) clientInvitesCommand() *cobra.Command {
	return &cobra.Command{
		Use: "invites", Short: "List the tokens by which applications may register themselves",
		Args: takes(),
		RunE: func(c *cobra.Command, _ []string) error {
			return p.withDatabase(c.Context(), func(ctx context.Context, _ config.Config, db *storage.DB) error {
				found, err := db.Registrations().Invites(ctx)
				if err != nil {
					return err
				}
				all, rows := []inviteJSON{}, [][]string{}
				for _, i := range found {
					all = append(all, inviteOf(i, ""))
					rows = append(rows, []string{i.ID, i.Note, strconv.Itoa(i.Uses), moment(i.Expires)})
				}
				return p.answer(all, func() { p.table([]string{"ID", "NOTE", "USES LEFT", "EXPIRES"}, rows) })
			})
		},
	}
}

func (p *program) clientUninviteCommand() *cobra.Command {
	return &cobra.Command{
		Use: "uninvite ID", Short: "End a token by which applications may register themselves; those that came by it stay",
		Args: takes("ID"),
		RunE: func(c *cobra.Command, args []string) error {
			return p.withDatabase(c.Context(), func(ctx context.Context, _ config.Config, db *storage.DB) error {
				e := audit.New(ctx, p.now(), audit.ClientUninvited)
				e.Detail = map[string]string{"invite": args[0]}
				err := db.Registrations().Uninvite(ctx, args[0], e)
				if errors.Is(err, registration.ErrToken) {
					return fmt.Errorf("no such invite; see: countersign client invites")
				}
				if err != nil {
					return err
				}
				return p.answer(map[string]string{"id": args[0], "status": "ended"}, func() { p.say("%s is ended", visible(args[0])) })
			})
		},
	}
}
