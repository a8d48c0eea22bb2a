// Package devicegrant signs people in on devices without a keyboard or a
// browser (OAuth 2.0 Device Authorization Grant, RFC 8628): the device shows a
// code, and somebody types it in a browser.
//
// It owns the device authorization endpoint, both codes, the pages under
// /device, and the answers to a device that asks whether it may go on.
//
// It asks for a store of requests, counters, browser sessions, the rules of
// sign-in, and the issuing of tokens.
//
// It promises:
//  1. No link allows anything: somebody who proved who they are lately reads who
//     asks, from where and for what, and presses.
//  2. A device takes its tokens once, and not sooner than its pace allows.
//  3. Guessing codes is bounded for each source and each account.
package devicegrant
