package text

// PoorHealth is the health of a text layer below which the pictures of the
// pages are read as well, and their reading is shown first: below it more is
// wrong in a text layer than in a good machine reading of the same page.
const PoorHealth = 70

// Current gives the readings that stand: of each step, form and engine the
// newest, in the order of the ledger. Earlier ones are kept and stay citable.
func Current(all []Rendition) []Rendition {
	type key struct{ step, form, engine string }
	newest := map[key]int{}
	for i, r := range all {
		newest[key{r.Step, r.Form, r.Engine}] = i
	}
	var current []Rendition
	for i, r := range all {
		if newest[key{r.Step, r.Form, r.Engine}] == i {
			current = append(current, r)
		}
	}
	return current
}

// Primary gives the reading that is shown and searched first: the newest text
// or table of the format's own reader, or where that is poor or has none, the
// reading of the pictures.
func Primary(all []Rendition) (Rendition, bool) {
	var best Rendition
	rank := 0
	for _, r := range all {
		if r.Form == Fields {
			continue
		}
		if n := r.rank(); n >= rank {
			best, rank = r, n
		}
	}
	return best, rank > 0
}

// rank orders readings of one item: a poor text layer comes after a machine
// reading, that after a good text, and one without any part last of all.
func (r Rendition) rank() int {
	switch {
	case r.Parts == 0:
		return 1
	case r.Step == StepOCR:
		return 3
	case r.Health > 0 && r.Health < PoorHealth:
		return 2
	}
	return 4
}
