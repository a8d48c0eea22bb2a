// Package factors is the contract between the ways of proving who somebody is
// and the sign-in that chains them.
//
// It owns the words that every factor shares: the kinds of factor, the Outcome
// that a factor yields once it has verified something, Assess, the one table
// that turns outcomes into amr and acr, Network and Digest, by which failures
// are counted, and Digits, by which what people type is read.
//
// It asks nothing: it imports no package of ours and does no input or output.
//
// It promises:
//  1. amr and acr are computed from outcomes only, never from what a client sent.
//  2. Nothing that rests on a push is ever called phishing-resistant.
package factors
