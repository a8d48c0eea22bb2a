package main

import (
	"database/sql"
	"strings"
	"testing"

	"countersign/audit"
	"countersign/factors/wire"
)

// tampering is what somebody who can write to the database does, and how the
// test takes it back.
type tampering struct {
	name string
	do   []string
	undo []string
	want string // what verify finds; "" for a pair that is missing
}

func tamperings() []tampering {
	kept := func(cond string) (do, undo []string) {
		return []string{"CREATE TABLE kept AS SELECT * FROM audit_events WHERE " + cond, "DELETE FROM audit_events WHERE " + cond},
			[]string{"INSERT INTO audit_events SELECT * FROM kept", "DROP TABLE kept"}
	}
	all := []tampering{
		{"reason edited", statementsOf("UPDATE audit_events SET reason = reason || '!' WHERE seq = 5"), statementsOf("UPDATE audit_events SET reason = substr(reason, 1, length(reason) - 1) WHERE seq = 5"), "is not what was sealed"},
		{"person edited", statementsOf("UPDATE audit_events SET person = person || 'x' WHERE seq = 7"), statementsOf("UPDATE audit_events SET person = substr(person, 1, length(person) - 1) WHERE seq = 7"), "is not what was sealed"},
		{"time edited", statementsOf("UPDATE audit_events SET at = at + 1 WHERE seq = 4"), statementsOf("UPDATE audit_events SET at = at - 1 WHERE seq = 4"), "is not what was sealed"},
		{
			"two exchanged",
			statementsOf("UPDATE audit_events SET seq = -1 WHERE seq = 5", "UPDATE audit_events SET seq = 5 WHERE seq = 6", "UPDATE audit_events SET seq = 6 WHERE seq = -1"),
			statementsOf("UPDATE audit_events SET seq = -1 WHERE seq = 5", "UPDATE audit_events SET seq = 5 WHERE seq = 6", "UPDATE audit_events SET seq = 6 WHERE seq = -1"),
			"is not what was sealed",
		},
		{
			"one added at the end", statementsOf(`INSERT INTO audit_events SELECT 'evt_x', at, kind, request, person, client, device, challenge, flow, session, grant_id,
				address, reason, evidence, detail, seq + 1, hash FROM audit_events WHERE seq = (SELECT max(seq) FROM audit_events)`),
			statementsOf("DELETE FROM audit_events WHERE id = 'evt_x'"), "behind the sealed head",
		},
		{"head set back", statementsOf("UPDATE audit_chain SET seq = seq - 1"), statementsOf("UPDATE audit_chain SET seq = seq + 1"), "error"},
	}
	for name, cond := range map[string]string{
		"first deleted": "seq = 1", "one deleted": "seq = 9", "last deleted": "seq = (SELECT max(seq) FROM audit_events)",
	} {
		do, undo := kept(cond)
		all = append(all, tampering{name, do, undo, "is missing before this one|the chain ends here"})
	}
	return append(all, pairTamperings()...)
}

// pairTamperings are changes to stored challenges and decisions.
func pairTamperings() []tampering {
	keep := func(table string) string { return "CREATE TABLE kept AS SELECT * FROM " + table }
	back := func(table, column, key string) []string {
		return statementsOf("UPDATE "+table+" SET "+column+" = (SELECT kept."+column+" FROM kept WHERE kept."+key+" = "+table+"."+key+")", "DROP TABLE kept")
	}
	return []tampering{
		{"decision cut", statementsOf(keep("decisions"), "UPDATE decisions SET jws = substr(jws, 1, length(jws) - 1)"), back("decisions", "jws", "challenge"), "not those of the event"},
		{
			"decision exchanged for another of the same phone",
			statementsOf(keep("decisions"), "UPDATE decisions SET jws = (SELECT min(kept.jws) FROM kept)"), back("decisions", "jws", "challenge"), "not those of the event",
		},
		{"challenge exchanged", statementsOf(keep("challenge_copies"), "UPDATE challenge_copies SET jws = (SELECT min(kept.jws) FROM kept)"), back("challenge_copies", "jws", "challenge"), "not those of the event"},
		{
			"key of the phone exchanged", statementsOf(keep("devices"), "UPDATE devices SET public_key = (SELECT max(kept.public_key) FROM kept)"),
			back("devices", "public_key", "id"), "verify the decision",
		},
		{"decisions deleted", statementsOf(keep("decisions"), "DELETE FROM decisions"), statementsOf("INSERT INTO decisions SELECT * FROM kept", "DROP TABLE kept"), ""},
	}
}

func statementsOf(statements ...string) []string { return statements }

func TestAttack73ChangedRecordOrEvidenceIsFound(t *testing.T) {
	attackBoth(t, func(t *testing.T, a attacker) {
		ada, bob := a.join("ada"), a.join("bob")
		a.signedIn(ada, nil)
		w := a.waits(bob, nil)
		_, err := w.phone.Deny(t.Context(), w.asked, wire.ReasonNotMe)
		a.ok(err)
		a.seal()
		db := a.database()
		if r, err := a.verified(); err != nil || !r.Sound() || r.Decisions != 4 || r.Missing != 0 || r.Waiting != 0 {
			t.Fatalf("untouched: %+v, %v", r, err)
		}
		for _, c := range tamperings() {
			t.Run(c.name, func(t *testing.T) {
				a := a.in(t)
				a.exec(db, c.do...)
				defer func() {
					a.exec(db, c.undo...)
					if r, err := a.verified(); err != nil || !r.Sound() || r.Missing != 0 {
						t.Fatalf("not taken back: %+v, %v", r, err)
					}
				}()
				r, err := a.verified()
				if !verifyFound(r, err, c.want) {
					t.Errorf("verify finds %+v, %v; want %q", r, err, c.want)
				}
			})
		}
	})
}

// verifyFound says whether verify saw what was done.
func verifyFound(r audit.Report, err error, want string) bool {
	switch {
	case want == "error":
		return err != nil
	case want == "":
		return err == nil && r.Missing == r.Decisions+r.Missing && r.Missing > 0
	case err != nil || r.Sound():
		return false
	}
	all := r.False
	if r.Break != nil {
		all = append(all, *r.Break)
	}
	for _, f := range all {
		for one := range strings.SplitSeq(want, "|") {
			if strings.Contains(f.What, one) {
				return true
			}
		}
	}
	return false
}

// seal puts all events into the chain, as the job of a server does.
func (a attacker) seal() {
	a.t.Helper()
	for {
		n, err := a.replicas[0].db.Events().Seal(a.t.Context(), 500)
		if a.ok(err); n == 0 {
			return
		}
	}
}

func (a attacker) verified() (audit.Report, error) {
	events := a.replicas[0].db.Events()
	return audit.Verify(a.t.Context(), events, witness{events})
}

func (a attacker) exec(db *sql.DB, statements ...string) {
	a.t.Helper()
	for _, s := range statements {
		if _, err := db.ExecContext(a.t.Context(), s); err != nil {
			a.t.Fatalf("%s: %v", s, err)
		}
	}
}
