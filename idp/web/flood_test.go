package web_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"testing"
	"time"

	"countersign/audit"
	"countersign/idp/web"
)

func from(address string) context.Context {
	return audit.WithRequest(context.Background(), audit.Request{Address: address})
}

func TestFloodHoldsBackANetworkAndNobodyElse(t *testing.T) {
	now := noon
	f := web.NewFlood(3, time.Minute, func() time.Time { return now })
	for i := range 3 {
		if err := f.Pass(from(fmt.Sprintf("2001:db8:1:2::%d", i)), "x"); err != nil {
			t.Fatalf("request %d: %v", i, err)
		}
	}
	now = now.Add(20 * time.Second)
	err := f.Pass(from("2001:db8:1:2:3::"), "x")
	failure, ok := errors.AsType[*web.Failure](err)
	if !ok || failure.Status != http.StatusTooManyRequests || failure.After != 40*time.Second {
		t.Fatalf("the fourth: %v", err)
	}
	for _, c := range []struct{ address, kind string }{{"2001:db8:1:3::1", "x"}, {"192.0.2.1", "x"}, {"2001:db8:1:2::1", "y"}} {
		if err := f.Pass(from(c.address), c.kind); err != nil {
			t.Errorf("%v: %v", c, err)
		}
	}
	now = now.Add(40 * time.Second)
	if err := f.Pass(from("2001:db8:1:2::1"), "x"); err != nil {
		t.Errorf("in the next window: %v", err)
	}
}

func TestFloodCountsAnIPv6SiteAsAWhole(t *testing.T) {
	f := web.NewFlood(3, time.Minute, func() time.Time { return noon })
	passed := 0
	for i := range 100 {
		if f.Pass(from(fmt.Sprintf("2001:db8:1:%x::1", i)), "x") == nil {
			passed++
		}
	}
	if passed != 48 {
		t.Errorf("%d networks of one site passed, want 16 times 3", passed)
	}
	if err := f.Pass(from("2001:db8:2:1::1"), "x"); err != nil {
		t.Errorf("another site: %v", err)
	}
}

// Sixty thousand networks leave counts in every place, but not enough to hold
// anybody back.
func TestManyNetworksDoNotHoldBackTheRest(t *testing.T) {
	f := web.NewFlood(60, time.Minute, func() time.Time { return noon })
	for i := range 60_000 {
		_ = f.Pass(from(fmt.Sprintf("10.%d.%d.1", i>>8, i&255)), "x")
	}
	for i := range 1000 {
		if err := f.Pass(from(fmt.Sprintf("192.0.%d.%d", i>>8, i&255)), "x"); err != nil {
			t.Fatalf("network %d: %v", i, err)
		}
	}
}

func TestTooManySaysWhenToComeBack(t *testing.T) {
	w, _ := house(t)
	res := ask(w, func(http.ResponseWriter, *http.Request) error { return web.TooMany(1500*time.Millisecond, nil) })
	if res.Code != http.StatusTooManyRequests || res.Header().Get("Retry-After") != "2" {
		t.Errorf("got %d, Retry-After %q", res.Code, res.Header().Get("Retry-After"))
	}
}
