package storage

import (
	"context"
	"fmt"

	"gorm.io/gorm"

	"countersign/audit"
	"countersign/factors/password"
	"countersign/idp/person"
)

// Passwords keeps password hashes, which stand with the people.
type Passwords struct{ db *DB }

// Passwords is the password hashes.
func (d *DB) Passwords() Passwords { return Passwords{d} }

// Credential is that of the person whose username has this key, or one of
// nobody.
func (p Passwords) Credential(ctx context.Context, key string) (password.Credential, error) {
	var rows []struct {
		ID            string
		Password      string
		Status        string
		PasswordReset bool
	}
	err := p.db.read.WithContext(ctx).
		Raw("SELECT id, password, status, password_reset FROM people WHERE key = ?", key).Scan(&rows).Error
	if err != nil {
		return password.Credential{}, fmt.Errorf("read credential: %w", err)
	}
	if len(rows) == 0 {
		return password.Credential{}, nil
	}
	r := rows[0]
	return password.Credential{
		Person: r.ID, Hash: r.Password,
		Disabled: r.Status != string(person.Active), Reset: r.PasswordReset,
	}, nil
}

// Names are what is known of a person.
func (p Passwords) Names(ctx context.Context, who string) ([]string, error) {
	var rows []struct{ Username, Name, Email string }
	err := p.db.read.WithContext(ctx).Raw("SELECT username, name, email FROM people WHERE id = ?", who).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("read names: %w", err)
	}
	if len(rows) == 0 {
		return nil, nil
	}
	return []string{rows[0].Username, rows[0].Name, rows[0].Email}, nil
}

// Rehash replaces the hash if it is still the old one: a password that was
// changed at the same moment stays changed.
func (p Passwords) Rehash(ctx context.Context, who, before, after string) error {
	err := p.db.write.WithContext(ctx).
		Exec("UPDATE people SET password = ? WHERE id = ? AND password = ?", after, who, before).Error
	if err != nil {
		return fmt.Errorf("renew password hash: %w", err)
	}
	return nil
}

// SetPassword stores a new password, after which it proves something again.
// One that takes the place of another ends what rested on the old one: open
// pushes and sign-ins, browser sessions and all that they gave, offline grants
// too; and no browser is known any more. By a mailed link it does so once, and
// only while the link is good: password.ErrLink.
func (p Passwords) SetPassword(ctx context.Context, c password.Change, events ...audit.Event) error {
	var cancelled []string
	err := p.db.tx(ctx, func(tx *gorm.DB) error {
		if err := useReset(tx, c); err != nil {
			return err
		}
		changed, err := once(tx.Exec(`UPDATE people SET password = ?, password_reset = FALSE, updated = ?
			WHERE id = ? AND (? = FALSE OR password = '')`, c.Hash, milli(c.At), c.Person, c.First))
		if err != nil {
			return fmt.Errorf("write password: %w", err)
		}
		if !changed {
			return whyUnset(tx, c)
		}
		if !c.First {
			err := tx.Exec("UPDATE invitations SET expires = ? WHERE person = ? AND kind = 'reset' AND used = 0 AND expires > ?",
				milli(c.At), c.Person, milli(c.At)).Error
			if err != nil {
				return fmt.Errorf("end links for a new password: %w", err)
			}
			if err := forgetBrowsers(tx, c.Person); err != nil {
				return err
			}
			if cancelled, err = cancelChallenges(tx, c.Person, c.At, "password changed"); err != nil {
				return err
			}
			if err := endFlows(tx, "password changed", "person = ?", c.Person); err != nil {
				return err
			}
			if err := endSessionsAndGrantsOf(tx, c.Person, c.At); err != nil {
				return err
			}
		}
		return record(tx, events...)
	})
	if err != nil {
		return err
	}
	p.db.ringChallenges(cancelled)
	return nil
}

// useReset uses up the link that a change comes by, if it comes by one. Its
// count is the gate. Who followed the link has the address it was sent to.
func useReset(tx *gorm.DB, c password.Change) error {
	if c.Link == "" {
		return nil
	}
	used, err := once(tx.Exec(`UPDATE invitations SET used = ? WHERE id = ? AND person = ? AND kind = 'reset' AND used = 0 AND expires > ?
		AND mailed = (SELECT email FROM people WHERE people.id = invitations.person)`,
		milli(c.At), c.Link, c.Person, milli(c.At)))
	if err != nil {
		return fmt.Errorf("use a link for a new password: %w", err)
	}
	if !used {
		return password.ErrLink
	}
	if err := tx.Exec("UPDATE people SET email_verified = TRUE WHERE id = ?", c.Person).Error; err != nil {
		return fmt.Errorf("note an address as verified: %w", err)
	}
	return nil
}

// whyUnset tells a password that stands already from nobody.
func whyUnset(tx *gorm.DB, c password.Change) error {
	if err := mustExist(tx, person.ID(c.Person)); err != nil {
		return password.ErrNobody
	}
	return password.ErrAlreadySet
}
