package storage

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"countersign/factors/device"
	"countersign/factors/push"
	"countersign/factors/wire"
)

// askedRow is what AskedOf reads.
type askedRow struct {
	device    deviceRow
	challenge challengeRow

	jws, nonce, uv   string
	copies, misses   int
	status, answered string
	reported, locked int64

	versionOfDevice, versionOfPerson string // only of what is kept
}

// columns is all of a row but the device and what it answered.
func (r *askedRow) columns() []column {
	c := &r.challenge
	return []column{
		{"c.id", &c.ID}, {"c.account", &c.Account}, {"c.purpose", &c.Purpose}, {"c.holder", &c.Holder}, {"c.browser", &c.Browser},
		{"c.state", &c.State}, {"c.mode", &c.Mode}, {"c.forced", &c.Forced}, {"c.number", &c.Number}, {"c.tries", &c.Tries},
		{"c.verdicts", &c.Verdicts}, {"c.resends", &c.Resends}, {"c.resent", &c.Resent}, {"c.seen", &c.Seen}, {"c.created", &c.Created},
		{"c.expires", &c.Expires}, {"c.due", &c.Due}, {"c.ended", &c.Ended}, {"c.ended_by", &c.EndedBy}, {"c.reported", &c.Reported},
		{"c.known", &c.Known},
		{"k.jws", &r.jws}, {"k.nonce", &r.nonce}, {"k.uv", &r.uv},
		{"(SELECT COUNT(*) FROM challenge_copies n WHERE n.challenge = c.id)", &r.copies},
		{"p.status", &r.status}, {"p.reported", &r.reported}, {"p.push_locked", &r.locked}, {"p.push_misses", &r.misses},
	}
}

//nolint:gochecknoglobals // a text that is made once
var askedText = "SELECT " + selects((&deviceRow{}).columns()) + ", " + selects((&askedRow{}).columns()) + `, a.state
	FROM devices d
	LEFT JOIN challenge_copies k ON k.challenge = ? AND k.device = d.id
	LEFT JOIN challenges c ON c.id = k.challenge
	LEFT JOIN people p ON p.id = c.account
	LEFT JOIN decisions a ON a.challenge = k.challenge AND a.digest = ? AND a.device = d.id
	WHERE d.jkt = ?`

// openText is what waits for a device, with the versions of the rows that an
// answer is judged by beside the request.
//
//nolint:gochecknoglobals // a text that is made once
var openText = "SELECT " + selects((&deviceRow{}).columns()) + ", " + selects((&askedRow{}).columns()) + `,
		CAST(d.xmin AS TEXT), CAST(p.xmin AS TEXT)
	FROM challenges c
	JOIN challenge_copies k ON k.challenge = c.id AND k.device = ?
	JOIN devices d ON d.id = k.device
	JOIN people p ON p.id = c.account
	WHERE c.account = ? AND c.state = 'pending' AND c.due > ? ORDER BY c.created DESC LIMIT ?`

// openAndKept is OpenCopies on PostgreSQL, and keeps what it reads for the
// answers.
func (s Challenges) openAndKept(ctx context.Context, d device.Device, at time.Time, limit int) ([]push.Copy, error) {
	var r askedRow
	var out []push.Copy
	columns := append(r.device.columns(), r.columns()...)
	columns = append(columns, column{"d.xmin", &r.versionOfDevice}, column{"p.xmin", &r.versionOfPerson})
	err := many(ctx, s.db.read, columns, func() {
		out = append(out, push.Copy{Challenge: push.ID(r.challenge.ID), Device: d.ID, JWS: r.jws, Seen: r.challenge.Seen > 0})
		if r.worth(at) {
			s.db.kept.put(r, at)
		}
		r = askedRow{}
	}, openText, string(d.ID), string(d.Account), milli(at), limit)
	if err != nil {
		return nil, fmt.Errorf("read open challenges: %w", err)
	}
	return out, nil
}

// KeptOf is what AskedOf would read, as it was when the device fetched the
// request: once, and only if an answer would most likely be accepted by it.
func (s Challenges) KeptOf(jkt string, id push.ID) (push.Asked, bool) {
	r, ok := s.db.kept.take(id, jkt, s.db.now())
	if !ok {
		return push.Asked{}, false
	}
	out, err := s.asked(r)
	return out, err == nil
}

// AskedOf reads the device with a key and all that the checks of its decision
// look at, in one statement. Without such a device it is device.ErrNotFound.
func (s Challenges) AskedOf(ctx context.Context, jkt string, id push.ID, digest string) (push.Asked, error) {
	var r askedRow
	columns := append(append(r.device.columns(), r.columns()...), column{"a.state", &r.answered})
	ok, err := one(ctx, s.db.read, columns, askedText, string(id), digest, jkt)
	if err != nil {
		return push.Asked{}, fmt.Errorf("read what a device is asked: %w", err)
	}
	if !ok {
		return push.Asked{}, device.ErrNotFound
	}
	return s.asked(r)
}

// asked is r in the words of push.
func (s Challenges) asked(r askedRow) (push.Asked, error) {
	out := push.Asked{Kept: push.Kept{Device: r.versionOfDevice, Person: r.versionOfPerson}}
	var err error
	if out.Device, err = s.db.deviceOf(r.device); err != nil || r.challenge.ID == "" {
		return out, err
	}
	c, err := s.db.challengeOf(r.challenge)
	if err != nil {
		return push.Asked{}, err
	}
	out.Facts = &push.Facts{
		Challenge: c, UV: wire.UserVerification(r.uv), JWS: r.jws, Nonce: r.nonce, Copies: r.copies,
		Off:    pushOff(r.status, r.reported, r.locked, milli(s.db.now())),
		Misses: r.misses, Reported: when(r.challenge.Reported), Answered: wire.State(r.answered),
	}
	if err := json.Unmarshal([]byte(r.challenge.Verdicts), &out.Facts.Verdicts); err != nil {
		return push.Asked{}, fmt.Errorf("read challenge: verdicts: %w", err)
	}
	return out, nil
}
