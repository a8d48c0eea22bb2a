package storage

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"

	"countersign/audit"
	"countersign/factors"
	"countersign/factors/device"
	"countersign/factors/push"
	"countersign/factors/wire"
)

type challengeRow struct {
	ID         string
	Account    string
	Purpose    string
	Holder     string
	Browser    []byte
	State      string
	Mode       string
	Forced     int64
	Number     []byte
	Tries      int
	Verdicts   string
	Resends    int
	Resent     int64
	Seen       int64
	Collided   int64
	Created    int64
	Expires    int64
	Due        int64
	Device     string
	Protection string
	Probation  int64
	Verified   int64
	Attested   int64
	Gesture    string
	Approved   int64
	Ended      int64
	EndedBy    string
	Reported   int64
	Known      int64
	Misses     int
	Details    string
}

func (challengeRow) TableName() string { return "challenges" }

type copyRow struct {
	Challenge  string
	Device     string
	Jws        string
	Nonce      string
	Uv         string
	ChannelSet int64
	Delivery   string
}

func (copyRow) TableName() string { return "challenge_copies" }

// numberPlace is where a challenge's number is sealed for.
func numberPlace(id string) string { return "challenges.number/" + id }

func (d *DB) challengeOf(r challengeRow) (push.Challenge, error) {
	number, err := d.vault.open(r.Number, numberPlace(r.ID))
	if err != nil {
		return push.Challenge{}, fmt.Errorf("read challenge: %w", err)
	}
	return push.Challenge{
		ID: push.ID(r.ID), Account: factors.Account(r.Account), Purpose: wire.Purpose(r.Purpose), Holder: r.Holder,
		Browser: r.Browser, Known: r.Known == 1, State: wire.State(r.State), Mode: factors.Match(r.Mode), Forced: r.Forced == 1,
		Number: wire.Secret(number), TriesLeft: r.Tries, ResendsLeft: r.Resends, Created: when(r.Created),
		Expires: when(r.Expires), Due: when(r.Due), Resent: when(r.Resent), Seen: when(r.Seen),
		Ended: when(r.Ended), EndedBy: r.EndedBy,
	}, nil
}

// Challenges keeps what devices are asked.
type Challenges struct{ db *DB }

// Challenges is what devices are asked.
func (d *DB) Challenges() Challenges { return Challenges{d} }

// pushOff says whether an account may not be asked or may not approve.
func pushOff(status string, reported, locked, now int64) bool {
	return status != "active" || reported > 0 || locked > now
}

// longestChallenge is the most that a challenge may be older than the collision
// it is in (docs/device-protocol.md, section 5).
const longestChallenge = 300 * time.Second

