package estimate

import (
	"math"

	"sanad/internal/ground/steady"
)

// Level is the chance that every interval here claims to hold.
const Level = 0.95

// openAbove is how many times the documented number an upper end may be
// before it is no upper limit at all.
const openAbove = 100

// Interval is where a total lies. When it is open above, High is only the
// bound up to which it was followed, and must not be shown as a limit.
type Interval struct {
	Low  float64 `json:"low"`
	High float64 `json:"high"`
	Open bool    `json:"open,omitempty"`
}

// bounded makes an interval of a documented number: never below it, and open
// when its end is out of all proportion.
func bounded(low, high float64, documented int64) Interval {
	n := float64(documented)
	i := Interval{Low: math.Max(low, n), High: math.Max(high, n)}
	if !(high <= float64(openAbove*n)) {
		i.High, i.Open = float64(openAbove*n), true
	}
	i.Low = math.Min(i.Low, i.High)
	return i
}

// atLeast lifts an interval so that it does not fall below a number.
func (i Interval) atLeast(n float64) Interval {
	return Interval{max(i.Low, n), max(i.High, n), i.Open}
}

// Holds says whether a total lies in the interval.
func (i Interval) Holds(total float64) bool {
	return total >= i.Low && (i.Open || total <= i.High)
}

// Ratio is the upper end by the lower.
func (i Interval) Ratio() float64 { return i.High / i.Low }

// join is the smallest interval that holds both.
func (i Interval) join(j Interval) Interval {
	return Interval{math.Min(i.Low, j.Low), math.Max(i.High, j.High), i.Open || j.Open}
}

// apart says that no total lies in both.
func (i Interval) apart(j Interval) bool {
	return i.Low > j.High && !j.Open || j.Low > i.High && !i.Open
}

// Step is by how much an interval is rounded for showing: the largest of one,
// two or five times a power of ten that is not above a tenth of its width. How
// wide an open one is nobody knows, and how far it was followed must not make
// its low end coarser: that end stands for the width.
func (i Interval) Step() int64 {
	width := i.High - i.Low
	if i.Open {
		width = i.Low
	}
	step := int64(1)
	for place := int64(1); place <= largestStep; place *= 10 {
		for _, n := range [...]int64{1, 2, 5} {
			if float64(n*place) > width/10 {
				return step
			}
			step = n * place
		}
	}
	return step
}

// largestStep is far above any number of people.
const largestStep = 1_000_000_000_000

// Outward rounds an interval for showing, by its step, the low end down and the
// high end up, never below what is documented. An open one has no high end:
// zero.
func (i Interval) Outward(documented int64) (low, high int64) {
	step := i.Step()
	low = max(down(i.Low, step), documented)
	if i.Open {
		return low, 0
	}
	return low, max(up(i.High, step), documented)
}

func down(n float64, step int64) int64 {
	return int64(float64(math.Floor(n/float64(step)) * float64(step)))
}
func up(n float64, step int64) int64 {
	return int64(float64(math.Ceil(n/float64(step)) * float64(step)))
}

// logNormal is the interval of n more people than documented, with that
// standard error of n, log-normal so that it never falls below what is
// documented.
func logNormal(documented int64, unseen, se float64) Interval {
	n := float64(documented)
	if !(unseen > 0) {
		return Interval{n, n, false}
	}
	ratio := se / unseen
	spread := steady.Exp(float64(steady.Z95 * math.Sqrt(steady.Log1p(float64(ratio*ratio)))))
	return bounded(n+unseen/spread, n+float64(unseen*spread), documented)
}
