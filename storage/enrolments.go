package storage

import (
	"context"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"

	"countersign/audit"
	"countersign/factors"
	"countersign/factors/device"
	"countersign/factors/wire"
)

type enrolmentRow struct {
	ID         string
	Account    string
	Flow       string
	Invitation string
	CodeHash   string
	State      string
	EndedBy    string
	Device     string
	Jkt        string
	Confirm    []byte
	Tries      int
	Created    int64
	Expires    int64
	TypedHash  *string
	TicketHash *string
	UsedHash   string
	Opened     int64
	Proof      string
}

func (enrolmentRow) TableName() string { return "enrolments" }

func confirmPlace(id string) string { return "enrolments.confirm/" + id }

func (d *DB) enrolmentOf(r enrolmentRow) (device.Enrolment, error) {
	confirm, err := d.vault.open(r.Confirm, confirmPlace(r.ID))
	if err != nil {
		return device.Enrolment{}, fmt.Errorf("read enrolment: %w", err)
	}
	return device.Enrolment{
		ID: device.EnrolmentID(r.ID), Account: factors.Account(r.Account), Flow: r.Flow, Invitation: r.Invitation,
		State: device.State(r.State), EndedBy: r.EndedBy, Confirm: wire.Secret(confirm), TriesLeft: r.Tries,
		Device: device.ID(r.Device), Created: when(r.Created), Expires: when(r.Expires),
		Opened: when(r.Opened), Proof: device.Proof(r.Proof), Thumbprint: r.Jkt,
	}, nil
}

// StartEnrolment begins an enrolment, ending the account's live one.
func (s Devices) StartEnrolment(ctx context.Context, e device.Enrolment, h device.SecretHashes, l device.Limits, events ...audit.Event) error {
	var ended []string
	err := s.db.tx(ctx, func(tx *gorm.DB) error {
		// Taking the person's row first makes two starts come one after the
		// other, so that both count right.
		had, err := takePerson(tx, string(e.Account))
		if err != nil {
			return err
		}
		if err := mayEnrol(tx, e, had, l); err != nil {
			return err
		}
		ended, err = endEnrolments(tx, device.EndedByNewer, e.Created, "account = ?", string(e.Account))
		if err != nil {
			return err
		}
		row := enrolmentRow{
			ID: string(e.ID), Account: string(e.Account), Flow: e.Flow, Invitation: e.Invitation, Proof: string(e.Proof), CodeHash: h.Link, TypedHash: &h.Typed,
			State: string(e.State), Tries: e.TriesLeft, Created: milli(e.Created), Expires: milli(e.Expires),
		}
		if err := tx.Create(&row).Error; err != nil {
			return fmt.Errorf("keep enrolment: %w", err)
		}
		return record(tx, events...)
	})
	if err != nil {
		return err
	}
	s.db.ringEnrolments(ended)
	return nil
}

// takePerson locks an active person's row for the rest of the transaction and
// says whether they ever had a second factor. Whoever takes a person and
// something else takes the person first.
func takePerson(tx *gorm.DB, id string) (hadSecondFactor bool, err error) {
	res := tx.Raw(`UPDATE people SET push_misses = push_misses WHERE id = ? AND status = 'active'
		RETURNING had_second_factor`, id).Scan(&hadSecondFactor)
	if res.Error != nil {
		return false, fmt.Errorf("take the person's row: %w", res.Error)
	}
	if res.RowsAffected == 0 {
		return false, device.ErrNotAllowed
	}
	return hadSecondFactor, nil
}

// recoveredFor is how long a recovery code that was used lets a device be
// added: as long as a sign-in may take.
const recoveredFor = time.Hour

// mayEnrol says whether what was proved allows a device to be added.
func mayEnrol(tx *gorm.DB, e device.Enrolment, had bool, l device.Limits) error {
	var n struct{ Active, Codes, Invited, Vouching, Recovered int }
	err := tx.Raw(`SELECT
		(SELECT COUNT(*) FROM devices WHERE account = ? AND status = 'active') AS active,
		(SELECT COUNT(*) FROM enrolments WHERE account = ? AND created > ? AND state <> 'active') AS codes,
		(SELECT COUNT(*) FROM invitations WHERE id = ? AND person = ? AND used = 0 AND expires > ? AND kind <> 'reset') AS invited,
		(SELECT COUNT(*) FROM devices WHERE account = ? AND status = 'active' AND probation <= ?) AS vouching,
		(SELECT COUNT(*) FROM recovery_codes WHERE account = ? AND used > ? AND probation <= ?) AS recovered`,
		string(e.Account), string(e.Account), milli(e.Created.Add(-time.Hour)),
		e.Invitation, string(e.Account), milli(e.Created), string(e.Account), milli(e.Created),
		string(e.Account), milli(e.Created.Add(-recoveredFor)), milli(e.Created)).Scan(&n).Error
	switch {
	case err != nil:
		return fmt.Errorf("read what allows an enrolment: %w", err)
	case e.Proof == device.ByEndorse && n.Vouching == 0, e.Proof == device.ByRecovery && n.Recovered == 0:
		return device.ErrNotAllowed
	case e.Proof == device.NoProof && n.Invited == 0 && (e.Invitation != "" || had || n.Active > 0):
		return device.ErrNotAllowed
	case n.Active >= l.Devices:
		return device.ErrTooManyDevices
	case n.Codes >= l.Codes:
		return device.ErrTooManyCodes
	}
	return nil
}

