// Package notify wakes a phone: it tells an authenticator that a challenge
// waits for it, or that one ended.
//
// It owns Message and its envelope (device protocol section 6), the queues
// before the push providers, FCM, and NewOutbound, the one HTTP client for
// addresses that others chose.
//
// It asks for a Sender for each provider, a log and a clock.
//
// It promises:
//  1. A provider learns device id, challenge id and a time, and nothing else.
//  2. Wake never waits, and its answer comes exactly once.
//  3. A provider that hangs holds only its own workers, each no longer than a deadline.
//  4. No connection goes to a private address, whatever a name resolves to.
package notify
