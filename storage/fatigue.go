package storage

import (
	"context"
	"fmt"
	"slices"
	"time"

	"gorm.io/gorm"

	"countersign/audit"
	"countersign/factors"
	"countersign/factors/push"
	"countersign/factors/wire"
)

// lockedForGood is a lock that only an administrator ends: the last
// millisecond of the year 9999.
const lockedForGood = int64(253402300799999)

// pastRows bounds what the limits read of an account. They keep requests that
// were not approved to a few dozen a day, so what falls off behind this many is
// what was approved.
const pastRows = 200

// Past reads what an account was asked after a time, newest first, by the index
// challenges_account.
func (s Challenges) Past(ctx context.Context, account factors.Account, since time.Time) ([]push.Past, error) {
	var rows []struct {
		ID      string
		Asker   string
		State   string
		Known   int64
		Misses  int
		Created int64
		Due     int64
		Ended   int64
		EndedBy string
	}
	err := s.db.read.WithContext(ctx).Raw(`SELECT id, CASE WHEN purpose = 'ciba' THEN holder ELSE '' END AS asker, state, known, misses, created, due, ended, ended_by FROM challenges
		WHERE account = ? AND created > ? AND created > (SELECT push_forgiven FROM people WHERE people.id = ?) AND holder <> ?
		ORDER BY created DESC, id LIMIT ?`, string(account), milli(since), string(account), push.SelfTester, pastRows).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("read what an account was asked: %w", err)
	}
	now := s.db.now()
	out := make([]push.Past, len(rows))
	for i, r := range rows {
		c := push.Challenge{State: wire.State(r.State), Due: when(r.Due), Ended: when(r.Ended)}.At(now)
		out[i] = push.Past{
			ID: push.ID(r.ID), Asker: r.Asker, Known: r.Known == 1, State: c.State, Misses: r.Misses,
			Without: slices.Contains([]string{push.FinishedWithout, push.PutAnotherWay, push.FromElsewhere}, r.EndedBy),
			Apart:   r.EndedBy == push.FarApart, Created: when(r.Created), Ended: c.Ended,
		}
	}
	return out, nil
}

// SelfTests counts the challenges by which devices had themselves rung, by the
// index challenges_account.
func (s Challenges) SelfTests(ctx context.Context, account factors.Account, since time.Time) (int, time.Time, error) {
	var r struct {
		N    int
		Last int64
	}
	err := s.db.read.WithContext(ctx).Raw(`SELECT COUNT(*) AS n, COALESCE(MAX(created), 0) AS last FROM challenges
		WHERE account = ? AND created > ? AND holder = ?`, string(account), milli(since), push.SelfTester).Scan(&r).Error
	if err != nil {
		return 0, time.Time{}, fmt.Errorf("count self-tests: %w", err)
	}
	return r.N, when(r.Last), nil
}

// takeTurn is the gate of the limits: of those that judged by the same past,
// one opens a challenge. The person's row comes first, as everywhere: see
// takePerson.
func takeTurn(tx *gorm.DB, o push.Opening) error {
	ok, err := once(tx.Exec("UPDATE people SET push_opened = push_opened + 1 WHERE id = ? AND push_opened = ?",
		string(o.Challenge.Account), o.Opened))
	if err != nil {
		return fmt.Errorf("take a turn: %w", err)
	}
	if !ok {
		return push.ErrRaced
	}
	return nil
}

// Notify lets a notice out, once in its time.
func (s Challenges) Notify(ctx context.Context, account factors.Account, n push.Notice, e audit.Event) (bool, error) {
	column := "push_warned"
	if n.Kind == push.NoticeReview {
		column = "push_reviewed"
	}
	gate := does("UPDATE people SET "+column+" = ? WHERE id = ? AND "+column+" < ? RETURNING id",
		milli(n.Since), string(account), milli(n.Since.Add(-n.Again))+1)
	ok, err := s.db.act(ctx, gate, recordInChain(e))
	if err != nil {
		return false, fmt.Errorf("let a notice out: %w", err)
	}
	return ok, nil
}
