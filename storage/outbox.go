package storage

import (
	"context"
	"crypto/rand"
	"fmt"
	"time"

	"gorm.io/gorm"

	"countersign/audit"
	"countersign/idp/mail"
)

// outboxKept is how long a mail's row is kept, sent or not.
const outboxKept = 2 * mail.Keep

// maxAgent bounds what is kept of a User-Agent header.
const maxAgent = 512

// Outbox keeps the mails that wait.
type Outbox struct{ db *DB }

// Outbox is the mails that wait.
func (d *DB) Outbox() Outbox { return Outbox{d} }

type outboxRow struct {
	ID        string
	Kind      string
	Person    string
	Recipient string
	Typed     []byte
	Happened  int64
	Address   string
	Agent     string
	Device    string
	Challenge string
	Created   int64
	Expires   int64
	Due       int64
	Tries     int
	Sent      int64
	Detail    string
	Language  string
}

func (outboxRow) TableName() string { return "outbox" }

const outboxColumns = "(id, kind, person, recipient, typed, happened, address, agent, device, challenge, created, expires, due, tries, sent, detail, language)"

type postKey struct{}

// posting says that mails are sent, and who is told beside the person.
type posting struct{ admins []string }

// posting marks what is done in ctx as worth a mail.
func (d *DB) posting(ctx context.Context) context.Context {
	if !d.mail {
		return ctx
	}
	return context.WithValue(ctx, postKey{}, posting{d.admins})
}

// notify queues the mails that events cause, in their transaction, if mail is
// sent at all. A person without an address gets none.
func notify(tx *gorm.DB, events []audit.Event) error {
	ctx := tx.Statement.Context
	on, ok := ctx.Value(postKey{}).(posting)
	if !ok {
		return nil
	}
	for _, e := range events {
		for _, s := range mailsOf(ctx, on.admins, e) {
			if err := tx.Exec(s.sql+"1 = 1", s.args...).Error; err != nil {
				return fmt.Errorf("queue a mail: %w", err)
			}
		}
	}
	return nil
}

// mailsOf are the statements that queue all mails of an event.
func mailsOf(ctx context.Context, admins []string, e audit.Event) []statement {
	all := alertsOf(ctx, admins, e)
	if s, ok := noticeOf(ctx, e); ok {
		all = append(all, s)
	}
	return all
}

// noticeOf is the statement that queues an event's mail. A condition is to
// follow it.
func noticeOf(ctx context.Context, e audit.Event) (statement, bool) {
	n, ok := mail.Of(e)
	if !ok {
		return statement{}, false
	}
	at := milli(e.At)
	quiet := at + 1 // later than any row: no silence
	if n.Quiet > 0 {
		quiet = at - n.Quiet.Milliseconds()
	}
	return does("INSERT INTO outbox "+outboxColumns+` SELECT ?, ?, p.id, p.email, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, ?, p.language FROM people p
		WHERE p.id = ? AND p.email <> '' AND NOT EXISTS
		(SELECT 1 FROM outbox o WHERE o.person = p.id AND o.kind = ? AND o.created > ?) AND `,
		"mail_"+rand.Text(), string(n.Kind), []byte{}, at, storable(e.Address), agentText(audit.RequestOf(ctx).Agent),
		storable(e.Device), storable(e.Challenge), at, at+mail.Keep.Milliseconds(), at, storable(e.Detail[n.Detail]),
		storable(e.Person), string(n.Kind), quiet), true
}

// Ask queues a mail that no event causes: an invitation, or a link for somebody
// who typed a name, whom only the postman looks up.
func (o Outbox) Ask(ctx context.Context, i mail.Item, events ...audit.Event) error {
	return o.db.tx(ctx, func(tx *gorm.DB) error {
		if err := o.db.queue(tx, i); err != nil {
			return err
		}
		return record(tx, events...)
	})
}

// queue writes a mail into the outbox.
func (d *DB) queue(tx *gorm.DB, i mail.Item) error {
	row := outboxRow{
		ID: "mail_" + rand.Text(), Kind: string(i.Kind), Person: i.Person, Recipient: i.To, Typed: []byte{},
		Happened: milli(i.At), Address: storable(i.Address), Agent: agentText(i.Agent),
		Device: i.Device, Challenge: i.Challenge, Detail: i.Detail, Created: milli(i.At), Expires: milli(i.Expires), Due: milli(i.At),
	}
	if i.Typed != "" {
		row.Typed = d.vault.seal([]byte(i.Typed), typedPlace(row.ID))
	}
	if err := tx.Raw("SELECT language FROM people WHERE id = ?", i.Person).Scan(&row.Language).Error; err != nil {
		return fmt.Errorf("look for the language of a mail: %w", err)
	}
	if err := tx.Create(&row).Error; err != nil {
		return fmt.Errorf("queue a mail: %w", err)
	}
	return nil
}

