package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"countersign/audit"
	"countersign/config"
	"countersign/idp/mail"
	"countersign/idp/person"
	"countersign/storage"
)

func (p *program) userCommand() *cobra.Command {
	return group("user", "People who can sign in",
		p.userCreateCommand(), p.userListCommand(),
		p.userActCommand("disable", "Shut somebody out and end what is theirs: sessions, tokens, sign-ins, requests on the phone",
			audit.PersonDisabled, storage.People.Disable),
		p.userActCommand("sign-out", "End somebody's sessions everywhere and tell the applications; what they may do while the person is away stays",
			audit.SessionEnded, storage.People.SignOut),
		p.userActCommand("enable", "Let a disabled person sign in again", audit.PersonEnabled, storage.People.Enable),
		p.userPasswordCommand(), p.userPassCommand(),
		p.userActCommand("clear-report", "Turn requests on the phone on again, after a report or after too many wrong numbers",
			audit.ReportCleared, storage.People.ClearReport),
	)
}

// personJSON is somebody, for scripts.
type personJSON struct {
	ID            string    `json:"id"`
	Username      string    `json:"username"`
	Name          string    `json:"name"`
	Email         string    `json:"email"`
	EmailVerified bool      `json:"email_verified"`
	Language      string    `json:"language,omitempty"`
	Status        string    `json:"status"`
	HasPassword   bool      `json:"has_password"`
	PasswordReset bool      `json:"password_reset"`
	Reported      time.Time `json:"reported,omitzero"`
	Created       time.Time `json:"created"`
	// Invitation is the link, told once.
	Invitation        string    `json:"invitation,omitempty"`
	InvitationExpires time.Time `json:"invitation_expires,omitzero"`
}

func jsonOf(w person.Person) personJSON {
	return personJSON{
		ID: string(w.ID), Username: w.Username, Name: w.Name, Email: w.Email, EmailVerified: w.EmailVerified, Language: w.Language,
		Status: string(w.Status), HasPassword: w.Password != "", PasswordReset: w.PasswordReset,
		Reported: w.Reported, Created: w.Created,
	}
}

func (p *program) userCreateCommand() *cobra.Command {
	var about person.Particulars
	var language string
	var verified, withPassword, byMail bool
	c := &cobra.Command{
		Use: "create", Short: "Add somebody, and print the link that lets them set up the account",
		Long: `Adds somebody and prints a link that works once: it leads to a first password and
to the enrolment of a phone. With --password-stdin the password is set here and no
link is made; a link for the phone alone is then made by: countersign user enroll-pass
With --mail the link is not printed but mailed to the person, by the servers that run.`,
		Example: `  countersign user create --username ada --name "Ada Okafor" --email ada@example.com
  countersign user create --username eve --email eve@example.com --mail
  echo "$PASSWORD" | countersign user create --username bob --password-stdin`,
		Args: takes(),
		RunE: func(c *cobra.Command, _ []string) error {
			if about.Username == "" {
				return exit{exitUsage, errors.New("--username is missing; see: countersign user create --help")}
			}
			if byMail && (withPassword || about.Email == "") {
				return exit{exitUsage, errors.New("--mail needs --email, and does not go with --password-stdin; see: countersign user create --help")}
			}
			return p.withDatabase(c.Context(), func(ctx context.Context, conf config.Config, db *storage.DB) error {
				who, err := person.New(about, p.now())
				if err != nil {
					return err
				}
				who.EmailVerified, who.Language = verified && who.Email != "", language
				if language != "" && !slices.Contains(conf.Languages, language) {
					return exit{exitUsage, fmt.Errorf("--language: %q is none of %s (setting languages)", language, strings.Join(conf.Languages, ", "))}
				}
				if byMail {
					return p.inviteByMail(ctx, conf, db, who)
				}
				if withPassword {
					return p.createWithPassword(ctx, conf, db, who)
				}
				return p.invite(ctx, conf, db, who)
			})
		},
	}
	f := c.Flags()
	f.StringVar(&about.Username, "username", "", "what the person types to sign in (required)")
	f.StringVar(&about.Name, "name", "", "the person's name, for applications and pages")
	f.StringVar(&about.Email, "email", "", "the person's e-mail address")
	f.StringVar(&language, "language", "", "what the person reads, such as de: the language of mails, and of pages where the browser has none of its own")
	f.BoolVar(&verified, "email-verified", false, "vouch for the address: applications are told that it is verified")
	f.BoolVar(&byMail, "mail", false, "mail the link to the address instead of printing it")
	f.BoolVar(&withPassword, "password-stdin", false, "read the password from standard input instead of making a link")
	return c
}

