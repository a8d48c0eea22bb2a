package storage

import (
	"context"
	"encoding/base64"
	"fmt"
	"strings"
	"time"

	"gorm.io/gorm"

	"countersign/audit"
	"countersign/factors"
	"countersign/factors/passkey"
	"countersign/factors/webauthn"
	"countersign/idp/person"
)

type passkeyRow struct {
	ID             string
	Account        string
	Credential     string
	Handle         []byte
	PublicKey      []byte
	Aaguid         []byte
	Transports     string
	Name           string
	SignCount      int64
	BackupEligible bool
	BackedUp       bool
	Attested       bool
	Created        int64
	Used           int64
}

const passkeyColumns = `id, account, credential, handle, public_key, aaguid, transports, name, sign_count,
	backup_eligible, backed_up, attested, created, used`

// Passkeys keeps passkeys. Nothing of them is secret.
type Passkeys struct{ db *DB }

// Passkeys is the passkeys.
func (d *DB) Passkeys() Passkeys { return Passkeys{d} }

// Add writes a new one: passkey.ErrKnown if its credential was ever registered,
// passkey.ErrTooMany past most of an account. Two at once wait for each other
// at the person's row.
func (p Passkeys) Add(ctx context.Context, k passkey.Passkey, most int, events ...audit.Event) error {
	return p.db.tx(ctx, func(tx *gorm.DB) error {
		if err := hadSecondFactor(tx, string(k.Account)); err != nil {
			return err
		}
		var n int64
		if err := tx.Raw("SELECT count(*) FROM passkeys WHERE account = ? AND removed = 0", string(k.Account)).Scan(&n).Error; err != nil {
			return fmt.Errorf("count passkeys: %w", err)
		}
		if n >= int64(most) {
			return passkey.ErrTooMany
		}
		c := k.Credential
		added, err := once(tx.Exec(`INSERT INTO passkeys (id, account, credential, handle, public_key, aaguid, transports, name,
				sign_count, backup_eligible, backed_up, attested, created)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (credential) DO NOTHING`,
			k.ID, string(k.Account), c.Name(), blob(k.Handle), blob(c.PublicKey), blob(c.AAGUID), strings.Join(c.Transports, " "), k.Name,
			int64(c.SignCount), c.BackupEligible, c.BackedUp, c.Attested, milli(k.Created)))
		if err != nil {
			return fmt.Errorf("write passkey: %w", err)
		}
		if !added {
			return passkey.ErrKnown
		}
		return record(tx, events...)
	})
}

// Of are an account's, the oldest first.
func (p Passkeys) Of(ctx context.Context, account factors.Account) ([]passkey.Passkey, error) {
	var rows []passkeyRow
	err := p.db.read.WithContext(ctx).Raw("SELECT "+passkeyColumns+" FROM passkeys WHERE account = ? AND removed = 0 ORDER BY created, id",
		string(account)).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("read passkeys: %w", err)
	}
	out := make([]passkey.Passkey, len(rows))
	for i, r := range rows {
		if out[i], err = r.passkey(); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// ByCredential is the one with a credential id, of an account that may sign in;
// passkey.ErrNone.
func (p Passkeys) ByCredential(ctx context.Context, credential []byte) (passkey.Passkey, error) {
	var rows []passkeyRow
	err := p.db.read.WithContext(ctx).Raw("SELECT "+passkeyColumns+` FROM passkeys WHERE credential = ? AND removed = 0
		AND EXISTS (SELECT 1 FROM people WHERE people.id = passkeys.account AND people.status = ?)`,
		webauthn.Credential{ID: credential}.Name(), string(person.Active)).Scan(&rows).Error
	if err != nil {
		return passkey.Passkey{}, fmt.Errorf("read passkey: %w", err)
	}
	if len(rows) == 0 {
		return passkey.Passkey{}, passkey.ErrNone
	}
	return rows[0].passkey()
}

// Use keeps what an assertion said, if the passkey is still there, its account
// may sign in and its count moves forwards, or stays at zero: false if not.
func (p Passkeys) Use(ctx context.Context, id string, count uint32, backedUp bool, at time.Time, events ...audit.Event) (bool, error) {
	gate := does(`UPDATE passkeys SET sign_count = ?, backed_up = ?, used = ?
		WHERE id = ? AND removed = 0 AND (sign_count < ? OR sign_count = 0 AND ? = 0)
		AND EXISTS (SELECT 1 FROM people WHERE people.id = passkeys.account AND people.status = ?) RETURNING id`,
		int64(count), backedUp, milli(at), id, int64(count), int64(count), string(person.Active))
	ok, err := p.db.act(ctx, gate, recordsInChain(events)...)
	if err != nil {
		return false, fmt.Errorf("use passkey: %w", err)
	}
	return ok, nil
}

// Rename names one of an account's; passkey.ErrNone.
func (p Passkeys) Rename(ctx context.Context, account factors.Account, id, name string, events ...audit.Event) error {
	gate := does("UPDATE passkeys SET name = ? WHERE id = ? AND account = ? AND removed = 0 RETURNING id", name, id, string(account))
	ok, err := p.db.act(ctx, gate, recordsInChain(events)...)
	if err != nil {
		return fmt.Errorf("rename passkey: %w", err)
	}
	if !ok {
		return passkey.ErrNone
	}
	return nil
}

// Remove ends one of an account's, once; passkey.ErrNone, or factors.ErrLast if
// nothing of the floor would stay.
func (p Passkeys) Remove(ctx context.Context, r passkey.Removal, at time.Time, events ...audit.Event) error {
	return p.db.tx(ctx, func(tx *gorm.DB) error {
		stays, args, err := keepFloor(tx, r.Floor, r.Account, r.ID, at, factors.Passkey)
		if err != nil {
			return err
		}
		gone, err := once(tx.Exec("UPDATE passkeys SET removed = ? WHERE id = ? AND account = ? AND removed = 0 AND "+stays,
			append([]any{milli(at), r.ID, string(r.Account)}, args...)...))
		if err != nil {
			return fmt.Errorf("remove passkey: %w", err)
		}
		if !gone {
			return lastOr(tx, passkey.ErrNone, "SELECT count(*) FROM passkeys WHERE id = ? AND account = ? AND removed = 0", r.ID, string(r.Account))
		}
		return record(tx, events...)
	})
}

// DeleteExpired deletes up to limit passkeys that were removed before a time.
func (p Passkeys) DeleteExpired(ctx context.Context, before time.Time, limit int) (int, error) {
	return deleteExpired(p.db.write.WithContext(ctx), `DELETE FROM passkeys WHERE id IN
		(SELECT id FROM passkeys WHERE removed > 0 AND removed < ? ORDER BY removed LIMIT ?)`, before, limit)
}

func (r passkeyRow) passkey() (passkey.Passkey, error) {
	id, err := base64.RawURLEncoding.DecodeString(r.Credential)
	if err != nil {
		return passkey.Passkey{}, fmt.Errorf("read passkey %s: %w", r.ID, err)
	}
	return passkey.Passkey{
		ID: r.ID, Account: factors.Account(r.Account), Name: r.Name, Handle: r.Handle, Created: when(r.Created), Used: when(r.Used),
		Credential: webauthn.Credential{
			ID: id, PublicKey: r.PublicKey, AAGUID: r.Aaguid, Transports: strings.Fields(r.Transports), SignCount: uint32(r.SignCount),
			BackupEligible: r.BackupEligible, BackedUp: r.BackedUp, Attested: r.Attested,
		},
	}, nil
}
