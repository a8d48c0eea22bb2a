package audit

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"maps"
	"slices"
)

// chainVersion stands at the front of what is hashed, so that a later encoding
// cannot collide with this one.
const chainVersion = "countersign audit 1"

// Link is an event in its place in the chain.
type Link struct {
	Event
	Seq  int64  // from 1, without gaps
	Hash string // hexadecimal SHA-256 over the link before and the event
}

// Head is the last link of the chain; Seq is 0 before the first.
type Head struct {
	Seq  int64
	Hash string
}

// Next is the link that e makes after h.
func (h Head) Next(e Event) Link {
	seq := h.Seq + 1
	sum := sha256.Sum256(encode(seq, h.Hash, e))
	return Link{Event: e, Seq: seq, Hash: hex.EncodeToString(sum[:])}
}

// Head is the chain's head once l is its last link.
func (l Link) Head() Head { return Head{Seq: l.Seq, Hash: l.Hash} }

// encode is the one byte string of an event in its place. Every member is
// written with its length in front, in the order below, so that no two events
// have the same encoding; Detail is written in the order of its keys.
func encode(seq int64, before string, e Event) []byte {
	members := []string{
		chainVersion, before, e.ID, string(e.Kind), e.Request, e.Person, e.Client,
		e.Device, e.Challenge, e.Flow, e.Session, e.Grant, e.Address, e.Reason, e.Evidence,
	}
	for _, k := range slices.Sorted(maps.Keys(e.Detail)) {
		members = append(members, k, e.Detail[k])
	}
	var out []byte
	out = binary.BigEndian.AppendUint64(out, uint64(seq))
	out = binary.BigEndian.AppendUint64(out, uint64(e.At.UnixMilli()))
	for _, m := range members {
		out = binary.BigEndian.AppendUint32(out, uint32(len(m)))
		out = append(out, m...)
	}
	return out
}
