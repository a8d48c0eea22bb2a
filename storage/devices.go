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
	"countersign/factors/wire"
)

type deviceRow struct {
	ID          string
	Account     string
	Pseudonym   string
	Jkt         string
	PublicKey   string
	Status      string
	Name        string
	Platform    string
	Os          string
	Model       string
	App         string
	AppVersion  string
	Lang        string
	Modes       string
	Provider    string
	Token       []byte
	ChannelSet  int64
	ChannelDead int64
	Protection  string
	Probation   int64
	PausedUntil int64
	Used        int64
	Created     int64
	Activated   int64
	Ended       int64
	EndedBy     string
	Uv          string
	UvCount     int64
	Genuine     bool
}

func (deviceRow) TableName() string { return "devices" }

// columns is the whole row, of the table d.
func (r *deviceRow) columns() []column {
	return []column{
		{"d.id", &r.ID}, {"d.account", &r.Account}, {"d.pseudonym", &r.Pseudonym}, {"d.jkt", &r.Jkt}, {"d.public_key", &r.PublicKey},
		{"d.status", &r.Status}, {"d.name", &r.Name}, {"d.platform", &r.Platform}, {"d.os", &r.Os}, {"d.model", &r.Model},
		{"d.app", &r.App}, {"d.app_version", &r.AppVersion}, {"d.lang", &r.Lang}, {"d.modes", &r.Modes}, {"d.provider", &r.Provider},
		{"d.token", &r.Token}, {"d.channel_set", &r.ChannelSet}, {"d.channel_dead", &r.ChannelDead}, {"d.protection", &r.Protection},
		{"d.probation", &r.Probation}, {"d.paused_until", &r.PausedUntil}, {"d.used", &r.Used}, {"d.created", &r.Created},
		{"d.activated", &r.Activated}, {"d.ended", &r.Ended}, {"d.ended_by", &r.EndedBy}, {"d.uv", &r.Uv}, {"d.uv_count", &r.UvCount},
		{"d.genuine", &r.Genuine},
	}
}

//nolint:gochecknoglobals // a text that is made once
var deviceByKeyText = "SELECT " + selects((&deviceRow{}).columns()) + " FROM devices d WHERE d.jkt = ?"

func (d *DB) deviceRowOf(v device.Device) (deviceRow, error) {
	key, err := json.Marshal(v.Key)
	if err != nil {
		return deviceRow{}, fmt.Errorf("write device key: %w", err)
	}
	modes, err := json.Marshal(v.Modes)
	if err != nil {
		return deviceRow{}, fmt.Errorf("write device modes: %w", err)
	}
	token, err := d.sealToken(string(v.ID), v.Channel)
	if err != nil {
		return deviceRow{}, err
	}
	uv, err := verifierText(v.UV)
	if err != nil {
		return deviceRow{}, err
	}
	return deviceRow{
		ID: string(v.ID), Account: string(v.Account), Pseudonym: v.Pseudonym, Jkt: v.Key.Thumbprint(),
		PublicKey: string(key), Status: string(v.Status), Name: v.Info.Name, Platform: string(v.Info.Platform),
		Os: v.Info.OS, Model: v.Info.Model, App: v.Info.App, AppVersion: v.Info.AppVersion, Lang: v.Info.Lang,
		Modes: string(modes), Provider: string(v.Channel.Provider), Token: token,
		ChannelSet: milli(v.ChannelSet), Protection: string(v.Protection), Created: milli(v.Created),
		Uv: uv, UvCount: int64(v.UV.Credential.SignCount), Genuine: v.Genuine,
	}, nil
}

