package browsertest

import (
	"bufio"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"time"
)

// The messages of MCS that are spoken here (mcs.proto of Chromium), by their
// tags.
const (
	mcsVersion   = 41
	tagPing      = 0
	tagPong      = 1
	tagLogin     = 2
	tagLoggedIn  = 3
	tagMessage   = 8
	maxMCSLength = 1 << 20
)

// wait keeps a browser's connection until it ends.
func (g *GCM) wait(l *line) {
	defer func() {
		g.mu.Lock()
		delete(g.lines, l)
		g.mu.Unlock()
		_ = l.conn.Close()
	}()
	in := bufio.NewReader(l.conn)
	if version, err := in.ReadByte(); err != nil || version != mcsVersion {
		return // a browser that only looked whether somebody is there
	}
	if _, err := l.conn.Write([]byte{mcsVersion}); err != nil {
		return
	}
	for {
		tag, err := readFrame(in)
		if err != nil {
			return // the browser went
		}
		switch tag {
		case tagPing:
			err = l.write(tagPong, nil)
		case tagLogin:
			at := uint64(time.Now().UnixMilli()) //nolint:gosec // it is after 1970
			err = l.write(tagLoggedIn, binary.AppendUvarint(append(text(nil, 1, "browsertest"), 8<<3), at))
			g.mu.Lock()
			g.lines[l] = true
			g.mu.Unlock()
		}
		if err != nil {
			return
		}
	}
}

// readFrame gives a message's tag; what it says is not needed.
func readFrame(in *bufio.Reader) (byte, error) {
	tag, err := in.ReadByte()
	if err != nil {
		return 0, err
	}
	length, err := binary.ReadUvarint(in)
	if err != nil || length > maxMCSLength {
		return 0, fmt.Errorf("a message of %d bytes: %w", length, err)
	}
	_, err = io.CopyN(io.Discard, in, int64(length)) //nolint:gosec // it is bounded
	return tag, err
}

func (l *line) write(tag byte, message []byte) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	_, err := l.conn.Write(append(binary.AppendUvarint([]byte{tag}, uint64(len(message))), message...))
	return err
}

// deliver hands an encrypted body to the browser, for the page that it knows by
// the name of app.
func (g *GCM) deliver(app, sender string, body []byte) error {
	m := text(nil, 2, rand.Text())       // id
	m = text(m, 3, sender)               // from
	m = text(m, 5, "org.chromium.linux") // category
	m = text(m, 7, pair("subtype", app)) // app_data
	m = text(m, 7, pair("content-encoding", "aes128gcm"))
	m = text(m, 9, rand.Text())   // persistent_id
	m = text(m, 21, string(body)) // raw_data
	g.mu.Lock()
	defer g.mu.Unlock()
	if len(g.lines) == 0 {
		return errors.New("no browser waits for messages")
	}
	for l := range g.lines {
		if err := l.write(tagMessage, m); err != nil {
			return err
		}
	}
	return nil
}

func pair(key, value string) string { return string(text(text(nil, 1, key), 2, value)) }

// text appends a field of text or bytes in the form of Protocol Buffers.
func text(b []byte, field uint64, value string) []byte {
	b = binary.AppendUvarint(b, field<<3|2)
	b = binary.AppendUvarint(b, uint64(len(value)))
	return append(b, value...)
}

// hangUp ends all connections.
func (g *GCM) hangUp() {
	g.mu.Lock()
	defer g.mu.Unlock()
	for l := range g.lines {
		_ = l.conn.Close()
	}
}
