package main

import (
	"encoding/base64"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"countersign/config"
	"countersign/factors/push"
	"countersign/idp/client"
	"countersign/idp/keys"
)

// receipted is a payment that ada approved, with its receipt.
func receipted(t *testing.T, database string, more ...func(*config.Config)) (*rig, push.Receipt) {
	t.Helper()
	r := newRig(t, database, 1, func(c *config.Config) {
		for _, f := range more {
			f(c)
		}
		c.OAuth.AuthorizationDetails = config.DetailTypes{{Type: "payment", Label: "Payment", Fields: []config.DetailField{
			{Name: "amount", Label: "Amount", Kind: "amount", Required: true},
		}}}
	})
	ada := r.joinVerified("ada")
	a := r.asker(func(w *client.Registration) { w.Metadata.DetailTypes = []string{"payment"} })
	a.lets(ada, true)
	a.begun("authorization_details", `[{"type":"payment","amount":{"amount":"12.50","currency":"EUR"}}]`)
	open, err := ada.phone.Challenges(t.Context(), false)
	r.ok(err)
	r.ok(r.approve(ada.phone, ""))
	stored, err := r.replicas[0].db.Challenges().Receipt(t.Context(), push.ID(open[0].ID))
	r.ok(err)
	receipt, err := push.NewReceipt(stored, r.replicas[0].ring.Public(t.Context(), keys.Challenge).Body)
	r.ok(err)
	return r, receipt
}

func TestReceiptProvesByItselfWhatWasAgreedTo(t *testing.T) {
	for _, database := range []string{"sqlite", "postgres"} {
		t.Run(database, func(t *testing.T) {
			_, receipt := receipted(t, database)
			if receipt.Decision != "approve" || receipt.Message != "W4SCT" || !strings.Contains(receipt.Details, `"12.50"`) || receipt.DeviceUV == nil {
				t.Errorf("receipt %+v", receipt)
			}
			text, err := json.MarshalIndent(receipt, "", "  ")
			if err != nil {
				t.Fatal(err)
			}
			var again push.Receipt
			if err := json.Unmarshal(text, &again); err != nil || again.Verify() != nil {
				t.Errorf("after a journey: %v, %v", err, again.Verify())
			}
		})
	}
}

// The list of events is where somebody finds what a receipt is asked for by.
func TestListOfEventsNamesTheRequestThatAReceiptIsAskedForBy(t *testing.T) {
	url := ""
	r, receipt := receipted(t, "sqlite", func(c *config.Config) { url = c.DatabaseURL.Reveal() })
	if out := beside(t, r, url).ok("audit", "list", "--kind", "challenge.approved"); !strings.Contains(out, "  "+string(receipt.ID)) {
		t.Errorf("it says %s", out)
	}
}

// Whatever member of a receipt is changed or missing, it does not verify.
func TestReceiptThatWasTamperedWithIsFalse(t *testing.T) {
	_, receipt := receipted(t, "sqlite")
	text, err := json.Marshal(receipt)
	if err != nil {
		t.Fatal(err)
	}
	var members map[string]any
	if err := json.Unmarshal(text, &members); err != nil {
		t.Fatal(err)
	}
	tried := 0
	for name, value := range members {
		for how, other := range tampered(value) {
			tried++
			changed := map[string]any{}
			for n, v := range members {
				changed[n] = v
			}
			if changed[name] = other; other == nil {
				delete(changed, name)
			}
			text, err := json.Marshal(changed)
			if err != nil {
				t.Fatal(err)
			}
			var r push.Receipt
			if json.Unmarshal(text, &r) == nil && r.Verify() == nil {
				t.Errorf("%s %s: it verifies", name, how)
			}
		}
	}
	if len(members) != 17 || tried < 40 {
		t.Errorf("%d members, %d tried", len(members), tried)
	}
}

// tampered are other values in place of one.
func tampered(value any) map[string]any {
	out := map[string]any{"missing": nil}
	switch v := value.(type) {
	case string:
		out["longer"] = v + "x"
		out["empty"] = ""
		out["first letter"] = otherLetter(v[:1]) + v[1:]
		if parts := strings.Split(v, "."); len(parts) == 3 { // a signed object
			out["payload"] = parts[0] + "." + base64.RawURLEncoding.EncodeToString([]byte(`{}`)) + "." + parts[2]
			out["signature"] = parts[0] + "." + parts[1] + "." + otherLetter(parts[2][:1]) + parts[2][1:]
		}
	case float64:
		out["one more"] = v + 1
	case map[string]any:
		out["empty"] = map[string]any{}
		for name, inner := range v {
			if text, ok := inner.(string); ok && len(text) > 20 {
				changed := map[string]any{}
				for n, x := range v {
					changed[n] = x
				}
				changed[name] = otherLetter(text[:1]) + text[1:]
				out["its "+name] = changed
			}
		}
		if _, ok := v["keys"]; ok {
			out["no keys"] = map[string]any{"keys": []any{}}
		}
	}
	return out
}

func otherLetter(letter string) string {
	if letter == "A" {
		return "B"
	}
	return "A"
}

// The commands write a receipt and check it without a database.
func TestReceiptIsCheckedByACommandWithoutADatabase(t *testing.T) {
	_, receipt := receipted(t, "sqlite")
	dir := t.TempDir()
	c := newConsole(t, "sqlite:"+filepath.Join(dir, "c.db"))
	file := filepath.Join(dir, "receipt.json")
	write := func(r push.Receipt) {
		t.Helper()
		text, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(receipt)
	published := filepath.Join(dir, "keys.json")
	if err := os.WriteFile(published, receipt.Keys, 0o600); err != nil {
		t.Fatal(err)
	}
	if out := c.ok("audit", "verify-receipt", file, "--keys", published); !strings.Contains(out, "approve") || !strings.Contains(out, "12.50") {
		t.Errorf("it says %s", out)
	}
	if err := os.WriteFile(published, []byte(`{"keys":[]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	c.refused(exitFalse, "push_jwks_uri", "audit", "verify-receipt", file, "--keys", published)
	c.refused(exitFailed, "no such file", "audit", "verify-receipt", file, "--keys", published+".none")
	c.refused(exitFailed, "no such file", "audit", "verify-receipt", file+".none")
	receipt.Details = strings.Replace(receipt.Details, "12.50", "99.50", 1)
	write(receipt)
	c.refused(exitFalse, "authorization details", "audit", "verify-receipt", file)
	c.refused(exitFailed, "nobody answered", "audit", "receipt", "chl_none")
}