func (d *DB) deviceOf(r deviceRow) (device.Device, error) {
	key, err := wire.ParseKey([]byte(r.PublicKey))
	if err != nil {
		return device.Device{}, fmt.Errorf("read device %s: %w", r.ID, err)
	}
	var modes []wire.Mode
	if err := json.Unmarshal([]byte(r.Modes), &modes); err != nil {
		return device.Device{}, fmt.Errorf("read device %s: %w", r.ID, err)
	}
	uv, err := verifierOf(r)
	if err != nil {
		return device.Device{}, err
	}
	channel, err := d.channelOf(r.ID, r.Provider, r.Token)
	if err != nil {
		return device.Device{}, err
	}
	return device.Device{
		ID: device.ID(r.ID), Account: factors.Account(r.Account), Pseudonym: r.Pseudonym, Key: key, UV: uv,
		Status: wire.DeviceState(r.Status), Modes: modes, Channel: channel,
		Info: wire.DeviceInfo{
			Name: r.Name, Platform: wire.Platform(r.Platform), OS: r.Os, Model: r.Model,
			App: r.App, AppVersion: r.AppVersion, Lang: r.Lang,
		},
		ChannelSet: when(r.ChannelSet), ChannelDead: when(r.ChannelDead),
		Protection: factors.Protection(r.Protection), Genuine: r.Genuine, Probation: when(r.Probation),
		PausedUntil: when(r.PausedUntil), Used: when(r.Used),
		Created: when(r.Created), Activated: when(r.Activated), Ended: when(r.Ended), EndedBy: r.EndedBy,
	}.At(d.now()), nil
}

// Devices keeps devices and enrolments.
type Devices struct{ db *DB }

// Devices is who may answer for whom.
func (d *DB) Devices() Devices { return Devices{d} }

// DeviceByKey is the device with the possession key of that thumbprint.
func (s Devices) DeviceByKey(ctx context.Context, jkt string) (device.Device, error) {
	var r deviceRow
	ok, err := one(ctx, s.db.read, r.columns(), deviceByKeyText, jkt)
	if err != nil {
		return device.Device{}, fmt.Errorf("read device by key: %w", err)
	}
	if !ok {
		return device.Device{}, device.ErrNotFound
	}
	return s.db.deviceOf(r)
}

