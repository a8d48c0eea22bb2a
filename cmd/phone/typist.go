package main

import (
	"bufio"
	"context"
	"errors"
	"io"
	"strings"
	"sync"
)

// errSilent says that there is nobody to ask: the input has ended.
var errSilent = errors.New("no answer was typed")

// typist reads lines from the person at the keyboard, in a goroutine of its own,
// since a read from a terminal cannot be broken off.
type typist struct {
	start sync.Once
	in    io.Reader
	lines chan string
}

func newTypist(in io.Reader) *typist {
	return &typist{in: in, lines: make(chan string)}
}

// read hands each line on, and closes the channel when the input ends.
func (t *typist) read() {
	defer close(t.lines)
	scanner := bufio.NewScanner(t.in)
	for scanner.Scan() {
		t.lines <- strings.TrimSpace(scanner.Text())
	}
}

// line waits for the next line. Ended, if not nil, breaks the wait off.
func (t *typist) line(ctx context.Context, ended <-chan error) (string, error) {
	t.start.Do(func() { go t.read() })
	select {
	case <-ctx.Done():
		return "", ctx.Err()
	case err := <-ended:
		return "", err
	case line, ok := <-t.lines:
		if !ok {
			return "", errSilent
		}
		return line, nil
	}
}
