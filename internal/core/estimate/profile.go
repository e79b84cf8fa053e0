package estimate

import (
	"math"

	"sanad/internal/core/count"
	"sanad/internal/ground/fail"
	"sanad/internal/ground/steady"
)

// Profile gives the total of the model of independent lists with the interval
// of its profile likelihood (Cormack, Biometrics 48, 1992): the totals whose
// log likelihood is at most half the 95 % point of chi-square below the best.
func Profile(t count.Table) (n float64, interval Interval, err error) {
	if _, err := Check(t); err != nil {
		return 0, Interval{}, err
	}
	t = listed(t)
	if len(t.Lists) > mostModelled {
		return 0, Interval{}, fail.New(fail.Refused, "a profile over %d lists", len(t.Lists)).Do("take at most %d", mostModelled)
	}
	c := dense(t)
	n, interval = profile(c, independence(c.lists))
	return n, interval, nil
}

// halfChi is half the 95 % point of chi-square with one degree of freedom.
const halfChi = 3.841458820694124 / 2

func profile(c cells, m terms) (float64, Interval) {
	best := newFitter(c).fit(m)
	f := newFitter(c)
	total := float64(c.total)
	at := func(unseen float64) float64 {
		f.observe(unseen)
		own := 0.0
		if unseen > 0 {
			own = float64(unseen * steady.Log(unseen))
		}
		n := total + unseen
		return float64(-f.fit(m).deviance/2) + own - float64(n*steady.Log(n)) + steady.Lgamma(n+1) - steady.Lgamma(unseen+1)
	}
	top, peak := climb(at, best.unseen)
	low := cross(at, 0, top, peak-halfChi)
	far := float64(2*top) + 10
	for at(far) > peak-halfChi && far < openAbove*total {
		far = float64(2 * far)
	}
	return total + best.unseen, bounded(total+low, total+cross(at, far, top, peak-halfChi), c.total)
}

// climb finds where a curve with one top is highest, near a guess, by the
// golden section.
func climb(at func(float64) float64, near float64) (top, peak float64) {
	const golden = 0.6180339887498949
	low, high := near/2, float64(near*1.5)+2
	for range 80 {
		a, b := high-float64(golden*(high-low)), low+float64(golden*(high-low))
		if at(a) > at(b) {
			high = b
		} else {
			low = a
		}
	}
	top = low + float64((high-low)/2)
	return top, at(top)
}

// cross finds where the curve comes up to a level between outside, where it is
// below, and inside, where it is above.
func cross(at func(float64) float64, outside, inside, level float64) float64 {
	if at(outside) >= level {
		return outside
	}
	for range 60 {
		mid := outside + float64((inside-outside)/2)
		if at(mid) < level {
			outside = mid
		} else {
			inside = mid
		}
	}
	return math.Max(inside, 0)
}
