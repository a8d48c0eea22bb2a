package storage

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"gorm.io/gorm"

	"countersign/audit"
	"countersign/factors"
	"countersign/factors/device"
	"countersign/factors/push"
	"countersign/factors/wire"
)

// FindChallenge reads a challenge as it is stored.
func (s Challenges) FindChallenge(ctx context.Context, id push.ID) (push.Challenge, error) {
	if !isText(string(id)) {
		return push.Challenge{}, push.ErrNotFound
	}
	var r challengeRow
	res := s.db.read.WithContext(ctx).Raw("SELECT * FROM challenges WHERE id = ?", string(id)).Scan(&r)
	if res.Error != nil {
		return push.Challenge{}, fmt.Errorf("read challenge: %w", res.Error)
	}
	if res.RowsAffected == 0 {
		return push.Challenge{}, push.ErrNotFound
	}
	return s.db.challengeOf(r)
}

// Outlines reads what waiting pages are told of challenges. The number, which
// is sealed, is no part of it, and the devices are only where a known browser
// waits for a push that rings.
func (s Challenges) Outlines(ctx context.Context, ids []push.ID) ([]push.Challenge, error) {
	var rows []struct {
		ID, Holder, State          string
		Known                      int64
		Resends                    int
		Resent, Seen, Expires, Due int64
		Device, Name, Delivery     string
	}
	among, list := among(s.db, "c.id", slices.DeleteFunc(slices.Clone(ids), func(id push.ID) bool { return !isText(string(id)) }))
	err := s.db.read.WithContext(ctx).Raw(`SELECT c.id, c.holder, c.state, c.known, c.resends, c.resent, c.seen, c.expires, c.due,
			COALESCE(d.id, '') AS device, COALESCE(d.name, '') AS name, COALESCE(k.delivery, '') AS delivery
		FROM challenges c
		LEFT JOIN challenge_copies k ON k.challenge = c.id AND c.known = 1 AND c.state = 'pending' AND (c.mode NOT IN ? OR c.forced = 1)
		LEFT JOIN devices d ON d.id = k.device
		WHERE `+among+" ORDER BY c.id, d.created, d.id", push.Silent(), list).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("read challenges: %w", err)
	}
	out := make([]push.Challenge, 0, len(ids))
	for _, r := range rows {
		if last := len(out) - 1; last < 0 || out[last].ID != push.ID(r.ID) {
			out = append(out, push.Challenge{
				ID: push.ID(r.ID), Holder: r.Holder, State: wire.State(r.State), Known: r.Known == 1, ResendsLeft: r.Resends,
				Resent: when(r.Resent), Seen: when(r.Seen), Expires: when(r.Expires), Due: when(r.Due),
			})
		}
		if r.Device != "" {
			c := &out[len(out)-1]
			c.Rings = append(c.Rings, push.RingOf(r.Name, r.Delivery))
		}
	}
	return out, nil
}

// MovedChallenges is which of ids do not wait for an answer any more. It reads
// no more than it must: pages that wait ask for all of them, again and again.
func (s Challenges) MovedChallenges(ctx context.Context, ids []push.ID) ([]push.ID, error) {
	among, list := among(s.db, "id", ids)
	var moved []push.ID
	err := s.db.read.WithContext(ctx).Raw("SELECT id FROM challenges WHERE "+among+" AND state <> 'pending'", list).Scan(&moved).Error
	if err != nil {
		return nil, fmt.Errorf("look for challenges that moved: %w", err)
	}
	return moved, nil
}

// among is the condition that column is one of ids, of any number, which hold
// no blank, with its one argument: a statement for each number would be prepared
// anew again and again.
func among[T ~string](d *DB, column string, ids []T) (condition, list string) {
	if !d.postgres {
		return column + " IN (SELECT value FROM json_each(?))", text(ids)
	}
	var all strings.Builder
	for i, id := range ids {
		if i > 0 {
			all.WriteByte(' ')
		}
		all.WriteString(string(id))
	}
	return column + " = ANY(string_to_array(?, ' '))", all.String()
}

// ResendChallenge takes one of the resends that are left.
func (s Challenges) ResendChallenge(ctx context.Context, id push.ID, holder string, at time.Time, gap time.Duration, e audit.Event) (bool, error) {
	taken := false
	err := s.db.tx(ctx, func(tx *gorm.DB) error {
		var err error
		taken, err = once(tx.Exec(`UPDATE challenges SET resends = resends - 1, resent = ?
			WHERE id = ? AND holder = ? AND state = 'pending' AND due > ? AND resends > 0 AND resent <= ?`,
			milli(at), string(id), holder, milli(at), milli(at.Add(-gap))))
		if err != nil || !taken {
			return err
		}
		return record(tx, e)
	})
	if err != nil {
		return false, fmt.Errorf("take a resend: %w", err)
	}
	return taken, nil
}

