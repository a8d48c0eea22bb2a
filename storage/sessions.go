package storage

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"gorm.io/gorm"

	"countersign/audit"
	"countersign/idp/flow"
	"countersign/idp/sso"
)

type sessionRow struct {
	ID       string
	Hash     []byte
	Person   string
	Outcomes string
	Browser  []byte
	// Challenge is the last push that made the session: a report finds it by it.
	Challenge string
	Started   int64
	LastUsed  int64
	Expires   int64
	Ended     int64
	Agent     string
	Address   string
}

func (sessionRow) TableName() string { return "sessions" }

// Sessions keeps browser sessions.
type Sessions struct{ db *DB }

// Sessions is the browser sessions.
func (d *DB) Sessions() Sessions { return Sessions{d} }

// Find is the session whose cookie has this hash, ended or not, or sso.ErrNone.
func (s Sessions) Find(ctx context.Context, hash []byte) (sso.Session, error) {
	return s.one(ctx, "hash = ?", blob(hash))
}

// ByID is the session of that name, which opens nothing: ended or not, or
// sso.ErrNone.
func (s Sessions) ByID(ctx context.Context, id sso.ID) (sso.Session, error) {
	return s.one(ctx, "id = ?", string(id))
}

func (s Sessions) one(ctx context.Context, cond string, arg any) (sso.Session, error) {
	var rows []sessionRow
	err := s.db.read.WithContext(ctx).Raw("SELECT * FROM sessions WHERE "+cond, arg).Scan(&rows).Error
	if err != nil {
		return sso.Session{}, fmt.Errorf("read session: %w", err)
	}
	if len(rows) == 0 {
		return sso.Session{}, sso.ErrNone
	}
	return rows[0].session()
}

func (r sessionRow) session() (sso.Session, error) {
	x := sso.Session{
		ID: sso.ID(r.ID), Person: r.Person, Browser: r.Browser, Agent: r.Agent, Address: r.Address,
		Started: when(r.Started), LastUsed: when(r.LastUsed), Expires: when(r.Expires), Ended: when(r.Ended),
	}
	if err := json.Unmarshal([]byte(r.Outcomes), &x.Outcomes); err != nil {
		return sso.Session{}, fmt.Errorf("read session: %w", err)
	}
	return x, nil
}

// Of are a person's sessions that were not ended and have not expired, the one
// last used first.
func (s Sessions) Of(ctx context.Context, who string, at time.Time) ([]sso.Session, error) {
	return s.sessions(ctx, `SELECT * FROM sessions WHERE person = ? AND ended = 0 AND expires > ?
		ORDER BY last_used DESC, id`, who, milli(at))
}

// Every is all that is kept of a person's sessions, the newest first.
func (s Sessions) Every(ctx context.Context, who string) ([]sso.Session, error) {
	return s.sessions(ctx, "SELECT * FROM sessions WHERE person = ? ORDER BY started DESC, id", who)
}

