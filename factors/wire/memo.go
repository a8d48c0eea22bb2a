package wire

import "sync"

// A memo keeps few and short texts.
const (
	memoTexts = 2048 // of a generation
	memoBytes = 512
)

// memo keeps what was read from a text, for a reader whose result depends on the
// text alone and is never changed: a device sends the same headers again and
// again. What was refused is not kept. There are two generations, so that
// strangers who send ever new texts take no more memory than that.
type memo[V any] struct {
	mu        sync.Mutex
	now, last map[string]V
}

// of is what read makes of text.
func (m *memo[V]) of(text []byte, read func([]byte) (V, error)) (V, error) {
	if len(text) > memoBytes {
		return read(text)
	}
	m.mu.Lock()
	v, known := m.now[string(text)]
	if !known {
		v, known = m.last[string(text)]
	}
	m.mu.Unlock()
	if known {
		return v, nil
	}
	v, err := read(text)
	if err != nil {
		return v, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.now == nil || len(m.now) >= memoTexts {
		m.now, m.last = make(map[string]V), m.now
	}
	m.now[string(text)] = v
	return v, nil
}
