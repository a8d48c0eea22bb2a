// Package fcmtest plays Google for tests: the token endpoint of a service
// account and the FCM HTTP v1 endpoint, on a loopback address.
//
// It owns the service account, its credentials file, the access tokens and the
// record of what was sent.
//
// It asks for a testing.TB. The server under test must be allowed to reach
// loopback, and be given CredentialsFile and Endpoint.
//
// It promises:
//  1. It takes nothing that Google would refuse: signature, scope, audience,
//     path, content type, unknown or reserved members, sizes.
//  2. What it refused by itself and nobody asked for (Faults) fails the test.
//  3. It records each message byte by byte.
package fcmtest
