package mail

import (
	"slices"
	"testing"
	"time"
)

func TestPausesDoubleUpToAnHour(t *testing.T) {
	for tries, want := range map[int]time.Duration{
		1: 30 * time.Second, 2: time.Minute, 3: 2 * time.Minute, 7: 32 * time.Minute, 8: time.Hour, 9: time.Hour, 1000: time.Hour,
	} {
		if got := pause(tries); got != want {
			t.Errorf("after %d tries: %v, want %v", tries, got, want)
		}
	}
}

func TestEveryKindHasItsWords(t *testing.T) {
	kinds := []Kind{Invitation, Reset, EmailCode, EmailVerify, EmailLeft, AdminReport, AdminReview, AdminLock, AdminPass, AdminDigest} // asked for by name, not caused by an event
	for _, n := range notices {
		if !slices.Contains(kinds, n.Kind) { // two events may be told alike
			kinds = append(kinds, n.Kind)
		}
	}
	for _, k := range kinds {
		s, ok := says[k]
		if !ok || s.subject == nil || s.title == nil || len(s.rest) == 0 {
			t.Errorf("%s lacks words", k)
		}
	}
	if len(says) != len(kinds) {
		t.Errorf("%d kinds have words, %d are ever sent", len(says), len(kinds))
	}
}