// CancelChallenge ends a pending or approved challenge of holder; by is the
// device whose answer led to it, if one did.
func (s Challenges) CancelChallenge(ctx context.Context, id push.ID, holder, why string, by device.ID, at time.Time) (bool, error) {
	var ids []string
	err := s.db.tx(ctx, func(tx *gorm.DB) error {
		var err error
		ids, err = cancelBy(tx, by, at, why, "id = ? AND holder = ?", string(id), holder)
		return err
	})
	if err != nil {
		return false, err
	}
	s.db.ringChallenges(ids)
	return len(ids) > 0, nil
}

// cancelChallenges cancels whatever an account is still asked. Ring the bells
// of the ids after the commit: see ringChallenges.
func cancelChallenges(tx *gorm.DB, account string, at time.Time, why string) (ids []string, err error) {
	return cancelWhere(tx, at, why, "account = ?", account)
}

// cancelWhere cancels the pending and approved challenges that match cond and
// whose time is not up, with an event each.
func cancelWhere(tx *gorm.DB, at time.Time, why, cond string, args ...any) ([]string, error) {
	return cancelBy(tx, "", at, why, cond, args...)
}

// cancelBy is cancelWhere for what a device did.
func cancelBy(tx *gorm.DB, by device.ID, at time.Time, why, cond string, args ...any) ([]string, error) {
	var rows []struct{ ID, Account, Holder string }
	err := tx.Raw(`UPDATE challenges SET state = 'cancelled', ended = ?, ended_by = ?
		WHERE state IN ('pending', 'approved') AND due > ? AND (`+cond+") RETURNING id, account, holder",
		append([]any{milli(at), why, milli(at)}, args...)...).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("cancel challenges: %w", err)
	}
	ids, events := make([]string, len(rows)), make([]audit.Event, len(rows))
	for i, r := range rows {
		ids[i] = r.ID
		noteEnds(tx, wire.StateCancelled, by, r.ID)
		events[i] = audit.New(tx.Statement.Context, at, audit.ChallengeCancelled)
		events[i].Person, events[i].Challenge, events[i].Flow, events[i].Reason = r.Account, r.ID, r.Holder, why
	}
	return ids, record(tx, events...)
}

// ringChallenges wakes the pages that wait for these challenges.
func (d *DB) ringChallenges(ids []string) {
	for _, id := range ids {
		d.bell.Ring("challenge:" + id)
	}
}

// ringDecided wakes the pages that wait for a challenge that a device answered,
// and says where that took it, so that they need not look.
func (d *DB) ringDecided(id string, s wire.State) { d.bell.Tell("challenge:"+id, string(s)) }

// ConsumeChallenge turns an approval into what a sign-in may rest on. The
// count of its statement is the gate. Only sign-ins consume by flow; every
// other purpose has its own consumer, such as Grants.IssueDirect.
func (s Challenges) ConsumeChallenge(
	ctx context.Context, id push.ID, holder string, code []byte, at time.Time, e audit.Event,
) (push.Approval, error) {
	gate := consuming(string(id), holder, at, "purpose IN ('login', 'stepup', 'txn') AND (mode <> 'return' OR return_hash = ?)", blob(code))
	var r challengeRow
	columns := []column{
		{"c.id", &r.ID}, {"c.device", &r.Device}, {"c.mode", &r.Mode}, {"c.forced", &r.Forced}, {"c.protection", &r.Protection},
		{"c.probation", &r.Probation}, {"c.approved", &r.Approved}, {"c.verified", &r.Verified}, {"c.attested", &r.Attested},
		{"c.gesture", &r.Gesture},
	}
	passed, err := s.db.chain(ctx, gate, []statement{recordOfChallenge(e)},
		does("SELECT "+selects(columns)+" FROM gate JOIN challenges c ON c.id = gate.id"), columns)
	if err != nil {
		return push.Approval{}, fmt.Errorf("consume approval: %w", err)
	}
	if !passed {
		return push.Approval{}, push.ErrNotApproved
	}
	s.db.ringDecided(r.ID, wire.StateConsumed)
	return approvalOf(r), nil
}

