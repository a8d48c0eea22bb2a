// Package flow is the sign-in as a value: what somebody has proved so far, what
// is asked of them, and Next, the rule that picks the step to take.
//
// It owns the sign-in session (Session), its states, and the table in next.go.
//
// It asks nothing: it is pure. Time, policy and facts about the account are
// arguments.
//
// It promises:
//  1. Only Next decides what comes next; steps never call steps.
//  2. Only an Outcome moves a sign-in on, and outcomes that are too old or of
//     another person do not count.
//  3. Done is reached only by a chain that satisfies the policy and the client.
package flow
