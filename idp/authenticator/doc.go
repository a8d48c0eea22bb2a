// Package authenticator is the web authenticator as the server sees it: the
// one page of an app that runs in the phone's browser, what makes it
// installable, and its service worker.
//
// It owns /a and what lies below it.
//
// It asks for the manners of HTTP, the files of package static, and an
// exchange of codes for tickets.
//
// It promises:
//  1. Every address below /a that a person can open is the same page, in the
//     reader's language: it holds no secret, no name of a person and nothing of
//     a session, so that the worker may keep it for the time without a network.
//  2. Opening an enrolment link uses nothing up: the secret stands in the
//     fragment, which no browser sends.
//  3. The app's identity (the manifest's id) never changes, whatever address it
//     was installed from.
package authenticator
