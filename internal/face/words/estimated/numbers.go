package estimated

import (
	"math"
	"strconv"
	"strings"
)

// whole is the number of people a figure stands for.
func whole(n float64) int64 {
	if !(math.Abs(n) < math.MaxInt64/2) {
		return math.MaxInt64 / 2
	}
	return int64(math.Round(n))
}

// percent writes a share of one in percent, with as many places as it needs
// not to look like nothing.
func (s *speaker) percent(share float64) string {
	places := 0
	if share < 0.1 {
		places = 1
	}
	return s.t.Decimal(share*100, places)
}

// small writes a chance: below a thousandth only that it is.
func (s *speaker) small(p float64) string {
	if p < 0.001 {
		return "< " + s.t.Decimal(0.001, 3)
	}
	return s.t.Decimal(p, 3)
}

// rhat writes how far chains are apart; beyond a hundred only that it is.
func (s *speaker) rhat(r float64) string {
	if !(r < 100) {
		return "> " + s.t.Number(100)
	}
	return s.t.Decimal(r, 2)
}

// placesOf is how many places after the point a factor needs.
func placesOf(f float64) int {
	_, part, _ := strings.Cut(strconv.FormatFloat(f, 'f', -1, 64), ".")
	return min(len(part), 2)
}
