package mail

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"countersign/idp/agent"
	words "countersign/templates/mail"
)

// Sighting is from where somebody asked to sign in, as it was told to the
// phone.
type Sighting struct {
	Browser string // "Chrome on Windows"; empty if unknown
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
}

// WriterDeps are what a Writer needs.
type WriterDeps struct {
	// Issuer is the address that every link begins with.
	Issuer       string
	Organisation string
	// Contact is whom to ask for help; may be empty.
	Contact string
	// Device is how a phone is called, Asked from where a challenge was asked
	// for.
	Device func(ctx context.Context, person, id string) (string, error)
	Asked  func(ctx context.Context, challenge string) (Sighting, error)
	// Links make a fresh link for each kind of mail that has one; earlier ones
	// of the same kind end. ErrNobody if there is nobody to have one.
	Links map[Kind]func(ctx context.Context, i Item) (Link, error)
}

// Writer turns items into letters.
type Writer struct{ WriterDeps }

// NewWriter checks deps and makes a Writer.
func NewWriter(d WriterDeps) (*Writer, error) {
	if d.Issuer == "" || d.Organisation == "" || d.Device == nil || d.Asked == nil || d.Links == nil {
		return nil, errors.New("mail: Issuer, Organisation, Device, Asked and Links are needed")
	}
	return &Writer{d}, nil
}

// Write is the letter of an item: ErrNobody if nobody is to have it.
func (w *Writer) Write(ctx context.Context, i Item) (Letter, error) {
	s, ok := says[i.Kind]
	if !ok {
		return Letter{}, fmt.Errorf("%w: the kind %q is unknown", ErrNobody, i.Kind)
	}
	v := words.View{Organisation: w.Organisation, Title: s.title, Lead: s.lead, Rest: s.rest}
	to := i.To
	if make, ok := w.Links[i.Kind]; ok {
		l, err := make(ctx, i)
		if err != nil {
			return Letter{}, err
		}
		to = l.To
		v.Link = words.Link{Text: s.link, URL: l.URL}
		if l.Code != "" {
			v.Facts = append(v.Facts, words.Fact{Name: "Code", Value: l.Code})
		}
		v.Facts = append(v.Facts, words.Fact{Name: "Works until", Value: moment(l.Expires)})
	}
	if to == "" {
		return Letter{}, ErrNobody
	}
	seen, err := w.facts(ctx, i, s)
	if err != nil {
		return Letter{}, err
	}
	v.Facts = append(seen, v.Facts...)
	v.Foot = w.foot()
	var html strings.Builder
	if err := words.HTML(v).Render(ctx, &html); err != nil {
		return Letter{}, fmt.Errorf("draw a mail: %w", err)
	}
	return Letter{To: to, Subject: w.Organisation + ": " + s.subject, Text: words.Text(v), HTML: html.String(), ID: i.ID, At: i.At}, nil
}

// facts are when and from where, as far as it is known.
func (w *Writer) facts(ctx context.Context, i Item, s said) ([]words.Fact, error) {
	out := []words.Fact{{Name: "Time", Value: moment(i.At)}}
	add := func(name, value string) {
		if value != "" {
			out = append(out, words.Fact{Name: name, Value: value})
		}
	}
	where := Sighting{Address: i.Address, Browser: agent.Called(agent.Names(i.Agent))}
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
		add("Phone", name)
	}
	if s.detail != "" {
		add(s.detail, i.Detail)
	}
	add("Application", where.App)
	if where.Address == byHand {
		add("Done by", "an administrator")
		return out, nil
	}
	add("Place", where.Place)
	add("Network address", where.Address)
	add("Browser", where.Browser)
	return out, nil
}

// byHand is the address in the events of the command line.
const byHand = "cli"

func (w *Writer) foot() string {
	foot := "You get this because something happened to your account at " + w.Issuer + ". Nobody can sign in with this mail alone."
	if w.Contact != "" {
		foot += " If you need help, ask " + w.Contact + "."
	}
	return foot
}

// moment is a time as everybody reads it alike.
func moment(t time.Time) string { return t.UTC().Format("2 January 2006, 15:04 UTC") }
