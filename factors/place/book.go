package place

import (
	"context"
	"fmt"
	"log/slog"
	"time"
)

// Files are where the files lie; an empty path is no such file.
type Files struct {
	City    string // mmdb: countries, cities, coordinates
	ASN     string // mmdb: autonomous systems
	Hosting string // list of networks
	Refused string // list of networks
}

// Deps are what a Book needs.
type Deps struct {
	Files Files
	Log   *slog.Logger
	Now   func() time.Time
}

// Book answers by the files.
type Book struct {
	Deps
	city, asn        *file[database]
	hosting, refused *file[list]
}

// Old is the age at which a database is complained of: providers write a new
// one each week or month.
const Old = 60 * 24 * time.Hour

// New reads the files. A path that is set and no such file is an error.
func New(d Deps) (*Book, error) {
	b, now := &Book{Deps: d}, d.Now()
	networks := func(text []byte) (list, error) { return parseList(text, d.Files.ASN != "") }
	var err error
	if b.city, err = open(d.Files.City, parseDatabase, now); err != nil {
		return nil, fmt.Errorf("geoip.city_file: %w", err)
	}
	if b.asn, err = open(d.Files.ASN, parseDatabase, now); err != nil {
		return nil, fmt.Errorf("geoip.asn_file: %w", err)
	}
	if b.hosting, err = open(d.Files.Hosting, networks, now); err != nil {
		return nil, fmt.Errorf("geoip.hosting_file: %w", err)
	}
	if b.refused, err = open(d.Files.Refused, networks, now); err != nil {
		return nil, fmt.Errorf("geoip.refused_file: %w", err)
	}
	for _, s := range b.Sources() {
		b.say(s, "read a database")
	}
	return b, nil
}

// Source is one of the databases in use.
type Source struct {
	Name  string // city or asn
	Path  string
	Type  string // as the database calls itself
	Built time.Time
}

// Sources are the databases that are in use now.
func (b *Book) Sources() []Source {
	var out []Source
	for _, f := range []struct {
		name string
		file *file[database]
	}{{"city", b.city}, {"asn", b.asn}} {
		if db := f.file.now.Load(); db != nil {
			out = append(out, Source{Name: f.name, Path: f.file.path, Type: db.Metadata.DatabaseType, Built: db.Metadata.BuildTime().UTC()})
		}
	}
	return out
}

// say logs that a database is in use, as a warning if it is old.
func (b *Book) say(s Source, what string) {
	age, level := b.Now().Sub(s.Built), slog.LevelInfo
	if age > Old {
		level, what = slog.LevelWarn, what+", which is old: networks move"
	}
	b.Log.Log(context.Background(), level, what, "path", s.Path, "type", s.Type, "built", s.Built, "age_days", int(age/(24*time.Hour)))
}

// fresh is what a file says; it logs what became of a change.
func fresh[T any](b *Book, f *file[T]) *T {
	value, changed, err := f.get(b.Now())
	if err != nil {
		b.Log.Warn("could not read a changed file; the one before is in use", "path", f.path, "error", err)
	}
	if changed {
		b.Log.Info("read a changed file", "path", f.path)
		for _, s := range b.Sources() {
			if s.Path == f.path {
				b.say(s, "read a changed database")
			}
		}
	}
	return value
}

// Find is what the files say of an address.
func (b *Book) Find(address string) Place {
	a, ok := parse(address)
	if !ok {
		return Place{}
	}
	var p Place
	if db := fresh(b, b.city); db != nil {
		p = cityOf(db, a)
	}
	if db := fresh(b, b.asn); db != nil {
		p.ASN, p.Network = systemOf(db, a)
	}
	if l := fresh(b, b.hosting); l != nil {
		p.Hosting = l.has(a, p.ASN)
	}
	if l := fresh(b, b.refused); l != nil {
		p.Refused = l.has(a, p.ASN)
	}
	return p
}
