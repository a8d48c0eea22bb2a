package recovery

import (
	"strings"
	"testing"
)

// A code is the same however it is typed, and what is drawn stays what it is.
func FuzzNormal(f *testing.F) {
	for _, typed := range []string{"0123-4567-89AB-CDEF", "o1il abcd\u00a0efgh\u2011jkmn", "\u0131\u017f"} {
		f.Add(typed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		once := normal(typed)
		if twice := normal(once); twice != once {
			t.Errorf("%q is %q, and that is %q", typed, once, twice)
		}
		code := fresh()
		bare := strings.ReplaceAll(code, "-", "")
		if normal(code) != bare || normal(strings.ToLower(code)) != bare || normal(strings.ReplaceAll(code, "-", " ")) != bare {
			t.Errorf("%s is not kept as it is drawn", code)
		}
	})
}
