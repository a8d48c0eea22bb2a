package config_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"countersign/config"
)

const details = `oauth:
  authorization_details:
    - type: payment
      label: Payment
      labels: {de: Zahlung}
      fields:
        - {name: amount, label: Amount, kind: amount, required: true}
        - {name: actions, label: May, kind: texts, values: [initiate]}
`

func TestDetailTypesAreReadFromTheFileAndFromJSON(t *testing.T) {
	want := config.DetailTypes{{
		Type: "payment", Label: "Payment", Labels: map[string]string{"de": "Zahlung"}, Fields: []config.DetailField{
			{Name: "amount", Label: "Amount", Kind: "amount", Required: true}, {Name: "actions", Label: "May", Kind: "texts", Values: []string{"initiate"}},
		},
	}}
	c, err := config.Load(write(t, details), nil)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(want, c.OAuth.AuthorizationDetails); d != "" {
		t.Error(d)
	}
	text, err := c.OAuth.AuthorizationDetails.MarshalText()
	if err != nil {
		t.Fatal(err)
	}
	c, err = config.Load("", []string{"COUNTERSIGN_OAUTH_AUTHORIZATION_DETAILS=" + string(text)})
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(want, c.OAuth.AuthorizationDetails); d != "" {
		t.Error(d)
	}
}

func TestDetailTypesThatCannotBeShownAreRefused(t *testing.T) {
	for _, change := range [][2]string{
		{"type: payment", "type: ''"},
		{"label: Payment", "label: ''"},
		{"label: Payment", `label: "Pay\u202e"`},
		{"label: Payment", "label: " + strings.Repeat("x", 41)},
		{"{de: Zahlung}", "{DE: Zahlung}"},
		{"{de: Zahlung}", "{de: ''}"},
		{"name: amount", "name: type"},
		{"name: amount", "name: actions"},
		{"name: amount", "name: ''"},
		{"label: Amount", "label: ' Amount'"},
		{"kind: amount", "kind: number"},
		{"required: true", "values: [x]"},
		{"      fields:\n        - {name: amount, label: Amount, kind: amount, required: true}\n        - {name: actions, label: May, kind: texts, values: [initiate]}\n", "      fields: []\n"},
		{"fields:", fmt.Sprintf("x: %d\n      fields:", 1)},
		{"    - type: payment", "    - type: payment\n      label: A\n      fields: [{name: a, label: A, kind: text}]\n    - type: payment"},
	} {
		if !strings.Contains(details, change[0]) {
			t.Fatalf("there is no %q", change[0])
		}
		if _, err := config.Load(write(t, strings.Replace(details, change[0], change[1], 1)), nil); err == nil {
			t.Errorf("%q for %q was taken", change[1], change[0])
		}
	}
	if _, err := config.Load("", nil, `oauth.authorization_details=[{"type":1`); err == nil || !strings.Contains(err.Error(), "oauth.authorization_details") {
		t.Errorf("broken JSON: %v", err)
	}
}

func TestResourcesAreChecked(t *testing.T) {
	good := `{"identifier":"https://api.example/v1","format":"jwt","alg":"PS256","lifetime":"5m"}`
	c, err := config.Load("", []string{"COUNTERSIGN_OAUTH_RESOURCES=[" + good + "]"})
	if err != nil || len(c.OAuth.Resources) != 1 || c.OAuth.Resources[0].Lifetime != 5*time.Minute {
		t.Fatalf("%+v, %v", c.OAuth.Resources, err)
	}
	for _, bad := range []string{
		`{}`, `{"identifier":"api"}`, `{"identifier":"/api"}`, `{"identifier":"https://api.example#x"}`, `{"identifier":"https://api.example x"}`,
		`{"identifier":"http://localhost:8080"}`, good + "," + good, `{"identifier":"urn:x:y","format":"saml"}`,
		`{"identifier":"urn:x:y","alg":"none"}`, `{"identifier":"urn:x:y","lifetime":"16m"}`, `{"identifier":"urn:x:y","lifetime":"-1m"}`, `{"identifier":"urn:x:y","client":"me"}`, `{"name":"x"}`,
	} {
		if _, err := config.Load("", []string{"COUNTERSIGN_OAUTH_RESOURCES=[" + bad + "]"}); err == nil || !strings.Contains(err.Error(), "oauth.resources") {
			t.Errorf("%s: %v", bad, err)
		}
	}
	for name, bad := range map[string]string{"REFRESH_GRACE": "61s", "DPOP_NONCE": "never"} {
		if _, err := config.Load("", []string{"COUNTERSIGN_OAUTH_" + name + "=" + bad}); err == nil {
			t.Errorf("%s: %s is taken", name, bad)
		}
	}
}
