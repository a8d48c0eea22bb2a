// Package logout is RP-initiated sign-out (OpenID Connect RP-Initiated Logout
// 1.0): the page that asks, and the way back to the application.
//
// It owns the reading of the request, the rule when to ask first, and the
// signed-out page.
//
// It asks for clients, browser sessions and a reader of ID token hints.
//
// It promises:
//  1. Without an ID token of this very session, nobody is signed out unasked.
//  2. The browser is sent only to a URI that the client registered for it.
//  3. A sign-out ends the session, what hangs on it, and its cookie; and the one
//     that the ID token names, where no browser has it.
package logout
