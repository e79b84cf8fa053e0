package figure

import (
	"cmp"
	"math"

	"sanad/internal/core/claim"
)

// Bounds is the whole numbers that a quantity leaves possible, both ends
// included. Low is never below 0; Open: it has no upper end.
type Bounds struct {
	Low, High int64
	Open      bool
}

// BoundsOf gives what a quantity leaves possible. "More than 2,000" begins at
// 2,001, "fewer than 500" ends at 499. "About" bounds nothing by itself; for
// comparing, it is read as half a step of its last digit that is not 0 at each
// side: about 30,000 is 25,000 to 35,000, about 4,800 is 4,750 to 4,850.
func BoundsOf(q claim.Quantity) Bounds {
	var low, high int64
	if q.Low != nil {
		low = *q.Low
	}
	if q.High != nil {
		high = *q.High
	}
	switch q.Comparator {
	case claim.About:
		half := step(low) / 2
		return Bounds{Low: max(0, low-half), High: plus(low, half)}
	case claim.AtLeast:
		return Bounds{Low: low, Open: true}
	case claim.MoreThan:
		return Bounds{Low: plus(low, 1), Open: true}
	case claim.AtMost:
		return Bounds{High: high}
	case claim.LessThan:
		return Bounds{High: max(0, high-1)}
	}
	return Bounds{Low: low, High: high}
}

// step is the place value of the last digit of n that is not 0; 1 for 0.
func step(n int64) int64 {
	place := int64(1)
	for n != 0 && n%10 == 0 {
		n, place = n/10, place*10
	}
	return place
}

// plus adds without running over.
func plus(a, b int64) int64 {
	if a > math.MaxInt64-b {
		return math.MaxInt64
	}
	return a + b
}

// top is the upper end, beyond every number where there is none.
func (b Bounds) top() int64 {
	if b.Open {
		return math.MaxInt64
	}
	return b.High
}

// Agrees reports whether some number is in both.
func (b Bounds) Agrees(o Bounds) bool { return b.Low <= o.top() && o.Low <= b.top() }

// Exceeds reports whether every number in b is above every number in o.
func (b Bounds) Exceeds(o Bounds) bool { return b.Low > o.top() }

// stated gives the lowest and the highest number that a quantity names: one
// number twice where it bounds from one side alone.
func stated(q claim.Quantity) (low, high int64) {
	switch {
	case q.Low == nil && q.High == nil:
		return 0, 0
	case q.Low == nil:
		return *q.High, *q.High
	case q.High == nil:
		return *q.Low, *q.Low
	}
	return *q.Low, *q.High
}

func compareBounds(a, b Bounds) int {
	return cmp.Or(cmp.Compare(a.Low, b.Low), cmp.Compare(a.top(), b.top()))
}
