package storage

import (
	"context"
	"fmt"
	"time"

	"countersign/factors/device"
	"countersign/factors/push"
	"countersign/factors/wire"
)

// Answers is what a device decided last, through decisions_device.
func (s Challenges) Answers(ctx context.Context, d device.ID, at time.Time, limit int) ([]push.Answered, error) {
	var rows []struct {
		Challenge string
		Verdict   string
		At        int64
		State     string
		Due       int64
		Ended     int64
		Jws       string
	}
	err := s.db.read.WithContext(ctx).Raw(`SELECT a.challenge, a.verdict, a.at, c.state, c.due, c.ended, k.jws
		FROM decisions a
		JOIN challenges c ON c.id = a.challenge
		JOIN challenge_copies k ON k.challenge = a.challenge AND k.device = a.device
		WHERE a.device = ? ORDER BY a.at DESC, a.challenge LIMIT ?`, string(d), limit).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("read a device's decisions: %w", err)
	}
	out := make([]push.Answered, len(rows))
	for i, r := range rows {
		c := push.Challenge{State: wire.State(r.State), Due: when(r.Due), Ended: when(r.Ended)}
		out[i] = push.Answered{
			Challenge: push.ID(r.Challenge), Verdict: wire.Verdict(r.Verdict), State: c.At(at).State, At: when(r.At), JWS: r.Jws,
		}
	}
	return out, nil
}
