// Package logout is the way out: RP-initiated sign-out (OpenID Connect
// RP-Initiated Logout 1.0) and what applications hear of the end of a session
// (Back-Channel and Front-Channel Logout 1.0).
//
// It owns the reading of the request, the rule when to ask first, the signed-out
// page, and the Courier. It asks for clients, browser sessions, a reader of ID
// token hints, a minter of logout tokens and a queue of notices.
//
// It promises:
//  1. Without an ID token of this very session, nobody is signed out unasked.
//  2. The browser is sent only to a URI that the client registered for it.
//  3. A sign-out ends the session, what hangs on it, and its cookie; and the one
//     that the ID token names, where no browser has it.
//  4. A notice is posted until it is taken, for a day at most; a failure is recorded.
package logout
