package storage

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"countersign/audit"
	"countersign/idp/person"
)

// Disable shuts somebody out and ends everything that is theirs: sessions,
// grants with their tokens, open sign-ins and open pushes. It changes nothing,
// and writes no event, if they are disabled already.
func (p People) Disable(ctx context.Context, id person.ID, at time.Time, events ...audit.Event) error {
	var cancelled []string
	err := p.db.tx(ctx, func(tx *gorm.DB) error {
		changed, err := once(tx.Exec("UPDATE people SET status = ?, updated = ? WHERE id = ? AND status = ?",
			string(person.Disabled), milli(at), string(id), string(person.Active)))
		if err != nil {
			return fmt.Errorf("disable person: %w", err)
		}
		if !changed {
			return mustExist(tx, id)
		}
		if err := endAllOf(tx, id, at); err != nil {
			return err
		}
		if cancelled, err = cancelChallenges(tx, string(id), at, "account disabled"); err != nil {
			return err
		}
		return record(tx, events...)
	})
	if err != nil {
		return err
	}
	p.db.ringChallenges(cancelled)
	return nil
}

// SignOut ends somebody's sessions, with their grants but for offline ones, and
// the sign-ins that may rest on them. It writes no event where there was none.
func (p People) SignOut(ctx context.Context, id person.ID, at time.Time, events ...audit.Event) error {
	var cancelled []string
	err := p.db.tx(ctx, func(tx *gorm.DB) error {
		var live []string
		err := tx.Raw("SELECT id FROM sessions WHERE person = ? AND ended = 0", string(id)).Scan(&live).Error
		if err != nil {
			return fmt.Errorf("look for sessions: %w", err)
		}
		if len(live) == 0 {
			return mustExist(tx, id)
		}
		for _, session := range live {
			ended, err := endFlowsBeside(tx, at, session)
			if err != nil {
				return err
			}
			cancelled = append(cancelled, ended...)
		}
		if err := endSessions(tx, at, false, "person = ?", string(id)); err != nil {
			return err
		}
		return record(tx, events...)
	})
	if err != nil {
		return err
	}
	p.db.ringChallenges(cancelled)
	return nil
}

// endSessionsAndGrantsOf ends all that somebody is signed in with. Grants are
// revoked by the person too: an offline one may have outlived its session, and
// one that an application asked a phone for never had any.
func endSessionsAndGrantsOf(tx *gorm.DB, id string, at time.Time) error {
	if err := endSessions(tx, at, true, "person = ?", id); err != nil {
		return err
	}
	if err := tx.Exec("UPDATE grants SET revoked = ? WHERE person = ? AND revoked = 0", milli(at), id).Error; err != nil {
		return fmt.Errorf("revoke grants: %w", err)
	}
	return nil
}

// endAllOf ends what somebody has open.
func endAllOf(tx *gorm.DB, id person.ID, at time.Time) error {
	if err := endSessionsAndGrantsOf(tx, string(id), at); err != nil {
		return err
	}
	return endFinishedToo(tx, "account disabled", "person = ?", string(id))
}
