package storage

import (
	"context"

	"gorm.io/gorm"

	"countersign/factors/device"
	"countersign/factors/push"
	"countersign/factors/wire"
)

// endsKey is where a transaction collects the challenges that it ends.
type endsKey struct{}

// TellOfEnds has tell called after each commit that ended challenges, whatever
// the act was. Call it before the database is used.
func (d *DB) TellOfEnds(tell func(ctx context.Context, ends []push.End)) { d.tellEnds = tell }

// collecting is ctx for a transaction, and what to do after its commit.
func (d *DB) collecting(ctx context.Context) (inside context.Context, committed func()) {
	if d.tellEnds == nil {
		return ctx, func() {}
	}
	var ends []push.End
	return context.WithValue(ctx, endsKey{}, &ends), func() {
		if len(ends) > 0 {
			d.tellEnds(ctx, ends)
		}
	}
}

// noteEnds says that the transaction ends challenges, by an answer of a device
// or, without one, in another way.
func noteEnds(tx *gorm.DB, s wire.State, by device.ID, ids ...string) {
	ends, ok := tx.Statement.Context.Value(endsKey{}).(*[]push.End)
	if !ok {
		return
	}
	for _, id := range ids {
		*ends = append(*ends, push.End{Challenge: push.ID(id), State: s, By: by})
	}
}

// tellEnd is TellOfEnds for a decision that stands: most are one statement and
// no transaction. Where no other device was asked there is nobody to tell.
func (d *DB) tellEnd(ctx context.Context, v push.Verdict) {
	if d.tellEnds != nil && !v.Alone && v.To != v.Challenge.State {
		d.tellEnds(ctx, []push.End{{Challenge: v.Challenge.ID, State: v.To, By: v.Device.ID}})
	}
}
