package storage

import (
	"context"
	"fmt"
	"strings"
	"time"

	"gorm.io/gorm"

	"countersign/audit"
	"countersign/idp/client"
	"countersign/idp/devicegrant"
)

// DeviceRequests keeps devices that wait for somebody to type their code.
type DeviceRequests struct{ db *DB }

// DeviceRequests is the devices that wait for somebody to type their code.
func (d *DB) DeviceRequests() DeviceRequests { return DeviceRequests{d} }

type deviceRequestRow struct {
	ID       string
	Client   string
	Scope    string
	Hash     []byte
	UserHash []byte
	UserCode []byte
	Address  string
	State    string
	Pace     int64
	Polled   int64
	Early    bool
	Person   string
	Session  string
	AuthTime int64
	ACR      string `gorm:"column:acr"`
	AMR      string `gorm:"column:amr"`
	Created  int64
	Expires  int64
}

func (deviceRequestRow) TableName() string { return "device_requests" }

func userCodePlace(id string) string { return "device_requests.user_code/" + id }

// Create keeps a request; devicegrant.ErrTwice if one of its codes is in use.
func (s DeviceRequests) Create(ctx context.Context, q devicegrant.Request, h devicegrant.Hashes, pace time.Duration) error {
	created, err := once(s.db.write.WithContext(ctx).Exec(`INSERT INTO device_requests
			(id, client, scope, hash, user_hash, user_code, address, state, pace, created, expires)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		string(q.ID), string(q.Client), strings.Join(q.Scope, " "), h.Device, h.User, s.db.vault.seal([]byte(q.Code), userCodePlace(string(q.ID))),
		storable(q.Address), string(devicegrant.Pending), pace.Milliseconds(), milli(q.Created), milli(q.Expires)))
	if err != nil {
		return fmt.Errorf("write a device's request: %w", err)
	}
	if !created {
		return devicegrant.ErrTwice
	}
	return nil
}

// ByCode is the pending request with this code.
func (s DeviceRequests) ByCode(ctx context.Context, user []byte, at time.Time) (devicegrant.Request, error) {
	return s.one(ctx, "user_hash = ? AND state = 'pending' AND expires > ?", user, milli(at))
}

// Find is a request whose time is not over.
func (s DeviceRequests) Find(ctx context.Context, id devicegrant.ID, at time.Time) (devicegrant.Request, error) {
	return s.one(ctx, "id = ? AND expires > ?", string(id), milli(at))
}

func (s DeviceRequests) one(ctx context.Context, cond string, args ...any) (devicegrant.Request, error) {
	var rows []deviceRequestRow
	if err := s.db.read.WithContext(ctx).Raw("SELECT * FROM device_requests WHERE "+cond, args...).Scan(&rows).Error; err != nil {
		return devicegrant.Request{}, fmt.Errorf("read a device's request: %w", err)
	}
	if len(rows) == 0 {
		return devicegrant.Request{}, devicegrant.ErrUnknown
	}
	code, err := s.db.vault.open(rows[0].UserCode, userCodePlace(rows[0].ID))
	if err != nil {
		return devicegrant.Request{}, fmt.Errorf("read a device's request: %w", err)
	}
	q := rows[0].request()
	q.Code = string(code)
	return q, nil
}

func (r deviceRequestRow) request() devicegrant.Request {
	return devicegrant.Request{
		ID: devicegrant.ID(r.ID), Client: client.ID(r.Client), Scope: strings.Fields(r.Scope), Address: r.Address,
		State: devicegrant.State(r.State), Created: when(r.Created), Expires: when(r.Expires),
	}
}

// Decide moves a pending request on, once.
func (s DeviceRequests) Decide(ctx context.Context, id devicegrant.ID, to devicegrant.State, a devicegrant.Approval, at time.Time, e audit.Event) error {
	return s.db.tx(ctx, func(tx *gorm.DB) error {
		decided, err := once(tx.Exec(`UPDATE device_requests SET state = ?, person = ?, session = ?, auth_time = ?, acr = ?, amr = ?
			WHERE id = ? AND state = 'pending' AND expires > ?`,
			string(to), a.Person, a.Session, milli(a.AuthTime), a.ACR, strings.Join(a.AMR, " "), string(id), milli(at)))
		if err != nil {
			return fmt.Errorf("decide on a device's request: %w", err)
		}
		if !decided {
			return devicegrant.ErrUnknown
		}
		return record(tx, e)
	})
}

// Take takes what was allowed: the state is the gate, so of many who ask at
// once one gets it. Who gets nothing is paced, and told why.
func (s DeviceRequests) Take(ctx context.Context, device []byte, c client.ID, at time.Time, grows time.Duration) (devicegrant.Request, devicegrant.Approval, error) {
	var taken []deviceRequestRow
	err := s.db.write.WithContext(ctx).Raw(`UPDATE device_requests SET state = 'taken'
		WHERE hash = ? AND client = ? AND state = 'allowed' AND expires > ? RETURNING *`,
		device, string(c), milli(at)).Scan(&taken).Error
	if err != nil {
		return devicegrant.Request{}, devicegrant.Approval{}, fmt.Errorf("take a device's approval: %w", err)
	}
	if len(taken) == 0 {
		return devicegrant.Request{}, devicegrant.Approval{}, s.why(ctx, device, c, at, grows)
	}
	r := taken[0]
	return r.request(), devicegrant.Approval{
		Person: r.Person, Session: r.Session, AuthTime: when(r.AuthTime), ACR: r.ACR, AMR: strings.Fields(r.AMR),
	}, nil
}

// jitter is by how much an ask may come sooner than it should.
const jitter = time.Second

// why notes that the device asked in vain, and says why it was.
func (s DeviceRequests) why(ctx context.Context, device []byte, c client.ID, at time.Time, grows time.Duration) error {
	var rows []deviceRequestRow
	late := milli(at) + jitter.Milliseconds()
	err := s.db.write.WithContext(ctx).Raw(`UPDATE device_requests SET polled = ?,
			early = (polled + pace > ?), pace = CASE WHEN polled + pace > ? THEN pace + ? ELSE pace END
		WHERE hash = ? AND client = ? RETURNING *`,
		milli(at), late, late, grows.Milliseconds(), device, string(c)).Scan(&rows).Error
	switch {
	case err != nil:
		return fmt.Errorf("note that a device asked: %w", err)
	case len(rows) == 0 || rows[0].State == string(devicegrant.Taken):
		return devicegrant.ErrUnknown
	case rows[0].State == string(devicegrant.Denied):
		return devicegrant.ErrDenied
	case milli(at) >= rows[0].Expires:
		return devicegrant.ErrExpired
	case rows[0].Early:
		return devicegrant.ErrEarly
	}
	return devicegrant.ErrPending
}

// DeleteExpired deletes up to limit requests that expired before a time.
func (s DeviceRequests) DeleteExpired(ctx context.Context, before time.Time, limit int) (int, error) {
	return deleteExpired(s.db.write.WithContext(ctx), `DELETE FROM device_requests WHERE id IN
		(SELECT id FROM device_requests WHERE expires < ? ORDER BY expires LIMIT ?)`, before, limit)
}
