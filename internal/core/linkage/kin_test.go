package linkage

import (
	"math"
	"testing"
)

func TestWhoIsLikelierARelativeIsToldByTheOddsOfAllThree(t *testing.T) {
	for _, c := range []struct {
		bits, kin float64
		want      bool
	}{{6, 9, false}, {-0.5, 9, true}, {-3, -1, false}, {-3, 1, true}, {0, math.Inf(-1), false}, {-9, 0, false}} {
		if got := LikelyKin(c.bits, c.kin); got != c.want {
			t.Errorf("%v bits and %v for relatives: %v", c.bits, c.kin, got)
		}
	}
}
