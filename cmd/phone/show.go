package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"countersign/cmd/phone/authenticator"
	"countersign/factors/wire"
)

// writeJSON writes one line of JSON.
func (p *program) writeJSON(body any) error {
	if err := json.NewEncoder(p.out).Encode(body); err != nil {
		return fmt.Errorf("write answer: %w", err)
	}
	return nil
}

// say writes one line for people; with --json it writes nothing.
func (p *program) say(format string, args ...any) {
	if !p.json {
		_, _ = fmt.Fprintf(p.out, format+"\n", args...)
	}
}

// shown is a request as scripts read it. Every text has been cleaned.
type shown struct {
	CID      string         `json:"cid"`
	DeviceID string         `json:"device_id"`
	Issuer   string         `json:"issuer"`
	Purpose  wire.Purpose   `json:"purpose"`
	Mode     wire.Mode      `json:"mode"`
	Options  []string       `json:"options,omitempty"`
	Verdicts []wire.Verdict `json:"verdicts"`
	Expires  int64          `json:"exp"`
	Context  []line         `json:"context"`
	Message  string         `json:"binding_message,omitempty"`
	Details  []detail       `json:"details,omitempty"`
}

// detail is one thing that is agreed to.
type detail struct {
	Title string `json:"title"`
	Lines []line `json:"lines"`
}

// detailsOf are all details of a request, whole: the texts were bounded when it
// was verified.
func detailsOf(c wire.Challenge) []detail {
	var out []detail
	for _, d := range c.Details {
		shown := detail{Title: d.Title}
		for _, l := range d.Lines {
			shown.Lines = append(shown.Lines, line{l.Label, l.Text})
		}
		out = append(out, shown)
	}
	return out
}

// line is one fact of a request.
type line struct {
	Name string `json:"name"`
	Text string `json:"text"`
}

func show(c authenticator.Challenge) shown {
	return shown{
		CID: c.ID, DeviceID: clean(c.Device), Issuer: clean(c.Issuer),
		Purpose: c.Purpose, Mode: c.Match.Mode, Options: c.Match.Options, Verdicts: c.Verdicts, Expires: c.Expires,
		Context: contextLines(c.Context), Message: c.Message, Details: detailsOf(c.Challenge),
	}
}

// contextLines are the facts of a request, in the order in which they are shown.
// What the server does not know has no line.
func contextLines(c wire.Context) []line {
	var lines []line
	add := func(name, text string) {
		if text = clean(text); text != "" {
			lines = append(lines, line{name, text})
		}
	}
	if c.Client != nil {
		add("App", c.Client.Name)
	}
	if c.Device != nil {
		add("Device", join(", ", c.Device.Name, string(c.Device.Platform)))
		add("Its key", c.Device.Thumbprint)
	}
	add("Account", c.Account)
	add("Browser", note(join(" on ", c.Browser, c.OS), c.NewBrowser, "not used by this account before"))
	place := c.Place
	if place != "" && c.RadiusKM > 0 {
		place += ", within " + strconv.Itoa(c.RadiusKM) + " km"
	}
	add("Place", note(place, c.NewPlace, "new for this account"))
	add("Address", c.IP)
	add("Network", c.Network)
	if c.Time > 0 {
		add("Asked at", time.Unix(c.Time, 0).Format("15:04:05, 2 January"))
	}
	if c.Count > 1 {
		add("Requests", strconv.Itoa(c.Count)+" in a short time")
	}
	return lines
}

// join joins the texts that are there.
func join(separator string, texts ...string) string {
	var there []string
	for _, text := range texts {
		if text != "" {
			there = append(there, text)
		}
	}
	return strings.Join(there, separator)
}

// note adds a remark to a text that is there.
func note(text string, isTrue bool, remark string) string {
	if text == "" || !isTrue {
		return text
	}
	return text + " (" + remark + ")"
}

// title says what a request wants.
func title(c authenticator.Challenge, issuerName string) string {
	at := clean(issuerName)
	if at == "" {
		at = clean(c.Issuer)
	}
	switch c.Purpose {
	case wire.PurposeLogin:
		return "Somebody is signing in with your account at " + at + "."
	case wire.PurposeStepUp:
		return at + " asks you to confirm once more that it is you."
	case wire.PurposeEndorse:
		return at + " asks whether another device may be added to your account. It could sign in as you."
	case wire.PurposeTransaction:
		return "An application asks, through " + at + ", whether it is you."
	case wire.PurposeCIBA:
		return "An application asks, through " + at + ", for your approval."
	case wire.PurposeTest:
		return at + " tests whether requests reach this phone."
	default:
		panic("phone: internal error: a challenge of an unknown purpose was verified")
	}
}

// print shows a request to the person.
func (p *program) print(r request) {
	out := &strings.Builder{}
	_, _ = fmt.Fprintf(out, "\n%s\n\n", title(r.challenge, r.phone.State().IssuerName))
	for _, l := range contextLines(r.challenge.Context) {
		_, _ = fmt.Fprintf(out, "  %-9s %s\n", l.Name, l.Text)
	}
	_, _ = fmt.Fprintf(out, "  %-9s %s\n\n", "Request", r.challenge.ID)
	if r.challenge.Message != "" {
		_, _ = fmt.Fprintf(out, "  Compare with what the application shows:\n\n      %s\n\n", r.challenge.Message)
	}
	for _, d := range detailsOf(r.challenge.Challenge) {
		_, _ = fmt.Fprintf(out, "  %s\n", d.Title)
		for _, l := range d.Lines {
			_, _ = fmt.Fprintf(out, "      %s: %s\n", l.Name, l.Text)
		}
		_, _ = io.WriteString(out, "\n")
	}
	_, _ = io.WriteString(p.out, out.String())
}
