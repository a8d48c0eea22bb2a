package storage

import (
	"context"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"

	"countersign/audit"
	"countersign/factors/device"
	"countersign/factors/push"
	"countersign/factors/wire"
	"countersign/idp/flow"
)

// OpenCopies is what waits for a device's answer, newest first.
func (s Challenges) OpenCopies(ctx context.Context, d device.Device, at time.Time, limit int) ([]push.Copy, error) {
	if s.db.postgres {
		return s.openAndKept(ctx, d, at, limit)
	}
	var rows []struct {
		Challenge string
		Jws       string
		Seen      int64
	}
	err := s.db.read.WithContext(ctx).Raw(`SELECT c.id AS challenge, k.jws, c.seen FROM challenges c
		JOIN challenge_copies k ON k.challenge = c.id AND k.device = ?
		WHERE c.account = ? AND c.state = 'pending' AND c.due > ? ORDER BY c.created DESC LIMIT ?`,
		string(d.ID), string(d.Account), milli(at), limit).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("read open challenges: %w", err)
	}
	out := make([]push.Copy, len(rows))
	for i, r := range rows {
		out[i] = push.Copy{Challenge: push.ID(r.Challenge), Device: d.ID, JWS: r.Jws, Seen: r.Seen > 0}
	}
	return out, nil
}

// MarkSeen notes that a device has the challenge.
func (s Challenges) MarkSeen(ctx context.Context, id push.ID, at time.Time) error {
	first, err := once(s.db.write.WithContext(ctx).Exec("UPDATE challenges SET seen = ? WHERE id = ? AND seen = 0", milli(at), string(id)))
	if err != nil {
		return fmt.Errorf("mark challenge as seen: %w", err)
	}
	if first {
		s.db.kept.seen(id, at)
		s.db.ringChallenges([]string{string(id)})
	}
	return nil
}

// Commit moves a challenge by a decision and keeps the evidence. False means
// that the challenge had moved before.
func (s Challenges) Commit(ctx context.Context, v push.Verdict, e audit.Event) (bool, error) {
	c := v.Challenge
	if !touchesPerson(v) {
		ok, err := s.db.act(ctx, moving(v), keepDecision(v), recordInChain(e))
		if err != nil {
			return false, fmt.Errorf("move challenge: %w", err)
		}
		if ok {
			s.db.ringDecided(string(c.ID), v.To)
			s.db.tellEnd(ctx, v)
		}
		return ok, nil
	}
	var others []string
	err := s.db.tx(ctx, func(tx *gorm.DB) error {
		// The person's row comes first, as everywhere: see takePerson.
		if err := countForPerson(tx, v); err != nil {
			return err
		}
		ok, err := move(tx, v)
		if err != nil {
			return err
		}
		if !ok {
			return push.ErrConflict
		}
		keep := keepDecision(v)
		if err := tx.Exec("WITH gate (id) AS (VALUES (?)) "+keep.sql, append([]any{string(c.ID)}, keep.args...)...).Error; err != nil {
			return fmt.Errorf("keep decision: %w", err)
		}
		if v.Verdict == wire.Report {
			if others, err = reported(tx, v); err != nil {
				return err
			}
		}
		return record(tx, e)
	})
	if errors.Is(err, push.ErrConflict) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	s.db.ringDecided(string(c.ID), v.To)
	s.db.ringChallenges(others)
	s.db.tellEnd(ctx, v)
	return true, nil
}

// keepDecision keeps the evidence of a challenge that the gate let through.
func keepDecision(v push.Verdict) statement {
	return does(`INSERT INTO decisions (challenge, digest, device, verdict, jws, state, evidence, at)
		SELECT id, ?, ?, ?, ?, ?, ?, ? FROM gate`,
		v.Digest, string(v.Device.ID), string(v.Verdict), v.Decision, string(v.To), v.Evidence, milli(v.At))
}

// touchesPerson is true for a decision that changes the account, too.
func touchesPerson(v push.Verdict) bool {
	return v.Verdict == wire.Report || v.Verdict == wire.Approve && v.Forget
}

