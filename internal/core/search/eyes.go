package search

// Eyes say what somebody may find who is a member of cases. An index MUST answer
// them as if it had never held anything else: hits, totals, scores and order alike.
type Eyes struct {
	// All: what is under no seal is seen in every case, else in Cases alone.
	All   bool
	Cases []string
	// Sealed: the cases in which what is sealed is seen too.
	Sealed []string
}
