package main

import (
	"net/http"
	"net/url"
	"sync"
	"testing"

	"countersign/audit"
	"countersign/cmd/demo/browser"
	"countersign/config"
	"countersign/factors"
	"countersign/storage"
)

// Of many codes at once no more are looked at than of one after the other.
func TestManyCodesAtOnceAreNoMoreGuesses(t *testing.T) {
	const tries, tabs = 3, 12
	for _, database := range []string{"sqlite", "postgres"} {
		t.Run(database, func(t *testing.T) {
			r := newRig(t, database, 1, func(c *config.Config) { c.Limits.DeviceCodes = tries })
			d := r.asks(r.television(), url.Values{})
			// A right code is no wrong one.
			for range tries + 1 {
				b := r.browser(0)
				r.ok(b.Open(t.Context(), r.issuer+"/device"), b.Fill("device-code", d.User), b.Click(t.Context(), "device-code-submit"))
				if !b.Has("username") {
					t.Fatalf("the right code: %s", b.PageText())
				}
			}
			all := make([]*browser.Tab, tabs)
			for i := range all {
				all[i] = r.browser(0)
				r.ok(all[i].Open(t.Context(), r.issuer+"/device"), all[i].Fill("device-code", "BBBB-BBBB"))
			}
			failed := make([]error, tabs)
			var wg sync.WaitGroup
			for i, b := range all {
				wg.Go(func() { failed[i] = b.Click(t.Context(), "device-code-submit") })
			}
			wg.Wait()
			r.ok(failed...)
			said := map[int]int{}
			for _, b := range all {
				said[b.Status()]++
			}
			if said[http.StatusUnprocessableEntity] != tries || said[http.StatusTooManyRequests] != tabs-tries {
				t.Errorf("answers by status: %v", said)
			}
			if n := len(r.events(storage.Query{Kind: audit.DeviceGrantWrong, Limit: 100})); n != tries {
				t.Errorf("%d wrong codes on record", n)
			}
			// And who has no guess left makes us write nothing.
			counted := func() int {
				n, _, err := r.replicas[0].db.Counters().Read(t.Context(), "device code from:"+factors.Digest(factors.Network("127.0.0.1")))
				r.ok(err)
				return n
			}
			before := counted()
			b := r.browser(0)
			r.ok(b.Open(t.Context(), r.issuer+"/device"), b.Fill("device-code", d.User), b.Click(t.Context(), "device-code-submit"))
			if after := counted(); b.Status() != http.StatusTooManyRequests || before < tries || after != before {
				t.Errorf("%d; %d are counted, %d before", b.Status(), after, before)
			}
		})
	}
}
