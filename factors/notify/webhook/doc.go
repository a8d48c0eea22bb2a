// Package webhook wakes phones through a service of the operator's own: it is the
// Sender of package notify that posts the envelope to one configured URL, signed
// as Standard Webhooks say (https://www.standardwebhooks.com).
//
// It owns the body, the signatures, the tries and the reading of answers.
//
// It asks for the client of notify.NewOutbound and a clock.
//
// It promises:
//  1. Every try of a message has one id, and a time and a signature of its own.
//  2. What another try cannot mend is tried once.
//  3. No error of it names the URL, a secret or a ref.
package webhook
