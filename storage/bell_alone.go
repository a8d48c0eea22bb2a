package storage

import "time"

// bellAlone is how long a replica hears nobody but itself until it believes that
// nobody else listens. It is longer than bellDeaf: whoever still believes in its
// own ears has rung itself since, which all hear who hear at all.
const bellAlone = bellDeaf + 5*time.Second

// alone says that no other replica listens, so that nothing need be sent: a
// notification is a transaction and wakes two processes.
func (b *Bell) alone() bool {
	since := b.quiet.Load()
	return since != 0 && b.Hears() && time.Since(time.Unix(0, since)) > bellAlone
}

// meet notes that another replica was heard. Either may have held back rings
// before it knew of the other, so both look once more: the other one when it hears
// the answer.
func (b *Bell) meet() {
	strangers := !b.met || b.alone()
	b.met = true
	if b.quiet.Load() != 0 {
		b.quiet.Store(time.Now().UnixNano())
	}
	if strangers {
		b.Ring(b.name)
		b.ringAll()
	}
}
