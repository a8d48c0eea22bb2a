package storage

import (
	"context"
	"fmt"
	"strings"

	"countersign/audit"
	"countersign/factors/push"
	"countersign/factors/wire"
	"countersign/idp/grant"
)

// IssueDirect stores a grant that no code leads to, with its tokens, if its
// client still is and its person is active, where it has one, and its session
// lives, likewise, or the grant that it came of. An approval that it comes of is
// taken by the same act, so that whatever withdraws approvals and then ends grants
// meets the one or the other. The hash in the place of the code is that of the
// access token, and counts as used.
func (s Grants) IssueDirect(ctx context.Context, g grant.Grant, t grant.NewTokens) error {
	scope, resource, created := strings.Join(g.Scope, " "), strings.Join(g.Resource, " "), milli(g.Created)
	writes := []statement{
		does(`INSERT INTO grants (id, person, client, session, scope, offline, auth_time, acr, amr, nonce, code_hash, redirect_uri, challenge,
				code_expires, code_used, origin, resource, details, claims, parent, created, expires)
			SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', '', ?, ?, ?, ?, ?, ?, ?, ?, ? FROM gate`,
			string(g.ID), g.Person, string(g.Client), g.Session, scope, g.Offline, milli(g.AuthTime), g.ACR, strings.Join(g.AMR, " "), g.Nonce,
			t.Access, created, created, string(g.Origin), resource, string(g.Details), string(g.Claims), string(g.Parent), created, milli(g.Expires)),
		does("INSERT INTO access_tokens (hash, grant_id, scope, resource, jkt, x5t, issued, expires) SELECT ?, ?, ?, ?, ?, ?, ?, ? FROM gate",
			t.Access, string(g.ID), scope, resource, t.Confirmation.JKT, t.Confirmation.X5T, created, milli(t.AccessExpires)),
	}
	if t.Refresh != nil {
		writes = append(writes, does("INSERT INTO refresh_tokens (hash, grant_id, client, jkt, x5t, issued, expires) SELECT ?, ?, ?, ?, ?, ?, ? FROM gate",
			t.Refresh, string(g.ID), string(g.Client), t.RefreshConfirmation.JKT, t.RefreshConfirmation.X5T, created, milli(t.RefreshExpires)))
	}
	if g.Origin == grant.FromCIBA {
		taken := audit.New(ctx, g.Created, audit.ChallengeConsumed)
		taken.Challenge, taken.Flow = g.Approval, push.HolderOf(string(g.Client))
		writes = append(writes, recordOfChallenge(taken))
	}
	issued, err := s.db.act(ctx, s.mayHave(g), append(writes, recordInChain(t.Event))...)
	if err != nil {
		return fmt.Errorf("write grant of origin %s: %w", g.Origin, err)
	}
	if !issued {
		return grant.ErrUnknown
	}
	if g.Origin == grant.FromCIBA {
		s.db.ringDecided(g.Approval, wire.StateConsumed)
	}
	return nil
}

// mayHave is the gate of a grant that no code leads to. The rows that it names
// are held until the commit, so that whoever disables the person or ends the
// session at the same moment either comes first or finds the grant.
func (s Grants) mayHave(g grant.Grant) statement {
	lock := ""
	if s.db.postgres {
		lock = " FOR SHARE"
	}
	const client = "EXISTS (SELECT 1 FROM clients c WHERE c.id = ?)"
	switch {
	case g.Origin == grant.FromCIBA: // the person first, as everywhere: see takePerson
		return consuming(g.Approval, push.HolderOf(string(g.Client)), g.Created, `purpose = 'ciba' AND account = ?
			AND EXISTS (SELECT 1 FROM people p WHERE p.id = ? AND p.status = 'active'`+lock+") AND "+client,
			g.Person, g.Person, string(g.Client))
	case g.Person == "":
		return does("SELECT id FROM clients WHERE id = ?", string(g.Client))
	case g.Parent != "": // which ends with its session, unless it outlives that
		return does(`SELECT o.id FROM grants o JOIN people p ON p.id = o.person
			WHERE o.id = ? AND o.person = ? AND o.revoked = 0 AND o.expires > ? AND p.status = 'active' AND `+client+lock,
			string(g.Parent), g.Person, milli(g.Created), string(g.Client))
	default: // of a device; see RevokeApp
		return does(`SELECT s.id FROM sessions s JOIN people p ON p.id = s.person JOIN device_requests d ON d.id = ? AND d.state = 'taken'
			WHERE s.id = ? AND s.person = ? AND s.ended = 0 AND s.expires > ? AND p.status = 'active' AND `+client+lock,
			g.Approval, g.Session, g.Person, milli(g.Created), string(g.Client))
	}
}
