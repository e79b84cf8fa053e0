package figure

import (
	"cmp"
	"math"
	"slices"

	"sanad/internal/core/claim"
)

// Range is how far the standing claims of a group reach: from the lowest
// number that one of them states to the highest. It is no interval of
// confidence, and says nothing of what lies between.
type Range struct {
	Low  int64
	High int64
	// Below: who states the lowest number says that it is at most so many.
	// Above: who states the highest says that it is at least so many.
	Below, Above bool
	// LowBy and HighBy are the claims that the ends rest on.
	LowBy, HighBy []string
	// Weakest is the weakest of these claims, and Why what makes it weak.
	Weakest string
	Why     []Weakness
}

// Weakness is something for which a claim bears less than another.
type Weakness string

// The weaknesses, the heaviest first.
const (
	Duress     Weakness = "duress"    // said under pressure
	Circular   Weakness = "circular"  // its chain of tellers leads back to itself
	Anonymous  Weakness = "anonymous" // nobody is named who says so
	Disputed   Weakness = "disputed"  // a reviewer has reasons against it, or prefers a rival
	Distant    Weakness = "hearsay"   // it was told on by more than one, or the speaker was not there
	Magnitude  Weakness = "scale"     // only an order of magnitude is said
	Ungraded   Weakness = "no-grade"  // nobody weighed source or information
	Unreliable Weakness = "grade"     // source D to F, or information 4 to 6
	NoChain    Weakness = "no-chain"  // who says so is not recorded
)

// Weaknesses lists them, the heaviest first.
func Weaknesses() []Weakness {
	return []Weakness{Duress, Circular, Anonymous, Disputed, Distant, Magnitude, Unreliable, NoChain, Ungraded}
}

// WeaknessesOf tells for what a claim bears less than it might.
func WeaknessesOf(c claim.Claim) []Weakness {
	flag := func(f string) bool { return slices.Contains(c.Flags, f) }
	_, circular := claim.Circular(c.Says)
	has := map[Weakness]bool{
		Duress: flag(claim.FlagDuress), Circular: circular, Anonymous: flag(claim.FlagAnonymous),
		Disputed:   c.Standing == claim.Contested || c.Standing == claim.Superseded,
		Distant:    c.Depth() > 1 || flag(claim.FlagHearsay),
		Magnitude:  c.Quantity != nil && c.Quantity.Comparator == claim.Scale,
		Unreliable: c.SourceGrade >= "D" || c.InfoGrade >= "4",
		NoChain:    c.Depth() == 0,
		Ungraded:   c.SourceGrade == "" || c.InfoGrade == "",
	}
	return slices.DeleteFunc(Weaknesses(), func(w Weakness) bool { return !has[w] })
}

// weaker orders claims, the weaker first: by the heaviest weakness that one has
// and the other has not, then by how many told it on, then by the grades.
func weaker(a, b claim.Claim) int {
	as, bs := WeaknessesOf(a), WeaknessesOf(b)
	for _, w := range Weaknesses() {
		if c := compareBool(slices.Contains(bs, w), slices.Contains(as, w)); c != 0 {
			return c
		}
	}
	return cmp.Or(cmp.Compare(b.Depth(), a.Depth()), cmp.Compare(b.SourceGrade, a.SourceGrade), cmp.Compare(b.InfoGrade, a.InfoGrade))
}

// rangeOf gives the range of rivals that stand.
func rangeOf(standing []Rival) Range {
	if len(standing) == 0 {
		return Range{}
	}
	r := Range{Low: math.MaxInt64}
	for _, s := range standing {
		low, high := stated(*s.Quantity)
		r.Low, r.High = min(r.Low, low), max(r.High, high)
	}
	var ends []Rival
	for _, s := range standing {
		low, high := stated(*s.Quantity)
		if low == r.Low {
			r.LowBy = append(r.LowBy, s.Made.Claim)
			r.Below = r.Below || s.Quantity.Low == nil
		}
		if high == r.High {
			r.HighBy = append(r.HighBy, s.Made.Claim)
			r.Above = r.Above || s.Quantity.High == nil
		}
		if low == r.Low || high == r.High {
			ends = append(ends, s)
		}
	}
	weakest := slices.MinFunc(ends, func(a, b Rival) int { return weaker(a.Claim, b.Claim) })
	r.Weakest, r.Why = weakest.Made.Claim, WeaknessesOf(weakest.Claim)
	return r
}
