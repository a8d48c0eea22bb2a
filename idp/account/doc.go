// Package account is /me: what a person sees of the own account, and looks
// after alone.
//
// It owns the pages below /me, the rule that changes need two factors proved
// lately, and the sentences of the activity page.
//
// It asks for browser sessions, sign-ins (to begin one), what applications
// were given, the record, and the factors.
//
// It promises:
//  1. Nothing is shown without a session, and nothing changed without two
//     factors of the last ten minutes, none by a device in probation.
//  2. A form works for the person and the browser it was made for alone.
//  3. What a page changes is the session's own person's, whatever is posted.
package account
