package linkage

import (
	"cmp"
	"math"
	"slices"
)

// Interval95 is a share, with the bounds within which the true one lies in 95
// of 100 such samples.
type Interval95 struct {
	Share float64 `json:"share"`
	Low   float64 `json:"low"`
	High  float64 `json:"high"`
}

// normal95 is the deviation that 95 of 100 of a normal distribution are within.
const normal95 = 1.959963984540054

// Wilson gives the share of hits with the score interval of Wilson (1927), which
// holds for few pairs and for shares near 0 and 1. Of nothing, nothing is known:
// the bounds are 0 and 1.
func Wilson(hits, of int) Interval95 {
	if of <= 0 {
		return Interval95{High: 1}
	}
	n, z2 := float64(of), normal95*normal95
	p := float64(min(max(hits, 0), of)) / n
	mid := (p + z2/(2*n)) / (1 + z2/n)
	half := normal95 / (1 + z2/n) * math.Sqrt(p*(1-p)/n+z2/(4*n*n))
	return Interval95{Share: p, Low: min(p, max(0, mid-half)), High: max(p, min(1, mid+half))}
}

// Kappa gives Cohen's kappa of two reviewers, and of how many pairs: the table
// counts pairs by the verdict of the first and of the second. 1 is full
// agreement, 0 what chance alone would give, and less is possible. Where both
// gave one and the same verdict to all, chance would too, and kappa is 0.
func Kappa(table map[[2]string]int) (kappa float64, pairs int) {
	first, second := map[string]int{}, map[string]int{}
	agree := 0
	for verdicts, n := range table {
		n = max(n, 0)
		first[verdicts[0]] += n
		second[verdicts[1]] += n
		pairs += n
		if verdicts[0] == verdicts[1] {
			agree += n
		}
	}
	if pairs == 0 {
		return 0, 0
	}
	var verdicts []string
	for v := range first {
		verdicts = append(verdicts, v)
	}
	slices.SortFunc(verdicts, cmp.Compare)
	n := float64(pairs)
	chance := 0.0
	for _, v := range verdicts {
		chance += float64(first[v]) / n * float64(second[v]) / n
	}
	if chance >= 1 {
		return 0, pairs
	}
	return (float64(agree)/n - chance) / (1 - chance), pairs
}
