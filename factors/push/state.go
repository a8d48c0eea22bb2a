package push

import "countersign/factors/wire"

// Event is what can happen to a challenge.
type Event string

// The events.
const (
	OnResend    Event = "resend"
	OnApprove   Event = "approve"
	OnDeny      Event = "deny"
	OnReport    Event = "report"
	OnMiss      Event = "miss"      // a wrong number, tries left
	OnLastMiss  Event = "last miss" // a wrong number, none left
	OnExpire    Event = "expire"
	OnCancel    Event = "cancel"
	OnSupersede Event = "supersede"
	OnFinish    Event = "finish"
	OnLapse     Event = "lapse"
)

// move is one line of the table.
type move struct {
	from wire.State
	on   Event
	to   wire.State
}

// moves is the life of a challenge (section 8). What is not in it does not
// happen.
//
//	    ┌─ resend, miss
//	    ▼
//	┌─ pending ─┬─ approve ───▶ approved ─┬─ finish ───────────────▶ consumed
//	└───────────┤                         ├─ lapse ────────────────▶ lapsed
//	            │                         └─ deny, report, cancel ─▶ cancelled
//	            ├─ deny ──────▶ denied
//	            ├─ report ────▶ reported
//	            ├─ last miss ─▶ failed
//	            ├─ expire ────▶ expired
//	            ├─ cancel ────▶ cancelled
//	            └─ supersede ─▶ superseded
//
// A report of a challenge that has ended leaves its state and is noted once.
//
//nolint:gochecknoglobals // a table, never written
var moves = []move{
	{wire.StatePending, OnResend, wire.StatePending},
	{wire.StatePending, OnApprove, wire.StateApproved},
	{wire.StatePending, OnDeny, wire.StateDenied},
	{wire.StatePending, OnReport, wire.StateReported},
	{wire.StatePending, OnMiss, wire.StatePending},
	{wire.StatePending, OnLastMiss, wire.StateFailed},
	{wire.StatePending, OnExpire, wire.StateExpired},
	{wire.StatePending, OnCancel, wire.StateCancelled},
	{wire.StatePending, OnSupersede, wire.StateSuperseded},

	{wire.StateApproved, OnFinish, wire.StateConsumed},
	{wire.StateApproved, OnLapse, wire.StateLapsed},
	{wire.StateApproved, OnDeny, wire.StateCancelled},
	{wire.StateApproved, OnReport, wire.StateCancelled},
	{wire.StateApproved, OnCancel, wire.StateCancelled},

	{wire.StateConsumed, OnReport, wire.StateConsumed},
	{wire.StateLapsed, OnReport, wire.StateLapsed},
	{wire.StateDenied, OnReport, wire.StateDenied},
	{wire.StateFailed, OnReport, wire.StateFailed},
	{wire.StateExpired, OnReport, wire.StateExpired},
	{wire.StateCancelled, OnReport, wire.StateCancelled},
	{wire.StateSuperseded, OnReport, wire.StateSuperseded},
}

// Next is where an event takes a challenge, and whether it may happen at all.
func Next(from wire.State, on Event) (to wire.State, ok bool) {
	for _, m := range moves {
		if m.from == from && m.on == on {
			return m.to, true
		}
	}
	return from, false
}

// Ended says whether nothing but a late report can happen any more.
func Ended(s wire.State) bool { return s != wire.StatePending && s != wire.StateApproved }

// eventOf is the event that a verdict is.
func eventOf(v wire.Verdict) Event {
	switch v {
	case wire.Approve:
		return OnApprove
	case wire.Deny:
		return OnDeny
	case wire.Report:
		return OnReport
	default:
		panic("push: internal error: a verdict passed its check and is not known")
	}
}
