// Package sso is the browser session that lets a finished sign-in be used
// again.
//
// It owns the session: whose it is, the outcomes that made it, when it idles
// out and when it ends for good; and the known-browser mark that a completed
// second factor leaves.
//
// It asks a store that keeps sessions under the hash of their cookie.
//
// It promises:
//  1. A session carries its original amr, acr and auth_time, never fresher ones.
//  2. Its cookie's value changes whenever a sign-in completes (no fixation).
//  3. A session that ended never comes back, and neither does what it gave.
package sso
