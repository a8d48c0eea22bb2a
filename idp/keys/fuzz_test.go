package keys_test

import "testing"

// Nothing is taken for ours but what we signed, as what we signed it for.
func FuzzVerify(f *testing.F) {
	c, shelf := start(), &shelf{}
	f.Add("eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.e30.")
	f.Add("eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6IngifQ.e30.AAAA")
	f.Add(`{"payload":"e30","protected":"eyJhbGciOiJFUzI1NiJ9","signature":"AA"}`)
	f.Fuzz(func(t *testing.T, text string) {
		r := newRing(t, shelf, c, nil)
		good := sign(t, r)
		for _, typ := range []string{"JWT", "at+jwt", "logout+jwt", ""} {
			if payload, err := r.Verify(t.Context(), typ, text); err == nil {
				t.Errorf("%q is taken as %s: %s", text, typ, payload)
			}
		}
		// Where it stands beside a signature of ours, too.
		for _, other := range []string{good + text, text + good, good[:len(good)/2] + text + good[len(good)/2:]} {
			if payload, err := r.Verify(t.Context(), "JWT", other); err == nil && string(payload) != `{"sub":"x"}` {
				t.Errorf("%q is taken: %s", other, payload)
			}
		}
	})
}
