package storage

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"gorm.io/gorm"

	"countersign/audit"
	"countersign/idp/mail"
	"countersign/idp/person"
)

type personRow struct {
	ID              string
	Username        string
	Key             string
	Name            string
	Email           string
	EmailVerified   bool
	Status          string
	Created         int64
	Updated         int64
	Password        string
	HadSecondFactor bool
	Reported        int64
	PasswordReset   bool
	PushMisses      int64
	PushLocked      int64
	Language        string
}

func (personRow) TableName() string { return "people" }

func (r personRow) person() person.Person {
	return person.Person{
		ID: person.ID(r.ID), Username: r.Username, Key: r.Key, Name: r.Name,
		Email: r.Email, EmailVerified: r.EmailVerified, Status: person.Status(r.Status),
		Created: when(r.Created), Updated: when(r.Updated), Password: r.Password,
		HadSecondFactor: r.HadSecondFactor, Reported: when(r.Reported), PasswordReset: r.PasswordReset, Language: r.Language,
	}
}

func rowOf(p person.Person) personRow {
	return personRow{
		ID: string(p.ID), Username: p.Username, Key: p.Key, Name: p.Name,
		Email: p.Email, EmailVerified: p.EmailVerified, Status: string(p.Status),
		Created: milli(p.Created), Updated: milli(p.Updated), Password: p.Password,
		HadSecondFactor: p.HadSecondFactor, Reported: milli(p.Reported), PasswordReset: p.PasswordReset, Language: p.Language,
	}
}

// People keeps who can sign in.
type People struct{ db *DB }

// People is who can sign in.
func (d *DB) People() People { return People{d} }

// Create adds somebody: person.ErrTaken if the username or the email is
// another's.
func (p People) Create(ctx context.Context, who person.Person, events ...audit.Event) error {
	return p.db.tx(ctx, func(tx *gorm.DB) error { return createPerson(tx, who, events...) })
}

// Invite adds somebody together with the invitation that lets them in.
func (p People) Invite(ctx context.Context, who person.Person, i person.Invitation, hash []byte, events ...audit.Event) error {
	return p.db.tx(ctx, func(tx *gorm.DB) error {
		if err := createPerson(tx, who, events...); err != nil {
			return err
		}
		return createInvitation(tx, i, hash)
	})
}

// CreateAndMail adds somebody together with a mail to them.
func (p People) CreateAndMail(ctx context.Context, who person.Person, i mail.Item, events ...audit.Event) error {
	return p.db.tx(ctx, func(tx *gorm.DB) error {
		if err := createPerson(tx, who, events...); err != nil {
			return err
		}
		return p.db.queue(tx, i)
	})
}

func createPerson(tx *gorm.DB, who person.Person, events ...audit.Event) error {
	row := rowOf(who)
	err := tx.Create(&row).Error
	if errors.Is(err, gorm.ErrDuplicatedKey) {
		return person.ErrTaken
	}
	if err != nil {
		return fmt.Errorf("write person: %w", err)
	}
	return record(tx, events...)
}

// Find is the person with this identifier, or person.ErrNotFound.
func (p People) Find(ctx context.Context, id person.ID) (person.Person, error) {
	return p.one(ctx, "id = ?", string(id))
}

// FindByKey is the person whose username has this key, or person.ErrNotFound.
func (p People) FindByKey(ctx context.Context, key string) (person.Person, error) {
	return p.one(ctx, "key = ?", key)
}

// FindByEmail is the person with this address, in whatever case, or
// person.ErrNotFound.
func (p People) FindByEmail(ctx context.Context, email string) (person.Person, error) {
	if email == "" {
		return person.Person{}, person.ErrNotFound
	}
	return p.one(ctx, "email <> '' AND lower(email) = ?", strings.ToLower(email))
}

func (p People) one(ctx context.Context, cond string, arg string) (person.Person, error) {
	if !isText(arg) {
		return person.Person{}, person.ErrNotFound
	}
	var rows []personRow
	err := p.db.read.WithContext(ctx).Raw("SELECT * FROM people WHERE "+cond, arg).Scan(&rows).Error
	if err != nil {
		return person.Person{}, fmt.Errorf("read person: %w", err)
	}
	if len(rows) == 0 {
		return person.Person{}, person.ErrNotFound
	}
	return rows[0].person(), nil
}

// isText says whether a column could hold what a stranger names: PostgreSQL
// takes no other text, and fails where it should find nothing.
func isText(s string) bool { return utf8.ValidString(s) && !strings.ContainsRune(s, 0) }

// List is up to limit people whose key stands after the one given, by key.
func (p People) List(ctx context.Context, after string, limit int) ([]person.Person, error) {
	var rows []personRow
	err := p.db.read.WithContext(ctx).
		Raw("SELECT * FROM people WHERE key > ? ORDER BY key LIMIT ?", after, limit).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("list people: %w", err)
	}
	out := make([]person.Person, len(rows))
	for i, r := range rows {
		out[i] = r.person()
	}
	return out, nil
}

// Enable lets a disabled person sign in again. It changes nothing, and writes
// no event, if they may already.
func (p People) Enable(ctx context.Context, id person.ID, at time.Time, events ...audit.Event) error {
	return p.db.tx(ctx, func(tx *gorm.DB) error {
		changed, err := once(tx.Exec("UPDATE people SET status = ?, updated = ? WHERE id = ? AND status <> ?",
			string(person.Active), milli(at), string(id), string(person.Active)))
		if err != nil {
			return fmt.Errorf("enable person: %w", err)
		}
		if !changed {
			return mustExist(tx, id)
		}
		return record(tx, events...)
	})
}

// ClearReport ends what a report began: push is on again, and so is a push
// that wrong numbers locked or that too many requests paused. The password stays to be changed if it was.
func (p People) ClearReport(ctx context.Context, id person.ID, at time.Time, events ...audit.Event) error {
	return p.db.tx(ctx, func(tx *gorm.DB) error {
		changed, err := once(tx.Exec(`UPDATE people SET reported = 0, push_misses = 0, push_locked = 0, push_forgiven = ?, updated = ?
			WHERE id = ? AND (reported <> 0 OR push_misses <> 0 OR push_locked <> 0 OR EXISTS (SELECT 1 FROM challenges c
				WHERE c.account = people.id AND c.created > people.push_forgiven AND c.state NOT IN ('consumed', 'lapsed')))`,
			milli(at), milli(at), string(id)))
		if err != nil {
			return fmt.Errorf("clear report: %w", err)
		}
		if !changed {
			return mustExist(tx, id)
		}
		return record(tx, events...)
	})
}

// mustExist tells "nothing to change" from "nobody there".
func mustExist(tx *gorm.DB, id person.ID) error {
	var n int64
	if err := tx.Raw("SELECT count(*) FROM people WHERE id = ?", string(id)).Scan(&n).Error; err != nil {
		return fmt.Errorf("look for person: %w", err)
	}
	if n == 0 {
		return person.ErrNotFound
	}
	return nil
}
