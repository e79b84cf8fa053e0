// Package finding knows conclusions: what somebody concludes, to which standard
// of proof, resting on which claims, and whether a second person confirmed just
// that. It must never let a conclusion stand on one person's word, nor change
// one: a finding that no longer holds is withdrawn, and a better one made.
//
// Standards of proof are those of the guidance for commissions of inquiry of
// the UN human rights office; which of them a mandate uses is its own decision.
package finding
