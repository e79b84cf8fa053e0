package linkage

import (
	"math"
	"strings"
	"testing"
)

// reviewedPairs gives pairs of which the verdicts have the odds slope·bits+shift.
func reviewedPairs(n int, slope, shift float64) (out []Reviewed) {
	s := stream(4)
	for range n {
		bits := s.share()*20 - 10
		out = append(out, Reviewed{bits, s.share() < 1/(1+math.Exp2(-slope*bits-shift))})
	}
	return out
}

func TestACalibrationFindsTheOddsThatTheVerdictsHave(t *testing.T) {
	for _, want := range [][2]float64{{1, 0}, {.4, -2}, {2, 3}} {
		c, err := Calibrate(reviewedPairs(20_000, want[0], want[1]))
		if err != nil {
			t.Fatal(err)
		}
		if math.Abs(c.Slope-want[0]) > .1*want[0] || math.Abs(c.Shift-want[1]) > .25 {
			t.Errorf("slope %.3f and shift %.3f, not %v", c.Slope, c.Shift, want)
		}
		for _, b := range c.Bins {
			if b.Pairs > 300 && math.Abs(b.Observed.Share-b.Predicted) > .05 {
				t.Errorf("said %.3f, found %+v", b.Predicted, b.Observed)
			}
		}
	}
	if p := (Calibration{}).Probability(3); p != 8.0/9 {
		t.Errorf("without a calibration 3 bits are %.4f", p)
	}
}

func TestVerdictsThatBitsPartWithoutAFaultAreCalibratedAsWell(t *testing.T) {
	var pairs []Reviewed
	for i := range 400 {
		pairs = append(pairs, Reviewed{float64(i - 200), i >= 200})
	}
	c, err := Calibrate(pairs)
	if err != nil || math.IsInf(c.Slope, 0) || c.Slope <= 0 || c.Probability(190) < .9 || c.Probability(-190) > .1 {
		t.Errorf("%+v, %v", c, err)
	}
}

func TestACalibrationThatCannotBeMadeSaysWhy(t *testing.T) {
	equal := make([]Reviewed, 250)
	turned := reviewedPairs(1000, 1, 0)
	for i := range turned {
		turned[i].Same = !turned[i].Same
	}
	for words, pairs := range map[string][]Reviewed{
		"review 50 more": reviewedPairs(150, 1, 0),
		"one verdict":    equal,
		"not more often": turned,
		"NaN bits":       append(reviewedPairs(300, 1, 0), Reviewed{Bits: math.NaN()}),
	} {
		if _, err := Calibrate(pairs); err == nil || !strings.Contains(err.Error(), words) {
			t.Errorf("%v, without %q", err, words)
		}
	}
}

func TestTheIntervalOfAShare(t *testing.T) {
	for _, c := range []struct {
		hits, of  int
		low, high float64 // as published with the formula, and 0 and 1 where nothing is known
	}{{0, 0, 0, 1}, {0, 10, 0, .2775}, {10, 10, .7225, 1}, {81, 263, .2553, .3662}, {15, 148, .0624, .1605}} {
		if got := Wilson(c.hits, c.of); math.Abs(got.Low-c.low) > 6e-5 || math.Abs(got.High-c.high) > 6e-5 {
			t.Errorf("%d of %d: %+v", c.hits, c.of, got)
		}
	}
}

func TestKappa(t *testing.T) {
	for _, c := range []struct {
		table map[[2]string]int
		want  float64
		pairs int
	}{
		{nil, 0, 0},
		{map[[2]string]int{{"same", "same"}: 20, {"same", "different"}: 5, {"different", "same"}: 10, {"different", "different"}: 15}, .4, 50},
		{map[[2]string]int{{"same", "same"}: 10, {"different", "different"}: 10}, 1, 20},
		{map[[2]string]int{{"same", "same"}: 10}, 0, 10},
		{map[[2]string]int{{"same", "different"}: 10, {"different", "same"}: 10}, -1, 20},
	} {
		if got, pairs := Kappa(c.table); math.Abs(got-c.want) > 1e-9 || pairs != c.pairs {
			t.Errorf("%v: %.4f of %d pairs, not %.4f", c.table, got, pairs, c.want)
		}
	}
}