// Situation reads all that opening a challenge depends on, in one statement.
func (s Challenges) Situation(ctx context.Context, account factors.Account, purpose wire.Purpose, collidedSince time.Time) (push.Situation, error) {
	var rows []struct {
		PStatus   string
		PReported int64
		PLocked   int64
		POpened   int64
		PCollided int64
		CID       string `gorm:"column:c_id"`
		CHolder   string
		CNumber   []byte
		CDue      int64
		Device    deviceRow `gorm:"embedded"`
	}
	err := s.db.read.WithContext(ctx).Raw(`SELECT p.status AS p_status, p.reported AS p_reported, p.push_locked AS p_locked,
			p.push_opened AS p_opened, COALESCE((SELECT MAX(n.collided) FROM challenges n
				WHERE n.account = p.id AND n.purpose = ? AND n.created > ? AND NOT EXISTS (SELECT 1 FROM challenges a
					WHERE a.account = n.account AND a.purpose = n.purpose AND a.created > n.collided AND a.approved > 0)), 0) AS p_collided,
			COALESCE(c.id, '') AS c_id, COALESCE(c.holder, '') AS c_holder, c.number AS c_number, COALESCE(c.due, 0) AS c_due, d.*
		FROM people p
		LEFT JOIN challenges c ON c.account = p.id AND c.purpose = ? AND c.state = 'pending'
		LEFT JOIN devices d ON d.account = p.id AND d.status = 'active'
		WHERE p.id = ? ORDER BY d.created, d.id`,
		string(purpose), milli(collidedSince.Add(-longestChallenge)), string(purpose), string(account)).Scan(&rows).Error
	if err != nil {
		return push.Situation{}, fmt.Errorf("read the account's challenges: %w", err)
	}
	if len(rows) == 0 {
		return push.Situation{Off: true}, nil
	}
	r := rows[0]
	out := push.Situation{
		Off:      pushOff(r.PStatus, r.PReported, r.PLocked, milli(s.db.now())),
		Opened:   r.POpened,
		Collided: r.PCollided > milli(collidedSince),
	}
	if r.CID != "" {
		number, err := s.db.vault.open(r.CNumber, numberPlace(r.CID))
		if err != nil {
			return push.Situation{}, fmt.Errorf("read the open challenge: %w", err)
		}
		out.Open = push.Challenge{
			ID: push.ID(r.CID), Holder: r.CHolder, State: wire.StatePending, Number: wire.Secret(number), Due: when(r.CDue),
		}
	}
	for _, r := range rows {
		if r.Device.ID == "" {
			continue
		}
		d, err := s.db.deviceOf(r.Device)
		if err != nil {
			return push.Situation{}, err
		}
		out.Devices = append(out.Devices, d)
	}
	return out, nil
}

// OpenChallenge keeps a challenge with its copies and ends the one it
// replaces. Two gates: nothing was opened since the situation that it was judged
// by, and the unique index on open challenges.
func (s Challenges) OpenChallenge(ctx context.Context, o push.Opening, e audit.Event) error {
	row, copies := s.rowsOf(o)
	err := s.db.tx(ctx, func(tx *gorm.DB) error {
		events := []audit.Event{e}
		if err := takeTurn(tx, o); err != nil {
			return err
		}
		if o.Replaces != "" {
			why := o.Why
			if why == "" {
				why = "challenge " + row.ID
			}
			ok, err := once(tx.Exec("UPDATE challenges SET state = ?, ended = ?, ended_by = ? WHERE id = ? AND state = 'pending'",
				string(o.Becomes), milli(o.Challenge.Created), why, string(o.Replaces)))
			if err != nil {
				return fmt.Errorf("replace challenge: %w", err)
			}
			if ok {
				noteEnds(tx, o.Becomes, "", string(o.Replaces))
				ended := audit.New(ctx, o.Challenge.Created, audit.ChallengeEnded)
				ended.Person, ended.Challenge, ended.Reason = row.Account, string(o.Replaces), string(o.Becomes)
				events = append(events, ended)
			}
		}
		err := tx.Create(&row).Error
		if errors.Is(err, gorm.ErrDuplicatedKey) {
			return push.ErrRaced
		}
		if err != nil {
			return fmt.Errorf("keep challenge: %w", err)
		}
		if err := tx.Create(&copies).Error; err != nil {
			return fmt.Errorf("keep copies of a challenge: %w", err)
		}
		return record(tx, events...)
	})
	if err != nil {
		return err
	}
	if o.Replaces != "" {
		s.db.ringChallenges([]string{string(o.Replaces)})
	}
	for _, k := range copies {
		s.db.bell.Ring("device:" + k.Device)
	}
	return nil
}

func (s Challenges) rowsOf(o push.Opening) (challengeRow, []copyRow) {
	c := o.Challenge
	row := challengeRow{
		ID: string(c.ID), Account: string(c.Account), Purpose: string(c.Purpose), Holder: c.Holder, Browser: c.Browser,
		State: string(c.State), Mode: string(c.Mode), Tries: c.TriesLeft, Verdicts: text(o.Verdicts),
		Resends: c.ResendsLeft, Resent: milli(c.Resent), Created: milli(c.Created), Expires: milli(c.Expires), Due: milli(c.Due),
		Details: string(c.Details),
	}
	if c.Forced {
		row.Forced = 1
	}
	if c.Known {
		row.Known = 1
	}
	if c.Number != "" {
		row.Number = s.db.vault.seal([]byte(c.Number.Reveal()), numberPlace(row.ID))
	}
	copies := make([]copyRow, len(o.Copies))
	for i, k := range o.Copies {
		copies[i] = copyRow{
			Challenge: row.ID, Device: string(k.Device), Jws: k.JWS, Nonce: k.Nonce, Uv: string(k.UV), ChannelSet: milli(k.ChannelSet),
			Delivery: k.Delivery,
		}
	}
	return row, copies
}

