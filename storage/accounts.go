package storage

import (
	"context"
	"fmt"

	"countersign/idp/flow"
	"countersign/idp/person"
)

// Accounts answers what flow.Next must know of a person.
type Accounts struct{ db *DB }

// Accounts is the facts about accounts.
func (d *DB) Accounts() Accounts { return Accounts{d} }

// Account is those facts, read in one statement, with whether the invitation
// given (or "") is still good for the person. Nobody is an Account that is not
// Known.
func (a Accounts) Account(ctx context.Context, who, invitation string) (flow.Account, error) {
	var rows []struct {
		Status          string
		HasPassword     bool
		HadSecondFactor bool
		PasswordReset   bool
		Reported        int64
		PushLocked      int64
		Devices         int
		Invitations     int
		Resets          int
		Apps            int
		Codes           int
		Passkeys        int
		Bound           int64
		Language        string
	}
	now := milli(a.db.now())
	err := a.db.read.WithContext(ctx).Raw(`SELECT status, password <> '' AS has_password,
			had_second_factor, password_reset, reported, push_locked, language,
			(SELECT count(*) FROM devices WHERE devices.account = people.id AND devices.status = 'active') AS devices,
			(SELECT count(*) FROM invitations WHERE invitations.id = ? AND invitations.person = people.id
				AND invitations.used = 0 AND invitations.expires > ? AND invitations.kind <> 'reset') AS invitations,
			(SELECT count(*) FROM invitations WHERE invitations.id = ? AND invitations.person = people.id
				AND invitations.used = 0 AND invitations.expires > ? AND invitations.kind = 'reset' AND invitations.mailed = people.email) AS resets,
			(SELECT count(*) FROM totp WHERE totp.account = people.id AND totp.state = 'active') AS apps,
			(SELECT count(*) FROM recovery_codes WHERE recovery_codes.account = people.id AND recovery_codes.used = 0) AS codes,
			(SELECT count(*) FROM passkeys WHERE passkeys.account = people.id AND passkeys.removed = 0) AS passkeys,
			(SELECT coalesce(max(added), 0) FROM (
				SELECT max(activated) AS added FROM devices WHERE devices.account = people.id AND devices.status = 'active'
				UNION ALL
				SELECT max(confirmed) FROM totp WHERE totp.account = people.id AND totp.state = 'active'
				UNION ALL
				SELECT max(passkeys.created) FROM passkeys WHERE passkeys.account = people.id AND passkeys.removed = 0) AS bindings) AS bound
		FROM people WHERE people.id = ?`, invitation, now, invitation, now, who).Scan(&rows).Error
	if err != nil {
		return flow.Account{}, fmt.Errorf("read account: %w", err)
	}
	if len(rows) == 0 {
		return flow.Account{}, nil
	}
	r := rows[0]
	return flow.Account{
		Known: true, Disabled: r.Status != string(person.Active), HasPassword: r.HasPassword,
		HadSecondFactor: r.HadSecondFactor, PasswordReset: r.PasswordReset,
		PushDevices: r.Devices, PushOff: r.Reported != 0 || r.PushLocked > now,
		Reported: r.Reported != 0, Invited: r.Invitations > 0, Resetting: r.Resets > 0,
		HasTOTP: r.Apps > 0, RecoveryCodes: r.Codes, Passkeys: r.Passkeys, Bound: when(r.Bound), Language: r.Language,
	}, nil
}
