package rar_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"countersign/factors/wire"
	"countersign/idp/rar"
)

var payment = rar.Type{
	Name: "payment_initiation", Label: rar.Label{Default: "Payment", In: map[string]string{"de": "Zahlung"}},
	Fields: []rar.Field{
		{Name: "actions", Label: rar.Label{Default: "May"}, Kind: rar.Texts, Values: []string{"initiate", "status"}},
		{Name: "instructedAmount", Label: rar.Label{Default: "Amount", In: map[string]string{"de": "Betrag"}}, Kind: rar.Amount, Required: true},
		{Name: "creditorName", Label: rar.Label{Default: "To"}, Kind: rar.Text, Required: true},
		{Name: "creditorAccount", Label: rar.Label{Default: "Account"}, Kind: rar.Account},
		{Name: "date", Label: rar.Label{Default: "On"}, Kind: rar.Date},
	},
}

var types = rar.Types{payment, {Name: "note", Label: rar.Label{Default: "Note"}, Fields: []rar.Field{{Name: "text", Label: rar.Label{Default: "Text"}, Kind: rar.Text}}}}

const good = `[ {"type":"payment_initiation", "instructedAmount":{"currency":"EUR","amount":"123.50"},
 "creditorName":"Merchant A", "creditorAccount":{"iban":"DE02100100109307118603"}, "actions":["initiate","status"], "date":"2026-11-30"} ]`

func TestDetailsOfARegisteredTypePassAndAreShownWhole(t *testing.T) {
	details, err := types.Validate(good, []string{"payment_initiation"})
	if err != nil {
		t.Fatal(err)
	}
	if strings.ContainsAny(string(details), " \n") && !strings.Contains(string(details), "Merchant A") {
		t.Errorf("white space was kept: %s", details)
	}
	shown, err := types.Show(details, "de-AT")
	if err != nil {
		t.Fatal(err)
	}
	want := []wire.Detail{{Type: "payment_initiation", Title: "Zahlung", Lines: []wire.DetailLine{
		{Label: "May", Text: "initiate, status"}, {Label: "Betrag", Text: "123.50 EUR"}, {Label: "To", Text: "Merchant A"},
		{Label: "Account", Text: "DE02 1001 0010 9307 1186 03"}, {Label: "On", Text: "2026-11-30"},
	}}}
	if diff := cmp.Diff(want, shown); diff != "" {
		t.Error(diff)
	}
	if shown, err = types.Show(details, "fr"); err != nil || shown[0].Title != "Payment" {
		t.Errorf("in a language without a label: %v %v", shown, err)
	}
}

func TestNoDetailsAreNone(t *testing.T) {
	if details, err := types.Validate("", nil); err != nil || details != nil {
		t.Errorf("got %s, %v", details, err)
	}
	if shown, err := types.Show(nil, "en"); err != nil || shown != nil {
		t.Errorf("got %v, %v", shown, err)
	}
}

func TestTypesThatTheClientDidNotRegisterAreRefused(t *testing.T) {
	for _, allowed := range [][]string{nil, {"note"}, {"payment"}} {
		if _, err := types.Validate(good, allowed); !errors.Is(err, rar.ErrInvalid) {
			t.Errorf("registered %v: %v", allowed, err)
		}
	}
}

func TestWhatWasValidatedIsNotShownOnceItsTypeIsGone(t *testing.T) {
	details, err := types.Validate(good, types.Names())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := types[1:].Show(details, "en"); !errors.Is(err, rar.ErrInvalid) {
		t.Errorf("got %v", err)
	}
}

