package storage

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"countersign/idp/grant"
)

// maxAgain is how many tabs at once may use a refresh token that was used.
const maxAgain = 8

// Rotate consumes a refresh token and stores its successors.
func (s Grants) Rotate(ctx context.Context, r grant.Rotation, t grant.NewTokens) (grant.Grant, error) {
	gate := spends(r)
	successor := t.Refresh
	if r.Keep {
		gate = keeps(r, t)
		t.Refresh = nil
	}
	g, passed, err := s.give(ctx, gate, r.Client, r.At, t)
	if err == nil && !passed && !r.Since.IsZero() && !r.Keep && successor != nil {
		t.Refresh = nil // it is there already
		t.Event.Detail = maps.Clone(t.Event.Detail)
		if t.Event.Detail == nil {
			t.Event.Detail = map[string]string{}
		}
		t.Event.Detail["refresh_token"] = "used again at once"
		g, passed, err = s.give(ctx, again(r, successor), r.Client, r.At, t)
	}
	if err != nil {
		return grant.Grant{}, fmt.Errorf("consume refresh token: %w", err)
	}
	if passed {
		return g, nil
	}
	return grant.Grant{}, s.whyNotRotated(ctx, r)
}

// live is a gate: an UPDATE of refresh tokens, and what must hold of a token and
// its grant in every such gate.
func live(r grant.Rotation, update string, args ...any) statement {
	args = append(args, milli(r.At), r.Confirmation.JKT, anyOf(r.Confirmation.JKT), r.Confirmation.X5T, anyOf(r.Confirmation.X5T), milli(r.At))
	served := "g.resource = ''"
	for _, resource := range r.Served {
		served += " OR REPLACE(' ' || g.resource || ' ', ?, '') <> ' ' || g.resource || ' '"
		args = append(args, " "+resource+" ")
	}
	return does(update+` AND expires > ? AND jkt IN ('', ?, ?) AND x5t IN ('', ?, ?)
	AND EXISTS (SELECT 1 FROM grants g JOIN people p ON p.id = g.person
		WHERE g.id = refresh_tokens.grant_id AND g.revoked = 0 AND g.expires > ? AND p.status = 'active' AND (`+served+`))
	RETURNING grant_id`, args...)
}

// spends is the gate of a token's one use.
func spends(r grant.Rotation) statement {
	return live(r, "UPDATE refresh_tokens SET used = ? WHERE hash = ? AND client = ? AND used = 0", milli(r.At), r.Refresh, string(r.Client))
}

// keeps is the gate of a token that stays: its end moves, never past that of
// its grant.
func keeps(r grant.Rotation, t grant.NewTokens) statement {
	end := milli(t.RefreshExpires)
	return live(r, `UPDATE refresh_tokens SET expires = (SELECT CASE WHEN e.expires < ? THEN e.expires ELSE ? END FROM grants e WHERE e.id = refresh_tokens.grant_id)
		WHERE hash = ? AND client = ? AND used = 0`, end, end, r.Refresh, string(r.Client))
}

// again is the gate of a token that was used a moment ago, and whose successor
// was not.
func again(r grant.Rotation, successor []byte) statement {
	return live(r, `UPDATE refresh_tokens SET again = again + 1 WHERE hash = ? AND client = ? AND used > ? AND again < ?
		AND EXISTS (SELECT 1 FROM refresh_tokens n WHERE n.hash = ? AND n.used = 0)`, r.Refresh, string(r.Client), milli(r.Since), maxAgain, successor)
}

// whyNotRotated is whyNotRedeemed for a refresh token (RFC 9700 section 4.14.2).
func (s Grants) whyNotRotated(ctx context.Context, r grant.Rotation) error {
	var rows []struct {
		Grant grantRow `gorm:"embedded"`
		Used  int64
		JKT   string `gorm:"column:jkt"`
		X5T   string `gorm:"column:x5t"`
	}
	err := s.db.write.WithContext(ctx).Raw("SELECT "+grantColumns()+`, t.used, t.jkt, t.x5t FROM refresh_tokens t
		JOIN grants g ON g.id = t.grant_id WHERE t.hash = ? AND t.client = ?`, r.Refresh, string(r.Client)).Scan(&rows).Error
	switch {
	case err != nil:
		return fmt.Errorf("look into the refusal of a refresh token: %w", err)
	case len(rows) == 0:
		return grant.ErrUnknown
	case rows[0].Used == 0 && unserved(rows[0].Grant.grant().Resource, r.Served):
		return grant.ErrTarget
	case rows[0].Used == 0 && bound(rows[0].JKT, r.Confirmation.JKT) && bound(rows[0].X5T, r.Confirmation.X5T):
		return grant.ErrUnknown
	case rows[0].Used == 0:
		return grant.ErrKey
	}
	if err := s.revokeFamily(ctx, rows[0].Grant, r.At, "a refresh token was used twice"); err != nil {
		return err
	}
	return grant.ErrReused
}

// unserved says whether none of a grant's resources is served any more.
func unserved(resources, served []string) bool {
	return len(resources) > 0 && !slices.ContainsFunc(resources, func(r string) bool { return slices.Contains(served, r) })
}

// bound says whether what was proved is what a token asks for.
func bound(asked, proved string) bool {
	return asked == "" || asked == proved || asked == anyOf(proved)
}

// anyOf is what a token that any key will do for asks for, if one was proved.
func anyOf(proved string) string {
	if proved == "" {
		return ""
	}
	return grant.AnyKey
}
