package storage

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"countersign/audit"
	"countersign/idp/person"
)

type invitationRow struct {
	ID      string
	Hash    []byte
	Person  string
	Kind    string
	Mailed  string
	Created int64
	Expires int64
	Used    int64
}

func (invitationRow) TableName() string { return "invitations" }

func (r invitationRow) invitation() person.Invitation {
	return person.Invitation{
		ID: r.ID, Person: person.ID(r.Person), Kind: person.InvitationKind(r.Kind), Mailed: r.Mailed,
		Created: when(r.Created), Expires: when(r.Expires), Used: when(r.Used),
	}
}

// Invitations keeps who was invited, under the hash of the link's token.
type Invitations struct{ db *DB }

// Invitations is who was invited.
func (d *DB) Invitations() Invitations { return Invitations{d} }

// Create writes an invitation and ends the live ones that the person had: of
// several links only the last is good. Resets, which anybody can ask for, and
// invitations do not end each other. person.ErrNotFound if there is nobody.
func (n Invitations) Create(ctx context.Context, i person.Invitation, hash []byte, events ...audit.Event) error {
	return n.db.tx(ctx, func(tx *gorm.DB) error {
		if err := mustExist(tx, i.Person); err != nil {
			return err
		}
		err := tx.Exec(`UPDATE invitations SET expires = ? WHERE person = ? AND used = 0 AND expires > ?
			AND (kind = 'reset') = (? = 'reset')`, milli(i.Created), string(i.Person), milli(i.Created), string(i.Kind)).Error
		if err != nil {
			return fmt.Errorf("end earlier invitations: %w", err)
		}
		if err := createInvitation(tx, i, hash); err != nil {
			return err
		}
		return record(tx, events...)
	})
}

func createInvitation(tx *gorm.DB, i person.Invitation, hash []byte) error {
	row := invitationRow{
		ID: i.ID, Hash: hash, Person: string(i.Person), Kind: string(i.Kind), Mailed: i.Mailed,
		Created: milli(i.Created), Expires: milli(i.Expires), Used: milli(i.Used),
	}
	if err := tx.Create(&row).Error; err != nil {
		return fmt.Errorf("write invitation: %w", err)
	}
	return nil
}

// Open is the good invitation whose token has this hash, or
// person.ErrInvitation whatever is wrong with it. It does not use it up: that
// is done by the activation of the phone it leads to.
func (n Invitations) Open(ctx context.Context, hash []byte) (person.Invitation, error) {
	return n.good(ctx, "hash = ?", hash)
}

// Find is the good invitation with this id, or person.ErrInvitation.
func (n Invitations) Find(ctx context.Context, id string) (person.Invitation, error) {
	return n.good(ctx, "id = ?", id)
}

func (n Invitations) good(ctx context.Context, cond string, arg any) (person.Invitation, error) {
	var rows []invitationRow
	err := n.db.read.WithContext(ctx).
		Raw("SELECT * FROM invitations WHERE "+cond+" AND used = 0 AND expires > ?", arg, milli(n.db.now())).
		Scan(&rows).Error
	if err != nil {
		return person.Invitation{}, fmt.Errorf("read invitation: %w", err)
	}
	if len(rows) == 0 {
		return person.Invitation{}, person.ErrInvitation
	}
	return rows[0].invitation(), nil
}

// DeleteExpired deletes up to limit invitations that ended before a time.
func (n Invitations) DeleteExpired(ctx context.Context, before time.Time, limit int) (int, error) {
	return deleteExpired(n.db.write.WithContext(ctx), `DELETE FROM invitations WHERE id IN
		(SELECT id FROM invitations WHERE expires < ? ORDER BY expires LIMIT ?)`, before, limit)
}
