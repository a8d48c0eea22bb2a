package mail

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"countersign/idp/agent"
	sheet "countersign/templates/mail"
	"countersign/templates/words"
)

// Sighting is from where somebody asked to sign in, as it was told to the
// phone.
type Sighting struct {
	Browser string // "Chrome"; empty if unknown
	System  string // "Windows"; empty if unknown
	Address string
	Place   string // "near Graz", where it is known
	App     string // the application's name; empty if none
}

// Link is what a mail leads to, made while the mail is written.
type Link struct {
	// To is the address that the link may be sent to.
	To      string
	URL     string
	Expires time.Time
	// Code is what is to be typed, of a mail that has no link.
	Code string
	// Language is what its reader reads, where the item names no person.
	Language string
}

// WriterDeps are what a Writer needs.
type WriterDeps struct {
	// Issuer is the address that every link begins with.
	Issuer       string
	Organisation string
	// Contact is whom to ask for help; may be empty.
	Contact string
	// Languages are those of mails; the first is for whoever reads none of them.
	Languages []words.Language
	// Device is how a phone is called, Asked from where a challenge was asked
	// for.
	Device func(ctx context.Context, person, id string) (string, error)
	Asked  func(ctx context.Context, challenge string) (Sighting, error)
	// Digest is what a day brought.
	Digest func(ctx context.Context, day time.Time) (Digest, error)
	// Links make a fresh link for each kind of mail that has one; earlier ones
	// of the same kind end. ErrNobody if there is nobody to have one.
	Links map[Kind]func(ctx context.Context, i Item) (Link, error)
}

// Writer turns items into letters.
type Writer struct{ WriterDeps }

// NewWriter checks deps and makes a Writer.
func NewWriter(d WriterDeps) (*Writer, error) {
	if d.Issuer == "" || d.Organisation == "" || d.Device == nil || d.Asked == nil || d.Digest == nil || d.Links == nil || len(d.Languages) == 0 {
		return nil, errors.New("mail: Issuer, Organisation, Languages, Device, Asked, Digest and Links are needed")
	}
	return &Writer{d}, nil
}

// Write is the letter of an item: ErrNobody if nobody is to have it.
func (w *Writer) Write(ctx context.Context, i Item) (Letter, error) {
	s, ok := says[i.Kind]
	if !ok {
		return Letter{}, fmt.Errorf("%w: the kind %q is unknown", ErrNobody, i.Kind)
	}
	l, err := w.link(ctx, i)
	if err != nil {
		return Letter{}, err
	}
	if l.To == "" {
		return Letter{}, ErrNobody
	}
	ctx = words.With(ctx, words.Choose(w.Languages, i.Language, l.Language))
	facts, err := w.about(ctx, i, s)
	if err != nil {
		return Letter{}, err
	}
	if l.Code != "" {
		facts = append(facts, sheet.Fact{Name: words.MailCode(ctx), Value: l.Code})
	}
	if !l.Expires.IsZero() {
		facts = append(facts, sheet.Fact{Name: words.MailWorksUntil(ctx), Value: words.Moment(ctx, l.Expires)})
	}
	v := sheet.View{
		Organisation: w.Organisation, Title: s.title(ctx), Lead: inAll(ctx, s.lead), Facts: facts,
		Link: sheet.Link{Text: s.link.In(ctx), URL: l.URL}, Rest: inAll(ctx, s.rest), Foot: w.foot(ctx, s),
	}
	var html strings.Builder
	if err := sheet.HTML(v).Render(ctx, &html); err != nil {
		return Letter{}, fmt.Errorf("draw a mail: %w", err)
	}
	return Letter{
		To: l.To, Subject: words.MailSubject(ctx, w.Organisation, s.subject(ctx)), Text: sheet.Text(ctx, v), HTML: html.String(), ID: i.ID, At: i.At,
	}, nil
}

// link is what a mail leads to, made now, if its kind has a link; at least the
// address that it goes to.
func (w *Writer) link(ctx context.Context, i Item) (Link, error) {
	if make, ok := w.Links[i.Kind]; ok {
		return make(ctx, i)
	}
	return Link{To: i.To}, nil
}

// about is what the mail lists.
func (w *Writer) about(ctx context.Context, i Item, s said) ([]sheet.Fact, error) {
	if i.Kind == AdminDigest {
		return w.digest(ctx, i)
	}
	return w.facts(ctx, i, s)
}

// facts are when and from where, as far as it is known.
func (w *Writer) facts(ctx context.Context, i Item, s said) ([]sheet.Fact, error) {
	out := []sheet.Fact{{Name: words.MailTime(ctx), Value: words.Moment(ctx, i.At)}}
	add := func(name words.Text, value string) {
		if value != "" {
			out = append(out, sheet.Fact{Name: name(ctx), Value: value})
		}
	}
	where := Sighting{Address: i.Address}
	where.Browser, where.System = agent.Names(i.Agent)
	if s.byPhone {
		// The phone answered; what matters is who asked.
		var err error
		if where, err = w.Asked(ctx, i.Challenge); err != nil {
			return nil, err
		}
	}
	if s.aboutPhone && i.Device != "" {
		name, err := w.Device(ctx, i.Person, i.Device)
		if err != nil {
			return nil, err
		}
		add(words.MailPhone, name)
	}
	if s.detail != nil {
		add(s.detail, i.Detail)
	}
	add(words.MailApplication, where.App)
	if where.Address == byHand {
		add(words.MailDoneBy, words.MailAnAdministrator(ctx))
		return out, nil
	}
	add(words.MailPlace, where.Place)
	add(words.MailAddress, where.Address)
	add(words.MailBrowser, words.Browser(where.Browser, where.System).In(ctx))
	return out, nil
}

// byHand is the address in the events of the command line.
const byHand = "cli"

func (w *Writer) foot(ctx context.Context, s said) string {
	if s.admin {
		return words.MailAdminFoot(ctx, w.Issuer)
	}
	if w.Contact == "" {
		return words.MailFoot(ctx, w.Issuer)
	}
	return words.MailFootHelp(ctx, w.Issuer, words.Contact(ctx, w.Contact))
}
