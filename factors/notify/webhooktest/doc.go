// Package webhooktest plays the operator's own push service for tests, on a
// loopback address.
//
// It owns the record of what was posted, and the check of each post by the
// reference library of Standard Webhooks.
//
// It asks for a testing.TB and the server's clock. The server under test must be
// allowed to reach loopback, and be given URL and Secret.
//
// It promises:
//  1. It takes nothing that a receiver would refuse: signature, time, form.
//  2. What it refused by itself and nobody asked for (Faults) fails the test.
package webhooktest