// Each is the good request but for one thing (RFC 9396 section 5).
func TestMalformedDetailsAreRefused(t *testing.T) {
	change := func(from, to string) string {
		if !strings.Contains(good, from) {
			t.Fatalf("there is no %s", from)
		}
		return strings.Replace(good, from, to, 1)
	}
	one := func(detail string) string { return "[" + detail + "]" }
	for name, parameter := range map[string]string{
		"not JSON":            "[",
		"an object":           `{"type":"note"}`,
		"empty":               "[]",
		"null in it":          "[null]",
		"a text in it":        `["note"]`,
		"two values":          `[{"type":"note"}] []`,
		"another member":      `[{"type":"note"}],"d":[{"type":"note"}]`,
		"too many":            "[" + strings.TrimSuffix(strings.Repeat(`{"type":"note"},`, 6), ",") + "]",
		"too long":            `[{"type":"note"}` + strings.Repeat(" ", 8<<10) + "]",
		"no type":             one(`{"text":"x"}`),
		"type is a number":    one(`{"type":1}`),
		"unknown type":        one(`{"type":"other"}`),
		"type twice":          one(`{"type":"note","type":"payment_initiation"}`),
		"unknown member":      one(`{"type":"note","more":"x"}`),
		"member in caps":      one(`{"type":"note","TEXT":"x"}`),
		"required is missing": change(`"creditorName":"Merchant A",`, ""),
		"null":                change(`"Merchant A"`, "null"),
		"text is a number":    change(`"Merchant A"`, "1"),
		"text is empty":       change(`"Merchant A"`, `""`),
		"text has a line end": change(`Merchant A`, `Merchant\nA`),
		"text turns":          change(`Merchant A`, `Merchant \u202eA`),
		"text hides":          change(`Merchant A`, `Merchant\u200bA`),
		"text half a pair":    change(`Merchant A`, `Merchant \ud800`),
		"text with spaces":    change(`Merchant A`, ` Merchant A`),
		"text too long":       change(`Merchant A`, strings.Repeat("x", 141)),
		"no list":             change(`["initiate","status"]`, `"initiate"`),
		"empty list":          change(`["initiate","status"]`, `[]`),
		"another value":       change(`"status"`, `"cancel"`),
		"value twice":         change(`"status"`, `"initiate"`),
		"amount is a number":  change(`"123.50"`, "123.50"),
		"amount with a sign":  change(`"123.50"`, `"-1"`),
		"amount with zeros":   change(`"123.50"`, `"0123"`),
		"amount with a comma": change(`"123.50"`, `"123,50"`),
		"amount in exponents": change(`"123.50"`, `"1e9"`),
		"other digits":        change(`"123.50"`, `"١٢٣"`),
		"currency in words":   change(`"EUR"`, `"Euro"`),
		"no currency":         change(`"currency":"EUR",`, ``),
		"amount and more":     change(`"currency":"EUR",`, `"currency":"EUR","x":"y",`),
		"amount twice":        change(`"currency":"EUR",`, `"currency":"EUR","amount":"1",`),
		"wrong check digits":  change(`DE02`, `DE03`),
		"an IBAN with spaces": change(`DE02100`, `DE02 100`),
		"no account":          change(`{"iban":"DE02100100109307118603"}`, `{}`),
		"two accounts":        change(`"iban":`, `"number":"1","iban":`),
		"an odd number":       change(`{"iban":"DE02100100109307118603"}`, `{"number":"<b>"}`),
		"no such day":         change(`2026-11-30`, `2026-11-31`),
		"day and time":        change(`2026-11-30`, `2026-11-30T00:00:00Z`),
		"nested deep":         change(`"Merchant A"`, strings.Repeat("[", 12)+strings.Repeat("]", 12)),
	} {
		if got, err := types.Validate(parameter, types.Names()); !errors.Is(err, rar.ErrInvalid) {
			t.Errorf("%s: got %s, %v", name, got, err)
		}
	}
}

func TestAccountsWithoutIBANAreTheirNumber(t *testing.T) {
	details, err := types.Validate(strings.Replace(good, `{"iban":"DE02100100109307118603"}`, `{"number":"12-3456 789"}`, 1), types.Names())
	if err != nil {
		t.Fatal(err)
	}
	if shown, err := types.Show(details, "en"); err != nil || shown[0].Lines[3].Text != "12-3456 789" {
		t.Errorf("got %v, %v", shown, err)
	}
}

// Whatever passes is shown, member by member, in characters that a person sees.
func FuzzWhatPassesCanBeShown(f *testing.F) {
	f.Add(good)
	f.Add(`[{"type":"note","text":"x"}]`)
	f.Fuzz(func(t *testing.T, parameter string) {
		details, err := types.Validate(parameter, types.Names())
		if err != nil {
			if !errors.Is(err, rar.ErrInvalid) || details != nil {
				t.Errorf("got %s, %v", details, err)
			}
			return
		}
		if _, err := types.Show(details, "en"); err != nil {
			t.Errorf("%s cannot be shown: %v", details, err)
		}
	})
}

func TestDetailsCountWhileTheirTypeDoes(t *testing.T) {
	types := rar.Types{{Name: "payment"}, {Name: "account"}}
	both := json.RawMessage(`[{"type":"payment"},{"type":"account"}]`)
	for _, c := range []struct {
		types   rar.Types
		allowed []string
		want    string
	}{
		{types, []string{"payment", "account"}, string(both)},
		{types, []string{"account"}, `[{"type":"account"}]`},
		{types[:1], []string{"payment", "account"}, `[{"type":"payment"}]`},
		{types, nil, ""},
		{nil, []string{"payment", "account"}, ""},
	} {
		if got := c.types.Still(both, c.allowed); string(got) != c.want {
			t.Errorf("%d types, of which the client may use %v: %s", len(c.types), c.allowed, got)
		}
	}
}
