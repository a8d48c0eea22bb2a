// Package recovery proves that somebody kept one of the codes that they were
// shown once, for the day on which their other factors are gone.
//
// It owns the codes' form, their hashes, and the rule that each is good once.
//
// It asks a store, counters that all replicas share, and a record of events.
//
// It promises:
//  1. A code counts once, also on two replicas at the same moment.
//  2. A new set ends the one before it, all or nothing.
//  3. What is stored tells no code, and no code stands in an error, an event or
//     a log.
//  4. The outcome says that a factor has to be bound anew.
package recovery
