//go:build !unix

package web

import "net"

// outletOf is the outlet over a connection that was taken.
func outletOf(conn net.Conn) outlet { return taken{conn} }
