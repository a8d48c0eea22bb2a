package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"time"

	"countersign/audit"
	"countersign/factors"
	"countersign/factors/push"
	"countersign/idp/account"
	"countersign/idp/mail"
	"countersign/idp/mail/smtp"
	"countersign/idp/person"
)

// layMail lays the way to people's inboxes, if the settings name a mail server.
func (h *house) layMail(context.Context) error {
	set := h.conf.Mail
	if !set.On() {
		return nil
	}
	issuer, err := url.Parse(h.conf.Issuer)
	if err != nil {
		return fmt.Errorf("issuer: %w", err)
	}
	server, err := smtp.New(smtp.Config{
		URL: set.Server, Username: set.Username, Password: set.Password.Reveal(), From: set.From, Host: issuer.Hostname(),
	})
	if err != nil {
		return fmt.Errorf("mail: %w", err)
	}
	h.desk, err = mail.NewDesk(mail.DeskDeps{
		Ask:      func(ctx context.Context, i mail.Item) error { return h.db.Outbox().Ask(ctx, i) },
		Counters: h.db.Counters(), Now: h.now, Account: h.conf.Limits.Resets, Source: h.conf.Limits.ResetRequests,
	})
	if err != nil {
		return err
	}
	writer, err := mail.NewWriter(mail.WriterDeps{
		Issuer: h.conf.Issuer, Organisation: h.conf.Organisation, Contact: h.conf.SupportContact, Languages: languages(h.conf),
		Device: h.deviceName, Asked: h.asked, Digest: h.digest,
		Links: map[mail.Kind]func(context.Context, mail.Item) (mail.Link, error){
			mail.Invitation: h.invitationLink, mail.Reset: h.resetLink,
			mail.EmailCode: h.emailCode, mail.EmailVerify: h.emailCode, mail.EmailLeft: h.emailUndo,
		},
	})
	if err != nil {
		return err
	}
	h.postman, err = mail.NewPostman(mail.PostmanDeps{
		Queue: h.db.Outbox(), Write: writer.Write, Send: server.Send, Daily: h.daily(), Now: h.now, Log: h.log,
	})
	return err
}

// daily queues the digest, if anybody is to have one.
func (h *house) daily() func(context.Context, time.Time) error {
	if len(h.conf.Mail.Admins) == 0 {
		return nil
	}
	return func(ctx context.Context, at time.Time) error {
		_, err := h.db.Outbox().Digest(ctx, h.conf.Mail.Admins, at)
		return err
	}
}

// digest is what a day brought.
func (h *house) digest(ctx context.Context, day time.Time) (mail.Digest, error) {
	counts, err := h.db.Events().Count(ctx, day, day.Add(24*time.Hour))
	if err != nil {
		return mail.Digest{}, err
	}
	d := mail.Digest{Counts: counts}
	if d.Phones, d.Unreachable, err = h.db.Devices().Reach(ctx); err != nil {
		return mail.Digest{}, err
	}
	all, err := h.ring.List(ctx)
	for _, k := range all {
		if h.ring.Signing(k) {
			d.Keys = append(d.Keys, mail.DigestKey{Name: string(k.Purpose) + " " + k.Alg, Since: k.ActiveFrom})
		}
	}
	return d, err
}

// deviceName is how a phone is called; "" if it is gone.
func (h *house) deviceName(ctx context.Context, who, id string) (string, error) {
	all, err := h.phones.List(ctx, factors.Account(who))
	for _, d := range all {
		if string(d.ID) == id {
			return d.Info.Name, nil
		}
	}
	return "", err
}

// asked is from where a challenge was asked for; nothing if it is gone.
func (h *house) asked(ctx context.Context, challenge string) (mail.Sighting, error) {
	c, err := h.db.Challenges().Asked(ctx, push.ID(challenge))
	if errors.Is(err, push.ErrNotFound) {
		return mail.Sighting{}, nil
	}
	if err != nil {
		return mail.Sighting{}, err
	}
	s := mail.Sighting{Browser: c.Browser, System: c.OS, Address: c.IP, Place: c.Place}
	if c.Client != nil {
		s.App = c.Client.Name
	}
	return s, nil
}

// invitationLink invites somebody whom an administrator added.
func (h *house) invitationLink(ctx context.Context, i mail.Item) (mail.Link, error) {
	who, err := h.db.People().Find(ctx, person.ID(i.Person))
	if errors.Is(err, person.ErrNotFound) || err == nil && (who.Email == "" || who.Status != person.Active) {
		return mail.Link{}, mail.ErrNobody
	}
	if err != nil {
		return mail.Link{}, err
	}
	return h.mailedLink(ctx, who, person.Invite, h.conf.Lifetimes.Invitation)
}

// resetLink is for somebody who typed a username or an address, if there is
// such an account, with a password that can be forgotten.
func (h *house) resetLink(ctx context.Context, i mail.Item) (mail.Link, error) {
	who, err := h.named(ctx, i.Typed)
	if errors.Is(err, person.ErrNotFound) || err == nil && (who.Email == "" || who.Status != person.Active || who.Password == "") {
		return mail.Link{}, mail.ErrNobody
	}
	if err != nil {
		return mail.Link{}, err
	}
	if err := h.desk.Admit(ctx, i, string(who.ID)); err != nil {
		return mail.Link{}, err
	}
	return h.mailedLink(ctx, who, person.Reset, h.conf.Lifetimes.Reset)
}

// named is the person whom a stranger means, by username or else by address.
func (h *house) named(ctx context.Context, typed string) (person.Person, error) {
	if key, err := person.KeyOf(typed); err == nil {
		who, err := h.db.People().FindByKey(ctx, key)
		if !errors.Is(err, person.ErrNotFound) {
			return who, err
		}
	}
	return h.db.People().FindByEmail(ctx, typed)
}

// mailedLink makes a link for a mail that is being written.
func (h *house) mailedLink(ctx context.Context, who person.Person, kind person.InvitationKind, life time.Duration) (mail.Link, error) {
	i, token := person.NewInvitation(who.ID, kind, h.now(), life)
	i.Mailed = who.Email
	e := audit.New(ctx, h.now(), audit.InvitationCreated)
	e.Person = string(who.ID)
	e.Detail = map[string]string{"invitation": i.ID, "kind": string(i.Kind), "by": "mail"}
	if err := h.db.Invitations().Create(ctx, i, token.Hash(), e); err != nil {
		return mail.Link{}, err
	}
	link := token.Link(h.conf.Issuer)
	if kind == person.Reset {
		link = token.ResetLink(h.conf.Issuer)
	}
	return mail.Link{To: who.Email, URL: link, Expires: i.Expires, Language: who.Language}, nil
}

// emailCode is what proves a new address.
func (h *house) emailCode(ctx context.Context, i mail.Item) (mail.Link, error) {
	code := account.NewEmailCode()
	to, expires, err := h.db.EmailChanges().SetCode(ctx, i.Detail, code)
	if errors.Is(err, account.ErrNoChange) {
		return mail.Link{}, mail.ErrNobody
	}
	return mail.Link{To: to, Code: code, Expires: expires}, err
}

// emailUndo takes a change of the address back.
func (h *house) emailUndo(ctx context.Context, i mail.Item) (mail.Link, error) {
	token := person.NewToken()
	to, expires, err := h.db.EmailChanges().SetUndo(ctx, i.Detail, token.Hash())
	if errors.Is(err, account.ErrNoChange) {
		return mail.Link{}, mail.ErrNobody
	}
	return mail.Link{To: to, URL: h.conf.Issuer + "/undo-email/" + token.Reveal(), Expires: expires}, err
}
