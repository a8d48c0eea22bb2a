//go:build unix

package web

import (
	"errors"
	"net"
	"syscall"
)

// outletOf is the outlet over a connection that was taken.
func outletOf(conn net.Conn) outlet {
	if raw, ok := conn.(syscall.Conn); ok {
		return direct{taken{conn}, raw}
	}
	return taken{conn}
}

// direct is a connection whose socket is at hand. A word to thousands of pages
// needs neither a goroutine nor a timer for each: what the kernel does not take
// at once, the browser has not read for long.
type direct struct {
	taken
	raw syscall.Conn
}

// sayWord is prompt.
func (d direct) sayWord() error {
	socket, err := d.raw.SyscallConn()
	if err != nil {
		return err
	}
	var sent error
	err = socket.Write(func(fd uintptr) (done bool) {
		sent = send(int(fd), []byte(word)) //nolint:gosec // it came from an int
		return true
	})
	return errors.Join(err, sent)
}

// send hands b to the kernel, all of it or none that counts.
func send(fd int, b []byte) error {
	for {
		n, err := syscall.Write(fd, b)
		if errors.Is(err, syscall.EINTR) {
			continue
		}
		if err == nil && n < len(b) {
			err = errSlow
		}
		return err
	}
}
