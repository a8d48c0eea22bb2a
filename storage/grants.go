package storage

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"gorm.io/gorm"

	"countersign/audit"
	"countersign/idp/client"
	"countersign/idp/grant"
)

type grantRow struct {
	ID       string
	Person   string
	Client   string
	Session  string
	Scope    string
	Offline  bool
	AuthTime int64
	ACR      string `gorm:"column:acr"`
	AMR      string `gorm:"column:amr"`
	Nonce    string
	Origin   string
	Resource string
	Details  string
	Claims   string
	Parent   string
	Created  int64
	Expires  int64
}

// grantColumns are what a grantRow reads of grants g, as a statement names them.
func grantColumns() string { return selects(new(grantRow).columns()) }

// columns are those of grants g, read into r.
func (r *grantRow) columns() []column {
	return []column{
		{"g.id", &r.ID}, {"g.person", &r.Person}, {"g.client", &r.Client}, {"g.session", &r.Session}, {"g.scope", &r.Scope},
		{"g.offline", &r.Offline}, {"g.auth_time", &r.AuthTime}, {"g.acr", &r.ACR}, {"g.amr", &r.AMR}, {"g.nonce", &r.Nonce},
		{"g.origin", &r.Origin}, {"g.resource", &r.Resource}, {"g.details", &r.Details}, {"g.claims", &r.Claims},
		{"g.parent", &r.Parent}, {"g.created", &r.Created}, {"g.expires", &r.Expires},
	}
}

func (r grantRow) grant() grant.Grant {
	return grant.Grant{
		ID: grant.ID(r.ID), Person: r.Person, Client: client.ID(r.Client), Session: r.Session,
		Scope: strings.Fields(r.Scope), Offline: r.Offline, AuthTime: when(r.AuthTime), ACR: r.ACR,
		AMR: strings.Fields(r.AMR), Nonce: r.Nonce, Origin: grant.Origin(r.Origin),
		Resource: listed(r.Resource), Details: asJSON(r.Details), Claims: asJSON(r.Claims), Parent: grant.ID(r.Parent), Created: when(r.Created), Expires: when(r.Expires),
	}
}

// listed splits what is separated by spaces; nothing is nil.
func listed(text string) []string {
	if text == "" {
		return nil
	}
	return strings.Fields(text)
}

// asJSON is what a column holds that is empty where there is nothing.
func asJSON(text string) json.RawMessage {
	if text == "" {
		return nil
	}
	return json.RawMessage(text)
}

// Grants keeps grants with their codes and tokens.
type Grants struct{ db *DB }

// Grants is what applications were given.
func (d *DB) Grants() Grants { return Grants{d} }

// Issue stores a grant with its code, if its browser session still lives. The
// session's row is held until the commit, so that whoever ends the session at
// the same moment either comes first or finds the grant.
func (s Grants) Issue(ctx context.Context, g grant.Grant, c grant.Code, events ...audit.Event) error {
	lock := ""
	if s.db.postgres {
		lock = " FOR SHARE"
	}
	gate := does("SELECT id FROM sessions WHERE id = ? AND person = ? AND ended = 0 AND expires > ?"+lock,
		g.Session, g.Person, milli(g.Created))
	writes := []statement{does(`INSERT INTO grants (id, person, client, session, scope, offline, auth_time, acr, amr, nonce,
			code_hash, redirect_uri, challenge, jkt, code_expires, origin, resource, details, claims, created, expires)
		SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ? FROM gate`,
		string(g.ID), g.Person, string(g.Client), g.Session, strings.Join(g.Scope, " "), g.Offline,
		milli(g.AuthTime), g.ACR, strings.Join(g.AMR, " "), g.Nonce,
		c.Hash, c.RedirectURI, c.Challenge, c.DPoPKey, milli(c.Expires),
		string(cmp.Or(g.Origin, grant.FromCode)), strings.Join(g.Resource, " "), string(g.Details), string(g.Claims),
		milli(g.Created), milli(g.Expires))}
	issued, err := s.db.act(ctx, gate, append(writes, recordsInChain(events)...)...)
	if err != nil {
		return fmt.Errorf("write grant: %w", err)
	}
	if !issued {
		return grant.ErrSession
	}
	return nil
}

// Redeem consumes a code and stores its tokens. Everything that must hold of
// the code stands in the gate, and only its refusal is looked into. A code of
// a session that ended meanwhile gives nothing, offline or not.
func (s Grants) Redeem(ctx context.Context, r grant.Redemption, t grant.NewTokens) (grant.Grant, error) {
	gate := does(`UPDATE grants SET code_used = ?
		WHERE code_hash = ? AND client = ? AND redirect_uri = ? AND challenge = ? AND (jkt = '' OR jkt = ?)
			AND code_used = 0 AND code_expires > ? AND revoked = 0
			AND EXISTS (SELECT 1 FROM people p WHERE p.id = grants.person AND p.status = 'active')
			AND EXISTS (SELECT 1 FROM sessions s WHERE s.id = grants.session AND s.ended = 0)
		RETURNING id`,
		milli(r.At), r.Code, string(r.Client), r.RedirectURI, r.Challenge, r.Confirmation.JKT, milli(r.At))
	g, passed, err := s.give(ctx, gate, r.Client, r.At, t)
	if err != nil {
		return grant.Grant{}, fmt.Errorf("consume code: %w", err)
	}
	if passed {
		return g, nil
	}
	return grant.Grant{}, s.whyNotRedeemed(ctx, r)
}