func agentText(header string) string { return storable(header[:min(len(header), maxAgent)]) }

func typedPlace(id string) string { return "outbox.typed/" + id }

// Waiting says whether there is a mail whose time has come.
func (o Outbox) Waiting(ctx context.Context) (bool, error) {
	var n int
	err := o.db.read.WithContext(ctx).Raw("SELECT COUNT(*) FROM (SELECT 1 FROM outbox WHERE sent = 0 AND due <= ? LIMIT 1) AS w",
		milli(o.db.now())).Scan(&n).Error
	if err != nil {
		return false, fmt.Errorf("look for mails: %w", err)
	}
	return n > 0, nil
}

// Claim takes the mail that has waited longest, if there is one. Nobody else
// gets it until the lease is over. Of two who try, the count decides.
func (o Outbox) Claim(ctx context.Context, lease time.Duration) (mail.Item, bool, error) {
	now := o.db.now()
	var rows []outboxRow
	err := o.db.write.WithContext(ctx).Raw(`UPDATE outbox SET due = ?, tries = tries + 1 WHERE id =
		(SELECT id FROM outbox WHERE sent = 0 AND due <= ? ORDER BY due, id LIMIT 1) AND sent = 0 AND due <= ? RETURNING *`,
		milli(now.Add(lease)), milli(now), milli(now)).Scan(&rows).Error
	if err != nil {
		return mail.Item{}, false, fmt.Errorf("claim a mail: %w", err)
	}
	if len(rows) == 0 {
		return mail.Item{}, false, nil
	}
	r := rows[0]
	i := mail.Item{
		ID: r.ID, Kind: mail.Kind(r.Kind), Person: r.Person, To: r.Recipient, At: when(r.Happened),
		Address: r.Address, Agent: r.Agent, Device: r.Device, Challenge: r.Challenge, Detail: r.Detail, Language: r.Language,
		Created: when(r.Created), Expires: when(r.Expires), Tries: r.Tries,
	}
	if len(r.Typed) > 0 {
		typed, err := o.db.vault.open(r.Typed, typedPlace(r.ID))
		if err != nil {
			return mail.Item{}, false, fmt.Errorf("claim a mail: %w", err)
		}
		i.Typed = string(typed)
	}
	return i, true, nil
}

// Sent notes that a mail was taken, and forgets to whom and about what.
func (o Outbox) Sent(ctx context.Context, id string) error {
	err := o.db.write.WithContext(ctx).Exec(`UPDATE outbox SET sent = ?, recipient = '', typed = ?, address = '', agent = '',
		device = '', challenge = '', detail = '', language = '' WHERE id = ?`, milli(o.db.now()), []byte{}, id).Error
	if err != nil {
		return fmt.Errorf("note a mail as sent: %w", err)
	}
	return nil
}

// Again gives a mail back, to be tried at a later time.
func (o Outbox) Again(ctx context.Context, id string, at time.Time) error {
	if err := o.db.write.WithContext(ctx).Exec("UPDATE outbox SET due = ? WHERE id = ? AND sent = 0", milli(at), id).Error; err != nil {
		return fmt.Errorf("give a mail back: %w", err)
	}
	return nil
}

// Drop forgets a mail that will not be sent.
func (o Outbox) Drop(ctx context.Context, id string, events ...audit.Event) error {
	return o.db.tx(ctx, func(tx *gorm.DB) error {
		if err := tx.Exec("DELETE FROM outbox WHERE id = ?", id).Error; err != nil {
			return fmt.Errorf("drop a mail: %w", err)
		}
		return record(tx, events...)
	})
}

// DeleteExpired deletes up to limit rows that were written before a time.
func (o Outbox) DeleteExpired(ctx context.Context, before time.Time, limit int) (int, error) {
	return deleteExpired(o.db.write.WithContext(ctx), `DELETE FROM outbox WHERE id IN
		(SELECT id FROM outbox WHERE created < ? ORDER BY created LIMIT ?)`, before, limit)
}
