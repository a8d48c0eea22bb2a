package place

import (
	"fmt"
	"os"
	"sync"
	"sync/atomic"
	"time"
)

// glance is how often it is looked whether a file changed.
const glance = 30 * time.Second

// file is what was read of a file. It is read anew when it changed, by whoever
// asks next; others have what was read before meanwhile.
type file[T any] struct {
	path string
	read func([]byte) (T, error)

	now    atomic.Pointer[T]
	turn   sync.Mutex // whose turn it is to look; guards the rest
	looked time.Time
	size   int64
	wrote  time.Time
}

// open reads the file for the first time. Of no path there is nothing to read.
func open[T any](path string, read func([]byte) (T, error), now time.Time) (*file[T], error) {
	f := &file[T]{path: path, read: read}
	if path == "" {
		return f, nil
	}
	_, err := f.look(now)
	return f, err
}

// get is what the file says, or nil; changed is true for who read it anew.
func (f *file[T]) get(now time.Time) (value *T, changed bool, err error) {
	if f.path != "" && f.turn.TryLock() {
		if now.Sub(f.looked) >= glance {
			changed, err = f.look(now)
		}
		f.turn.Unlock()
	}
	return f.now.Load(), changed, err
}

// look reads the file if it is another one than before. One that cannot be read
// is tried again when it changed again: it may just be written.
func (f *file[T]) look(now time.Time) (changed bool, err error) {
	f.looked = now
	about, err := os.Stat(f.path)
	if err != nil {
		return false, fmt.Errorf("look at a file: %w", err)
	}
	if about.Size() == f.size && about.ModTime().Equal(f.wrote) {
		return false, nil
	}
	f.size, f.wrote = about.Size(), about.ModTime()
	text, err := os.ReadFile(f.path)
	if err != nil {
		return false, fmt.Errorf("read a file: %w", err)
	}
	value, err := f.read(text)
	if err != nil {
		return false, fmt.Errorf("read %s: %w", f.path, err)
	}
	f.now.Store(&value)
	return true, nil
}