// consuming is the gate of an approval: of its holder, in time, if cond holds.
func consuming(id, holder string, at time.Time, cond string, args ...any) statement {
	return does(`UPDATE challenges SET state = 'consumed', ended = ?, return_hash = NULL
		WHERE id = ? AND holder = ? AND state = 'approved' AND due > ? AND `+cond+" RETURNING id",
		append([]any{milli(at), id, holder, milli(at)}, args...)...)
}

// ApprovalOf reads an approval of what a client asked, and takes nothing: see
// Grants.IssueDirect.
func (s Challenges) ApprovalOf(ctx context.Context, id push.ID, holder string, at time.Time) (push.Approval, error) {
	var r challengeRow
	res := s.db.read.WithContext(ctx).Raw("SELECT * FROM challenges WHERE id = ? AND holder = ? AND state = 'approved' AND due > ? AND purpose = 'ciba'",
		string(id), holder, milli(at)).Scan(&r)
	if res.Error != nil {
		return push.Approval{}, fmt.Errorf("read approval: %w", res.Error)
	}
	if res.RowsAffected == 0 {
		return push.Approval{}, push.ErrNotApproved
	}
	return approvalOf(r), nil
}

func approvalOf(r challengeRow) push.Approval {
	return push.Approval{
		Device: r.Device, Mode: factors.Match(r.Mode), Forced: r.Forced == 1,
		Protection: factors.Protection(r.Protection), Probation: r.Probation == 1, At: when(r.Approved),
		Verified: r.Verified == 1, Attested: r.Attested == 1, Gesture: factors.Gesture(r.Gesture),
	}
}

// ExpireOld moves challenges whose time is up, at most limit of them, and tells
// of the account of each that nobody answered; tell may be nil.
func (s Challenges) ExpireOld(ctx context.Context, limit int, tell func(context.Context, factors.Account)) (int, error) {
	now := s.db.now()
	var rows []struct{ ID, Account, Holder, State string }
	err := s.db.tx(ctx, func(tx *gorm.DB) error {
		err := tx.Raw(`UPDATE challenges SET state = CASE state WHEN 'pending' THEN 'expired' ELSE 'lapsed' END, ended = due
			WHERE id IN (SELECT id FROM challenges WHERE state IN ('pending', 'approved') AND due <= ? ORDER BY due LIMIT ?)
				AND state IN ('pending', 'approved') AND due <= ?
			RETURNING id, account, holder, state`, milli(now), limit, milli(now)).Scan(&rows).Error
		if err != nil {
			return fmt.Errorf("expire challenges: %w", err)
		}
		events := make([]audit.Event, len(rows))
		for i, r := range rows {
			noteEnds(tx, wire.State(r.State), "", r.ID)
			events[i] = audit.New(ctx, now, audit.ChallengeEnded)
			events[i].Person, events[i].Challenge, events[i].Flow, events[i].Reason = r.Account, r.ID, r.Holder, r.State
		}
		return record(tx, events...)
	})
	if err != nil {
		return 0, err
	}
	for _, r := range rows {
		s.db.ringChallenges([]string{r.ID})
		if tell != nil && r.State == string(wire.StateExpired) {
			tell(ctx, factors.Account(r.Account))
		}
	}
	return len(rows), nil
}

// DeleteExpired deletes challenges from before the time given, with their
// copies and decisions: the evidence of what was approved goes with them.
func (s Challenges) DeleteExpired(ctx context.Context, before time.Time, limit int) (int, error) {
	return deleteExpired(s.db.write.WithContext(ctx), `DELETE FROM challenges WHERE id IN
		(SELECT id FROM challenges WHERE created < ? ORDER BY created LIMIT ?)`, before, limit)
}

// Asked is from where a challenge was asked for, as its phones were told.
func (s Challenges) Asked(ctx context.Context, id push.ID) (wire.Context, error) {
	var copies []string
	err := s.db.read.WithContext(ctx).Raw("SELECT jws FROM challenge_copies WHERE challenge = ? LIMIT 1", string(id)).Scan(&copies).Error
	if err != nil {
		return wire.Context{}, fmt.Errorf("read a challenge's context: %w", err)
	}
	if len(copies) == 0 {
		return wire.Context{}, push.ErrNotFound
	}
	// Our own signature stands on our own row: what is wanted is the content.
	var told wire.Challenge
	parts := strings.Split(copies[0], ".")
	if len(parts) != 3 {
		return wire.Context{}, fmt.Errorf("read a challenge's context: %d parts", len(parts))
	}
	payload, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err == nil {
		err = json.Unmarshal(payload, &told)
	}
	if err != nil {
		return wire.Context{}, fmt.Errorf("read a challenge's context: %w", err)
	}
	return told.Context, nil
}
