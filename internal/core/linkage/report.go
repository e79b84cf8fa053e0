package linkage

// Report says what linking did, and what it left out because of a bound.
type Report struct {
	Rows     int
	Compared int64 // pairs
	// Prior is the chance that two rows picked at random are one person, as it
	// was learned; KinPrior that they are close relatives.
	Prior, KinPrior float64
	BlockCap        int // that was used
	Rules           []RuleYield
	Skipped         []Skipped
	// Oversized holds the sizes of components that nothing parted.
	Oversized []int
	// Equal is how many rows went with another that is equal in everything,
	// because more than a few dozen are.
	Equal int
	// Contradicted are judgements that two rows are one person which others do
	// not allow: they were left out.
	Contradicted [][2]int32
	// UnreadDates holds, by field, in how many rows a date could not be read.
	UnreadDates map[string]int
	// Recall estimates the share of the true pairs that blocking compared, from
	// how many of the proposed pairs one rule alone found, and how many two:
	// the lower bound of Chao (1987) of those that none found. Rules that find
	// the same pairs make it read too high, rules made for rows of different
	// gaps too low.
	Recall float64
}

// RuleYield is what a line of blocking gave beyond those before it.
type RuleYield struct {
	Rule     string `json:"rule"`
	Compared int64  `json:"compared"` // pairs
	Kept     int64  `json:"kept"`     // of Options.Low bits or more
}

func (p *Report) fill(r *Result, b *blocking, o Options) {
	t := r.comp.t
	p.Rows, p.BlockCap = t.Len(), b.cap
	p.Prior, p.KinPrior = r.model.prior, r.model.kinPrior
	for _, rule := range b.rules {
		if rule.skipped.Parted > 0 {
			p.Skipped = append(p.Skipped, rule.skipped)
		}
	}
	p.UnreadDates = map[string]int{}
	for i, k := range t.kinds {
		if d, ok := k.(*dateKind); ok && d.unread > 0 {
			p.UnreadDates[t.spec.Fields[i].Name] = d.unread
		}
	}
	for _, s := range t.stands {
		if s >= 0 {
			p.Equal++
		}
	}
	p.Recall = b.estimateRecall(r.Pairs, o.Even)
}

func (b *blocking) estimateRecall(pairs []Edge, bits float64) float64 {
	seen, once, twice := 0.0, 0.0, 0.0
	for _, e := range pairs {
		if float64(e.Bits) < bits {
			continue
		}
		n := 0
		for _, r := range b.rules {
			if r.has(e.Left, e.Right) {
				n++
			}
		}
		seen++
		switch n {
		case 1:
			once++
		case 2:
			twice++
		}
	}
	if seen == 0 {
		return 0
	}
	return seen / (seen + once*(once-1)/2/(twice+1))
}

// BlockingRecall is the share of the true pairs that some rule compares, by
// the truth: one number a row, equal for rows that are one person, -1 where it
// is not known.
func (r *Result) BlockingRecall(truth []int32) float64 {
	of := map[int32][]int32{}
	for row, id := range truth {
		if id >= 0 && r.comp.t.stands[row] < 0 {
			of[id] = append(of[id], int32(row))
		}
	}
	all, seen := 0.0, 0.0
	for _, rows := range of {
		for i, a := range rows {
			for _, b := range rows[i+1:] {
				if r.comp.t.apart(a, b) {
					continue
				}
				all++
				if r.blocks.compares(a, b) {
					seen++
				}
			}
		}
	}
	return seen / max(all, 1)
}

func (b *blocking) compares(x, y int32) bool { return b.before(len(b.rules), x, y) }
