package config_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"countersign/config"
)

func TestExchangesAreReadFromTheFileAndFromJSON(t *testing.T) {
	const file = `oauth:
  resources: [{identifier: "urn:x:api"}]
  exchanges:
    - {client: client_orders, of: [client_shop], resources: ["urn:x:api"], scopes: [email]}
`
	want := config.Exchanges{{Client: "client_orders", Of: []string{"client_shop"}, Resources: []string{"urn:x:api"}, Scopes: []string{"email"}}}
	c, err := config.Load(write(t, file), nil)
	if err != nil {
		t.Fatal(err)
	}
	text, err := c.OAuth.Exchanges.MarshalText()
	if d := cmp.Diff(want, c.OAuth.Exchanges); d != "" || err != nil {
		t.Fatal(d, err)
	}
	c, err = config.Load("", []string{`COUNTERSIGN_OAUTH_RESOURCES=[{"identifier":"urn:x:api"}]`, "COUNTERSIGN_OAUTH_EXCHANGES=" + string(text)})
	if d := cmp.Diff(want, c.OAuth.Exchanges); d != "" || err != nil {
		t.Error(d, err)
	}
}

func TestExchangesAreChecked(t *testing.T) {
	const good = `{"client":"client_a","resources":["urn:x:api"]}`
	load := func(exchanges string) error {
		_, err := config.Load("", []string{`COUNTERSIGN_OAUTH_RESOURCES=[{"identifier":"urn:x:api"}]`, "COUNTERSIGN_OAUTH_EXCHANGES=[" + exchanges + "]"})
		return err
	}
	if err := load(good); err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{
		`{}`, good + "," + good, `{"client":"orders","resources":["urn:x:api"]}`, `{"client":"client_","resources":["urn:x:api"]}`,
		`{"client":"client_a b","resources":["urn:x:api"]}`, `{"client":"client_a"}`, `{"client":"client_a","resources":[]}`,
		`{"client":"client_a","resources":["urn:x:other"]}`, `{"client":"client_a","resources":["urn:x:api","http://localhost:8080"]}`,
		`{"client":"client_a","of":["*"],"resources":["urn:x:api"]}`, `{"client":"client_a","of":[""],"resources":["urn:x:api"]}`,
		`{"client":"client_a","resources":["urn:x:api"],"scopes":["openid email"]}`, `{"client":"client_a","resources":["urn:x:api"],"scopes":[""]}`,
		`{"client":"client_a","resources":["urn:x:api"],"scopes":["offline_access"]}`, `{"client":"client_a","resources":["urn:x:api"],"any":true}`,
	} {
		if err := load(bad); err == nil || !strings.Contains(strings.ToLower(err.Error()), "exchanges") {
			t.Errorf("%s: %v", bad, err)
		}
	}
}
