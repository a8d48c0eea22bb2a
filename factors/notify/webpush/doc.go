// Package webpush wakes browsers: it is the Sender of package notify for Web
// Push (RFC 8030), with encrypted payloads (RFC 8291) and a signed word on who
// sends (RFC 8292, "VAPID").
//
// It owns the encryption, Endpoints, which says where may be posted, and Sender.
//
// It asks for a signature by the key that a subscription was made with, the
// client of notify.NewOutbound, and a clock.
//
// It promises:
//  1. Nothing is posted to a host that is not on the list, nor in the clear.
//  2. A push service sees neither content nor length: every body is as long.
//  3. No error of it names an endpoint, which whoever has it can post to.
package webpush
