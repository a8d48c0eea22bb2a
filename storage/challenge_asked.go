package storage

import (
	"context"
	"encoding/json"
	"fmt"

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
}

// columns is all of a row but the device.
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
		{"a.state", &r.answered},
	}
}

//nolint:gochecknoglobals // a text that is made once
var askedText = "SELECT " + selects((&deviceRow{}).columns()) + ", " + selects((&askedRow{}).columns()) + `
	FROM devices d
	LEFT JOIN challenge_copies k ON k.challenge = ? AND k.device = d.id
	LEFT JOIN challenges c ON c.id = k.challenge
	LEFT JOIN people p ON p.id = c.account
	LEFT JOIN decisions a ON a.challenge = k.challenge AND a.digest = ? AND a.device = d.id
	WHERE d.jkt = ?`

// AskedOf reads the device with a key and all that the checks of its decision
// look at, in one statement. Without such a device it is device.ErrNotFound.
func (s Challenges) AskedOf(ctx context.Context, jkt string, id push.ID, digest string) (push.Asked, error) {
	var r askedRow
	ok, err := one(ctx, s.db.read, append(r.device.columns(), r.columns()...), askedText, string(id), digest, jkt)
	if err != nil {
		return push.Asked{}, fmt.Errorf("read what a device is asked: %w", err)
	}
	if !ok {
		return push.Asked{}, device.ErrNotFound
	}
	var out push.Asked
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
