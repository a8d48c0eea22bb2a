package storage

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"countersign/audit"
	"countersign/factors"
	"countersign/factors/risk"
)

// RiskPast is what is on record of an account before a time, as risk looks at
// it: sign-ins through audit_events_sessions, the rest through
// audit_events_person.
func (e Events) RiskPast(ctx context.Context, account factors.Account, now time.Time) (risk.Past, error) {
	var signIns []struct {
		At      int64
		Address string
	}
	// The kind is written out: only so is the index of these alone used.
	err := e.db.read.WithContext(ctx).Raw(`SELECT at, address FROM audit_events
		WHERE person = ? AND kind = 'session.started' AND at > ? AND at <= ? ORDER BY at DESC LIMIT ?`,
		string(account), milli(now.Add(-risk.Reach)), milli(now), risk.Most).Scan(&signIns).Error
	if err != nil {
		return risk.Past{}, fmt.Errorf("read past sign-ins: %w", err)
	}
	var out risk.Past
	for _, r := range signIns {
		out.SignIns = append(out.SignIns, risk.SignIn{At: when(r.At), Address: r.Address})
	}
	var lately []auditRow
	err = e.db.read.WithContext(ctx).Raw(`SELECT kind, at, detail FROM audit_events WHERE person = ? AND at > ? AND at <= ? AND kind IN ? ORDER BY at, id`,
		string(account), milli(now.Add(-risk.Day)), milli(now), riskKinds()).Scan(&lately).Error
	if err != nil {
		return risk.Past{}, fmt.Errorf("read what happened lately: %w", err)
	}
	for _, r := range lately {
		switch kind := audit.Kind(r.Kind); kind {
		case audit.PasswordRight:
			if when(r.At).After(now.Add(-risk.Short)) {
				out.Passwords++
			}
		case audit.ChallengeConsumed, audit.TOTPRight, audit.PasskeyRight:
			out.Passwords = 0
		case audit.PasswordSet:
			var detail map[string]string
			if err := json.Unmarshal([]byte(r.Detail), &detail); err != nil {
				return risk.Past{}, fmt.Errorf("read what happened lately: %w", err)
			}
			out.Changed = out.Changed || detail["first"] != "true" // the first is no change
		default:
			out.Changed = true
		}
	}
	return out, nil
}

// RiskJudged is what was judged after a time, newest first: requests that were
// sent, were refused or were not needed, and sign-ins that finished. It reads the
// whole record, for a command.
func (e Events) RiskJudged(ctx context.Context, since time.Time, limit int) ([]audit.Event, error) {
	var rows []auditRow
	err := e.db.read.WithContext(ctx).Raw(`SELECT * FROM audit_events
		WHERE at > ? AND kind IN ('challenge.opened', 'push.refused', 'flow.excused', 'flow.finished') ORDER BY at DESC, id DESC LIMIT ?`,
		milli(since), limit).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("read what was judged: %w", err)
	}
	out := make([]audit.Event, len(rows))
	for i, r := range rows {
		if out[i], err = r.event(); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// riskKinds are the events that RiskPast reads: what proves somebody, and, of
// the rest, what changes how they do. A new phone shows by its probation.
func riskKinds() []string {
	var out []string
	for _, k := range []audit.Kind{
		audit.PasswordRight, audit.ChallengeConsumed, audit.TOTPRight, audit.PasskeyRight,
		audit.PasswordSet, audit.TOTPAdded, audit.TOTPRemoved, audit.PasskeyAdded, audit.PasskeyRemoved, audit.DeviceRevoked, audit.ReportCleared,
	} {
		out = append(out, string(k))
	}
	return out
}