// FindEnrolment reads an enrolment and its device.
func (s Devices) FindEnrolment(ctx context.Context, id device.EnrolmentID) (device.Enrolment, error) {
	var r struct {
		Enrolment enrolmentRow `gorm:"embedded"`
		Name      string
		Platform  string
	}
	res := s.db.read.WithContext(ctx).Raw(`SELECT e.*, COALESCE(d.name, '') AS name, COALESCE(d.platform, '') AS platform
		FROM enrolments e LEFT JOIN devices d ON d.id = e.device WHERE e.id = ?`, string(id)).Scan(&r)
	if res.Error != nil {
		return device.Enrolment{}, fmt.Errorf("read enrolment: %w", res.Error)
	}
	if res.RowsAffected == 0 {
		return device.Enrolment{}, device.ErrNotFound
	}
	e, err := s.db.enrolmentOf(r.Enrolment)
	e.DeviceName, e.Platform = r.Name, wire.Platform(r.Platform)
	return e, err
}

// EnrolmentOutlines reads what waiting pages are told of enrolments. The digits,
// which are sealed, are no part of it.
func (s Devices) EnrolmentOutlines(ctx context.Context, ids []device.EnrolmentID) ([]device.Enrolment, error) {
	var rows []struct {
		ID, State       string
		Opened, Expires int64
	}
	among, list := among(s.db, "id", ids)
	err := s.db.read.WithContext(ctx).Raw("SELECT id, state, opened, expires FROM enrolments WHERE "+among, list).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("read enrolments: %w", err)
	}
	out := make([]device.Enrolment, len(rows))
	for i, r := range rows {
		out[i] = device.Enrolment{
			ID: device.EnrolmentID(r.ID), State: device.State(r.State), Opened: when(r.Opened), Expires: when(r.Expires),
		}
	}
	return out, nil
}

// bySecret is true of the enrolment that one of its secrets names.
const bySecret = "(code_hash = ? OR typed_hash = ? OR ticket_hash = ?)"

// Redeem ties a device to a secret. The count of the first statement is the
// gate; whoever comes second learns what the first did.
func (s Devices) Redeem(ctx context.Context, q device.Redemption, e audit.Event) (device.Enrolment, device.Device, error) {
	var row enrolmentRow
	d := q.Device
	conflict := false
	err := s.db.tx(ctx, func(tx *gorm.DB) error {
		row, conflict = enrolmentRow{}, false
		res := tx.Raw(`UPDATE enrolments SET state = 'registered', device = ?, jkt = ?, used_hash = ?, expires = ?
			WHERE `+bySecret+` AND state = 'waiting' AND expires > ? RETURNING *`,
			string(d.ID), d.Key.Thumbprint(), q.SecretHash, milli(q.Expires),
			q.SecretHash, q.SecretHash, q.SecretHash, milli(q.At)).Scan(&row)
		if res.Error != nil {
			return fmt.Errorf("redeem code: %w", res.Error)
		}
		if res.RowsAffected == 0 {
			var err error
			row, d, conflict, err = s.redeemAgain(tx, q)
			return err
		}
		row.Confirm = s.db.vault.seal([]byte(q.Confirm.Reveal()), confirmPlace(row.ID))
		if err := tx.Exec("UPDATE enrolments SET confirm = ? WHERE id = ?", row.Confirm, row.ID).Error; err != nil {
			return fmt.Errorf("keep the confirming digits: %w", err)
		}
		d.Account = factors.Account(row.Account)
		if err := s.insertDevice(tx, d); err != nil {
			return err
		}
		e.Person, e.Flow = row.Account, row.Flow
		return record(tx, e)
	})
	if err != nil {
		return device.Enrolment{}, device.Device{}, err
	}
	s.db.ringEnrolments([]string{row.ID})
	if conflict {
		return device.Enrolment{}, device.Device{}, device.ErrConflict
	}
	found, err := s.db.enrolmentOf(row)
	return found, d, err
}

// redeemAgain is for a code that is not waiting: the same key gets its first
// answer again (it may have been lost), another key ends the enrolment.
func (s Devices) redeemAgain(tx *gorm.DB, q device.Redemption) (enrolmentRow, device.Device, bool, error) {
	var row enrolmentRow
	res := tx.Raw("SELECT * FROM enrolments WHERE "+bySecret+" AND state IN ('registered', 'confirmed') AND expires > ?",
		q.SecretHash, q.SecretHash, q.SecretHash, milli(q.At)).Scan(&row)
	if res.Error != nil {
		return row, device.Device{}, false, fmt.Errorf("redeem code: %w", res.Error)
	}
	if res.RowsAffected == 0 {
		return row, device.Device{}, false, device.ErrEnded
	}
	if row.Jkt == q.Device.Key.Thumbprint() {
		if row.UsedHash != q.SecretHash {
			return row, device.Device{}, false, device.ErrEnded // spent with the one that was used
		}
		var known deviceRow
		if err := tx.Raw("SELECT * FROM devices WHERE id = ?", row.Device).Scan(&known).Error; err != nil {
			return row, device.Device{}, false, fmt.Errorf("redeem code: %w", err)
		}
		d, err := s.db.deviceOf(known)
		return row, d, false, err
	}
	ended, err := endEnrolments(tx, device.EndedBySecondKey, q.At, "id = ?", row.ID)
	if err == nil && len(ended) == 0 {
		err = device.ErrEnded // it became active, or ended, meanwhile
	}
	return row, device.Device{}, true, err
}

func (s Devices) insertDevice(tx *gorm.DB, d device.Device) error {
	row, err := s.db.deviceRowOf(d)
	if err != nil {
		return err
	}
	err = tx.Create(&row).Error
	if errors.Is(err, gorm.ErrDuplicatedKey) {
		return fmt.Errorf("%w: the key was used before", device.ErrRefused)
	}
	if err != nil {
		return fmt.Errorf("keep device: %w", err)
	}
	return nil
}
