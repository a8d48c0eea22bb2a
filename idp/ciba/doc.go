// Package ciba is requests that applications make by themselves: a till, a call
// centre, another device asks, and the person answers on the phone (OpenID Connect
// Client-Initiated Backchannel Authentication Core 1.0; FAPI-CIBA).
//
// It owns /bc-authorize, auth_req_id, the token endpoint's row for it, and the
// Courier, who pings clients and pushes tokens to them.
//
// It asks for clients' keys, people, what they allowed, phones, grants, ID tokens.
//
// It promises:
//  1. No phone rings for a client that its person did not let ask: at /me/apps, by
//     an ID token that is newer than the person's last no, or by a code of their own.
//  2. A client of third parties learns of nobody who did not let it ask.
//  3. An approval is taken once, by the client that asked, with its auth_req_id.
//  4. acr and amr say what the phone proved, and nothing of a password.
package ciba
