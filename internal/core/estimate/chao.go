package estimate

import (
	"math"
	"math/bits"

	"sanad/internal/core/count"
)

// Bound is a total that there are at least about, if people differ in how
// likely they are to be listed at all. It is no bound where lists avoid each
// other, or where matches were missed.
type Bound struct {
	// Equal takes every list to be as good as another (Chao 1987; Rivest and
	// Baillargeon 2007, corrected for bias).
	Equal    float64  `json:"equal"`
	StdErr   float64  `json:"std_err"`
	Interval Interval `json:"interval"` // log-normal, of Equal
	// Unequal lets lists be of different sizes; zero if nobody is on just two.
	Unequal float64 `json:"unequal,omitzero"`
	// Avoiding names pairs of lists that share fewer people than chance
	// would: then it is no bound.
	Avoiding []Pair `json:"avoiding,omitempty"`
}

// Holds says whether the bound may be shown.
func (b Bound) Holds() bool { return len(b.Avoiding) == 0 }

// atLeast lifts the bound from some of the lists to what is documented on all.
func (b Bound) atLeast(documented int64) Bound {
	n := float64(documented)
	b.Equal, b.Interval = max(b.Equal, n), b.Interval.atLeast(n)
	if b.Unequal > 0 {
		b.Unequal = max(b.Unequal, n)
	}
	return b
}

// avoiding is the odds ratio below which a pair of lists takes the bound away.
const avoiding = 0.5

// Chao gives the lower bound. With t lists, f1 people on one list only and f2
// on two, it is n + (t-1)/t f1(f1-1) / (2(f2+1)); its variance is that of
// Rivest and Baillargeon (Biometrics 63, 2007): with M for what is added to n,
// M + M^2 - ((t-1)/t)^2 f1(f1-1)(f1-2)(f1-3) / (4(f2+1)(f2+2)).
func Chao(t count.Table) (Bound, error) {
	if _, err := Check(t); err != nil {
		return Bound{}, err
	}
	t = listed(t)
	return chao(dense(t), Pairs(t)), nil
}

func chao(c cells, pairs []Pair) Bound {
	f := c.frequencies()
	lists, f1, f2 := float64(c.lists), float64(f[0]), float64(f[1])
	share := (lists - 1) / lists
	m := share * f1 * (f1 - 1) / (2 * (f2 + 1))
	less := share * share * f1 * (f1 - 1) * (f1 - 2) * (f1 - 3) / (4 * (f2 + 1) * (f2 + 2))
	b := Bound{Equal: float64(c.total) + m, StdErr: math.Sqrt(math.Max(0, m+float64(m*m)-less))}
	b.Interval = logNormal(c.total, m, b.StdErr)
	var sum, squares float64
	for pattern, n := range c.n {
		if bits.OnesCount(uint(pattern)) == 1 {
			sum += float64(n)
			squares += float64(float64(n) * float64(n))
		}
	}
	if f2 > 0 {
		b.Unequal = float64(c.total) + (float64(sum*sum)-squares)/2/f2
	}
	for _, p := range pairs {
		if p.Odds > 0 && p.Odds < avoiding {
			b.Avoiding = append(b.Avoiding, p)
		}
	}
	return b
}
