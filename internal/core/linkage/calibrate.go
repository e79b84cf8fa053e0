package linkage

import (
	"errors"
	"fmt"
	"math"
)

// Reviewed is a pair of rows that a person judged, with the bits that it had.
type Reviewed struct {
	Bits float64 `json:"bits"`
	Same bool    `json:"same"`
}

// LeastReviewed is how many reviewed pairs a calibration needs.
const LeastReviewed = 200

// Calibration turns bits into a probability as reviewers' verdicts bear out:
// the log2 odds are Slope·bits + Shift (Platt 1999). The zero value takes bits
// for what they say. It never changes bits, or the order of pairs.
type Calibration struct {
	Slope float64 `json:"slope"`
	Shift float64 `json:"shift"`
	Pairs int     `json:"pairs"` // that it rests on
	Bins  []Bin   `json:"bins,omitempty"`
}

// Bin is the pairs of which the probability was said to be in a tenth of 0 to
// 1, and how many were one person.
type Bin struct {
	From float64 `json:"from"`
	To   float64 `json:"to"`
	// Predicted is the mean of what was said; 0 if there are no pairs.
	Predicted float64    `json:"predicted"`
	Pairs     int        `json:"pairs"`
	Same      int        `json:"same"`
	Observed  Interval95 `json:"observed"`
}

// bins is how many there are.
const bins = 10

// Probability gives the chance that a pair of so many bits is one person.
func (c Calibration) Probability(bits float64) float64 {
	if c.Slope != 0 {
		bits = c.Slope*bits + c.Shift
	}
	return 1 / (1 + math.Exp2(-bits))
}

// Calibrate fits a calibration to reviewed pairs: the most likely, with Platt's
// targets, which keep it finite where bits part the verdicts without a fault.
// The pairs should be drawn without regard to what the reviewers would say. It
// is an error if there are fewer than LeastReviewed, if all have one verdict, or
// if pairs of more bits are not more often one person.
func Calibrate(pairs []Reviewed) (Calibration, error) {
	if n := LeastReviewed - len(pairs); n > 0 {
		return Calibration{}, fmt.Errorf("calibrating: %d pairs are reviewed and %d are needed: review %d more", len(pairs), LeastReviewed, n)
	}
	same := 0
	for _, p := range pairs {
		if !within(mostOption, p.Bits) {
			return Calibration{}, fmt.Errorf("calibrating: a pair has %v bits", p.Bits)
		}
		if p.Same {
			same++
		}
	}
	if same == 0 || same == len(pairs) {
		return Calibration{}, errors.New("calibrating: all reviewed pairs have one verdict: review some of fewer bits, or of more")
	}
	c := fit(pairs, same)
	if !(c.Slope > 0) {
		return Calibration{}, errors.New("calibrating: by the verdicts, pairs of more bits are not more often one person: look at the verdicts, or at what the model was learned from")
	}
	c.Pairs, c.Bins = len(pairs), c.reliability(pairs)
	return c, nil
}

// fit finds slope and shift by Newton's method with steps halved until they
// help (Lin, Lin and Weng 2007). The loss is convex, so that there is one best.
func fit(pairs []Reviewed, same int) Calibration {
	yes, no := (float64(same)+1)/(float64(same)+2), 1/(float64(len(pairs)-same)+2)
	loss := func(slope, shift float64) (sum float64) {
		for _, p := range pairs {
			z := (slope*p.Bits + shift) * math.Ln2
			target := no
			if p.Same {
				target = yes
			}
			sum += math.Log1p(math.Exp(-math.Abs(z))) + max(z, 0) - target*z
		}
		return sum
	}
	slope, shift := 0.0, math.Log2(float64(same)/float64(len(pairs)-same))
	now := loss(slope, shift)
	for range 100 {
		g1, g2, h11, h12, h22 := 0.0, 0.0, 1e-9, 0.0, 1e-9
		for _, p := range pairs {
			chance := 1 / (1 + math.Exp2(-slope*p.Bits-shift))
			target := no
			if p.Same {
				target = yes
			}
			d, w := (chance-target)*math.Ln2, chance*(1-chance)*math.Ln2*math.Ln2
			g1, g2 = g1+d*p.Bits, g2+d
			h11, h12, h22 = h11+w*p.Bits*p.Bits, h12+w*p.Bits, h22+w
		}
		det := h11*h22 - h12*h12
		if math.Abs(g1) < 1e-9 && math.Abs(g2) < 1e-9 || det <= 0 {
			break
		}
		stepSlope, stepShift := (h22*g1-h12*g2)/det, (h11*g2-h12*g1)/det
		size := 1.0
		for ; size > 1e-10; size /= 2 {
			if next := loss(slope-size*stepSlope, shift-size*stepShift); next < now {
				slope, shift, now = slope-size*stepSlope, shift-size*stepShift, next
				break
			}
		}
		if size <= 1e-10 {
			break
		}
	}
	return Calibration{Slope: slope, Shift: shift}
}

// reliability holds what was said against what was found.
func (c Calibration) reliability(pairs []Reviewed) []Bin {
	out := make([]Bin, bins)
	for _, p := range pairs {
		chance := c.Probability(p.Bits)
		b := &out[min(int(chance*bins), bins-1)]
		b.Predicted += chance
		b.Pairs++
		if p.Same {
			b.Same++
		}
	}
	for i := range out {
		b := &out[i]
		b.From, b.To = float64(i)/bins, float64(i+1)/bins
		b.Predicted /= float64(max(b.Pairs, 1))
		b.Observed = Wilson(b.Same, b.Pairs)
	}
	return out
}
