package storage

import (
	"context"
	"fmt"
	"time"

	"countersign/factors/push"
)

// waitingReturn is an approval that waits for the code of a hash, in time.
const waitingReturn = "return_hash = ? AND mode = 'return' AND state = 'approved' AND due > ?"

// Returning reads the approval that waits for the code of this hash.
func (s Challenges) Returning(ctx context.Context, code []byte, at time.Time) (push.Challenge, error) {
	var r challengeRow
	res := s.db.read.WithContext(ctx).Raw("SELECT * FROM challenges WHERE "+waitingReturn, code, milli(at)).Scan(&r)
	if res.Error != nil {
		return push.Challenge{}, fmt.Errorf("read what a code is of: %w", res.Error)
	}
	if res.RowsAffected == 0 {
		return push.Challenge{}, push.ErrNotFound
	}
	return s.db.challengeOf(r)
}

// SpendReturn takes the code of this hash from the approval that waits for it.
// The count of its statement is the gate.
func (s Challenges) SpendReturn(ctx context.Context, code []byte, at time.Time) (bool, error) {
	spent, err := once(s.db.write.WithContext(ctx).Exec("UPDATE challenges SET return_hash = NULL WHERE "+waitingReturn, code, milli(at)))
	if err != nil {
		return false, fmt.Errorf("spend a code: %w", err)
	}
	return spent, nil
}
