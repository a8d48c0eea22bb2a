package push_test

import (
	"testing"

	"countersign/factors/push"
	"countersign/factors/wire"
)

// The rows are the states, the columns the events, as section 8 of
// docs/device-protocol.md has them; "" is what cannot happen.
func TestEveryStateAndEventIsAsTheProtocolSays(t *testing.T) {
	events := []push.Event{
		push.OnResend, push.OnApprove, push.OnDeny, push.OnReport, push.OnMiss, push.OnLastMiss,
		push.OnExpire, push.OnCancel, push.OnSupersede, push.OnFinish, push.OnLapse,
	}
	for from, want := range map[wire.State][]wire.State{
		wire.StatePending: {
			"pending", "approved", "denied", "reported", "pending", "failed", "expired", "cancelled", "superseded", "", "",
		},
		wire.StateApproved:   {"", "", "cancelled", "cancelled", "", "", "", "cancelled", "", "consumed", "lapsed"},
		wire.StateConsumed:   {"", "", "", "consumed", "", "", "", "", "", "", ""},
		wire.StateLapsed:     {"", "", "", "lapsed", "", "", "", "", "", "", ""},
		wire.StateDenied:     {"", "", "", "denied", "", "", "", "", "", "", ""},
		wire.StateReported:   {"", "", "", "", "", "", "", "", "", "", ""},
		wire.StateFailed:     {"", "", "", "failed", "", "", "", "", "", "", ""},
		wire.StateExpired:    {"", "", "", "expired", "", "", "", "", "", "", ""},
		wire.StateCancelled:  {"", "", "", "cancelled", "", "", "", "", "", "", ""},
		wire.StateSuperseded: {"", "", "", "superseded", "", "", "", "", "", "", ""},
	} {
		for i, on := range events {
			to, ok := push.Next(from, on)
			if ok != (want[i] != "") || ok && to != want[i] || !ok && to != from {
				t.Errorf("%s, %s: to %q (%v), want %q", from, on, to, ok, want[i])
			}
		}
	}
}

func TestPolicyOutsideTheProtocolIsRefused(t *testing.T) {
	for name, spoil := range map[string]func(*push.Policy){
		"too short a life":            func(p *push.Policy) { p.Life = 29e9 },
		"too long a life":             func(p *push.Policy) { p.Life = 301e9 },
		"no number, not allowed":      func(p *push.Policy) { p.Mode = "none" },
		"a mode that is not built":    func(p *push.Policy) { p.Mode = "colour" },
		"no end of time to finish":    func(p *push.Policy) { p.FinishWithin = 0 },
		"no lock after wrong numbers": func(p *push.Policy) { p.Misses = 0 },
	} {
		p := push.DefaultPolicy()
		spoil(&p)
		if _, err := push.New(depsWith(p)); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	if _, err := push.New(depsWith(push.DefaultPolicy())); err != nil {
		t.Errorf("the default policy: %v", err)
	}
	if _, err := push.New(push.Deps{}); err == nil {
		t.Error("an engine without parts was made")
	}
	short := depsWith(push.DefaultPolicy())
	short.ReturnKey = short.ReturnKey[1:]
	if _, err := push.New(short); err == nil {
		t.Error("a key of return codes that is too short was taken")
	}
}
