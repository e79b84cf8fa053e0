// Package witness knows how others vouch for a log: a witness signs the
// checkpoints it saw, each only if it goes on from the one before
// (cosignatures, C2SP tlog-cosignature and tlog-witness), a policy says whose
// signatures are enough (C2SP tlog-policy), and a time-stamping authority says
// when a checkpoint was there (RFC 3161). It must never know what the log is
// about, ask anybody, read a clock or keep a key on a disk; these are handed in.
//
// The witnesses meant here are organisations that look at checkpoints. People
// who saw what happened are called sources, and stand nowhere in this package.
package witness
