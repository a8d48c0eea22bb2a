package storage

import (
	"context"
	"fmt"

	"countersign/factors/push"
)

// Receipt is what is kept of the answer to a challenge: of the approval, where
// there is one, otherwise of the first; push.ErrNotFound where nobody answered or
// the evidence is not kept any more.
func (s Challenges) Receipt(ctx context.Context, id push.ID) (push.Stored, error) {
	var rows []struct {
		Challenge string
		Answer    string
		Details   string
		Device    deviceRow `gorm:"embedded"`
	}
	err := s.db.read.WithContext(ctx).Raw(`SELECT k.jws AS challenge, a.jws AS answer, c.details, d.*
		FROM decisions a
		JOIN challenges c ON c.id = a.challenge
		JOIN challenge_copies k ON k.challenge = a.challenge AND k.device = a.device
		JOIN devices d ON d.id = a.device
		WHERE a.challenge = ? ORDER BY CASE WHEN a.verdict = 'approve' THEN 0 ELSE 1 END, a.at LIMIT 1`, string(id)).Scan(&rows).Error
	if err != nil {
		return push.Stored{}, fmt.Errorf("read an answer: %w", err)
	}
	if len(rows) == 0 {
		return push.Stored{}, push.ErrNotFound
	}
	d, err := s.db.deviceOf(rows[0].Device)
	if err != nil {
		return push.Stored{}, err
	}
	return push.Stored{Challenge: rows[0].Challenge, Answer: rows[0].Answer, Details: rows[0].Details, Device: d}, nil
}
