package web

import (
	"context"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"strings"

	"countersign/templates/words"
)

const (
	// StandardCertificateHeader is the one of RFC 9440; another holds PEM in URL
	// encoding, as nginx writes it ($ssl_client_escaped_cert).
	StandardCertificateHeader = "Client-Cert"
	chainHeader               = "Client-Cert-Chain"
	maxChain                  = 8
)

type certificateKey struct{}

// ClientCertificate is the certificate whose key the client of this request
// has, by TLS; nil if it showed none. Nobody has vouched for it.
func ClientCertificate(ctx context.Context) *x509.Certificate {
	if chain := ClientChain(ctx); len(chain) > 0 {
		return chain[0]
	}
	return nil
}

// ClientChain is ClientCertificate and the certificates that came with it.
func ClientChain(ctx context.Context) []*x509.Certificate {
	chain, _ := ctx.Value(certificateKey{}).([]*x509.Certificate)
	return chain
}

// Thumbprint names a certificate as tokens do that are bound to it (RFC 8705
// section 3.1); "" of none.
func Thumbprint(c *x509.Certificate) string {
	if c == nil {
		return ""
	}
	sum := sha256.Sum256(c.Raw)
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// WithClientChain is ctx of a request that came with these certificates.
func WithClientChain(ctx context.Context, chain []*x509.Certificate) context.Context {
	if len(chain) == 0 {
		return ctx
	}
	return context.WithValue(ctx, certificateKey{}, chain)
}

// certify puts the client's certificate into the context. Where a proxy ends
// TLS, its header says it, and nobody else's does: it is taken away from
// everybody's request, so that no room can read it by mistake.
func (w *Web) certify(ctx context.Context, r *http.Request) (context.Context, error) {
	if w.CertificateHeader != "" {
		certificates, others := r.Header.Values(w.CertificateHeader), r.Header.Values(chainHeader)
		r.Header.Del(w.CertificateHeader)
		r.Header.Del(chainHeader)
		if peer, err := netip.ParseAddrPort(r.RemoteAddr); err == nil && w.trusted(bare(peer.Addr())) {
			chain, err := w.readChain(certificates, others)
			if err != nil {
				return ctx, &Failure{
					Status: http.StatusBadRequest, Code: "invalid_request", Title: words.FailureCannotAccept,
					Message: words.As("the client certificate cannot be read"), Remedy: words.FailureTellOwner,
					Cause: fmt.Errorf("header %s of the proxy: %w", w.CertificateHeader, err),
				}
			}
			return WithClientChain(ctx, chain), nil
		}
	}
	if r.TLS == nil {
		return ctx, nil
	}
	return WithClientChain(ctx, r.TLS.PeerCertificates), nil
}

// readChain reads what a proxy says. Two certificates mean that it let pass
// what its client had written.
func (w *Web) readChain(certificates, others []string) ([]*x509.Certificate, error) {
	if len(certificates) == 0 || len(certificates) == 1 && strings.TrimSpace(certificates[0]) == "" {
		return nil, nil
	}
	if len(certificates) > 1 {
		return nil, errors.New("it stands there twice; the proxy must replace what its client sends")
	}
	if !strings.EqualFold(w.CertificateHeader, StandardCertificateHeader) {
		first, err := readEscaped(certificates[0])
		return []*x509.Certificate{first}, err
	}
	texts := certificates
	for _, line := range others {
		texts = append(texts, strings.Split(line, ",")...)
	}
	if len(texts) > maxChain {
		return nil, fmt.Errorf("more than %d certificates", maxChain)
	}
	chain := make([]*x509.Certificate, len(texts))
	for i, text := range texts {
		var err error
		if chain[i], err = readBytes(text); err != nil {
			return nil, err
		}
	}
	return chain, nil
}

// readBytes reads a byte sequence (RFC 9440 section 2.1, RFC 9651 section
// 3.3.5).
func readBytes(text string) (*x509.Certificate, error) {
	inside, start := strings.CutPrefix(strings.TrimSpace(text), ":")
	inside, end := strings.CutSuffix(inside, ":")
	der, err := base64.StdEncoding.DecodeString(inside)
	if !start || !end || err != nil {
		return nil, errors.New("it is no byte sequence as RFC 9440 writes it")
	}
	return x509.ParseCertificate(der)
}

// readEscaped reads one certificate as PEM in URL encoding.
func readEscaped(text string) (*x509.Certificate, error) {
	plain, err := url.PathUnescape(text)
	if err != nil {
		return nil, errors.New("it is not URL-encoded")
	}
	block, rest := pem.Decode([]byte(plain))
	if block == nil || block.Type != "CERTIFICATE" || strings.TrimSpace(string(rest)) != "" {
		return nil, errors.New("it is not one PEM certificate")
	}
	return x509.ParseCertificate(block.Bytes)
}
