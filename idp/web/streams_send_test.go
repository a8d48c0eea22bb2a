//go:build unix

package web

import (
	"errors"
	"net"
	"os"
	"syscall"
	"testing"
	"time"
)

// TestWordToABrowserThatDoesNotReadDoesNotWait fills a socket: the word is
// refused at once, where a write would hang.
func TestWordToABrowserThatDoesNotReadDoesNotWait(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	browser, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer browser.Close()
	conn, err := l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	out := outletOf(conn)
	defer out.close()
	page, ok := out.(prompt)
	if !ok {
		t.Fatal("a TCP connection takes no word without waiting")
	}
	// The deadline of an event before must not refuse the word after it.
	if err := conn.SetWriteDeadline(time.Now().Add(-time.Second)); err != nil {
		t.Fatal(err)
	}
	if err := out.write(event([]byte("{}"))); err != nil {
		t.Fatal(err)
	}
	if err := page.sayWord(); err != nil {
		t.Fatalf("the first word: %v", err)
	}
	for err = nil; err == nil; {
		if err = conn.SetWriteDeadline(time.Now().Add(20 * time.Millisecond)); err == nil {
			_, err = conn.Write(make([]byte, 1<<20))
		}
	}
	if !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Fatal(err)
	}
	if err := conn.SetWriteDeadline(time.Time{}); err != nil {
		t.Fatal(err)
	}
	for range 1 << 20 { // a full socket may still find room for a few
		if err = page.sayWord(); err != nil {
			break
		}
	}
	if !errors.Is(err, syscall.EAGAIN) && !errors.Is(err, errSlow) {
		t.Errorf("words to a full socket: %v", err)
	}
}
