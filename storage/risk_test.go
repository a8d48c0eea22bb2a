package storage_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"countersign/audit"
	"countersign/factors/risk"
	"countersign/storage"
	"countersign/storage/storagetest"
)

func TestRiskReadsWhatIsOnRecordOfTheAccountAlone(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		put := func(who string, kind audit.Kind, ago time.Duration, detail map[string]string) {
			t.Helper()
			e := audit.New(t.Context(), clock.Now().Add(-ago), kind)
			e.Person, e.Address, e.Detail = who, "192.0.2.1", detail
			if err := db.Events().Append(t.Context(), e); err != nil {
				t.Fatal(err)
			}
		}
		past := func() risk.Past {
			t.Helper()
			p, err := db.Events().RiskPast(t.Context(), "per_ada", clock.Now())
			if err != nil {
				t.Fatal(err)
			}
			return p
		}
		put("per_bob", audit.SessionStarted, time.Hour, nil)
		put("per_bob", audit.PasswordRight, time.Minute, nil)
		put("per_bob", audit.TOTPAdded, time.Minute, nil)
		put("per_ada", audit.SessionStarted, 91*risk.Day, nil)
		put("per_ada", audit.TOTPAdded, 25*time.Hour, nil)
		put("per_ada", audit.PasswordRight, 11*time.Minute, nil)
		put("per_ada", audit.PasswordSet, time.Hour, map[string]string{"first": "true"})
		if d := cmp.Diff(risk.Past{}, past()); d != "" {
			t.Errorf("what is somebody else's, too old, or the first password: %s", d)
		}
		for i := range 60 {
			put("per_ada", audit.SessionStarted, time.Duration(i+1)*time.Hour, nil)
		}
		put("per_ada", audit.PasswordRight, 9*time.Minute, nil)
		put("per_ada", audit.ChallengeConsumed, 8*time.Minute, nil)
		put("per_ada", audit.PasswordRight, 7*time.Minute, nil)
		put("per_ada", audit.PasswordRight, 6*time.Minute, nil)
		got := past()
		if len(got.SignIns) != risk.Most || !got.SignIns[0].At.Equal(clock.Now().Add(-time.Hour)) || got.SignIns[0].Address != "192.0.2.1" {
			t.Errorf("%d sign-ins, the first %+v", len(got.SignIns), got.SignIns[:1])
		}
		if got.Passwords != 2 || got.Changed {
			t.Errorf("%d passwords since the last approval, changed %v", got.Passwords, got.Changed)
		}
		// Who judges anew sees what was there then.
		then, err := db.Events().RiskPast(t.Context(), "per_ada", clock.Now().Add(-30*time.Hour))
		if err != nil || len(then.SignIns) != 32 || then.Passwords != 0 || !then.SignIns[0].At.Equal(clock.Now().Add(-30*time.Hour)) {
			t.Errorf("30 hours ago: %d sign-ins, %d passwords, %v", len(then.SignIns), then.Passwords, err)
		}
		put("per_ada", audit.PasswordSet, time.Hour, nil)
		if got = past(); !got.Changed {
			t.Error("a new password is no change")
		}
	})
}
