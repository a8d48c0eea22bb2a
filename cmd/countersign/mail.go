package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"

	"countersign/audit"
	"countersign/factors"
	"countersign/factors/push"
	"countersign/idp/agent"
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
	writer, err := mail.NewWriter(mail.WriterDeps{
		Issuer: h.conf.Issuer, Organisation: h.conf.Organisation, Contact: h.conf.SupportContact,
		Device: h.deviceName, Asked: h.asked,
		Links: map[mail.Kind]func(context.Context, mail.Item) (mail.Link, error){mail.Invitation: h.invitationLink},
	})
	if err != nil {
		return err
	}
	h.postman, err = mail.NewPostman(mail.PostmanDeps{
		Queue: h.db.Outbox(), Write: writer.Write, Send: server.Send, Now: h.now, Log: h.log,
	})
	return err
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
	s := mail.Sighting{Browser: agent.Called(c.Browser, c.OS), Address: c.IP, Place: c.Place}
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
	return h.mailedLink(ctx, who, person.Invite)
}

// mailedLink makes an invitation for a mail that is being written.
func (h *house) mailedLink(ctx context.Context, who person.Person, kind person.InvitationKind) (mail.Link, error) {
	life := h.conf.Lifetimes.Invitation
	i, token := person.NewInvitation(who.ID, kind, h.now(), life)
	e := audit.New(ctx, h.now(), audit.InvitationCreated)
	e.Person = string(who.ID)
	e.Detail = map[string]string{"invitation": i.ID, "kind": string(i.Kind), "by": "mail"}
	if err := h.db.Invitations().Create(ctx, i, token.Hash(), e); err != nil {
		return mail.Link{}, err
	}
	return mail.Link{To: who.Email, URL: token.Link(h.conf.Issuer), Expires: i.Expires}, nil
}
