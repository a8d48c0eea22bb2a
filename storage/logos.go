package storage

import (
	"context"
	"fmt"

	"countersign/idp/client"
	"countersign/idp/logo"
)

// Logos is the pictures of clients.
type Logos struct{ db *DB }

// Logos is the pictures of clients.
func (d *DB) Logos() Logos { return Logos{d} }

// Every is all pictures, without their bytes.
func (l Logos) Every(ctx context.Context) (map[client.ID]logo.Picture, error) {
	var rows []struct {
		Client, URI, Name string
		Looked            int64
	}
	if err := l.db.read.WithContext(ctx).Raw("SELECT client, uri, name, looked FROM logos").Scan(&rows).Error; err != nil {
		return nil, fmt.Errorf("read logos: %w", err)
	}
	out := map[client.ID]logo.Picture{}
	for _, r := range rows {
		out[client.ID(r.Client)] = logo.Picture{Client: client.ID(r.Client), URI: r.URI, Name: r.Name, Looked: when(r.Looked)}
	}
	return out, nil
}

// Keep writes what was got for a client that is there.
func (l Logos) Keep(ctx context.Context, p logo.Picture) error {
	err := l.db.write.WithContext(ctx).Exec(`INSERT INTO logos (client, uri, name, picture, looked)
		SELECT id, ?, ?, ?, ? FROM clients WHERE id = ?
		ON CONFLICT (client) DO UPDATE SET uri = excluded.uri, name = excluded.name, picture = excluded.picture, looked = excluded.looked`,
		p.URI, p.Name, blob(p.PNG), milli(p.Looked), string(p.Client)).Error
	if err != nil {
		return fmt.Errorf("write a logo: %w", err)
	}
	return nil
}

// Name is that of the picture of a client that was got from uri; "" if there is
// none.
func (l Logos) Name(ctx context.Context, id client.ID, uri string) (string, error) {
	var names []string
	err := l.db.read.WithContext(ctx).Raw("SELECT name FROM logos WHERE client = ? AND uri = ?", string(id), uri).Scan(&names).Error
	if err != nil {
		return "", fmt.Errorf("read the name of a logo: %w", err)
	}
	if len(names) == 0 {
		return "", nil
	}
	return names[0], nil
}

// PNG is the picture with a name, or logo.ErrNone.
func (l Logos) PNG(ctx context.Context, name string) ([]byte, error) {
	var rows []struct{ Picture []byte }
	if err := l.db.read.WithContext(ctx).Raw("SELECT picture FROM logos WHERE name = ? LIMIT 1", name).Scan(&rows).Error; err != nil {
		return nil, fmt.Errorf("read a logo: %w", err)
	}
	if name == "" || len(rows) == 0 {
		return nil, logo.ErrNone
	}
	return rows[0].Picture, nil
}
