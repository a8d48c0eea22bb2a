package mail

import (
	"context"
	"strings"

	"countersign/templates/words"
)

// View is a mail.
type View struct {
	Organisation string // whose mail it is
	Title        string
	Lead         []string // paragraphs before the facts
	Facts        []Fact
	Link         Link
	Rest         []string // paragraphs after the link
	Foot         string   // why this came, and whom to ask
}

// Fact is a line such as "Time: 22 November 2026, 12:00 UTC".
type Fact struct{ Name, Value string }

// Link is what the mail leads to; nothing is drawn without a URL.
type Link struct{ Text, URL string }

// Text is the plain part: what HTML says, in the same order.
func Text(ctx context.Context, v View) string {
	parts := []string{v.Title}
	parts = append(parts, v.Lead...)
	if len(v.Facts) > 0 {
		lines := make([]string, len(v.Facts))
		for i, f := range v.Facts {
			lines[i] = words.MailFact(ctx, f.Name, f.Value)
		}
		parts = append(parts, strings.Join(lines, "\n"))
	}
	if v.Link.URL != "" {
		parts = append(parts, words.MailDo(ctx, v.Link.Text)+"\n"+v.Link.URL)
	}
	parts = append(parts, v.Rest...)
	parts = append(parts, "-- \n"+v.Organisation+"\n"+v.Foot)
	return strings.Join(parts, "\n\n") + "\n"
}
