package storage

import (
	"context"
	"fmt"

	"countersign/audit"
)

// Evidence is the challenge, the decision and the device's key behind an event.
// Where a device answered more than once it is the answer that the event tells
// of; if none has its digest any more, another of them is returned, so that a changed row
// is seen as a contradiction and not as one that expired.
func (e Events) Evidence(ctx context.Context, of audit.Event) (audit.Evidence, error) {
	var rows []struct {
		Challenge string
		Decision  string
		PublicKey string
	}
	err := e.db.read.WithContext(ctx).Raw(`SELECT challenge_copies.jws AS challenge, decisions.jws AS decision, devices.public_key
		FROM decisions
		JOIN challenge_copies ON challenge_copies.challenge = decisions.challenge AND challenge_copies.device = decisions.device
		JOIN devices ON devices.id = decisions.device
		WHERE decisions.challenge = ? AND decisions.device = ?
		ORDER BY CASE WHEN decisions.evidence = ? THEN 0 WHEN decisions.verdict = ? THEN 1 ELSE 2 END LIMIT 1`,
		of.Challenge, of.Device, of.Evidence, of.Detail["decision"]).Scan(&rows).Error
	if err != nil {
		return audit.Evidence{}, fmt.Errorf("read evidence: %w", err)
	}
	if len(rows) == 0 {
		return audit.Evidence{}, audit.ErrNoEvidence
	}
	return audit.Evidence{
		Challenge: rows[0].Challenge, Decision: rows[0].Decision, DeviceKey: []byte(rows[0].PublicKey),
	}, nil
}
