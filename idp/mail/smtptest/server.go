package smtptest

import (
	"bufio"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/textproto"
	"strings"
	"sync"
	"testing"
	"time"
)

// Mode says how the server's connections are encrypted.
type Mode string

// The modes.
const (
	Plain    Mode = "plain"
	StartTLS Mode = "starttls"
	TLS      Mode = "tls"
)

// Options say how the server behaves.
type Options struct {
	Mode Mode
	// Username and Password are asked for if they are not empty.
	Username, Password string
}

// Mail is a mail that was taken.
type Mail struct {
	From, To  string
	Data      string // as it came, with dots unstuffed
	Encrypted bool
	User      string // who was let in, if anybody was asked for
}

// Server takes mails.
type Server struct {
	Options
	Address string         // host:port
	Roots   *x509.CertPool // that its certificate chains to

	settings *tls.Config
	mu       sync.Mutex
	mails    []Mail
	refuse   string
	open     []net.Conn
	done     sync.WaitGroup
}

// New starts a server that ends with the test.
func New(t testing.TB, o Options) *Server {
	t.Helper()
	s := &Server{Options: o, Roots: x509.NewCertPool()}
	s.settings = &tls.Config{Certificates: []tls.Certificate{s.certificate(t)}}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.Address = l.Addr().String()
	s.done.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return // the test is over
			}
			s.mu.Lock()
			s.open = append(s.open, c)
			s.mu.Unlock()
			s.done.Go(func() { s.serve(c) })
		}
	})
	t.Cleanup(func() {
		_ = l.Close()
		s.mu.Lock()
		for _, c := range s.open {
			_ = c.Close()
		}
		s.mu.Unlock()
		s.done.Wait()
	})
	return s
}

// Mails are those that were taken so far.
func (s *Server) Mails() []Mail {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Mail(nil), s.mails...)
}

// Take gives the mails that were taken since the last time.
func (s *Server) Take() []Mail {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := s.mails
	s.mails = nil
	return out
}

// Refuse makes the server answer every recipient with a reply such as "451 4.7.1
// later"; "" ends that.
func (s *Server) Refuse(reply string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refuse = reply
}

func (s *Server) refusal() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.refuse
}

func (s *Server) certificate(t testing.TB) tls.Certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	about := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(24 * time.Hour),
		DNSNames: []string{"localhost"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, about, about, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	s.Roots.AddCert(leaf)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
}

// session is one connection.
type session struct {
	*Server
	conn net.Conn
	text *textproto.Conn
	mail Mail
}

const patience = 30 * time.Second

func (s *Server) serve(c net.Conn) {
	defer c.Close()
	_ = c.SetDeadline(time.Now().Add(patience))
	x := &session{Server: s}
	if s.Mode == TLS {
		c = tls.Server(c, s.settings)
		x.mail.Encrypted = true
	}
	x.on(c)
	x.say("220 mail.example ESMTP")
	for {
		line, err := x.text.ReadLine()
		if err != nil || !x.answer(line) {
			return
		}
	}
}

func (x *session) on(c net.Conn) { x.conn, x.text = c, textproto.NewConn(c) }

func (x *session) say(format string, args ...any) { _ = x.text.PrintfLine(format, args...) }

// answer is the reply to one command; false ends the connection.
func (x *session) answer(line string) bool {
	verb, rest, _ := strings.Cut(line, " ")
	switch strings.ToUpper(verb) {
	case "EHLO":
		x.greet()
	case "HELO", "NOOP", "RSET":
		x.say("250 ok")
	case "STARTTLS":
		x.say("220 go on")
		c := tls.Server(x.conn, x.settings)
		x.mail.Encrypted = true
		x.on(c)
	case "AUTH":
		x.auth(rest)
	case "MAIL":
		x.from(rest)
	case "RCPT":
		if reply := x.refusal(); reply != "" {
			x.say("%s", reply)
			break
		}
		x.mail.To = between(rest)
		x.say("250 ok")
	case "DATA":
		return x.data()
	case "QUIT":
		x.say("221 bye")
		return false
	default:
		x.say("502 no")
	}
	return true
}

func (x *session) greet() {
	lines := []string{"mail.example", "8BITMIME", "ENHANCEDSTATUSCODES"}
	if x.Mode == StartTLS && !x.mail.Encrypted {
		lines = append(lines, "STARTTLS")
	}
	if x.Username != "" {
		lines = append(lines, "AUTH PLAIN")
	}
	for i, l := range lines {
		mark := "-"
		if i == len(lines)-1 {
			mark = " "
		}
		x.say("250%s%s", mark, l)
	}
}

func (x *session) auth(rest string) {
	_, initial, _ := strings.Cut(rest, " ")
	raw, err := base64.StdEncoding.DecodeString(initial)
	if err != nil || string(raw) != "\x00"+x.Username+"\x00"+x.Password {
		x.say("535 5.7.8 wrong")
		return
	}
	x.mail.User = x.Username
	x.say("235 2.7.0 welcome")
}

func (x *session) from(rest string) {
	if x.Username != "" && x.mail.User == "" {
		x.say("530 5.7.0 who are you")
		return
	}
	x.mail.From = between(rest)
	x.say("250 ok")
}

func (x *session) data() bool {
	x.say("354 go on")
	data, err := io.ReadAll(bufio.NewReader(x.text.DotReader()))
	if err != nil {
		return false
	}
	x.mail.Data = string(data)
	x.mu.Lock()
	x.mails = append(x.mails, x.mail)
	x.mu.Unlock()
	x.say("250 2.0.0 taken")
	return true
}

func between(s string) string {
	_, s, _ = strings.Cut(s, "<")
	s, _, _ = strings.Cut(s, ">")
	return s
}

// URL is the server's address as settings name it.
func (s *Server) URL() string {
	scheme := "smtp"
	if s.Mode == TLS {
		scheme = "smtps"
	}
	return fmt.Sprintf("%s://%s", scheme, s.Address)
}
