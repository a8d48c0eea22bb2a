// Package login is the pages that move a sign-in on, and the hub to which
// every one of them returns.
//
// It owns /login/{id} and what lies below it, and /invite/{token}.
//
// It asks stores of sign-ins, accounts, people and invitations, the factors,
// and the browser sessions.
//
// It promises:
//  1. Only flow.Next decides the step; a page that is not its turn sends the
//     browser to the hub.
//  2. A sign-in is moved only by the browser that started it, with its cookie
//     and a token made of the sign-in, its person and that cookie.
//  3. A request goes to the phone when the person arrives at that step, and
//     again only when they press for it.
//  4. A sign-in that a page of an application drives (Direct) passes the same
//     steps, and never counts a cookie.
//  5. What a stranger with the password can see tells nothing of the phones.
package login