// Collide notes that another sign-in had to wait for a challenge.
func (s Challenges) Collide(ctx context.Context, id push.ID, at time.Time) error {
	err := s.db.write.WithContext(ctx).Exec("UPDATE challenges SET collided = ? WHERE id = ?", milli(at), string(id)).Error
	if err != nil {
		return fmt.Errorf("note a collision: %w", err)
	}
	return nil
}

// SetDelivery notes what became of a push, and that its channel is dead if the
// device has no newer one by now.
func (s Challenges) SetDelivery(ctx context.Context, d push.Delivery) error {
	err := s.db.tx(ctx, func(tx *gorm.DB) error {
		err := tx.Exec("UPDATE challenge_copies SET delivery = ? WHERE challenge = ? AND device = ?",
			d.Result, string(d.Challenge), string(d.Device)).Error
		if err != nil || !d.Dead {
			return err
		}
		return tx.Exec("UPDATE devices SET channel_dead = ? WHERE id = ? AND channel_set = ? AND channel_dead = 0",
			milli(d.At), string(d.Device), milli(d.ChannelSet)).Error
	})
	if err != nil {
		return fmt.Errorf("note what became of a push: %w", err)
	}
	s.db.ringChallenges([]string{string(d.Challenge)})
	return nil
}

// CopiesOf is a challenge's copies with how their devices are woken now.
func (s Challenges) CopiesOf(ctx context.Context, id push.ID) ([]push.Copy, error) {
	var rows []struct {
		Copy     copyRow `gorm:"embedded"`
		Name     string
		Lang     string
		Modes    string
		Status   string
		Provider string
		Token    []byte
		NewSet   int64
		Dead     int64
		Paused   int64
		Used     int64
		Since    int64
	}
	err := s.db.read.WithContext(ctx).Raw(`SELECT k.*, d.name, d.lang, d.modes, d.status, d.provider, d.token,
			d.channel_set AS new_set, d.channel_dead AS dead, d.paused_until AS paused, d.used, d.activated AS since
		FROM challenge_copies k JOIN devices d ON d.id = k.device WHERE k.challenge = ? ORDER BY d.created, d.id`, string(id)).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("read copies of a challenge: %w", err)
	}
	out := make([]push.Copy, len(rows))
	for i, r := range rows {
		channel, err := s.db.channelOf(r.Copy.Device, r.Provider, r.Token)
		if err != nil {
			return nil, err
		}
		d := device.Device{
			Status: wire.DeviceState(r.Status), Channel: channel, ChannelDead: when(r.Dead),
			PausedUntil: when(r.Paused), Used: when(r.Used), Activated: when(r.Since),
		}
		if err := json.Unmarshal([]byte(r.Modes), &d.Modes); err != nil {
			return nil, fmt.Errorf("read copies of a challenge: modes: %w", err)
		}
		d = d.At(s.db.now())
		out[i] = push.Copy{
			Challenge: id, Device: device.ID(r.Copy.Device), Name: r.Name, Lang: r.Lang, JWS: r.Copy.Jws, Nonce: r.Copy.Nonce,
			Channel: channel, ChannelSet: when(r.NewSet), Delivery: r.Copy.Delivery,
			Reachable: d.Reachable(), CanScan: d.Active() && !d.Dormant() && d.Can(wire.ModeScan),
			CanReturn: d.Active() && !d.Dormant() && d.Can(wire.ModeReturn),
		}
	}
	return out, nil
}
