package client_test

import (
	"testing"

	"countersign/idp/client"
)

// What FAPI 2.0 Security Profile asks of a client, one by one.
func TestClientMeetsTheFAPIProfileOrNot(t *testing.T) {
	good := client.Client{Method: client.PrivateKeyJWT, RedirectURIs: []string{"https://app.example/cb"}, IDTokenAlg: "PS256"}
	for name, c := range map[string]struct {
		change func(*client.Client)
		meets  bool
	}{
		"nothing":              {func(*client.Client) {}, true},
		"mutual TLS":           {func(c *client.Client) { c.Method = client.TLS }, true},
		"own certificate":      {func(c *client.Client) { c.Method = client.SelfSignedTLS }, true},
		"a secret":             {func(c *client.Client) { c.Method = client.Basic }, false},
		"a secret in the body": {func(c *client.Client) { c.Method = client.Post }, false},
		"a secret that signs":  {func(c *client.Client) { c.Method = client.SecretJWT }, false},
		"public":               {func(c *client.Client) { c.Method = client.None }, false},
		"no PKCE":              {func(c *client.Client) { c.PKCEOptional = true }, false},
		"http":                 {func(c *client.Client) { c.RedirectURIs = append(c.RedirectURIs, "http://127.0.0.1/cb") }, false},
		"http of a native app": {func(c *client.Client) {
			c.RedirectURIs, c.Metadata.ApplicationType = []string{"http://127.0.0.1/cb"}, client.Native
		}, true},
		"EdDSA":                 {func(c *client.Client) { c.IDTokenAlg = "EdDSA" }, true},
		"RS256 for ID tokens":   {func(c *client.Client) { c.IDTokenAlg = "RS256" }, false},
		"RS256 for assertions":  {func(c *client.Client) { c.Metadata.AuthSigningAlg = "RS256" }, false},
		"RS256 for requests":    {func(c *client.Client) { c.Metadata.RequestAlg = "RS256" }, false},
		"RS256 for answers":     {func(c *client.Client) { c.Metadata.ResponseAlg = "RS256" }, false},
		"RS256 for userinfo":    {func(c *client.Client) { c.Metadata.UserInfoAlg = "RS256" }, false},
		"RS256 for introspects": {func(c *client.Client) { c.Metadata.IntrospectionAlg = "RS256" }, false},
		"RS256 for CIBA":        {func(c *client.Client) { c.Metadata.CIBAAlg = "RS256" }, false},
		"PS256 for assertions":  {func(c *client.Client) { c.Metadata.AuthSigningAlg = "PS256" }, true},
	} {
		t.Run(name, func(t *testing.T) {
			c2 := good
			c.change(&c2)
			if err := c2.CheckFAPI(); (err == nil) != c.meets {
				t.Errorf("%v", err)
			}
		})
	}
}
