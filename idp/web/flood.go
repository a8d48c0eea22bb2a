package web

import (
	"context"
	"fmt"
	"hash/maphash"
	"net/netip"
	"sync"
	"time"

	"countersign/audit"
)

// Flood bounds, on this replica, what anybody at all may make the server write
// down, by the network that asks. What it remembers is of one size whoever
// asks: a few rows of counts, and each network has one place in each row, by a
// hash that nobody outside can foresee. The least of its places is its count,
// so a network is held back for the sake of others only if they fill all of
// its places, which takes thousands of full networks at once.
type Flood struct {
	most   int
	window time.Duration
	now    func() time.Time
	seeds  [floodRows]maphash.Seed

	mu    sync.Mutex
	start time.Time
	seen  [floodRows][floodPlaces]uint32
}

// The size of a Flood's memory: 192 KiB.
const (
	floodRows   = 3
	floodPlaces = 1 << 14
)

// One IPv6 site (/48) has 65,536 networks of its own and counts once more as a
// whole, for as much as siteShare of them.
const (
	siteBits  = 48
	siteShare = 16
)

// NewFlood lets every network pass most times in each window.
func NewFlood(most int, window time.Duration, now func() time.Time) *Flood {
	f := &Flood{most: most, window: window, now: now}
	for i := range f.seeds {
		f.seeds[i] = maphash.MakeSeed()
	}
	return f
}

// Pass counts a request of this kind, or is the failure to answer it with: 429
// and when to come back.
func (f *Flood) Pass(ctx context.Context, kind string) error {
	now := f.now()
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.start.IsZero() || now.Sub(f.start) >= f.window || now.Before(f.start) {
		f.start, f.seen = now, [floodRows][floodPlaces]uint32{}
	}
	network, site := networks(audit.RequestOf(ctx).Address)
	full := f.count(kind+" "+network) > f.most
	if site != "" {
		full = f.count(kind+" "+site) > f.most*siteShare || full
	}
	if !full {
		return nil
	}
	return TooMany(f.start.Add(f.window).Sub(now), fmt.Errorf("too many requests of a network: %s", kind))
}

// count adds one and is how many there are at the most.
func (f *Flood) count(key string) int {
	least := ^uint32(0)
	for i := range f.seen {
		place := &f.seen[i][maphash.String(f.seeds[i], key)%floodPlaces]
		if *place < ^uint32(0) {
			*place++
		}
		least = min(least, *place)
	}
	return int(least)
}

// networks are the caller's network, and the site around it if it is IPv6.
func networks(address string) (network, site string) {
	a, err := netip.ParseAddr(address)
	if err != nil {
		return "none", ""
	}
	a = a.Unmap().WithZone("")
	if a.Is4() {
		return a.String(), ""
	}
	const subscriber = 64
	return netip.PrefixFrom(a, subscriber).Masked().String(), netip.PrefixFrom(a, siteBits).Masked().String()
}
