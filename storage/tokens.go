package storage

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"gorm.io/gorm"

	"countersign/audit"
	"countersign/idp/account"
	"countersign/idp/client"
	"countersign/idp/grant"
	"countersign/idp/person"
)

type accessRow struct {
	Grant        grantRow `gorm:"embedded"`
	TokenScope   string
	TokenFor     string
	TokenJKT     string `gorm:"column:token_jkt"`
	TokenX5T     string `gorm:"column:token_x5t"`
	ParentClient string
	TokenIssued  int64
	TokenExpires int64
}

func (r accessRow) access() grant.Access {
	return grant.Access{
		Grant: r.Grant.grant(), Scope: strings.Fields(r.TokenScope), Resource: listed(r.TokenFor),
		Confirmation: grant.Confirmation{JKT: r.TokenJKT, X5T: r.TokenX5T},
		ParentClient: client.ID(r.ParentClient), Issued: when(r.TokenIssued), Expires: when(r.TokenExpires),
	}
}

// fromBearer is a live access token with its grant and its person.
const fromBearer = `
	FROM access_tokens t JOIN grants g ON g.id = t.grant_id LEFT JOIN people p ON p.id = g.person
	WHERE t.hash = ? AND t.expires > ? AND g.revoked = 0 AND (g.person = '' OR p.status = 'active')`

// Bearer is the live access token with this hash and its person, who is nobody
// where a client has it in its own name: the one statement behind userinfo,
// introspection and the interface for back ends. What an exchange gave counts
// while the grant that it came of is not revoked, and that one's client still is;
// few tokens are of an exchange, so that is a statement of theirs.
func (s Grants) Bearer(ctx context.Context, hash []byte) (grant.Access, person.Person, error) {
	var a accessRow
	var p struct {
		Username, Name, Email, Status string
		EmailVerified                 bool
		Updated                       int64
	}
	columns := append(a.Grant.columns(), []column{
		{"t.scope", &a.TokenScope}, {"t.resource", &a.TokenFor}, {"t.jkt", &a.TokenJKT}, {"t.x5t", &a.TokenX5T},
		{"t.issued", &a.TokenIssued}, {"t.expires", &a.TokenExpires},
		{"p.username", &p.Username}, {"p.name", &p.Name}, {"p.email", &p.Email}, {"p.email_verified", &p.EmailVerified},
		{"p.status", &p.Status}, {"p.updated", &p.Updated},
	}...)
	found, err := one(ctx, s.db.read, columns, "SELECT "+selects(columns)+fromBearer, hash, milli(s.db.now()))
	if found && a.Grant.Parent != "" {
		found, err = one(ctx, s.db.read, []column{{"o.client", &a.ParentClient}},
			"SELECT o.client FROM grants o JOIN clients c ON c.id = o.client WHERE o.id = ? AND o.revoked = 0", a.Grant.Parent)
	}
	if err != nil {
		return grant.Access{}, person.Person{}, fmt.Errorf("read access token: %w", err)
	}
	if !found {
		return grant.Access{}, person.Person{}, grant.ErrUnknown
	}
	return a.access(), person.Person{
		ID: person.ID(a.Grant.Person), Username: p.Username, Name: p.Name, Email: p.Email,
		EmailVerified: p.EmailVerified, Status: person.Status(p.Status), Updated: when(p.Updated),
	}, nil
}

// Apps are the applications that hold a live grant of a person, the one last
// used first.
func (s Grants) Apps(ctx context.Context, who string, at time.Time) ([]account.App, error) {
	var rows []struct {
		Client  string
		Since   int64
		Last    int64
		Offline bool
		Scope   string
	}
	err := s.db.read.WithContext(ctx).Raw(`SELECT g.client, g.created AS since, g.offline, g.scope,
			COALESCE((SELECT MAX(t.issued) FROM access_tokens t WHERE t.grant_id = g.id), g.created) AS last
		FROM grants g WHERE g.person = ? AND g.revoked = 0 AND g.code_used > 0 AND g.expires > ?`, who, milli(at)).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("read grants of a person: %w", err)
	}
	held := map[string]account.App{}
	for _, r := range rows {
		a, ok := held[r.Client]
		if !ok {
			a = account.App{Client: client.ID(r.Client), Since: when(r.Since), Last: when(r.Last)}
		}
		if t := when(r.Since); t.Before(a.Since) {
			a.Since = t
		}
		if t := when(r.Last); t.After(a.Last) {
			a.Last = t
		}
		a.Offline = a.Offline || r.Offline
		for _, scope := range strings.Fields(r.Scope) {
			if !slices.Contains(a.Scope, scope) {
				a.Scope = append(a.Scope, scope)
			}
		}
		held[r.Client] = a
	}
	return slices.SortedFunc(maps.Values(held), func(a, b account.App) int {
		return cmp.Or(b.Last.Compare(a.Last), cmp.Compare(a.Client, b.Client))
	}), nil
}

// RevokeApp ends all that a person gave an application, and forgets what they
// allowed it: also what it has not taken yet, and its leave to ask.
func (s Grants) RevokeApp(ctx context.Context, who string, c client.ID, at time.Time, e audit.Event) error {
	var withdrawn []string
	err := s.db.tx(ctx, func(tx *gorm.DB) (err error) {
		if withdrawn, err = endAsking(tx, who, c, at); err != nil {
			return err
		}
		// Also what was taken: its tokens may be on their way, and are grants below
		// if they came before.
		denied := tx.Exec("UPDATE device_requests SET state = 'denied' WHERE person = ? AND client = ? AND state IN ('allowed', 'taken')", who, string(c))
		if denied.Error != nil {
			return fmt.Errorf("deny devices of an application: %w", denied.Error)
		}
		ended := tx.Exec("UPDATE grants SET revoked = ? WHERE person = ? AND client = ? AND revoked = 0", milli(at), who, string(c))
		if ended.Error != nil {
			return fmt.Errorf("revoke grants of an application: %w", ended.Error)
		}
		forgotten := tx.Exec("DELETE FROM consents WHERE person = ? AND client = ?", who, string(c))
		if forgotten.Error != nil {
			return fmt.Errorf("take back a consent: %w", forgotten.Error)
		}
		if ended.RowsAffected == 0 && forgotten.RowsAffected == 0 && denied.RowsAffected == 0 && len(withdrawn) == 0 {
			return nil
		}
		return record(tx, e)
	})
	if err != nil {
		return err
	}
	s.db.ringChallenges(withdrawn)
	return nil
}

