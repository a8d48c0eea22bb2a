package storage

import (
	"context"
	"testing"

	"countersign/audit"
)

// unsigned is a witness that finds evidence as the database keeps it and
// leaves signatures to package push.
type unsigned struct{ Events }

func (unsigned) Check(audit.Event, audit.Evidence) error { return nil }

func TestStoredDecisionThatWasChangedIsFound(t *testing.T) {
	for _, c := range []struct {
		name, sql      string
		false, missing int
	}{
		{"nothing is changed", "SELECT 1", 0, 0},
		{"the answer is changed", "UPDATE decisions SET jws = 'forged'", 1, 0},
		{"the answer and its digest are changed", "UPDATE decisions SET jws = 'forged', evidence = 'forged'", 1, 0},
		{"the request is changed", "UPDATE challenge_copies SET jws = 'forged'", 1, 0},
		{"the pair is deleted", "DELETE FROM challenges", 0, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			db := sealedDB(t)
			decided(t, db)
			if err := db.write.Exec(c.sql).Error; err != nil {
				t.Fatal(err)
			}
			r, err := audit.Verify(t.Context(), db.Events(), unsigned{db.Events()})
			if err != nil || r.Break != nil || len(r.False) != c.false || r.Missing != c.missing {
				t.Errorf("%+v, %v", r, err)
			}
		})
	}
}

// decided stores a request, its answer and the sealed event of it.
func decided(t *testing.T, db *DB) {
	t.Helper()
	e := audit.New(context.Background(), db.now(), audit.ChallengeApproved)
	e.Challenge, e.Device, e.Evidence = "chl_1", "dev_1", audit.EvidenceDigest("request", "answer")
	e.Detail = map[string]string{"decision": "approve"}
	for _, sql := range []string{
		`INSERT INTO devices (id, account, pseudonym, jkt, public_key, status, name, platform, os, model, app, app_version, lang,
			modes, provider, channel_set, protection, created)
			VALUES ('dev_1', 'per_1', 'acc_1', 'jkt', '{}', 'active', '', '', '', '', '', '', '', '[]', 'none', 0, 'swk', 0)`,
		`INSERT INTO challenges (id, account, purpose, holder, state, mode, forced, tries, verdicts, resends, resent, created, expires, due)
			VALUES ('chl_1', 'per_1', 'login', 'flow_1', 'approved', 'num2', 0, 1, '[]', 2, 0, 0, 0, 0)`,
		"INSERT INTO challenge_copies (challenge, device, jws, nonce, channel_set) VALUES ('chl_1', 'dev_1', 'request', 'n', 0)",
		"INSERT INTO decisions (challenge, digest, device, verdict, jws, state, evidence, at) VALUES ('chl_1', 'd', 'dev_1', 'approve', 'answer', 'approved', '" + e.Evidence + "', 0)",
	} {
		if err := db.write.Exec(sql).Error; err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Events().Append(t.Context(), e); err != nil {
		t.Fatal(err)
	}
	if n, err := db.Events().Seal(t.Context(), 10); err != nil || n != 1 {
		t.Fatal(n, err)
	}
}
