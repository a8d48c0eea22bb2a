package storage

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"gorm.io/gorm"

	"countersign/audit"
	"countersign/factors/push"
	"countersign/factors/wire"
	"countersign/idp/ciba"
	"countersign/idp/client"
	"countersign/idp/person"
)

// CIBA keeps what clients ask by themselves, and whom people let ask.
type CIBA struct{ db *DB }

// CIBA is what clients ask by themselves, and whom people let ask.
func (d *DB) CIBA() CIBA { return CIBA{d} }

type cibaRow struct {
	ID        string
	Hash      []byte
	Client    string
	Person    string
	Challenge string
	Scope     string
	ACR       string `gorm:"column:acr"`
	Details   string
	Delivery  string
	Sealed    []byte
	Pace      int64
	Polled    int64
	Created   int64
	Expires   int64
	Due       int64
	Tries     int
	Tokens    []byte
}

func (cibaRow) TableName() string { return "ciba_requests" }

// cibaSecrets is what a delivery needs.
type cibaSecrets struct {
	AuthReqID string `json:"id"`
	Notify    string `json:"token"`
}

func cibaPlace(id string) string       { return "ciba_requests.sealed/" + id }
func cibaTokensPlace(id string) string { return "ciba_requests.tokens/" + id }

// Keep keeps a request. One that is delivered is looked at when it ends, if not
// before.
func (s CIBA) Keep(ctx context.Context, r ciba.Request) error {
	row := cibaRow{
		ID: r.ID, Hash: r.Hash, Client: string(r.Client), Person: r.Person, Challenge: string(r.Challenge), Scope: strings.Join(r.Scope, " "),
		ACR: strings.Join(r.ACR, " "), Details: string(r.Details), Delivery: r.Delivery, Pace: int64(r.Pace / time.Millisecond),
		Created: milli(r.Created), Expires: milli(r.Expires),
	}
	if r.Delivery != client.CIBAPoll {
		plain, err := json.Marshal(cibaSecrets{r.AuthReqID.Reveal(), r.Notify.Reveal()})
		if err != nil {
			return fmt.Errorf("keep a client's request: %w", err)
		}
		row.Sealed, row.Due = s.db.vault.seal(plain, cibaPlace(r.ID)), row.Expires
	}
	if err := s.db.write.WithContext(ctx).Create(&row).Error; err != nil {
		return fmt.Errorf("keep a client's request: %w", err)
	}
	return nil
}

func (s CIBA) requestOf(r cibaRow) (ciba.Request, error) {
	out := ciba.Request{
		ID: r.ID, Hash: r.Hash, Client: client.ID(r.Client), Person: r.Person, Challenge: push.ID(r.Challenge), Scope: strings.Fields(r.Scope),
		ACR: listed(r.ACR), Details: asJSON(r.Details), Delivery: r.Delivery, Pace: time.Duration(r.Pace) * time.Millisecond,
		Created: when(r.Created), Expires: when(r.Expires), Tries: r.Tries,
	}
	if r.Sealed != nil {
		plain, err := s.db.vault.open(r.Sealed, cibaPlace(r.ID))
		if err != nil {
			return out, fmt.Errorf("read a client's request: %w", err)
		}
		var secrets cibaSecrets
		if err := json.Unmarshal(plain, &secrets); err != nil {
			return out, fmt.Errorf("read a client's request: %w", err)
		}
		out.AuthReqID, out.Notify = wire.Secret(secrets.AuthReqID), wire.Secret(secrets.Notify)
	}
	if r.Tokens != nil {
		plain, err := s.db.vault.open(r.Tokens, cibaTokensPlace(r.ID))
		if err != nil {
			return out, fmt.Errorf("read what is pushed to a client: %w", err)
		}
		out.Tokens = wire.Secret(plain)
	}
	return out, nil
}

// Find is a client's request, or ciba.ErrUnknown.
func (s CIBA) Find(ctx context.Context, hash []byte, c client.ID) (ciba.Request, error) {
	var rows []cibaRow
	err := s.db.read.WithContext(ctx).Raw("SELECT * FROM ciba_requests WHERE hash = ? AND client = ?", hash, string(c)).Scan(&rows).Error
	if err != nil {
		return ciba.Request{}, fmt.Errorf("read a client's request: %w", err)
	}
	if len(rows) == 0 {
		return ciba.Request{}, ciba.ErrUnknown
	}
	return s.requestOf(rows[0])
}

// How much slower a client must be that polled too lately (CIBA section 11), how
// slow it can get, and how much too early is in time: networks are not even.
const (
	paceStep  = 5 * time.Second
	paceMost  = time.Minute
	paceSlack = time.Second
)