// Refresh is a live refresh token of the client.
func (s Grants) Refresh(ctx context.Context, refresh []byte, c client.ID, at time.Time) (grant.Access, error) {
	var rows []accessRow
	err := s.db.read.WithContext(ctx).Raw("SELECT "+grantColumns()+`,
			g.scope AS token_scope, g.resource AS token_for, t.jkt AS token_jkt, t.x5t AS token_x5t, t.issued AS token_issued, t.expires AS token_expires
		FROM refresh_tokens t JOIN grants g ON g.id = t.grant_id JOIN people p ON p.id = g.person
		WHERE t.hash = ? AND t.client = ? AND t.used = 0 AND t.expires > ?
			AND g.revoked = 0 AND g.expires > ? AND p.status = 'active'`,
		refresh, string(c), milli(at), milli(at)).Scan(&rows).Error
	if err != nil {
		return grant.Access{}, fmt.Errorf("read refresh token: %w", err)
	}
	if len(rows) == 0 {
		return grant.Access{}, grant.ErrUnknown
	}
	return rows[0].access(), nil
}

// Revoke ends an access token alone, or with a refresh token, used or not, its
// whole grant (RFC 7009 section 2.1). What is not the client's stays.
func (s Grants) Revoke(ctx context.Context, access, refresh []byte, c client.ID, at time.Time, e audit.Event) error {
	return s.db.tx(ctx, func(tx *gorm.DB) error {
		var of []struct{ ID, Person, Session string }
		var err error
		if refresh != nil {
			err = tx.Raw(`UPDATE grants SET revoked = ? WHERE client = ? AND revoked = 0
				AND id = (SELECT grant_id FROM refresh_tokens WHERE hash = ?)
				RETURNING id, person, session`, milli(at), string(c), refresh).Scan(&of).Error
		} else {
			err = tx.Raw(`DELETE FROM access_tokens WHERE hash = ?
				AND grant_id IN (SELECT id FROM grants WHERE client = ?)
				RETURNING grant_id AS id`, access, string(c)).Scan(&of).Error
			e.Detail = map[string]string{"token": "access"}
		}
		if err != nil || len(of) == 0 {
			return err
		}
		e.Grant, e.Person, e.Session = of[0].ID, of[0].Person, of[0].Session
		return record(tx, e)
	})
}

// DeleteExpiredTokens deletes access and refresh tokens that expired.
func (s Grants) DeleteExpiredTokens(ctx context.Context, before time.Time, limit int) (int, error) {
	access, err := deleteExpired(s.db.write.WithContext(ctx),
		"DELETE FROM access_tokens WHERE hash IN (SELECT hash FROM access_tokens WHERE expires < ? LIMIT ?)", before, limit)
	if err != nil {
		return 0, err
	}
	refresh, err := deleteExpired(s.db.write.WithContext(ctx),
		"DELETE FROM refresh_tokens WHERE hash IN (SELECT hash FROM refresh_tokens WHERE expires < ? LIMIT ?)", before, limit)
	return access + refresh, err
}

// eventColumns are those of an event before it is sealed.
const eventColumns = "(id, at, kind, request, person, client, device, challenge, flow, session, grant_id, address, reason, evidence, detail)"

// recordInChain writes an event if the gate lets through.
func recordInChain(e audit.Event) statement {
	r := rowOfEvent(e)
	s := does("INSERT INTO audit_events "+eventColumns+" SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ? FROM gate",
		r.ID, r.At, r.Kind, r.Request, r.Person, r.Client, r.Device, r.Challenge,
		r.Flow, r.Session, r.GrantID, r.Address, r.Reason, r.Evidence, r.Detail)
	s.event = &e
	return s
}

// recordsInChain is recordInChain for each of them.
func recordsInChain(events []audit.Event) []statement {
	out := make([]statement, len(events))
	for i, e := range events {
		out[i] = recordInChain(e)
	}
	return out
}

// recordOfChallenge is recordInChain with person and device read from the
// challenge that the gate names.
func recordOfChallenge(e audit.Event) statement {
	r := rowOfEvent(e)
	return does("INSERT INTO audit_events "+eventColumns+` SELECT ?, ?, ?, ?, c.account, ?, c.device, ?, ?, ?, ?, ?, ?, ?, ?
		FROM gate JOIN challenges c ON c.id = gate.id`,
		r.ID, r.At, r.Kind, r.Request, r.Client, r.Challenge, r.Flow, r.Session, r.GrantID, r.Address, r.Reason, r.Evidence, r.Detail)
}

// recordOfGrant is recordInChain with person, session and grant read from the
// grant that the gate names.
func recordOfGrant(e audit.Event) statement {
	r := rowOfEvent(e)
	return does("INSERT INTO audit_events "+eventColumns+` SELECT ?, ?, ?, ?, g.person, ?, '', '', '', g.session, g.id, ?, ?, '', ?
		FROM gate JOIN grants g ON g.id = gate.id`,
		r.ID, r.At, r.Kind, r.Request, r.Client, r.Address, r.Reason, r.Detail)
}
