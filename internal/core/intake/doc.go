// Package intake knows what strangers hand in: submissions, the thread that goes
// on from one, receipts, and signatures under a petition. It must never hold a
// name or a word of theirs in clear in anything that is written: what its facts
// carry is sealed before they are made.
package intake
