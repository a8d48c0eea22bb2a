package push_test

import (
	"testing"
	"time"

	"countersign/factors"
	"countersign/factors/push"
	"countersign/factors/wire"
)

//nolint:gochecknoglobals // a fixed moment
var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

// asked is a request that began so long before noon, and ended ten seconds
// later.
func asked(before time.Duration, s wire.State) push.Past {
	at := noon.Add(-before)
	return push.Past{State: s, Created: at, Ended: at.Add(10 * time.Second)}
}

// row is n requests, every so often, the newest so long before noon.
func row(n int, newest, every time.Duration) []push.Past {
	out := make([]push.Past, n)
	for i := range out {
		out[i] = asked(newest+time.Duration(i)*every, wire.StateExpired)
	}
	return out
}

func fromKnown(past []push.Past) []push.Past {
	out := make([]push.Past, len(past))
	for i, p := range past {
		p.Known = true
		out[i] = p
	}
	return out
}

func join(parts ...[]push.Past) []push.Past {
	var out []push.Past
	for _, p := range parts {
		out = append(out, p...)
	}
	return out
}

// ruled is what a case expects, with the wait counted from noon.
type ruled struct {
	wait    time.Duration
	off     bool
	num6    bool
	count   int
	quiet   bool
	crowded bool
	notices []push.NoticeKind
}

type judged struct {
	name  string
	past  []push.Past
	known bool
	want  ruled
}

