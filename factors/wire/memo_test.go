package wire

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

func TestMemoIsBoundedAndKeepsNoRefusal(t *testing.T) {
	var m memo[string]
	reads := 0
	read := func(text []byte) (string, error) {
		reads++
		if string(text) == "bad" {
			return "", errors.New("refused")
		}
		return "of " + string(text), nil
	}
	of := func(text string, wantReads int) {
		t.Helper()
		before := reads
		got, err := m.of([]byte(text), read)
		if text == "bad" && err == nil || text != "bad" && (err != nil || got != "of "+text) {
			t.Errorf("%.20s: %q, %v", text, got, err)
		}
		if reads-before != wantReads {
			t.Errorf("%.20s: %d reads, want %d", text, reads-before, wantReads)
		}
	}
	of("a", 1)
	of("a", 0)
	of("bad", 1)
	of("bad", 1)
	long := strings.Repeat("x", memoBytes+1)
	of(long, 1)
	of(long, 1)
	for i := range 3 * memoTexts {
		of(fmt.Sprint(i), 1)
		if n := len(m.now) + len(m.last); n > 2*memoTexts {
			t.Fatalf("%d texts are kept", n)
		}
	}
	of("a", 1)
}
