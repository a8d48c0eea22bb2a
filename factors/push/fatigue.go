package push

import (
	"errors"
	"slices"
	"time"

	"countersign/factors"
	"countersign/factors/wire"
)

// Limits are those against push fatigue: how often somebody who has the
// password can make a phone ring. Each counts for one account, and apart for
// browsers that it knows and those that it does not.
type Limits struct {
	// Gap is the pause after the first request that was not approved; it
	// doubles with each more in a row, up to Longest.
	Gap, Longest time.Duration
	// Strong asks for six digits and offers other ways first.
	Strong Burst
	// Off and LongOff turn push off for unknown browsers, for as long as their
	// window.
	Off, LongOff Burst
	// DenyPause follows a denial.
	DenyPause time.Duration
	// Denials in a row of minutes bring DenialsPause, six digits for StrongFor,
	// and a notice.
	Denials      Burst
	DenialsPause time.Duration
	StrongFor    time.Duration
	// HardStop is how many wrong numbers since the last approval turn push off
	// until an administrator clears the account.
	HardStop int
}

// Burst is N requests within a window.
type Burst struct {
	N      int
	Within time.Duration
}

// DefaultLimits are those of docs/operating.md.
func DefaultLimits() Limits {
	return Limits{
		Gap: 30 * time.Second, Longest: time.Hour,
		Strong: Burst{3, 10 * time.Minute}, Off: Burst{5, time.Hour}, LongOff: Burst{10, 24 * time.Hour},
		DenyPause: time.Minute, Denials: Burst{2, time.Hour}, DenialsPause: 15 * time.Minute, StrongFor: 24 * time.Hour,
		HardStop: 100,
	}
}

func (l Limits) check() error {
	for _, b := range []Burst{l.Strong, l.Off, l.LongOff, l.Denials} {
		if b.N < 1 || b.Within <= 0 {
			return errors.New("push: every limit against fatigue needs a number and a window")
		}
	}
	if l.Gap < 0 || l.Longest < l.Gap || l.DenyPause < 0 || l.DenialsPause < 0 || l.StrongFor < 0 || l.HardStop < 1 {
		return errors.New("push: every limit against fatigue is needed")
	}
	return nil
}

// memory is how far back a request can still matter: a window is full with its
// last request, and what follows from that lasts as long again.
func (l Limits) memory() time.Duration {
	return max(2*l.LongOff.Within, 2*l.Off.Within, l.Strong.Within, l.Denials.Within+max(l.StrongFor, l.DenialsPause), l.Longest)
}

// Past is an earlier request to an account, as the limits look at it.
type Past struct {
	ID      ID
	Asker   string     // the client that asked by itself, or ""
	Known   bool       // asked from a known browser
	State   wire.State // as time has it
	Misses  int        // wrong numbers typed at it
	Without bool       // withdrawn because its sign-in finished without it, or put it in another way
	Apart   bool       // approved, and refused because phone and browser were far apart
	Created time.Time
	Ended   time.Time // zero while it is open
}

// approved is true for what ends a row: an approval that a sign-in used.
func (p Past) approved() bool { return p.State == wire.StateConsumed }

// weight is how much a request counts that was not approved. One that the
// browser took back counts, seen or not: the phone rang, and ringing is the
// attack. A wrong number counts twice. An approval that was too late counts
// nothing, and so does a request that the person did without, because they
// proved themselves another way, or approved from too far away.
func (p Past) weight() int {
	switch p.State {
	case wire.StatePending, wire.StateApproved, wire.StateConsumed, wire.StateLapsed:
		return 0
	case wire.StateFailed, wire.StateDenied, wire.StateReported, wire.StateExpired, wire.StateCancelled, wire.StateSuperseded:
	}
	switch {
	case p.Without, p.Apart:
		return 0
	case p.Misses > 0:
		return 2
	}
	return 1
}

// again is true for a request whose sign-in put it in another way: the one that
// came after it is the same question.
func (p Past) again() bool { return p.Without && p.State == wire.StateSuperseded }

func (p Past) denied() bool { return p.State == wire.StateDenied || p.State == wire.StateReported }

// Notice is something that a person or an administrator is told, once.
type Notice struct {
	Kind  NoticeKind
	Since time.Time // when it came to that
	// Again is how long after one notice the next of its kind may come.
	Again time.Duration
}

// NoticeKind is what a notice is about.
type NoticeKind string

// The notices.
const (
	// NoticeDenied: requests were denied several times in a short while, so
	// somebody else may have the password.
	NoticeDenied NoticeKind = "denied"
	// NoticeReview: so many requests were not approved that somebody should
	// look at the account.
	NoticeReview NoticeKind = "review"
)

