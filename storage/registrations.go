package storage

import (
	"context"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"

	"countersign/audit"
	"countersign/idp/client"
	"countersign/idp/registration"
)

// Registrations keeps clients that register themselves, and what lets them.
type Registrations struct{ db *DB }

// Registrations is the clients that register themselves.
func (d *DB) Registrations() Registrations { return Registrations{d} }

type inviteRow struct {
	ID      string
	Hash    []byte
	Note    string
	Uses    int
	Created int64
	Expires int64
}

func (inviteRow) TableName() string { return "client_invites" }

func (r inviteRow) invite() registration.Invite {
	return registration.Invite{ID: r.ID, Note: r.Note, Uses: r.Uses, Created: when(r.Created), Expires: when(r.Expires)}
}

// Find is a client, or client.ErrNotFound.
func (n Registrations) Find(ctx context.Context, id client.ID) (client.Client, error) {
	return n.db.Clients().Find(ctx, id)
}

// Invite keeps an invitation under the hash of its token.
func (n Registrations) Invite(ctx context.Context, i registration.Invite, hash []byte, events ...audit.Event) error {
	return n.db.tx(ctx, func(tx *gorm.DB) error {
		row := inviteRow{ID: i.ID, Hash: hash, Note: i.Note, Uses: i.Uses, Created: milli(i.Created), Expires: milli(i.Expires)}
		if err := tx.Create(&row).Error; err != nil {
			return fmt.Errorf("write client invite: %w", err)
		}
		return record(tx, events...)
	})
}

// Invites are those that there are, the newest first.
func (n Registrations) Invites(ctx context.Context) ([]registration.Invite, error) {
	return n.invites(ctx, "SELECT * FROM client_invites ORDER BY created DESC, id")
}

// Invited is the good invitation whose token has this hash, or
// registration.ErrToken whatever is wrong with it.
func (n Registrations) Invited(ctx context.Context, hash []byte, now time.Time) (registration.Invite, error) {
	found, err := n.invites(ctx, "SELECT * FROM client_invites WHERE hash = ? AND uses > 0 AND expires > ?", hash, milli(now))
	if err != nil {
		return registration.Invite{}, err
	}
	if len(found) == 0 {
		return registration.Invite{}, registration.ErrToken
	}
	return found[0], nil
}

func (n Registrations) invites(ctx context.Context, text string, args ...any) ([]registration.Invite, error) {
	var rows []inviteRow
	if err := n.db.read.WithContext(ctx).Raw(text, args...).Scan(&rows).Error; err != nil {
		return nil, fmt.Errorf("read client invites: %w", err)
	}
	out := make([]registration.Invite, len(rows))
	for i, r := range rows {
		out[i] = r.invite()
	}
	return out, nil
}

// Uninvite ends an invitation, or says registration.ErrToken. Clients that came
// by it stay.
func (n Registrations) Uninvite(ctx context.Context, id string, events ...audit.Event) error {
	return n.db.tx(ctx, func(tx *gorm.DB) error {
		gone, err := once(tx.Exec("DELETE FROM client_invites WHERE id = ?", id))
		if err != nil {
			return fmt.Errorf("delete client invite: %w", err)
		}
		if !gone {
			return registration.ErrToken
		}
		return record(tx, events...)
	})
}

// unused are clients that registered themselves and that nobody ever allowed
// anything. Consents live as long as people stand by them.
const unused = `registration_hash IS NOT NULL AND NOT EXISTS (SELECT 1 FROM consents WHERE consents.client = clients.id)`

// Register adds a client and uses up one use of the invitation with this hash,
// of none if hash is nil. Where replicas register at once, a few more than most
// may be there.
func (n Registrations) Register(ctx context.Context, who client.Client, hash []byte, most int, events ...audit.Event) error {
	return n.change(ctx, events, func(tx *gorm.DB) error {
		var idle int
		if err := tx.Raw("SELECT COUNT(*) FROM clients WHERE " + unused).Scan(&idle).Error; err != nil {
			return fmt.Errorf("count clients that were never used: %w", err)
		}
		if idle >= most {
			return registration.ErrFull
		}
		if hash != nil {
			mine, err := once(tx.Exec("UPDATE client_invites SET uses = uses - 1 WHERE hash = ? AND uses > 0 AND expires > ?", hash, milli(who.Created)))
			if err := gate(mine, err); err != nil {
				return err
			}
		}
		row := n.db.rowOfClient(who)
		return tx.Create(&row).Error
	})
}

// Change replaces a client that nobody has changed since it was read.
func (n Registrations) Change(ctx context.Context, before, who client.Client, events ...audit.Event) error {
	return n.change(ctx, events, func(tx *gorm.DB) error {
		row := n.db.rowOfClient(who)
		changed, err := once(tx.Model(&row).Where("registration_hash = ? AND updated = ?", before.RegistrationHash, milli(before.Updated)).Select("*").Omit("id", "created").Updates(&row))
		return gate(changed, err)
	})
}

// Withdraw deletes a client while its token is the one with this hash.
func (n Registrations) Withdraw(ctx context.Context, id client.ID, hash []byte, events ...audit.Event) error {
	return n.change(ctx, events, func(tx *gorm.DB) error {
		return gate(deleteClient(tx, id, "registration_hash = ?", hash))
	})
}

func gate(passed bool, err error) error {
	if err == nil && !passed {
		err = registration.ErrToken
	}
	return err
}

// change does one thing to one client and tells every replica.
func (n Registrations) change(ctx context.Context, events []audit.Event, do func(tx *gorm.DB) error) error {
	return n.db.Clients().change(ctx, events, func(tx *gorm.DB) (bool, error) { return true, do(tx) })
}

// DeleteUnused deletes up to limit clients that registered themselves before a
// time and that nobody has allowed anything.
func (n Registrations) DeleteUnused(ctx context.Context, before time.Time, limit int) (int, error) {
	var ids []string
	err := n.db.read.WithContext(ctx).Raw("SELECT id FROM clients WHERE "+unused+" AND created < ? ORDER BY created LIMIT ?", milli(before), limit).
		Scan(&ids).Error
	if err != nil {
		return 0, fmt.Errorf("find clients that were never used: %w", err)
	}
	gone := 0
	for _, id := range ids {
		e := audit.New(ctx, n.db.now(), audit.ClientDeleted)
		e.Client, e.Reason = id, "it registered itself, and nobody uses it"
		err := n.change(ctx, []audit.Event{e}, func(tx *gorm.DB) error {
			// Asked again: somebody may have allowed it something in between.
			return gate(deleteClient(tx, client.ID(id), unused))
		})
		if err != nil && !errors.Is(err, registration.ErrToken) {
			return gone, err
		}
		if err == nil {
			gone++
		}
	}
	return gone, nil
}

// DeleteExpired deletes up to limit invitations that ended before a time.
func (n Registrations) DeleteExpired(ctx context.Context, before time.Time, limit int) (int, error) {
	return deleteExpired(n.db.write.WithContext(ctx), `DELETE FROM client_invites WHERE id IN
		(SELECT id FROM client_invites WHERE expires < ? ORDER BY expires LIMIT ?)`, before, limit)
}