// Poll is one conditional statement: it is false if the client polled too lately.
func (s CIBA) Poll(ctx context.Context, id string, at time.Time) (bool, error) {
	inTime, err := once(s.db.write.WithContext(ctx).Exec("UPDATE ciba_requests SET polled = ? WHERE id = ? AND polled <= ? - pace",
		milli(at), id, milli(at.Add(paceSlack))))
	if err == nil && !inTime {
		err = s.db.write.WithContext(ctx).Exec("UPDATE ciba_requests SET polled = ?, pace = CASE WHEN pace < ? THEN pace + ? ELSE pace END WHERE id = ?",
			milli(at), paceMost.Milliseconds(), paceStep.Milliseconds(), id).Error
	}
	if err != nil {
		return false, fmt.Errorf("note a poll: %w", err)
	}
	return inTime, nil
}

// DeleteExpired deletes up to limit requests that expired before a time.
func (s CIBA) DeleteExpired(ctx context.Context, before time.Time, limit int) (int, error) {
	return deleteExpired(s.db.write.WithContext(ctx), `DELETE FROM ciba_requests WHERE id IN
		(SELECT id FROM ciba_requests WHERE expires < ? ORDER BY expires LIMIT ?)`, before, limit)
}

// Standing is what a person said of a client's asking.
func (s CIBA) Standing(ctx context.Context, who person.ID, app client.ID) (ciba.Standing, error) {
	var r struct{ Allowed, Barred, Ended int64 }
	err := s.db.read.WithContext(ctx).Raw("SELECT allowed, barred, ended FROM app_asks WHERE person = ? AND client = ?", string(who), string(app)).Scan(&r).Error
	if err != nil {
		return ciba.Standing{}, fmt.Errorf("read whom a person lets ask: %w", err)
	}
	return ciba.Standing{Allowed: when(r.Allowed), Barred: when(r.Barred), Ended: when(r.Ended)}, nil
}

// LetAsk says that a person lets a client ask by itself from now on, a report
// forgotten; or does not, with all that it asks just now withdrawn.
func (s CIBA) LetAsk(ctx context.Context, who person.ID, app client.ID, let bool, e audit.Event) error {
	var withdrawn []string
	err := s.db.tx(ctx, func(tx *gorm.DB) error {
		if !let {
			var err error
			if withdrawn, err = endAsking(tx, string(who), app, e.At); err != nil {
				return err
			}
			return record(tx, e)
		}
		err := tx.Exec(`INSERT INTO app_asks (person, client, allowed) VALUES (?, ?, ?)
			ON CONFLICT (person, client) DO UPDATE SET allowed = excluded.allowed, barred = 0`, string(who), string(app), milli(e.At)).Error
		if err != nil {
			return fmt.Errorf("keep whom a person lets ask: %w", err)
		}
		return record(tx, e)
	})
	if err != nil {
		return err
	}
	s.db.ringChallenges(withdrawn)
	return nil
}

// endAsking takes a client's leave to ask, with all that it asks just now.
func endAsking(tx *gorm.DB, who string, app client.ID, at time.Time) (withdrawn []string, err error) {
	err = tx.Exec(`INSERT INTO app_asks (person, client, ended) VALUES (?, ?, ?)
		ON CONFLICT (person, client) DO UPDATE SET allowed = 0, ended = excluded.ended`, who, string(app), milli(at)).Error
	if err != nil {
		return nil, fmt.Errorf("keep whom a person lets ask: %w", err)
	}
	return cancelWhere(tx, at, "the person lets the application ask no more", "account = ? AND purpose = ? AND holder = ?",
		who, string(wire.PurposeCIBA), push.HolderOf(string(app)))
}

// Asking are the clients that a person said something of.
func (s CIBA) Asking(ctx context.Context, who person.ID) (map[client.ID]ciba.Standing, error) {
	var rows []struct {
		Client          string
		Allowed, Barred int64
	}
	err := s.db.read.WithContext(ctx).Raw("SELECT client, allowed, barred FROM app_asks WHERE person = ?", string(who)).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("read whom a person lets ask: %w", err)
	}
	out := make(map[client.ID]ciba.Standing, len(rows))
	for _, r := range rows {
		out[client.ID(r.Client)] = ciba.Standing{Allowed: when(r.Allowed), Barred: when(r.Barred)}
	}
	return out, nil
}

// SetCode keeps the hash of a person's own code in place of the one before; nil
// for none.
func (s CIBA) SetCode(ctx context.Context, who person.ID, hash []byte, e audit.Event) error {
	return s.db.tx(ctx, func(tx *gorm.DB) error {
		if err := tx.Exec("UPDATE people SET request_code = ? WHERE id = ?", blob(hash), string(who)).Error; err != nil {
			return fmt.Errorf("keep a person's code: %w", err)
		}
		return record(tx, e)
	})
}

// Code is the hash of a person's own code; nil of none.
func (s CIBA) Code(ctx context.Context, who person.ID) ([]byte, error) {
	var rows []struct{ RequestCode []byte }
	err := s.db.read.WithContext(ctx).Raw("SELECT request_code FROM people WHERE id = ?", string(who)).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("read a person's code: %w", err)
	}
	if len(rows) == 0 {
		return nil, nil
	}
	return rows[0].RequestCode, nil
}
