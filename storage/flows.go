package storage

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"gorm.io/gorm"

	"countersign/audit"
	"countersign/factors"
	"countersign/idp/flow"
	"countersign/idp/sso"
)

type flowRow struct {
	ID            string
	Browser       []byte
	State         string
	Version       int
	App           string
	Request       []byte
	Need          string
	Hint          string
	Person        string
	Outcomes      string
	Invitation    string
	Challenge     string
	Enrolment     string
	EnrolmentLink []byte
	Session       string
	Method        string
	Remembering   string
	RecoveryCodes []byte
	EndedBy       string
	Started       int64
	Expires       int64
	WayBack       string
	Origin        string
	Consented     bool
}

func (flowRow) TableName() string { return "flows" }

// Flows keeps sign-ins.
type Flows struct{ db *DB }

// Flows is the sign-ins.
func (d *DB) Flows() Flows { return Flows{d} }

// Start writes a new sign-in.
func (f Flows) Start(ctx context.Context, s flow.Session, events ...audit.Event) error {
	gate := does(`INSERT INTO flows (id, browser, state, version, app, request, need, hint, person, outcomes,
			invitation, challenge, enrolment, enrolment_link, session, ended_by, started, expires, way_back, origin)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
		string(s.ID), blob(s.Browser), string(s.State), s.Version, text(s.App), blob(s.Request), text(s.Need), s.Hint,
		s.Person, outcomesText(s.Outcomes), s.Invitation, s.Challenge, s.Enrolment, f.sealLink(s), s.Session,
		s.EndedBy, milli(s.Started), milli(s.Expires), s.Return, s.Origin)
	if _, err := f.db.act(ctx, gate, recordsInChain(events)...); err != nil {
		return fmt.Errorf("write sign-in: %w", err)
	}
	return nil
}

// Find is the sign-in with this id, in whatever state, or flow.ErrNotFound.
// Whether the caller may see it is for the caller to check.
func (f Flows) Find(ctx context.Context, id flow.ID) (flow.Session, error) {
	var rows []flowRow
	err := f.db.read.WithContext(ctx).Raw("SELECT * FROM flows WHERE id = ?", string(id)).Scan(&rows).Error
	if err != nil {
		return flow.Session{}, fmt.Errorf("read sign-in: %w", err)
	}
	if len(rows) == 0 {
		return flow.Session{}, flow.ErrNotFound
	}
	return f.session(rows[0])
}

// Save writes what a step changed: the person (once), the outcomes, the
// challenge, the enrolment, and what the person chose or is shown. flow.ErrStale if the sign-in is no longer the
// version that s is of, or no longer open.
func (f Flows) Save(ctx context.Context, s flow.Session, events ...audit.Event) error {
	gate := does(`UPDATE flows SET version = version + 1,
		person = ?, outcomes = ?, challenge = ?, enrolment = ?, enrolment_link = ?,
		method = ?, remembering = ?, recovery_codes = ?
		WHERE id = ? AND version = ? AND state = ? AND expires > ? AND (person = '' OR person = ?) RETURNING id`,
		s.Person, outcomesText(s.Outcomes), s.Challenge, s.Enrolment, f.sealLink(s),
		string(s.Method), string(s.Remembering), f.sealCodes(s),
		string(s.ID), s.Version, string(flow.Open), milli(f.db.now()), s.Person)
	ok, err := f.db.act(ctx, gate, recordsInChain(events)...)
	if err != nil {
		return fmt.Errorf("write sign-in: %w", err)
	}
	if !ok {
		return flow.ErrStale
	}
	return nil
}

// Finish closes the sign-in and makes or renews the browser session that came
// of it, all or nothing. flow.ErrStale if either moved on meanwhile.
func (f Flows) Finish(ctx context.Context, s flow.Session, c sso.Change, events ...audit.Event) error {
	var cancelled []string
	err := f.db.tx(ctx, func(tx *gorm.DB) error {
		now := f.db.now()
		ok, err := once(tx.Exec(`UPDATE flows SET version = version + 1, state = ?, session = ?, enrolment_link = ?, recovery_codes = NULL
			WHERE id = ? AND version = ? AND state = ? AND expires > ?`,
			string(flow.Done), string(c.Session.ID), []byte{},
			string(s.ID), s.Version, string(flow.Open), milli(now)))
		if err != nil {
			return fmt.Errorf("finish sign-in: %w", err)
		}
		if !ok {
			return flow.ErrStale
		}
		if c.Ends != "" {
			if cancelled, err = endFlowsBeside(tx, now, string(c.Ends)); err != nil {
				return err
			}
			if err := endSessions(tx, now, false, "id = ?", string(c.Ends)); err != nil {
				return err
			}
		}
		if err := writeSession(tx, c); err != nil {
			return err
		}
		if err := markBrowser(tx, c.Session.Person, c.Known, now); err != nil {
			return err
		}
		return record(tx, events...)
	})
	if err != nil {
		return err
	}
	f.db.ringChallenges(cancelled)
	return nil
}

// Consume takes a finished sign-in for the browser that made it, once, while
// the session that came of it lives. flow.ErrStale if it is not there to take
// any more, flow.ErrNotFound if it never was this browser's.
func (f Flows) Consume(ctx context.Context, id flow.ID, browser []byte, now time.Time, events ...audit.Event) (flow.Session, error) {
	var taken flow.Session
	act := f.db.tx
	if len(events) == 0 {
		act = f.db.alone // one statement is atomic by itself
	}
	err := act(ctx, func(tx *gorm.DB) error {
		var rows []flowRow
		err := tx.Raw(`UPDATE flows SET version = version + 1, state = ?
			WHERE id = ? AND browser = ? AND state = ? AND expires > ?
			AND EXISTS (SELECT 1 FROM sessions WHERE sessions.id = flows.session AND sessions.ended = 0)
			RETURNING *`,
			string(flow.Consumed), string(id), blob(browser), string(flow.Done), milli(now)).Scan(&rows).Error
		if err != nil {
			return fmt.Errorf("consume sign-in: %w", err)
		}
		if len(rows) == 0 {
			return whyGone(tx, id, browser)
		}
		if taken, err = f.session(rows[0]); err != nil {
			return err
		}
		return record(tx, events...)
	})
	if err != nil {
		return flow.Session{}, err
	}
	return taken, nil
}

// whyGone tells a sign-in that has moved on from one that is not the browser's.
func whyGone(tx *gorm.DB, id flow.ID, browser []byte) error {
	var n int64
	err := tx.Raw("SELECT count(*) FROM flows WHERE id = ? AND browser = ?", string(id), blob(browser)).Scan(&n).Error
	if err != nil {
		return fmt.Errorf("look for sign-in: %w", err)
	}
	if n == 0 {
		return flow.ErrNotFound
	}
	return flow.ErrStale
}

// End closes an open sign-in without a session. flow.ErrStale if it was not
// open.
func (f Flows) End(ctx context.Context, id flow.ID, by string, events ...audit.Event) error {
	return f.db.tx(ctx, func(tx *gorm.DB) error {
		ok, err := once(tx.Exec(`UPDATE flows SET version = version + 1, state = ?, ended_by = ?, enrolment_link = ?, recovery_codes = NULL
			WHERE id = ? AND state = ?`, string(flow.Ended), by, []byte{}, string(id), string(flow.Open)))
		if err != nil {
			return fmt.Errorf("end sign-in: %w", err)
		}
		if !ok {
			return flow.ErrStale
		}
		return record(tx, events...)
	})
}

// DeleteExpired deletes up to limit sign-ins that expired before a time.
func (f Flows) DeleteExpired(ctx context.Context, before time.Time, limit int) (int, error) {
	return deleteExpired(f.db.write.WithContext(ctx), `DELETE FROM flows WHERE id IN
		(SELECT id FROM flows WHERE expires < ? ORDER BY expires LIMIT ?)`, before, limit)
}

func (f Flows) session(r flowRow) (flow.Session, error) {
	s := flow.Session{
		ID: flow.ID(r.ID), Browser: r.Browser, State: flow.State(r.State), Version: r.Version,
		Request: r.Request, Hint: r.Hint, Person: r.Person, Invitation: r.Invitation,
		Challenge: r.Challenge, Enrolment: r.Enrolment, Session: r.Session, EndedBy: r.EndedBy,
		Method: factors.Kind(r.Method), Remembering: flow.Remembering(r.Remembering),
		Started: when(r.Started), Expires: when(r.Expires), Return: r.WayBack, Origin: r.Origin, Consented: r.Consented,
	}
	codes, err := f.db.vault.open(r.RecoveryCodes, codesPlace(s.ID))
	if err != nil {
		return flow.Session{}, fmt.Errorf("read sign-in: %w", err)
	}
	if len(codes) > 0 {
		s.Codes = strings.Fields(string(codes))
	}
	link, err := f.db.vault.open(r.EnrolmentLink, linkPlace(s.ID))
	if err != nil {
		return flow.Session{}, fmt.Errorf("read sign-in: %w", err)
	}
	s.Link, s.TypedCode, _ = strings.Cut(string(link), "\n")
	for _, column := range []struct {
		text string
		into any
	}{{r.App, &s.App}, {r.Need, &s.Need}, {r.Outcomes, &s.Outcomes}} {
		if err := json.Unmarshal([]byte(column.text), column.into); err != nil {
			return flow.Session{}, fmt.Errorf("read sign-in: %w", err)
		}
	}
	return s, nil
}

func (f Flows) sealLink(s flow.Session) []byte {
	if s.Link == "" {
		return []byte{}
	}
	return f.db.vault.seal([]byte(s.Link+"\n"+s.TypedCode), linkPlace(s.ID))
}

func linkPlace(id flow.ID) string { return "flows.enrolment_link/" + string(id) }

// sealCodes is what Fields of its opening makes codes of again; nil is null.
func (f Flows) sealCodes(s flow.Session) []byte {
	if len(s.Codes) == 0 {
		return nil
	}
	return f.db.vault.seal([]byte(strings.Join(s.Codes, " ")), codesPlace(s.ID))
}

func codesPlace(id flow.ID) string { return "flows.recovery_codes/" + string(id) }

// text is v as a JSON column keeps it.
func text(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic("storage: internal error: encode a column: " + err.Error())
	}
	return string(b)
}

// outcomesText is an array even where there are none.
func outcomesText(all []factors.Outcome) string {
	if all == nil {
		all = []factors.Outcome{}
	}
	return text(all)
}

// blob is b as a column that is never null keeps it.
func blob(b []byte) []byte {
	if b == nil {
		return []byte{}
	}
	return b
}
