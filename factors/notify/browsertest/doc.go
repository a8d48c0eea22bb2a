// Package browsertest lets real browsers subscribe to Web Push and be woken,
// with nothing but loopback: it plays the push services of Chromium (GCM) and
// Firefox (autopush), and the desktop that shows notifications.
//
// It owns GCM, Autopush and Desktop, with what they know: who subscribed with
// which key, what was pushed, what is shown.
//
// It asks for a testing.TB, the server's clock, and dbus-daemon. Flags and
// preferences are what to start the browsers with.
//
// It promises:
//  1. They take no push that a push service would refuse (VAPID, coding, size).
//  2. What they refused and nobody asked for (Faults) fails the test.
//  3. A tap is one that the browser trusts: it comes as a desktop's does.
package browsertest
