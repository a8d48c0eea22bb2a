package storage

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"gorm.io/gorm"

	"countersign/factors"
	"countersign/factors/device"
)

// remaining is, for each kind, what is left of an account beside one that goes
// away: the account, the id, and twice the time before which a device is
// dormant where it stands.
//
//nolint:gochecknoglobals // a table, never written
var remaining = map[factors.Kind]string{
	factors.Push: `EXISTS (SELECT 1 FROM devices f WHERE f.account = ? AND f.id <> ? AND f.status = 'active'
		AND (f.used > ? OR f.activated > ?))`,
	factors.Passkey: "EXISTS (SELECT 1 FROM passkeys f WHERE f.account = ? AND f.id <> ? AND f.removed = 0)",
	factors.TOTP:    "EXISTS (SELECT 1 FROM totp f WHERE f.account = ? AND f.id <> ? AND f.state = 'active')",
}

// keepFloor is the condition under which a second factor of a kind may go, with
// its arguments. It first takes the person's row: of two that would each leave
// the other, the second one looks after the first has gone. without is the one
// that goes, of a kind of which there can be several; of others all go.
func keepFloor(tx *gorm.DB, floor factors.Floor, account factors.Account, without string, at time.Time, going factors.Kind) (string, []any, error) {
	if !slices.Contains(floor, going) {
		return "TRUE", nil, nil // it counts for nothing, or nothing is needed
	}
	if err := tx.Exec("UPDATE people SET updated = updated WHERE id = ?", string(account)).Error; err != nil {
		return "", nil, fmt.Errorf("hold the account's factors: %w", err)
	}
	conds, args := []string{"FALSE"}, []any{}
	for _, k := range floor {
		cond, ok := remaining[k]
		if !ok || k == going && without == "" {
			continue
		}
		conds, args = append(conds, cond), append(args, string(account), without)
		for range strings.Count(cond, "?") - 2 {
			args = append(args, milli(at.Add(-device.DormantAfter)))
		}
	}
	return "(" + strings.Join(conds, " OR ") + ")", args, nil
}

// endable is which devices end may end: any for the house; for a person one of
// the own, while something of the floor stays or if it counts for nothing.
func endable(tx *gorm.DB, end device.End) (string, []any, error) {
	if end.Account == "" {
		return "TRUE", nil, nil
	}
	stays, args, err := keepFloor(tx, end.Floor, end.Account, string(end.Device), end.At, factors.Push)
	if err != nil {
		return "", nil, err
	}
	old := milli(end.At.Add(-device.DormantAfter))
	which := "account = ? AND activated <> 0 AND (status <> 'active' OR (used <= ? AND activated <= ?) OR " + stays + ")"
	return which, append([]any{string(end.Account), old, old}, args...), nil
}

// notEnded says why a device did not end.
func notEnded(tx *gorm.DB, end device.End) error {
	if end.Account == "" {
		return device.ErrNotFound
	}
	return lastOr(tx, device.ErrNotFound, "SELECT count(*) FROM devices WHERE id = ? AND account = ? AND activated <> 0 AND status <> 'revoked'",
		string(end.Device), string(end.Account))
}

// lastOr is factors.ErrLast for what is still there and was not to go, and
// none for what is not.
func lastOr(tx *gorm.DB, none error, count string, args ...any) error {
	var n int64
	if err := tx.Raw(count, args...).Scan(&n).Error; err != nil {
		return fmt.Errorf("look for what was not removed: %w", err)
	}
	if n == 0 {
		return none
	}
	return factors.ErrLast
}