func (s Sessions) sessions(ctx context.Context, text string, args ...any) (_ []sso.Session, err error) {
	var rows []sessionRow
	if err := s.db.read.WithContext(ctx).Raw(text, args...).Scan(&rows).Error; err != nil {
		return nil, fmt.Errorf("read sessions: %w", err)
	}
	out := make([]sso.Session, len(rows))
	for i, r := range rows {
		if out[i], err = r.session(); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Touch notes that a live session was used. An older note never replaces a
// newer one.
func (s Sessions) Touch(ctx context.Context, id sso.ID, at time.Time) error {
	err := s.db.write.WithContext(ctx).Exec("UPDATE sessions SET last_used = ? WHERE id = ? AND ended = 0 AND last_used < ?",
		milli(at), string(id), milli(at)).Error
	if err != nil {
		return fmt.Errorf("note use of session: %w", err)
	}
	return nil
}

// End ends a session and its grants, but for offline ones, and with it the
// person's open sign-ins in the same browser, which may rest on it. It writes
// events only if the session lived; ending it twice is no error.
func (s Sessions) End(ctx context.Context, id sso.ID, at time.Time, events ...audit.Event) error {
	var cancelled []string
	err := s.db.tx(ctx, func(tx *gorm.DB) error {
		var live int64
		if err := tx.Raw("SELECT count(*) FROM sessions WHERE id = ? AND ended = 0", string(id)).Scan(&live).Error; err != nil {
			return fmt.Errorf("look for session: %w", err)
		}
		if live == 0 {
			return nil
		}
		var err error
		if cancelled, err = endFlowsBeside(tx, at, string(id)); err != nil {
			return err
		}
		if err := endSessions(tx, at, false, "id = ?", string(id)); err != nil {
			return err
		}
		return record(tx, events...)
	})
	if err != nil {
		return err
	}
	s.db.ringChallenges(cancelled)
	return nil
}

// DeleteExpired deletes up to limit sessions that expired before a time.
func (s Sessions) DeleteExpired(ctx context.Context, before time.Time, limit int) (int, error) {
	return deleteExpired(s.db.write.WithContext(ctx), `DELETE FROM sessions WHERE id IN
		(SELECT id FROM sessions WHERE expires < ? ORDER BY expires LIMIT ?)`, before, limit)
}

// writeSession makes or renews a session. flow.ErrStale if the one to renew
// has ended meanwhile: what ended never comes back.
func writeSession(tx *gorm.DB, c sso.Change) error {
	x := c.Session
	if !c.Renewed {
		row := sessionRow{
			ID: string(x.ID), Hash: c.Hash, Person: x.Person, Outcomes: outcomesText(x.Outcomes),
			Browser: blob(x.Browser), Challenge: c.Challenge, Agent: storable(x.Agent), Address: x.Address,
			Started: milli(x.Started), LastUsed: milli(x.LastUsed), Expires: milli(x.Expires),
		}
		if err := tx.Create(&row).Error; err != nil {
			return fmt.Errorf("write session: %w", err)
		}
		return nil
	}
	ok, err := once(tx.Exec(`UPDATE sessions SET hash = ?, outcomes = ?, browser = ?, challenge = ?, last_used = ?, expires = ?, agent = ?, address = ?
		WHERE id = ? AND person = ? AND ended = 0`,
		c.Hash, outcomesText(x.Outcomes), blob(x.Browser), c.Challenge, milli(x.LastUsed), milli(x.Expires),
		storable(x.Agent), x.Address, string(x.ID), x.Person))
	if err != nil {
		return fmt.Errorf("renew session: %w", err)
	}
	if !ok {
		return flow.ErrStale
	}
	return nil
}

// endSessions ends the live sessions that match cond, a condition on sessions
// in our own words, tells the applications that were used in them, and revokes
// what matching sessions gave: offline grants, which outlive a session, only
// where offlineToo. Sessions that ended before
// are matched as well for their grants, since a report must reach those.
func endSessions(tx *gorm.DB, at time.Time, offlineToo bool, cond string, args ...any) error {
	// Sessions first: a code is issued while its session is locked as live, so
	// that whoever comes between the two statements sees a session that ended.
	given := append([]any{milli(at)}, args...)
	if err := tx.Exec("UPDATE sessions SET ended = ? WHERE ended = 0 AND ("+cond+")", given...).Error; err != nil {
		return fmt.Errorf("end sessions: %w", err)
	}
	if err := tellApplications(tx, at, cond, args...); err != nil {
		return err
	}
	grants := "UPDATE grants SET revoked = ? WHERE revoked = 0 AND session IN (SELECT id FROM sessions WHERE " + cond + ")"
	if !offlineToo {
		grants += " AND offline = FALSE"
	}
	if err := tx.Exec(grants, given...).Error; err != nil {
		return fmt.Errorf("revoke grants of sessions: %w", err)
	}
	return nil
}
