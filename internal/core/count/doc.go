// Package count knows how many: the documented minimum and what the overlap
// of lists implies. It must never give a number without the rule, the lists
// and the ledger index it was made from.
package count
