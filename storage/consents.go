package storage

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"countersign/audit"
	"countersign/idp/account"
	"countersign/idp/client"
	"countersign/idp/flow"
)

// The kinds of rows. That of the client stands for a consent to nothing in
// particular, which is one.
const (
	consentClient   = "client"
	consentScope    = "scope"
	consentResource = "resource"
)

// Consents is what people allowed applications.
type Consents struct{ db *DB }

// Consents is what people allowed applications.
func (d *DB) Consents() Consents { return Consents{d} }

// Find is what a person allowed an application.
func (c Consents) Find(ctx context.Context, person, app string) (flow.Allowed, error) {
	var rows []struct{ Kind, Item string }
	err := c.db.read.WithContext(ctx).Raw("SELECT kind, item FROM consents WHERE person = ? AND client = ? ORDER BY kind, item", person, app).Scan(&rows).Error
	if err != nil {
		return flow.Allowed{}, fmt.Errorf("read a consent: %w", err)
	}
	a := flow.Allowed{Known: len(rows) > 0}
	for _, r := range rows {
		switch r.Kind {
		case consentScope:
			a.Scope = append(a.Scope, r.Item)
		case consentResource:
			a.Resource = append(a.Resource, r.Item)
		}
	}
	return a, nil
}

// Every is all that a person allowed, by application.
func (c Consents) Every(ctx context.Context, person string) ([]account.Consent, error) {
	var rows []struct {
		Client, Kind, Item string
		Given              int64
	}
	err := c.db.read.WithContext(ctx).Raw("SELECT client, kind, item, given FROM consents WHERE person = ? ORDER BY client, kind, item", person).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("read consents: %w", err)
	}
	var out []account.Consent
	for _, r := range rows {
		if len(out) == 0 || out[len(out)-1].Client != client.ID(r.Client) {
			out = append(out, account.Consent{Client: client.ID(r.Client)})
		}
		last := &out[len(out)-1]
		switch r.Kind {
		case consentClient:
			last.Given = when(r.Given)
		case consentScope:
			last.Scope = append(last.Scope, r.Item)
		case consentResource:
			last.Resource = append(last.Resource, r.Item)
		}
	}
	return out, nil
}

// Consent writes that the person of a sign-in allowed what it needs, there and
// for good, but for what is asked in detail. flow.ErrStale if the sign-in is no
// longer the version that s is of, or no longer open.
func (f Flows) Consent(ctx context.Context, s flow.Session, at time.Time, events ...audit.Event) error {
	if s.Need.Consent == nil || s.Person == "" {
		panic("storage: internal error: a consent of nobody, or to nothing")
	}
	return f.db.tx(ctx, func(tx *gorm.DB) error {
		ok, err := once(tx.Exec(`UPDATE flows SET version = version + 1, consented = TRUE
			WHERE id = ? AND version = ? AND state = ? AND expires > ? AND person = ?`,
			string(s.ID), s.Version, string(flow.Open), milli(at), s.Person))
		if err != nil {
			return fmt.Errorf("write that somebody consented: %w", err)
		}
		if !ok {
			return flow.ErrStale
		}
		items := [][2]string{{consentClient, ""}}
		for _, scope := range s.Need.Consent.Scope {
			items = append(items, [2]string{consentScope, scope})
		}
		for _, resource := range s.Need.Consent.Resource {
			items = append(items, [2]string{consentResource, resource})
		}
		for _, i := range items {
			err := tx.Exec(`INSERT INTO consents (person, client, kind, item, given) VALUES (?, ?, ?, ?, ?)
				ON CONFLICT (person, client, kind, item) DO UPDATE SET given = excluded.given`,
				s.Person, s.App.ID, i[0], i[1], milli(at)).Error
			if err != nil {
				return fmt.Errorf("write a consent: %w", err)
			}
		}
		return record(tx, events...)
	})
}
