package storage

import (
	"context"
	"crypto"
	"crypto/x509"
	"fmt"
	"time"

	"gorm.io/gorm"

	"countersign/audit"
	"countersign/idp/keys"
)

// keptAfterRetirement is how long a retired key can still verify an ID token
// that comes back as a hint.
const keptAfterRetirement = 90 * 24 * time.Hour

type keyRow struct {
	ID         string
	Purpose    string
	Alg        string
	Generation int
	Private    []byte
	Created    int64
	ActiveFrom int64
	RetireAt   int64
}

func (keyRow) TableName() string { return "keys" }

// Keys keeps the signing keys.
type Keys struct{ db *DB }

// Keys is the signing keys.
func (d *DB) Keys() Keys { return Keys{d} }

// Keys are all keys that may still verify something, oldest first.
func (k Keys) Keys(ctx context.Context) ([]keys.Key, error) {
	var rows []keyRow
	err := k.db.read.WithContext(ctx).Raw("SELECT * FROM keys ORDER BY purpose, alg, generation").Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("read keys: %w", err)
	}
	out := make([]keys.Key, len(rows))
	for i, r := range rows {
		private, err := k.unseal(r)
		if err != nil {
			return nil, err
		}
		out[i] = keys.Key{
			ID: r.ID, Purpose: keys.Purpose(r.Purpose), Alg: r.Alg, Generation: r.Generation, Private: private,
			Created: when(r.Created), ActiveFrom: when(r.ActiveFrom), RetireAt: when(r.RetireAt),
		}
	}
	return out, nil
}

func (k Keys) unseal(r keyRow) (crypto.Signer, error) {
	der, err := k.db.vault.open(r.Private, "keys.private/"+r.ID)
	if err != nil {
		return nil, fmt.Errorf("open key %s: %w", r.ID, err)
	}
	parsed, err := x509.ParsePKCS8PrivateKey(der)
	if err != nil {
		return nil, fmt.Errorf("parse key %s: %w", r.ID, err)
	}
	private, ok := parsed.(crypto.Signer)
	if !ok {
		return nil, fmt.Errorf("parse key %s: it cannot sign", r.ID)
	}
	return private, nil
}

// AddKey stores a key, retires those that it supersedes at the given time, and
// tells every replica. It is false if the generation exists already.
func (k Keys) AddKey(ctx context.Context, key keys.Key, retire time.Time, events ...audit.Event) (bool, error) {
	der, err := x509.MarshalPKCS8PrivateKey(key.Private)
	if err != nil {
		return false, fmt.Errorf("encode key: %w", err)
	}
	sealed := k.db.vault.seal(der, "keys.private/"+key.ID)
	var added bool
	err = k.db.tx(ctx, func(tx *gorm.DB) error {
		added, err = once(tx.Exec(`INSERT INTO keys (id, purpose, alg, generation, private, created, active_from, retire_at)
			VALUES (?, ?, ?, ?, ?, ?, ?, 0) ON CONFLICT (purpose, alg, generation) DO NOTHING`,
			key.ID, string(key.Purpose), key.Alg, key.Generation, sealed, milli(key.Created), milli(key.ActiveFrom)))
		if err != nil || !added {
			return err
		}
		err := tx.Exec("UPDATE keys SET retire_at = ? WHERE purpose = ? AND alg = ? AND generation < ? AND retire_at = 0",
			milli(retire), string(key.Purpose), key.Alg, key.Generation).Error
		if err != nil {
			return err
		}
		if err := bump(tx, TopicKeys); err != nil {
			return err
		}
		return record(tx, events...)
	})
	if err != nil {
		return false, fmt.Errorf("add key: %w", err)
	}
	if added {
		k.db.bell.Ring(TopicKeys)
	}
	return added, nil
}

// DeleteExpired deletes keys that retired long before the given time.
func (k Keys) DeleteExpired(ctx context.Context, before time.Time, limit int) (int, error) {
	return deleteExpired(k.db.write.WithContext(ctx),
		"DELETE FROM keys WHERE id IN (SELECT id FROM keys WHERE retire_at > 0 AND retire_at < ? LIMIT ?)",
		before.Add(-keptAfterRetirement), limit)
}
