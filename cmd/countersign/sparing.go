package main

import (
	"context"
	"slices"

	"countersign/audit"
	"countersign/idp/web"
)

// sparing is the record, for rooms that strangers can make refuse again and
// again without changing anything: beyond what a network may make the server
// write, such a refusal stands in the log alone.
type sparing struct {
	audit.Log
	flood *web.Flood
}

// repeatable are those refusals.
//
//nolint:gochecknoglobals // a table, never written
var repeatable = []audit.Kind{audit.PasswordLimited, audit.TOTPLimited, audit.RecoveryLimited, audit.PasskeyLimited, audit.TokenRefused, audit.PushRefused}

// Append writes what may be written.
func (s sparing) Append(ctx context.Context, events ...audit.Event) error {
	events = slices.DeleteFunc(slices.Clone(events), func(e audit.Event) bool {
		if !slices.Contains(repeatable, e.Kind) || s.flood.Pass(ctx, string(e.Kind)) == nil {
			return false
		}
		web.EventOf(ctx).Set("not_on_record", string(e.Kind)+" "+e.Reason)
		return true
	})
	if len(events) == 0 {
		return nil
	}
	return s.Log.Append(ctx, events...)
}
