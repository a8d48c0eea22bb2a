package storage

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"time"

	"gorm.io/gorm"

	"countersign/idp/client"
	"countersign/idp/par"
)

type pushedRow struct {
	Hash    []byte
	Client  string
	Request string
	Pushed  bool
	Expires int64
}

func (pushedRow) TableName() string { return "pushed_requests" }

// Pushed keeps authorization requests that wait for their browser.
type Pushed struct{ db *DB }

// Pushed is the authorization requests that wait.
func (d *DB) Pushed() Pushed { return Pushed{d} }

// Keep keeps a request.
func (p Pushed) Keep(ctx context.Context, hash []byte, r par.Request) error {
	row := pushedRow{Hash: hash, Client: string(r.Client), Request: r.Values.Encode(), Pushed: r.Pushed, Expires: milli(r.Expires)}
	if err := p.db.write.WithContext(ctx).Create(&row).Error; err != nil {
		return fmt.Errorf("write pushed request: %w", err)
	}
	return nil
}

// Find is a request that has not expired, or par.ErrUnknown.
func (p Pushed) Find(ctx context.Context, hash []byte, at time.Time) (par.Request, error) {
	var row pushedRow
	err := p.db.read.WithContext(ctx).Where("hash = ? AND expires > ?", hash, milli(at)).Take(&row).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return par.Request{}, par.ErrUnknown
	}
	if err != nil {
		return par.Request{}, fmt.Errorf("read pushed request: %w", err)
	}
	values, err := url.ParseQuery(row.Request)
	if err != nil {
		return par.Request{}, fmt.Errorf("read pushed request: %w", err)
	}
	return par.Request{Client: client.ID(row.Client), Values: values, Pushed: row.Pushed, Expires: when(row.Expires)}, nil
}

// Take deletes a request: the count of rows says whether it was there.
func (p Pushed) Take(ctx context.Context, hash []byte) (bool, error) {
	return once(p.db.write.WithContext(ctx).Exec("DELETE FROM pushed_requests WHERE hash = ?", hash))
}

// DeleteExpired deletes up to limit requests that expired before a time.
func (p Pushed) DeleteExpired(ctx context.Context, before time.Time, limit int) (int, error) {
	return deleteExpired(p.db.write.WithContext(ctx), `DELETE FROM pushed_requests WHERE hash IN
		(SELECT hash FROM pushed_requests WHERE expires < ? ORDER BY expires LIMIT ?)`, before, limit)
}
