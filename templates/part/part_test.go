package part_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/a-h/templ"

	"countersign/templates/part"
)

func draw(t *testing.T, c templ.Component) string {
	t.Helper()
	var b bytes.Buffer
	if err := c.Render(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestInitialsAreOneOrTwoCapitals(t *testing.T) {
	for name, want := range map[string]string{
		"ada.okafor@northwind.example": "AO",
		"ada":                          "A",
		"j***@example.com":             "J",
		"Ada Maria Okafor":             "AO",
		"éva.özil@example.org":         "ÉÖ",
		"***@example.com":              "?",
		"":                             "?",
	} {
		if got := part.Initials(name); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}

func TestCountdownIsMinutesAndSeconds(t *testing.T) {
	for seconds, want := range map[int]string{94: "1:34", 60: "1:00", 9: "0:09", 0: "0:00", -5: "0:00", 600: "10:00"} {
		if got := part.Countdown(seconds); got != want {
			t.Errorf("%d: %q, want %q", seconds, got, want)
		}
	}
}

func TestRingRunsOutWithTheTime(t *testing.T) {
	for want, s := range map[string]part.Seal{
		`stroke-dashoffset="0.0"`:   {Left: 120, Total: 120},
		`stroke-dashoffset="433.6"`: {Left: 60, Total: 120},
		`stroke-dashoffset="867.1"`: {Left: -3, Total: 120},
		`stroke-dashoffset="0"`:     {Left: 5},
	} {
		if got := draw(t, part.SealWaiting(s)); !strings.Contains(got, want) {
			t.Errorf("%+v: no %s", s, want)
		}
	}
}

func TestWhatIsEmptyIsNotOffered(t *testing.T) {
	for name, c := range map[string]templ.Component{
		"act":     part.Act(part.Button{ID: "x", Text: "Send"}),
		"back":    part.Back("Payroll", ""),
		"account": part.AccountChip(part.Account{}),
		"error":   part.ErrorNote("x", ""),
		"help":    part.Help(""),
		"dest":    part.Dest(""),
		"icon":    part.AppIcon(""),
		"only":    part.BackAct("Payroll", ""),
	} {
		if got := draw(t, c); got != "" {
			t.Errorf("%s: %s", name, got)
		}
	}
}

func TestScriptLinksLeadNowhere(t *testing.T) {
	if got := draw(t, part.Back("Payroll", "javascript:alert(1)")); strings.Contains(got, "javascript:") {
		t.Errorf("a link that runs script: %s", got)
	}
	if got := draw(t, part.Dest(`<script>alert(1)</script>`)); strings.Contains(got, "<script") {
		t.Errorf("a name that is markup: %s", got)
	}
}

func TestContactIsALinkWhereItCanBe(t *testing.T) {
	for contact, want := range map[string]string{
		"help@northwind.example":         `<a href="mailto:help@northwind.example">help@northwind.example</a>`,
		"https://help.northwind.example": `<a href="https://help.northwind.example">https://help.northwind.example</a>`,
		"your administrator":             "Contact <bdi>your administrator</bdi>",
		"020 7946 0018":                  "Contact <bdi>020 7946 0018</bdi>",
		"javascript:alert(1)":            "Contact <bdi>javascript:alert(1)</bdi>",
	} {
		got := strings.Join(strings.Fields(draw(t, part.Help(contact))), " ")
		if !strings.Contains(got, want) || strings.Contains(got, `href="javascript`) {
			t.Errorf("%s: %s", contact, got)
		}
	}
	if got := draw(t, part.Help("")); got != "" {
		t.Errorf("nobody to ask: %q", got)
	}
}