// DevicesOf is every device of account, newest first.
func (s Devices) DevicesOf(ctx context.Context, account factors.Account) ([]device.Device, error) {
	var rows []deviceRow
	err := s.db.read.WithContext(ctx).Raw("SELECT * FROM devices WHERE account = ? ORDER BY created DESC, id", string(account)).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("list devices: %w", err)
	}
	out := make([]device.Device, len(rows))
	for i, r := range rows {
		if out[i], err = s.db.deviceOf(r); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// EndDevice revokes or suspends a device, cancels every challenge that was put
// to it, and ends the open sign-ins that rest on its approval.
func (s Devices) EndDevice(ctx context.Context, end device.End, e audit.Event) error {
	var cancelled []string
	err := s.db.tx(ctx, func(tx *gorm.DB) error {
		if end.Act != "" {
			if err := insertAct(tx, end.Device, end.Act, wire.ActRemove, end.At); err != nil {
				return err
			}
		}
		var account string
		// A suspended device may still be revoked; nothing else comes back. The
		// way to wake it is forgotten: nobody needs it any more.
		which, args, err := endable(tx, end)
		if err != nil {
			return err
		}
		res := tx.Raw(`UPDATE devices SET status = ?, ended = ?, ended_by = ?, provider = 'none', token = NULL
			WHERE id = ? AND status <> ? AND status <> 'revoked' AND `+which+` RETURNING account`,
			append([]any{string(end.Status), milli(end.At), end.Why, string(end.Device), string(end.Status)}, args...)...).Scan(&account)
		if res.Error != nil {
			return fmt.Errorf("end device: %w", res.Error)
		}
		if res.RowsAffected == 0 {
			return notEnded(tx, end)
		}
		cancelled, err = cancelWhere(tx, end.At, "device "+string(end.Status),
			"account = ? AND EXISTS (SELECT 1 FROM challenge_copies k WHERE k.challenge = challenges.id AND k.device = ?)",
			account, string(end.Device))
		if err != nil {
			return err
		}
		err = endFlows(tx, "device "+string(end.Status), `person = ? AND id IN
			(SELECT holder FROM challenges WHERE account = ? AND device = ? AND state = 'consumed')`,
			account, account, string(end.Device))
		if err != nil {
			return err
		}
		e.Person = account
		return record(tx, e)
	})
	if err != nil {
		return err
	}
	s.db.ringChallenges(cancelled)
	s.db.bell.Ring("device:" + string(end.Device))
	return nil
}

// RenameDevice changes what a device of the account is called.
func (s Devices) RenameDevice(ctx context.Context, account factors.Account, id device.ID, name string, e audit.Event) error {
	return s.db.tx(ctx, func(tx *gorm.DB) error {
		ok, err := once(tx.Exec("UPDATE devices SET name = ? WHERE id = ? AND account = ? AND activated <> 0 AND status <> 'revoked'",
			name, string(id), string(account)))
		if err != nil {
			return fmt.Errorf("rename device: %w", err)
		}
		if !ok {
			return device.ErrNotFound
		}
		return record(tx, e)
	})
}

// ChangeChannel carries out a device's signed act: at most one within a gap,
// so many a day, each once.
func (s Devices) ChangeChannel(ctx context.Context, c device.ChannelChange, l device.Limits, e audit.Event) error {
	token, err := s.db.sealToken(string(c.Device), c.Channel)
	if err != nil {
		return err
	}
	return s.db.tx(ctx, func(tx *gorm.DB) error {
		if err := insertAct(tx, c.Device, c.Act, wire.ActChannel, c.At); err != nil {
			return err
		}
		ok, err := once(tx.Exec(`UPDATE devices SET provider = ?, token = ?, channel_set = ?, channel_dead = 0
			WHERE id = ? AND status = 'active' AND channel_set <= ?`,
			string(c.Channel.Provider), token, milli(c.At),
			string(c.Device), milli(c.At.Add(-l.ChannelGap))))
		if err != nil {
			return fmt.Errorf("change channel: %w", err)
		}
		if !ok {
			return &device.SlowDown{After: l.ChannelGap}
		}
		var day int
		err = tx.Raw("SELECT COUNT(*) FROM device_acts WHERE device = ? AND act = ? AND at > ?",
			string(c.Device), string(wire.ActChannel), milli(c.At.Add(-24*time.Hour))).Scan(&day).Error
		if err != nil {
			return fmt.Errorf("count changes of the channel: %w", err)
		}
		if day > l.ChannelsADay {
			return &device.SlowDown{After: time.Hour}
		}
		return record(tx, e)
	})
}

// insertAct makes a signed act good once.
func insertAct(tx *gorm.DB, id device.ID, jti string, act wire.Act, at time.Time) error {
	err := tx.Exec("INSERT INTO device_acts (device, jti, act, at) VALUES (?, ?, ?, ?)",
		string(id), jti, string(act), milli(at)).Error
	if errors.Is(err, gorm.ErrDuplicatedKey) {
		return device.ErrReplayed
	}
	if err != nil {
		return fmt.Errorf("keep device act: %w", err)
	}
	return nil
}

// DeleteExpired deletes devices that never became active and signed acts, both
// from before the time given, at most limit of each.
func (s Devices) DeleteExpired(ctx context.Context, before time.Time, limit int) (int, error) {
	db := s.db.write.WithContext(ctx)
	acts, err := deleteExpired(db, `DELETE FROM device_acts WHERE (device, jti) IN
		(SELECT device, jti FROM device_acts WHERE at < ? ORDER BY at LIMIT ?)`, before, limit)
	if err != nil {
		return 0, err
	}
	unused, err := deleteExpired(db, `DELETE FROM devices WHERE id IN
		(SELECT id FROM devices WHERE activated = 0 AND ended > 0 AND ended < ? ORDER BY ended LIMIT ?)`, before, limit)
	return acts + unused, err
}
