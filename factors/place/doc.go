// Package place says where in the world an address is and whose network it is
// in, by files that the operator puts on the machine: no Internet, no other
// service.
//
// It owns the files: MaxMind databases (mmdb) of places and of networks, and
// lists of networks. A file that changed is read anew.
//
// It asks for paths, a clock and a log.
//
// It promises:
//  1. What no file says is empty: no place, no network, on no list.
//  2. A file that cannot be read when it changed leaves what was read before.
//  3. A file may be overwritten where it lies: it is held in memory.
package place
