// Package authorize is the authorization endpoint (OpenID Connect Core section
// 3.1.2): it opens sign-ins, and turns finished ones into codes.
//
// It owns the table of checks over a request, the rule whether the browser's
// session is good enough, and the redirect back to the application.
//
// It asks for clients, flows, browser sessions, accounts, grants, and a reader
// of ID token hints.
//
// It promises:
//  1. Nothing is redirected before client and redirect URI are checked, and
//     only to a URI that the client registered, byte for byte.
//  2. Every answer to an application carries its state and our iss (RFC 9207).
//  3. A finished sign-in gives one code, to the browser that made it, or to the
//     application's page that drove it.
//  4. A code states the amr, acr and auth_time of what was really proved.
package authorize
