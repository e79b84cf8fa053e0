package linkage

// Report says what linking did, and what it left out because of a bound.
type Report struct {
	Rows     int
	Compared int64 // pairs
	// Prior is the chance that two rows picked at random are one person, as it
	// was learned; KinPrior that they are close relatives.
	Prior, KinPrior float64
	BlockCap        int // that was used
	Skipped         []Skipped
	// Oversized holds the sizes of components that nothing parted.
	Oversized []int
	// Recall estimates the share of the true pairs that blocking compared.
	Recall float64
}

func (p *Report) fill(r *Result, b *blocking, o Options) {
	p.Rows, p.BlockCap = r.comp.t.Len(), b.cap
	p.Prior, p.KinPrior = r.model.prior, r.model.kinPrior
	for _, rule := range b.rules {
		if rule.skipped.Keys > 0 {
			p.Skipped = append(p.Skipped, rule.skipped)
		}
	}
}
