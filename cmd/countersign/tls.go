package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"

	"countersign/config"
)

// certificateLook is how often it is looked whether the certificate's files
// changed.
const certificateLook = 10 * time.Second

// certificate is this server's own, as its files have it.
type certificate struct {
	conf config.TLS
	// oldest is the oldest version that is spoken, as the settings write it.
	oldest string
	now    func() time.Time
	log    *slog.Logger

	mu     sync.Mutex
	loaded *tls.Certificate
	stamp  [2]time.Time
	looked time.Time
}

// newCertificate reads the certificate; it must be there at the start.
func newCertificate(conf config.Config, now func() time.Time, log *slog.Logger) (*certificate, error) {
	c := &certificate{conf: conf.TLS, oldest: conf.OldestTLS(), now: now, log: log}
	return c, c.read()
}

// read takes the files as they are now.
func (c *certificate) read() error {
	stamp, err := c.stamps()
	if err != nil {
		return err
	}
	loaded, err := tls.LoadX509KeyPair(c.conf.Cert, c.conf.Key)
	if err != nil {
		return fmt.Errorf("tls.cert and tls.key: %w", err)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.loaded, c.stamp = &loaded, stamp
	return nil
}

func (c *certificate) stamps() (out [2]time.Time, err error) {
	for i, file := range []string{c.conf.Cert, c.conf.Key} {
		info, err := os.Stat(file)
		if err != nil {
			return out, fmt.Errorf("tls.cert and tls.key: %w", err)
		}
		out[i] = info.ModTime()
	}
	return out, nil
}

// get is the certificate for a handshake. Files that changed are read anew; if
// they cannot be read, the old one serves on: half a renewal is no outage.
func (c *certificate) get(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	c.mu.Lock()
	due := c.now().Sub(c.looked) >= certificateLook
	if due {
		c.looked = c.now()
	}
	known := c.stamp
	c.mu.Unlock()
	if due {
		if stamp, err := c.stamps(); err != nil || stamp != known {
			c.renew()
		}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.loaded, nil
}

func (c *certificate) renew() {
	if err := c.read(); err != nil {
		c.log.Error("could not read the new certificate; the old one serves on", "error", err)
		return
	}
	c.log.Info("read a new certificate")
}

// renewUpon reads the files anew upon SIGHUP, until ctx ends.
func (c *certificate) renewUpon(ctx context.Context) {
	hangups := make(chan os.Signal, 1)
	signal.Notify(hangups, syscall.SIGHUP)
	defer signal.Stop(hangups)
	for {
		select {
		case <-hangups:
			c.renew()
		case <-ctx.Done():
			return
		}
	}
}

// listen wraps a listener in TLS. With ask it wants to see certificates of
// clients, and takes any: who vouches for one is looked at where it counts.
func (c *certificate) listen(l net.Listener, ask bool) net.Listener {
	conf := &tls.Config{
		GetCertificate: c.get, NextProtos: []string{"h2", "http/1.1"}, MinVersion: tls.VersionTLS12,
		// RFC 9325 section 4.2; of 1.3 there are no others.
		CipherSuites: []uint16{
			tls.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
			tls.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, tls.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
		},
	}
	if c.oldest == "1.3" {
		conf.MinVersion = tls.VersionTLS13
	}
	if ask {
		conf.ClientAuth = tls.RequestClientCert
	}
	return tls.NewListener(l, conf)
}

// clientCAs are those that vouch for the certificates of applications; nil if
// none are set up.
func clientCAs(conf config.TLS) (*x509.CertPool, error) {
	if conf.ClientCA == "" {
		return nil, nil
	}
	text, err := os.ReadFile(conf.ClientCA)
	if err != nil {
		return nil, fmt.Errorf("tls.client_ca: %w", err)
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(text) {
		return nil, errors.New("tls.client_ca: the file holds no PEM certificate")
	}
	return pool, nil
}
