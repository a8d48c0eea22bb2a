package mail

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"countersign/audit"
	sheet "countersign/templates/mail"
	"countersign/templates/words"
)

// What those who look after the server are told at once. Whoever can cause such
// an event at will must not fill their inboxes: for one account there is one
// mail of a kind in AlertQuiet, and AlertMost of a kind for all accounts. The
// digest counts the rest.
const (
	AlertQuiet = time.Hour
	AlertMost  = 20
)

// alerts is the table from what happened to what they are told at once.
//
//nolint:gochecknoglobals // a table, never written
var alerts = map[audit.Kind]struct {
	kind Kind
	when func(audit.Event) bool
}{
	audit.ChallengeReported: {AdminReport, always},
	audit.PushReview:        {AdminReview, always},
	audit.ChallengeFailed:   {AdminLock, locked},
	audit.InvitationCreated: {AdminPass, ofPass},
}

// AlertOf says of which event they are told at once, and how.
func AlertOf(e audit.Event) (Kind, bool) {
	a, ok := alerts[e.Kind]
	if !ok || e.Person == "" || !a.when(e) {
		return "", false
	}
	return a.kind, true
}

// Digest is what a day brought, and what needs a look.
type Digest struct {
	// Counts are of events of the day.
	Counts map[audit.Kind]int
	// Phones are the active ones, Unreachable those of them whose channel the
	// provider gave up.
	Phones, Unreachable int
	// Keys are those that sign.
	Keys []DigestKey
}

// DigestKey is a signing key, such as "token ES256", and since when it signs.
type DigestKey struct {
	Name  string
	Since time.Time
}

// DayOf is the day of a digest, as its item says it.
func DayOf(i Item) (time.Time, error) {
	day, err := time.Parse(time.DateOnly, i.Detail)
	if err != nil {
		return time.Time{}, fmt.Errorf("read the day of a digest: %w", err)
	}
	return day, nil
}

// counted are the lines of a digest, in their order, which is that of the kinds
// in the index that counts them.
//
//nolint:gochecknoglobals // a table, never written
var counted = []struct {
	kind audit.Kind
	name words.Text
}{
	{audit.ChallengeDenied, words.MailAdminDenied},
	{audit.ChallengeReported, words.MailAdminReported},
	{audit.ChallengeFailed, words.MailAdminFailed},
	{audit.PasswordLimited, words.MailAdminLimited},
	{audit.PushReview, words.MailAdminAccounts},
	{audit.DeviceSuspended, words.MailAdminSuspended},
	{audit.MailFailed, words.MailAdminMails},
}

// Counted are the events that a digest counts.
func Counted() []audit.Kind {
	out := make([]audit.Kind, len(counted))
	for i, c := range counted {
		out[i] = c.kind
	}
	return out
}

// digest is what the mail says of a day.
func (w *Writer) digest(ctx context.Context, i Item) ([]sheet.Fact, error) {
	day, err := DayOf(i)
	if err != nil {
		return nil, err
	}
	d, err := w.Digest(ctx, day)
	if err != nil {
		return nil, fmt.Errorf("make a digest: %w", err)
	}
	out := []sheet.Fact{{Name: words.MailAdminDayUtc(ctx), Value: words.Day(ctx, day)}}
	for _, c := range counted {
		out = append(out, sheet.Fact{Name: c.name(ctx), Value: strconv.Itoa(d.Counts[c.kind])})
	}
	out = append(out, sheet.Fact{
		Name: words.MailAdminUnreachable(ctx), Value: words.MailAdminSomeOf(ctx, strconv.Itoa(d.Unreachable), strconv.Itoa(d.Phones)),
	})
	for _, k := range d.Keys {
		out = append(out, sheet.Fact{Name: words.MailAdminKeys(ctx), Value: words.MailAdminKeySince(ctx, k.Name, words.Day(ctx, k.Since))})
	}
	return out, nil
}