// countForPerson is what a decision means for the account: an approval ends a
// row of wrong numbers, a report turns push off and asks for a new password.
func countForPerson(tx *gorm.DB, v push.Verdict) error {
	account := string(v.Challenge.Account)
	var err error
	switch {
	case v.Verdict == wire.Report && v.Challenge.Purpose == wire.PurposeCIBA:
		return barClient(tx, v)
	case v.Verdict == wire.Report:
		err = tx.Exec("UPDATE people SET reported = ?, password_reset = TRUE WHERE id = ?", milli(v.At), account).Error
	case v.Verdict == wire.Approve && v.Forget:
		err = tx.Exec("UPDATE people SET push_misses = 0, push_locked = 0 WHERE id = ?", account).Error
	}
	if err != nil {
		return fmt.Errorf("note a decision for the account: %w", err)
	}
	return nil
}

// move carries out moving in a transaction.
func move(tx *gorm.DB, v push.Verdict) (bool, error) {
	m := moving(v)
	var ids []string
	if err := tx.Raw(m.sql, m.args...).Scan(&ids).Error; err != nil {
		return false, fmt.Errorf("move challenge: %w", err)
	}
	return len(ids) == 1, nil
}

// moving is the one conditional update of a decision: from the state that was
// judged, while time has not moved it.
func moving(v push.Verdict) statement {
	set, args := "state = ?", []any{string(v.To)}
	if v.Verdict == wire.Approve {
		set += ", device = ?, protection = ?, probation = ?, verified = ?, attested = ?, gesture = ?, approved = ?, due = ?"
		args = append(args, string(v.Device.ID), string(v.Device.ProtectionWith(v.Verified)), bit(v.Device.InProbation(v.At)),
			bit(v.Verified.Counts), bit(v.Verified.Attested), string(v.Verified.Gesture), milli(v.At), milli(v.FinishBy))
		if v.Return != nil {
			set += ", return_hash = ?"
			args = append(args, v.Return)
		}
	} else {
		set += ", ended = CASE WHEN ended = 0 THEN ? ELSE ended END"
		args = append(args, milli(v.At))
	}
	cond := "id = ? AND state = ?"
	stored := v.Challenge.State
	if v.Verdict == wire.Report {
		set += ", reported = ?"
		args = append(args, milli(v.At))
		cond += " AND reported = 0"
	}
	args = append(args, string(v.Challenge.ID), string(stored))
	if !push.Ended(stored) {
		live := " AND due > ?"
		if stored != v.From {
			live = " AND due <= ?" // time had moved it, the janitor had not
		}
		cond += live
		args = append(args, milli(v.At))
	}
	if v.Kept.Is() {
		cond += stillSo
		args = append(args, string(v.Device.ID), v.Kept.Device, string(v.Challenge.Account), v.Kept.Person)
	}
	return does("UPDATE challenges SET "+set+" WHERE "+cond+" RETURNING id", args...)
}

// reported is the rest of a report (docs/device-protocol.md, section 9): all
// that waits is cancelled, and what was born of the challenge, or in the same
// browser not long before, ends.
func reported(tx *gorm.DB, v push.Verdict) ([]string, error) {
	c := v.Challenge
	account := string(c.Account)
	if c.Purpose == wire.PurposeCIBA {
		return endAsked(tx, v)
	}
	others, err := cancelChallenges(tx, account, v.At, "reported")
	if err != nil {
		return nil, err
	}
	if err := endFinishedToo(tx, flow.EndedByReport, "id = ?", c.Holder); err != nil {
		return nil, err
	}
	// By the sign-in too: a later push may have renewed the session that this
	// one made. Sign-ins are kept as long as a report may come.
	err = endSessions(tx, v.At, true, `person = ? AND (challenge = ? OR (browser = ? AND started > ?)
		OR id IN (SELECT flows.session FROM flows WHERE flows.id = ?))`,
		account, string(c.ID), blob(c.Browser), milli(v.Since), c.Holder)
	if err != nil {
		return nil, err
	}
	return others, forgetBrowsers(tx, account)
}

