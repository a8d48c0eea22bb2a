package smtp

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	netmail "net/mail"
	"net/netip"
	"net/url"
	"strconv"
	"time"

	"github.com/wneessen/go-mail"

	letters "countersign/idp/mail"
)

// timeout is for a connection and for each answer on it.
const timeout = 20 * time.Second

// The ports where the URL names none (RFC 8314 section 7.3, RFC 6409).
const (
	submissions = 465
	submission  = 587
)

// Config says where the mail server is and how to talk to it.
type Config struct {
	// URL is smtps://HOST[:PORT] for TLS from the first byte, or
	// smtp://HOST[:PORT] for STARTTLS; on loopback the latter is plain.
	URL string
	// Username and Password are for servers that want them.
	Username, Password string
	// From is whom mails come from: "Northwind <id@northwind.example>".
	From string
	// Host names this server, in Message-IDs and to the mail server.
	Host string
	// TLS adds to the settings of the connection; nil for none. Tests trust
	// their own authority by it.
	TLS *tls.Config
}

// errURL is what Config.URL must be.
var errURL = errors.New("write smtps://HOST:PORT, or smtp://HOST:PORT for STARTTLS (plain on loopback)")

// Server is a mail server that takes our letters.
type Server struct {
	from *netmail.Address
	host string
	name string // of the mail server
	opts []mail.Option
}

// New checks the settings. It does not connect.
func New(c Config) (*Server, error) {
	from, err := netmail.ParseAddress(c.From)
	if err != nil {
		return nil, fmt.Errorf("from: write an address such as Northwind <id@northwind.example>: %w", err)
	}
	u, err := url.Parse(c.URL)
	if err != nil || u.Hostname() == "" || u.User != nil || u.Path != "" || u.RawQuery != "" || u.Fragment != "" {
		return nil, errURL
	}
	if c.Host == "" {
		return nil, errors.New("smtp: Host is needed")
	}
	opts, err := transport(u, c.TLS)
	if err != nil {
		return nil, err
	}
	opts = append(opts, mail.WithTimeout(timeout), mail.WithHELO(c.Host))
	if c.Username != "" {
		opts = append(opts, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover), mail.WithUsername(c.Username), mail.WithPassword(c.Password))
	}
	if _, err := mail.NewClient(u.Hostname(), opts...); err != nil {
		return nil, fmt.Errorf("mail server: %w", err)
	}
	return &Server{from: from, host: c.Host, name: u.Hostname(), opts: opts}, nil
}

// transport is how the connection is made and encrypted.
func transport(u *url.URL, extra *tls.Config) ([]mail.Option, error) {
	port := submission
	if u.Scheme == "smtps" {
		port = submissions
	}
	if u.Port() != "" {
		var err error
		if port, err = strconv.Atoi(u.Port()); err != nil {
			return nil, errURL
		}
	}
	settings := &tls.Config{}
	if extra != nil {
		settings = extra.Clone()
	}
	settings.ServerName, settings.MinVersion = u.Hostname(), tls.VersionTLS12
	opts := []mail.Option{mail.WithPort(port), mail.WithTLSConfig(settings)}
	switch {
	case u.Scheme == "smtps":
		return append(opts, mail.WithSSL()), nil
	case u.Scheme == "smtp" && loopback(u.Hostname()) && extra == nil:
		return append(opts, mail.WithTLSPolicy(mail.NoTLS)), nil
	case u.Scheme == "smtp":
		return append(opts, mail.WithTLSPolicy(mail.TLSMandatory)), nil
	}
	return nil, errURL
}

func loopback(host string) bool {
	a, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && a.IsLoopback()
}

// Send hands a letter over: letters.ErrRefused if the server will never take
// it.
func (s *Server) Send(ctx context.Context, l letters.Letter) error {
	m, err := s.message(l)
	if err != nil {
		return fmt.Errorf("%w: %w", letters.ErrRefused, err)
	}
	c, err := mail.NewClient(s.name, s.opts...)
	if err != nil {
		return fmt.Errorf("mail server: %w", err)
	}
	err = c.DialAndSendWithContext(ctx, m)
	if err == nil || m.IsDelivered() {
		return nil // that the goodbye failed changes nothing
	}
	failed, ok := errors.AsType[*mail.SendError](err)
	if ok && failed.ErrorCode() >= 500 && !failed.IsTemp() {
		return fmt.Errorf("%w: code %d %s", letters.ErrRefused, failed.ErrorCode(), failed.EnhancedStatusCode())
	}
	if ok { // its text has the addresses, which no log needs
		return fmt.Errorf("send a mail: code %d %s", failed.ErrorCode(), failed.EnhancedStatusCode())
	}
	return fmt.Errorf("send a mail: %w", err)
}

func (s *Server) message(l letters.Letter) (*mail.Msg, error) {
	m := mail.NewMsg(mail.WithNoDefaultUserAgent())
	m.FromMailAddress(s.from)
	if err := m.To(l.To); err != nil {
		return nil, errors.New("the address is malformed")
	}
	m.Subject(l.Subject)
	m.SetDateWithValue(l.At)
	m.SetMessageIDWithValue(l.ID + "@" + s.host)
	// No automatic answer is wanted (RFC 3834 section 5).
	m.SetGenHeader("Auto-Submitted", "auto-generated")
	m.SetBodyString(mail.TypeTextPlain, l.Text)
	m.AddAlternativeString(mail.TypeTextHTML, l.HTML)
	return m, nil
}