func (p *program) invite(ctx context.Context, conf config.Config, db *storage.DB, who person.Person) error {
	i, token := person.NewInvitation(who.ID, person.Invite, p.now(), conf.Lifetimes.Invitation)
	created := audit.New(ctx, p.now(), audit.PersonCreated)
	invited := audit.New(ctx, p.now(), audit.InvitationCreated)
	created.Person, invited.Person = string(who.ID), string(who.ID)
	invited.Detail = map[string]string{"invitation": i.ID, "kind": string(i.Kind)}
	if err := db.People().Invite(ctx, who, i, token.Hash(), created, invited); err != nil {
		return err
	}
	out := jsonOf(who)
	out.Invitation, out.InvitationExpires = token.Link(conf.Issuer), i.Expires
	return p.answer(out, func() {
		p.note("%s (%s) is invited. The link works until %s; whoever has it becomes %s:", who.Username, who.ID, moment(i.Expires), who.Username)
		p.say("%s", out.Invitation)
	})
}

// inviteByMail leaves the link to the server that sends the mail: it is in
// nobody's hands before.
func (p *program) inviteByMail(ctx context.Context, conf config.Config, db *storage.DB, who person.Person) error {
	if !conf.Mail.On() {
		return errors.New("mail.server is not set, so nothing can be mailed; leave out --mail to get the link")
	}
	created := audit.New(ctx, p.now(), audit.PersonCreated)
	created.Person = string(who.ID)
	invite := mail.Item{
		Kind: mail.Invitation, Person: string(who.ID), To: who.Email, At: p.now(),
		Address: audit.RequestOf(ctx).Address, Expires: p.now().Add(mail.Keep),
	}
	if err := db.People().CreateAndMail(ctx, who, invite, created); err != nil {
		return err
	}
	return p.answer(jsonOf(who), func() {
		p.say("%s (%s) gets the invitation by mail to %s.", who.Username, who.ID, who.Email)
	})
}

func (p *program) createWithPassword(ctx context.Context, conf config.Config, db *storage.DB, who person.Person) error {
	typed, err := p.readPassword()
	if err != nil {
		return err
	}
	factor, err := newPasswords(p.ground(conf, db), db.Events())
	if err != nil {
		return err
	}
	if who.Password, err = factor.Hash(ctx, typed, who.Username, who.Name, who.Email); err != nil {
		return err
	}
	created := audit.New(ctx, p.now(), audit.PersonCreated)
	set := audit.New(ctx, p.now(), audit.PasswordSet)
	created.Person, set.Person = string(who.ID), string(who.ID)
	set.Detail = map[string]string{"first": "true"}
	if err := db.People().Create(ctx, who, created, set); err != nil {
		return err
	}
	return p.answer(jsonOf(who), func() {
		p.say("%s (%s) can sign in; a phone is added by: countersign user enroll-pass %s", who.Username, who.ID, who.Username)
	})
}

// pageSize is how many rows are read at once.
const pageSize = 500

func (p *program) userListCommand() *cobra.Command {
	return &cobra.Command{
		Use: "list", Short: "List people, by username",
		Args: takes(),
		RunE: func(c *cobra.Command, _ []string) error {
			return p.withDatabase(c.Context(), func(ctx context.Context, _ config.Config, db *storage.DB) error {
				all := []personJSON{}
				rows := [][]string{}
				for after := ""; ; {
					page, err := db.People().List(ctx, after, pageSize)
					if err != nil {
						return err
					}
					for _, w := range page {
						all, after = append(all, jsonOf(w)), w.Key
						rows = append(rows, []string{w.Username, w.Name, w.Email, standing(w), string(w.ID)})
					}
					if len(page) < pageSize {
						break
					}
				}
				return p.answer(all, func() { p.table([]string{"USERNAME", "NAME", "EMAIL", "STATUS", "ID"}, rows) })
			})
		},
	}
}

// standing says in a few words what somebody can do now.
func standing(w person.Person) string {
	words := []string{string(w.Status)}
	if w.Password == "" {
		words = append(words, "no password yet")
	}
	if w.PasswordReset {
		words = append(words, "password must be changed")
	}
	if !w.Reported.IsZero() {
		words = append(words, "reported a request")
	}
	return strings.Join(words, ", ")
}

// find is the person whom somebody means: by identifier or by username.
func find(ctx context.Context, db *storage.DB, named string) (person.Person, error) {
	who, err := db.People().Find(ctx, person.ID(named))
	if errors.Is(err, person.ErrNotFound) {
		key, keyErr := person.KeyOf(named)
		if keyErr != nil {
			return person.Person{}, fmt.Errorf("%q: %w", named, keyErr)
		}
		who, err = db.People().FindByKey(ctx, key)
	}
	if errors.Is(err, person.ErrNotFound) {
		return person.Person{}, fmt.Errorf("%q: %w; see: countersign user list", named, err)
	}
	return who, err
}