// barClient is what the report of a client's own request means. No password was
// used, so nobody has one who should not: the client asks this person no more, and
// what it got by asking ends (see endAsked). The rest of the account goes on.
func barClient(tx *gorm.DB, v push.Verdict) error {
	person, asker := string(v.Challenge.Account), push.ClientOf(v.Challenge.Holder)
	err := tx.Exec(`INSERT INTO app_asks (person, client, barred) VALUES (?, ?, ?)
		ON CONFLICT (person, client) DO UPDATE SET allowed = 0, barred = excluded.barred`, person, asker, milli(v.At)).Error
	if err != nil {
		return fmt.Errorf("bar a client: %w", err)
	}
	return nil
}

// endAsked ends what a barred client asks just now, and then what it got by
// asking. In this order: an approval that it takes at this moment is a grant by
// the time that it is found to be none any more.
func endAsked(tx *gorm.DB, v push.Verdict) ([]string, error) {
	c := v.Challenge
	others, err := cancelWhere(tx, v.At, "reported", "account = ? AND purpose = ? AND holder = ?", string(c.Account), string(c.Purpose), c.Holder)
	if err != nil {
		return nil, err
	}
	err = tx.Exec("UPDATE grants SET revoked = ? WHERE person = ? AND client = ? AND origin = 'ciba' AND revoked = 0",
		milli(v.At), string(c.Account), push.ClientOf(c.Holder)).Error
	if err != nil {
		return nil, fmt.Errorf("end what a client got by asking: %w", err)
	}
	return others, nil
}

// CountVerifier keeps the sign count of a device's user-verification key.
func (s Challenges) CountVerifier(ctx context.Context, d device.ID, count uint32) error {
	err := s.db.write.WithContext(ctx).Exec("UPDATE devices SET uv_count = ? WHERE id = ? AND uv_count < ?",
		int64(count), string(d), int64(count)).Error
	if err != nil {
		return fmt.Errorf("keep a sign count: %w", err)
	}
	return nil
}

// bit is a truth as the database keeps it.
func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}

// CountMiss takes a try from a challenge and counts a wrong number for the
// account; enough of them in a row lock push. push.ErrOver means that the
// challenge had ended before.
func (s Challenges) CountMiss(ctx context.Context, m push.Miss, missed, refused audit.Event) error {
	var row struct {
		State string
		Tries int
	}
	err := s.db.tx(ctx, func(tx *gorm.DB) error {
		var misses int
		err := tx.Raw(`UPDATE people SET push_misses = push_misses + 1,
				push_locked = CASE WHEN push_misses + 1 >= ? THEN ? WHEN push_misses + 1 >= ? THEN ? ELSE push_locked END
			WHERE id = ? RETURNING push_misses`, m.HardStop, lockedForGood, m.LockAfter, milli(m.LockUntil), string(m.Account)).Scan(&misses).Error
		if err != nil {
			return fmt.Errorf("count a wrong number for the account: %w", err)
		}
		res := tx.Raw(`UPDATE challenges SET tries = tries - 1, misses = misses + 1,
				state = CASE WHEN tries <= 1 THEN 'failed' ELSE state END,
				ended = CASE WHEN tries <= 1 THEN ? ELSE ended END
			WHERE id = ? AND state = 'pending' AND tries > 0 AND due > ? RETURNING state, tries`,
			milli(m.At), string(m.Challenge), milli(m.At)).Scan(&row)
		if res.Error != nil {
			return fmt.Errorf("take a try: %w", res.Error)
		}
		if res.RowsAffected == 0 {
			return push.ErrOver
		}
		if row.State == string(wire.StateFailed) {
			noteEnds(tx, wire.StateFailed, m.Device, string(m.Challenge))
			missed.Kind = audit.ChallengeFailed
		}
		missed.Detail = map[string]string{"in_a_row": fmt.Sprint(misses), "locked": fmt.Sprint(misses >= m.LockAfter)}
		return record(tx, missed, refused)
	})
	if err != nil {
		return err
	}
	s.db.ringChallenges([]string{string(m.Challenge)})
	return nil
}
