package storage

import (
	"slices"
	"sync"
	"time"

	"countersign/factors/push"
	"countersign/factors/wire"
)

// maxKept is half of how many requests are kept at the most.
const maxKept = 2048

// kept is what devices were asked that fetched their requests, as it was read
// then: their answers are judged by it, so that an answer is one statement, the
// gate. It is a hint of this replica alone. Each is given out once; where the
// gate finds that device or person have changed since (see stillSo), the answer
// is judged anew by what is read then. What is asked changes in nothing but its
// state while it is pending, which the gate looks at in any case.
//
// It has two generations, so that the memory it takes is bounded and what
// nobody answers is forgotten.
type kept struct {
	mu        sync.Mutex
	now, last map[push.ID][]askedRow
	born      time.Time // of now
}

// stillSo is the condition that device and person are the very rows that an
// answer was judged by: PostgreSQL gives each version of a row the number of the
// transaction that wrote it.
const stillSo = ` AND EXISTS (SELECT 1 FROM devices d WHERE d.id = ? AND CAST(d.xmin AS TEXT) = ?)
	AND EXISTS (SELECT 1 FROM people p WHERE p.id = ? AND CAST(p.xmin AS TEXT) = ?)`

// worth says whether an answer would most likely be accepted by r: anything odd
// is read anew.
func (r *askedRow) worth(now time.Time) bool {
	d := &r.device
	return r.versionOfDevice != "" && d.Status == string(wire.DeviceActive) && milli(now) >= d.PausedUntil && r.misses == 0 &&
		r.uv != string(wire.UVRequired) && !pushOff(r.status, r.reported, r.locked, milli(now))
}

func (k *kept) put(r askedRow, now time.Time) {
	id := push.ID(r.challenge.ID)
	k.mu.Lock()
	defer k.mu.Unlock()
	if len(k.now) >= maxKept || now.Sub(k.born) >= longestChallenge {
		k.last, k.now, k.born = k.now, nil, now
	}
	if k.now == nil {
		k.now = map[push.ID][]askedRow{}
	}
	k.drop(id, r.device.Jkt)
	k.now[id] = append(k.now[id], r)
}

// seen notes when a device first had a request, of which the answer's risk is
// judged.
func (k *kept) seen(id push.ID, at time.Time) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, all := range []map[push.ID][]askedRow{k.now, k.last} {
		for i := range all[id] {
			all[id][i].challenge.Seen = milli(at)
		}
	}
}

// take is what the device with a key was asked, once.
func (k *kept) take(id push.ID, jkt string, now time.Time) (askedRow, bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	r, ok := k.drop(id, jkt)
	return r, ok && r.challenge.Due > milli(now) && r.worth(now)
}

// drop takes a request out, under the lock.
func (k *kept) drop(id push.ID, jkt string) (r askedRow, ok bool) {
	for _, all := range []map[push.ID][]askedRow{k.now, k.last} {
		i := slices.IndexFunc(all[id], func(r askedRow) bool { return r.device.Jkt == jkt })
		if i < 0 {
			continue
		}
		r, ok = all[id][i], true
		if all[id] = slices.Delete(all[id], i, i+1); len(all[id]) == 0 {
			delete(all, id)
		}
	}
	return r, ok
}
