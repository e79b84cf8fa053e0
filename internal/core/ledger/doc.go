// Package ledger knows the order of events and how to prove it: events in a
// row, the signed tree over their commitments, and the proofs an outsider
// checks. It must never know what an event means, read a clock, draw chance
// or touch a disk; all of these are handed in.
//
// The leaf of an event is the root of a small tree of salted commitments, one
// a field:
//
//	secret      32 random bytes of one event
//	salt        HKDF-Expand(SHA-256, secret, "sanad/salt/v1" name)     RFC 5869
//	commitment  H("sanad/field/v1", name, salt, value)                 package canon
//	root        Merkle tree hash of the sorted commitments             RFC 6962 2.1
//	entry       encoding of ("sanad/entry/v1", root)                   package canon
//	leaf        SHA-256(0x00 entry)                                    RFC 6962 2.1
//
// The commitments are filled up to a multiple of eight with ones that open to
// nothing and sorted by value, so that neither the number of fields nor a
// place in the row tells what was withheld. The entry is what tlog-tiles
// publishes: 70 bytes that name nobody. Whoever holds the event can show any
// of its fields and keep the others back; when an event's secret and body are
// destroyed, its entry keeps its place in the tree and can no longer be tied
// to anyone.
//
// A plain hash over the whole body was not taken: to let someone check one
// value it would have to show them the giver as well.
package ledger
