package risk

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"time"

	"countersign/factors"
	"countersign/factors/place"
)

// SignIn is one that went well.
type SignIn struct {
	At      time.Time
	Address string
}

// Past is what is on record of an account.
type Past struct {
	// SignIns are the last ones, newest first.
	SignIns []SignIn
	// Passwords is how many right passwords there were lately, since the last
	// second factor.
	Passwords int
	// Changed is true if a password or a factor was changed within Day.
	Changed bool
}

// How far back the judge looks, and how much of it.
const (
	Most  = 50
	Reach = 90 * Day
	Day   = 24 * time.Hour
	Short = 10 * time.Minute
)

// Deps are what a Judge needs.
type Deps struct {
	// Past reads at most Most sign-ins of Reach, passwords of Short and changes
	// of Day before a time.
	Past func(ctx context.Context, account factors.Account, now time.Time) (Past, error)
	// Accounts is at how many accounts an address's network failed lately.
	Accounts func(ctx context.Context, address string) (int, error)
	// Place is where an address is; nil if nobody knows.
	Place func(address string) place.Place
	Now   func() time.Time
}

// Judge completes the signals of a sign-in by what is on record.
type Judge struct{ Deps }

// New checks deps and makes a Judge.
func New(d Deps) (*Judge, error) {
	if d.Past == nil || d.Accounts == nil || d.Now == nil {
		return nil, errors.New("risk: Past, Accounts and Now are needed")
	}
	return &Judge{d}, nil
}

// Score is how unusual it is that somebody signs in from an address now. s is
// what the caller knows of it already.
func (j *Judge) Score(ctx context.Context, account factors.Account, address string, s Signals) (Score, error) {
	now := j.Now()
	past, err := j.Past(ctx, account, now)
	if err != nil {
		return nil, fmt.Errorf("judge the risk: %w", err)
	}
	if s.Accounts, err = j.Accounts(ctx, address); err != nil {
		return nil, fmt.Errorf("judge the risk: %w", err)
	}
	s.Passwords, s.Changed = past.Passwords, past.Changed
	s.NewNetwork, s.OddHour = isNew(address, past.SignIns), isOdd(now, past.SignIns)
	if j.Place != nil {
		j.locate(&s, address, past.SignIns, now)
	}
	return Assess(s), nil
}

// isNew is false for somebody of whom no sign-in is on record: everything is
// new then, and the browser says so already.
func isNew(address string, past []SignIn) bool {
	near := Neighbourhood(address)
	if near == "" || len(past) == 0 {
		return false
	}
	for _, p := range past {
		if Neighbourhood(p.Address) == near {
			return false
		}
	}
	return true
}

// Neighbourhood is the IPv4 /24 or IPv6 /48 of an address: what stays the same
// while a provider hands out others. It is "" for what is no address.
func Neighbourhood(address string) string {
	a, err := netip.ParseAddr(address)
	if err != nil {
		return ""
	}
	a = a.Unmap().WithZone("")
	bits := 48
	if a.Is4() {
		bits = 24
	}
	return netip.PrefixFrom(a, bits).Masked().String()
}

// habit is how many sign-ins show when somebody signs in. Of 30 to 50 of them
// those outside the middle 99 % are none at all: an hour is odd if none of them
// was within an hour of that time of day.
const habit = 30

func isOdd(now time.Time, past []SignIn) bool {
	if len(past) < habit {
		return false
	}
	for _, p := range past {
		apart := (now.Sub(p.At)%Day + Day) % Day
		if min(apart, Day-apart) <= time.Hour {
			return false
		}
	}
	return true
}
