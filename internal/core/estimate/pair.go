package estimate

import (
	"math"

	"sanad/internal/core/count"
	"sanad/internal/ground/steady"
)

// Pair is how two lists stand to each other.
type Pair struct {
	Lists [2]string `json:"lists"`
	Both  int64     `json:"both"` // people on both
	// Odds is the odds ratio: how many times higher the odds of being on one
	// list are for who is on the other, among those who are on a third, where it can be seen who is on
	// neither. Zero with two lists only, which can't tell.
	Odds     float64    `json:"odds,omitzero"`
	Interval [2]float64 `json:"interval,omitzero"` // of Odds, 95 %
	Within   [2]bool    `json:"within,omitzero"`   // everybody on the first is on the second; on the second, on the first
}

// Pairs gives every two lists of a table. The odds ratio has half a person
// added to each cell (Haldane), so that an empty one gives a number.
func Pairs(t count.Table) []Pair {
	var out []Pair
	for i := range t.Lists {
		for j := i + 1; j < len(t.Lists); j++ {
			out = append(out, pairOf(t, i, j))
		}
	}
	return out
}

func pairOf(t count.Table, i, j int) Pair {
	p := Pair{Lists: [2]string{t.Lists[i], t.Lists[j]}, Both: t.OnBoth(i, j)}
	p.Within = [2]bool{p.Both > 0 && p.Both == t.On(i), p.Both > 0 && p.Both == t.On(j)}
	if len(t.Lists) < 3 {
		return p
	}
	var cell [4]int64 // neither, the first, the second, both
	for pattern, n := range t.Patterns {
		if pattern&^(1<<i|1<<j) != 0 {
			cell[pattern>>i&1|pattern>>j&1<<1] += n
		}
	}
	var log, variance float64
	for k, n := range cell {
		v := float64(n) + 0.5
		variance += 1 / v
		if k == 0 || k == 3 {
			log += steady.Log(v)
		} else {
			log -= steady.Log(v)
		}
	}
	reach := float64(steady.Z95 * math.Sqrt(variance))
	p.Odds = steady.Exp(log)
	p.Interval = [2]float64{steady.Exp(log - reach), steady.Exp(log + reach)}
	return p
}
