// Package count knows how many: the documented minimum, what the overlap of
// lists implies, and how what somebody estimated from it stands: proposed by
// one person, confirmed or disputed by others. It must never give a number
// without the rule, the lists and the ledger index it was made from, nor let an
// author confirm their own estimate.
package count
