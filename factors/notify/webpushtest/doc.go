// Package webpushtest plays browsers and their push service for tests, on a
// loopback address.
//
// It owns subscriptions with their private keys, the record of what was
// delivered, and decryption, written from RFC 8188 and RFC 8291 apart from the
// sender's.
//
// It asks for a testing.TB. The server under test must be allowed to reach
// loopback and have Host in its list.
//
// It promises:
//  1. It takes nothing that a push service or a browser would refuse: VAPID
//     signature, audience, end and key, TTL, urgency, topic, coding, size.
//  2. What it refused by itself and nobody asked for (Faults) fails the test.
//  3. It keeps each message as it came and as it was decrypted.
package webpushtest