// give stores the tokens of the grant whose id the gate lets through. None
// outlives the grant. The audit event reads who it is about from the grant.
func (s Grants) give(ctx context.Context, gate statement, c client.ID, at time.Time, t grant.NewTokens) (grant.Grant, bool, error) {
	scope, resource := strings.Join(t.Scope, " "), strings.Join(t.Resource, " ")
	writes := []statement{does(`INSERT INTO access_tokens (hash, grant_id, scope, resource, jkt, x5t, issued, expires)
		SELECT ?, g.id, CASE WHEN ? = '' THEN g.scope ELSE ? END, CASE WHEN ? = '' THEN g.resource ELSE ? END, ?, ?, ?,
			CASE WHEN g.expires < ? THEN g.expires ELSE ? END
		FROM gate JOIN grants g ON g.id = gate.id`,
		t.Access, scope, scope, resource, resource, t.Confirmation.JKT, t.Confirmation.X5T,
		milli(at), milli(t.AccessExpires), milli(t.AccessExpires))}
	if t.Refresh != nil {
		writes = append(writes, does(`INSERT INTO refresh_tokens (hash, grant_id, client, jkt, x5t, issued, expires)
			SELECT ?, g.id, ?, ?, ?, ?, CASE WHEN g.expires < ? THEN g.expires ELSE ? END
			FROM gate JOIN grants g ON g.id = gate.id AND g.offline`,
			t.Refresh, string(c), t.RefreshConfirmation.JKT, t.RefreshConfirmation.X5T,
			milli(at), milli(t.RefreshExpires), milli(t.RefreshExpires)))
	}
	writes = append(writes, recordOfGrant(t.Event))
	var row grantRow
	columns := row.columns()
	passed, err := s.db.chain(ctx, gate, writes,
		does("SELECT "+selects(columns)+" FROM gate JOIN grants g ON g.id = gate.id"), columns)
	return row.grant(), passed, err
}

// Coded is the grant that a code, used or not, stands for.
func (s Grants) Coded(ctx context.Context, code []byte, c client.ID) (grant.Grant, error) {
	return s.of(ctx, "g.code_hash = ? AND g.client = ?", code, string(c))
}

// Refreshed is the grant that a refresh token, used or not, stands for.
func (s Grants) Refreshed(ctx context.Context, refresh []byte, c client.ID) (grant.Grant, error) {
	return s.of(ctx, "g.id = (SELECT t.grant_id FROM refresh_tokens t WHERE t.hash = ? AND t.client = ?)", refresh, string(c))
}

func (s Grants) of(ctx context.Context, cond string, args ...any) (grant.Grant, error) {
	var rows []grantRow
	if err := s.db.read.WithContext(ctx).Raw("SELECT "+grantColumns()+" FROM grants g WHERE "+cond, args...).Scan(&rows).Error; err != nil {
		return grant.Grant{}, fmt.Errorf("read the grant of a code or refresh token: %w", err)
	}
	if len(rows) == 0 {
		return grant.Grant{}, grant.ErrUnknown
	}
	return rows[0].grant(), nil
}

// whyNotRedeemed says why a code was refused, and revokes its grant if that
// was because it came a second time (RFC 6749 section 4.1.2).
func (s Grants) whyNotRedeemed(ctx context.Context, r grant.Redemption) error {
	var rows []struct {
		Grant       grantRow `gorm:"embedded"`
		CodeUsed    int64
		RedirectURI string `gorm:"column:redirect_uri"`
		Challenge   string
		JKT         string `gorm:"column:jkt"`
	}
	err := s.db.write.WithContext(ctx).Raw("SELECT "+grantColumns()+`, g.code_used, g.redirect_uri, g.challenge, g.jkt
		FROM grants g WHERE g.code_hash = ? AND g.client = ?`, r.Code, string(r.Client)).Scan(&rows).Error
	switch {
	case err != nil:
		return fmt.Errorf("look into the refusal of a code: %w", err)
	case len(rows) == 0:
		return grant.ErrUnknown
	case rows[0].CodeUsed != 0:
		if err := s.revokeFamily(ctx, rows[0].Grant, r.At, "a code was used twice"); err != nil {
			return err
		}
		return grant.ErrReused
	case rows[0].RedirectURI != r.RedirectURI || rows[0].Challenge != r.Challenge:
		return grant.ErrMismatch
	case rows[0].JKT != "" && rows[0].JKT != r.Confirmation.JKT:
		return grant.ErrKey
	}
	return grant.ErrUnknown
}

// revokeFamily ends a grant and with it every token that hangs on it. It
// writes its event once, however often the reuse is tried.
func (s Grants) revokeFamily(ctx context.Context, g grantRow, at time.Time, why string) error {
	e := audit.New(ctx, at, audit.GrantRevoked)
	e.Person, e.Client, e.Session, e.Grant, e.Reason = g.Person, g.Client, g.Session, g.ID, why
	return s.db.tx(ctx, func(tx *gorm.DB) error {
		revoked, err := once(tx.Exec("UPDATE grants SET revoked = ? WHERE id = ? AND revoked = 0", milli(at), g.ID))
		if err != nil {
			return fmt.Errorf("revoke grant: %w", err)
		}
		if !revoked {
			return nil
		}
		return record(tx, e)
	})
}

// DeleteExpired deletes grants that gave nothing that still counts.
func (s Grants) DeleteExpired(ctx context.Context, before time.Time, limit int) (int, error) {
	return deleteExpired(s.db.write.WithContext(ctx),
		"DELETE FROM grants WHERE id IN (SELECT id FROM grants WHERE expires < ? LIMIT ?)", before, limit)
}