// cells are the rows of the table of limits, each at its edges.
func cells() []judged {
	const s, m, h = time.Second, time.Minute, time.Hour
	one := func(before time.Duration, st wire.State) []push.Past { return []push.Past{asked(before, st)} }
	missed := func(before time.Duration) []push.Past {
		p := asked(before, wire.StateFailed)
		p.Misses = 1
		return []push.Past{p}
	}
	without := asked(15*s, wire.StateCancelled)
	without.Without = true
	denied := []push.NoticeKind{push.NoticeDenied}
	review := []push.NoticeKind{push.NoticeReview}
	return []judged{
		{name: "nothing before", want: ruled{count: 1}},
		{name: "gap", past: one(15*s, wire.StateExpired), want: ruled{wait: 15 * s, count: 2}},
		{name: "gap is over", past: one(30*s, wire.StateExpired), want: ruled{count: 2}},
		{name: "old request is not counted", past: one(10*m, wire.StateExpired), want: ruled{count: 1}},
		{name: "taken back by the browser", past: one(15*s, wire.StateCancelled), want: ruled{wait: 15 * s, count: 2}},
		{name: "superseded", past: one(15*s, wire.StateSuperseded), want: ruled{wait: 15 * s, count: 2}},
		{name: "approved in time", past: one(15*s, wire.StateConsumed), want: ruled{count: 2}},
		{name: "approved too late", past: one(15*s, wire.StateLapsed), want: ruled{count: 2}},
		{name: "approved, not used yet", past: one(15*s, wire.StateApproved), want: ruled{count: 2}},
		{name: "another sign-in's is open", past: one(15*s, wire.StatePending), want: ruled{count: 2}},
		{name: "signed in another way", past: []push.Past{without}, want: ruled{count: 2}},

		{name: "back-off after two", past: row(2, 20*s, 60*s), want: ruled{wait: 40 * s, count: 3, quiet: true}},
		{name: "back-off after two is over", past: row(2, 60*s, 60*s), want: ruled{count: 3, quiet: true}},
		{name: "wrong number counts twice", past: missed(20 * s), want: ruled{wait: 40 * s, count: 2, quiet: true}},
		{name: "three in ten minutes", past: row(3, 2*m, m), want: ruled{count: 4, num6: true, quiet: true, crowded: true}},
		{name: "three, one of them too long ago", past: row(3, 2*m, 5*m), want: ruled{count: 3, quiet: true}},
		{name: "wrong number and another", past: join(missed(2*m), row(1, 4*m, m)), want: ruled{count: 3, num6: true, quiet: true, crowded: true}},
		{name: "approval ends the row", past: join(row(1, 40*s, m), one(2*m, wire.StateConsumed), row(4, 3*m, m)),
			want: ruled{count: 7}},

		{name: "five in an hour", past: row(5, 20*m, 5*m), want: ruled{wait: 40*m + 10*s, off: true, count: 1, quiet: true}},
		{name: "five in an hour, known browser", past: fromKnown(row(5, 20*m, 5*m)), known: true, want: ruled{count: 1, quiet: true}},
		{name: "five in more than an hour", past: row(5, 20*m, 16*m), want: ruled{count: 1, quiet: true}},
		{name: "off for an hour is over", past: row(5, 61*m, 5*m), want: ruled{count: 1}},
		{name: "back-off has an end", past: join(row(1, 10*m, h), row(8, 3*h, 2*h)), want: ruled{wait: 50 * m, count: 1}},
		{name: "back-off, known browser", past: fromKnown(row(9, 10*m, 61*m)), known: true, want: ruled{wait: 50 * m, count: 1}},
		{name: "ten in a day", past: row(10, 2*h, 2*h), want: ruled{wait: 22*h + 10*s, off: true, count: 1, notices: review}},
		{name: "ten in a day, known browser", past: fromKnown(row(10, 2*h, 2*h)), known: true, want: ruled{count: 1, notices: review}},
		{name: "ten in more than a day", past: row(10, 2*h, 161*m), want: ruled{count: 1}},
		{name: "off for a day is over", past: row(10, 25*h, 2*h), want: ruled{count: 1}},

		{name: "denied once", past: one(40*s, wire.StateDenied), want: ruled{wait: 30 * s, count: 2}},
		{name: "denied once, a minute ago", past: one(70*s, wire.StateDenied), want: ruled{count: 2}},
		{name: "denied twice in an hour", past: join(one(5*m, wire.StateDenied), one(64*m, wire.StateReported)),
			want: ruled{wait: 10*m + 10*s, count: 2, num6: true, notices: denied}},
		{name: "denied twice, the pause is over", past: join(one(16*m, wire.StateDenied), one(64*m, wire.StateDenied)),
			want: ruled{count: 1, num6: true, notices: denied}},
		{name: "denied twice, and approved since", past: join(one(m, wire.StateConsumed), one(16*m, wire.StateDenied), one(64*m, wire.StateDenied)),
			want: ruled{count: 2, num6: true, notices: denied}},
		{name: "denied twice, in more than an hour", past: join(one(5*m, wire.StateDenied), one(65*m, wire.StateDenied)),
			want: ruled{count: 2}},
		{name: "denied twice, a day ago", past: join(one(24*h+m, wire.StateDenied), one(24*h+5*m, wire.StateDenied)),
			want: ruled{count: 1, notices: denied}},

		{name: "strangers do not hold up a known browser", past: row(12, 20*s, 40*s), known: true,
			want: ruled{count: 13, notices: review}},
		{name: "what strangers were denied asks a known browser for six digits",
			past: join(one(m, wire.StateDenied), one(3*m, wire.StateDenied)), known: true,
			want: ruled{count: 3, num6: true, notices: denied}},
		{name: "a known browser's approval does not free strangers", past: join(fromKnown(one(m, wire.StateConsumed)), row(5, 20*m, 5*m)),
			want: ruled{wait: 40*m + 10*s, off: true, count: 2, quiet: true}},
		{name: "a known browser's requests do not hold up others", past: fromKnown(row(4, 20*s, 40*s)), want: ruled{count: 5}},
	}
}

func TestLimitsAreThoseOfTheTable(t *testing.T) {
	for _, c := range cells() {
		t.Run(c.name, func(t *testing.T) {
			got := push.DefaultLimits().Judge(c.past, c.known, noon)
			var kinds []push.NoticeKind
			for _, n := range got.Notices {
				kinds = append(kinds, n.Kind)
			}
			r := ruled{
				off: got.Off, num6: got.Least == factors.MatchNum6, count: got.Count, quiet: got.Quiet, crowded: got.Crowded,
			}
			if !got.Until.IsZero() {
				r.wait = got.Until.Sub(noon)
			}
			if r.wait != c.want.wait || r.off != c.want.off || r.num6 != c.want.num6 || r.count != c.want.count ||
				r.quiet != c.want.quiet || r.crowded != c.want.crowded || len(kinds) != len(c.want.notices) {
				t.Errorf("got %+v %v\nwant %+v", r, kinds, c.want)
			}
			for i, k := range kinds {
				if k != c.want.notices[i] {
					t.Errorf("notices %v, want %v", kinds, c.want.notices)
				}
			}
		})
	}
}