// Ruling is what the limits say to one more request.
type Ruling struct {
	// Until is when it may be sent; zero for now.
	Until time.Time
	// Off is true if push is off until then, and not just paused.
	Off bool
	// Least is the least mode; empty if the limits ask for none.
	Least factors.Match
	// Count is which request within Strong.Within it is.
	Count int
	// Quiet is true if it may not break into Do Not Disturb.
	Quiet bool
	// Crowded is true if other ways to confirm should come first.
	Crowded bool
	Notices []Notice
}

// Allows says whether the request may be sent at a time.
func (r Ruling) Allows(now time.Time) bool { return !now.Before(r.Until) }

// quietAfter is how many requests in a row may break into Do Not Disturb.
const quietAfter = 2

// Judge applies the limits to a request that comes now, from a known browser
// or not. past is what the account was asked within memory, newest first.
// Pauses and locks come from the browser's own kind alone: a stranger's
// requests never hold up who signs in where they always do.
func (l Limits) Judge(past []Past, known bool, now time.Time) Ruling {
	r := Ruling{Count: 1}
	for _, p := range past {
		if p.Created.After(now.Add(-l.Strong.Within)) && !p.again() {
			r.Count++
		}
	}
	row := inARow(past, known)
	if n := len(row); n > 0 {
		last := row[n-1]
		r.wait(last.Created.Add(l.backOff(weigh(row, time.Time{}))), false)
		if last.denied() {
			r.wait(last.Ended.Add(l.DenyPause), false)
		}
	}
	if weigh(row, now.Add(-l.Strong.Within)) >= l.Strong.N {
		r.Least, r.Crowded = factors.MatchNum6, true
	}
	r.Quiet = weigh(row, now.Add(-l.Off.Within)) >= quietAfter
	for _, b := range []Burst{l.Off, l.LongOff} {
		if at, ok := b.last(row); ok && !known {
			r.wait(at.Add(b.Within), true)
		}
	}
	l.judgeDenials(&r, past, known, now)
	l.judgeReview(&r, past, now)
	if r.Allows(now) {
		r.Until, r.Off = time.Time{}, false
	}
	return r
}

// judgeDenials is about requests that a phone said no to. The pause is for the
// kind of browser that asked; six digits are for both.
func (l Limits) judgeDenials(r *Ruling, past []Past, known bool, now time.Time) {
	all, own := denials(past, nil), denials(past, &known)
	if at, ok := l.Denials.last(own); ok {
		r.wait(at.Add(l.DenialsPause), false)
	}
	at, ok := l.Denials.last(all)
	if !ok {
		return
	}
	if now.Before(at.Add(l.StrongFor)) {
		r.Least = factors.MatchNum6
	}
	r.Notices = append(r.Notices, Notice{Kind: NoticeDenied, Since: at, Again: l.Denials.Within})
}

func (l Limits) judgeReview(r *Ruling, past []Past, now time.Time) {
	for _, known := range []bool{false, true} {
		at, ok := l.LongOff.last(inARow(past, known))
		if ok && now.Before(at.Add(l.LongOff.Within)) {
			r.Notices = append(r.Notices, Notice{Kind: NoticeReview, Since: at, Again: l.LongOff.Within})
			return
		}
	}
}

// wait keeps the later of two times.
func (r *Ruling) wait(until time.Time, off bool) {
	if until.After(r.Until) {
		r.Until, r.Off = until, off
	}
}

// backOff is the pause after n that were not approved.
func (l Limits) backOff(n int) time.Duration {
	d := l.Gap
	for range n - 1 {
		if d *= 2; d >= l.Longest {
			return l.Longest
		}
	}
	return d
}

// inARow is what was not approved since the last approval, from one kind of
// browser, oldest first.
func inARow(past []Past, known bool) []Past {
	var row []Past
	for _, p := range past {
		if p.Known != known {
			continue
		}
		if p.approved() {
			break
		}
		if p.weight() > 0 {
			row = append(row, p)
		}
	}
	slices.Reverse(row)
	return row
}

// denials are those of one kind of browser, or all, oldest first.
func denials(past []Past, known *bool) []Past {
	var out []Past
	for _, p := range past {
		if p.denied() && (known == nil || p.Known == *known) {
			out = append(out, p)
		}
	}
	slices.Reverse(out)
	return out
}

// weigh adds up what ended after a time.
func weigh(row []Past, after time.Time) int {
	n := 0
	for _, p := range row {
		if p.Ended.After(after) {
			n += p.weight()
		}
	}
	return n
}

// last is when the burst last came together.
func (b Burst) last(row []Past) (time.Time, bool) {
	for i := len(row) - 1; i >= 0; i-- {
		at := row[i].Ended
		if weigh(row[:i+1], at.Add(-b.Within)) >= b.N {
			return at, true
		}
	}
	return time.Time{}, false
}
