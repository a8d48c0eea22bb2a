package clientauth

import (
	"context"
	"crypto/x509"

	"countersign/idp/client"
	"countersign/idp/protocol"
	"countersign/idp/web"
)

// certificate sees to it that the client has the key of the certificate that it
// registered (RFC 8705 section 2). TLS has proved that it has the key; here is
// said whose it is.
func (a *Authenticator) certificate(ctx context.Context, c client.Client) error {
	chain := web.ClientChain(ctx)
	if len(chain) == 0 {
		return refused("the client showed no certificate")
	}
	if c.Method == client.TLS {
		return a.vouched(c, chain)
	}
	// What stands in a self-signed certificate, time included, nobody vouches
	// for: it is a key in another form (RFC 8705 section 2.2).
	ours, err := a.Keys.Holds(ctx, c, chain[0])
	switch {
	case err != nil:
		return protocol.InvalidClient().Because(err)
	case !ours:
		return refused("the certificate is not one that the client registered")
	}
	return nil
}

// vouched wants a certificate of our CAs, for clients, with the name that was
// registered (RFC 8705 section 2.1).
func (a *Authenticator) vouched(c client.Client, chain []*x509.Certificate) error {
	if a.CAs == nil {
		return refused("no CA is set up to vouch for clients (tls.client_ca)")
	}
	between := x509.NewCertPool()
	for _, above := range chain[1:] {
		between.AddCert(above)
	}
	_, err := chain[0].Verify(x509.VerifyOptions{
		Roots: a.CAs, Intermediates: between, CurrentTime: a.Now(), KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
	})
	if err != nil {
		return protocol.InvalidClient().Because(err)
	}
	if !c.Metadata.Names(chain[0]) {
		return refused("the certificate names somebody else")
	}
	return nil
}
