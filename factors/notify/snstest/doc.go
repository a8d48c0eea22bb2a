// Package snstest plays Amazon SNS for tests, on a loopback address: platform
// applications, their endpoints, and what is published to those.
//
// It owns the access key, the endpoints and the record of what was published,
// and the check of signatures, written from AWS's description of Signature
// Version 4 apart from the SDK.
//
// It asks for a testing.TB. The server under test must be allowed to reach
// loopback, and be given Endpoint, Region, KeyID, KeySecret and the ARNs.
//
// It promises:
//  1. It takes nothing that SNS would refuse: signature, scope, time, action,
//     ARNs, the JSON of a message for its service, names of attributes.
//  2. What it refused by itself and nobody asked for (Faults) fails the test.
package snstest
