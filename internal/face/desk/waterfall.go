package desk

import (
	"math"

	"sanad/internal/core/linkage"
)

// waterfall is what a score is made of, line by line, with a bar to each: how
// far it speaks for one person, or against.
type waterfall struct {
	Width, Height, Zero int
	Lines               []fallLine
	Missing             []string // fields that one of the two does not have
}

type fallLine struct {
	linkage.Factor
	Sum     float64 // of this line and all above
	X, W    int     // the bar
	Against bool
}

// The measures of a bar, in its own units.
const (
	fallWidth  = 120
	fallHeight = 14
	fallEdge   = 2
	fallLeast  = 2  // how wide the bar of what weighs next to nothing is
	fallScale  = 10 // bits that reach half-way at least: little must look little
)

func newWaterfall(e linkage.Explanation, rtl bool) *waterfall {
	w := &waterfall{Width: fallWidth, Height: fallHeight, Zero: fallWidth / 2}
	most, sum := float64(fallScale), 0.0
	for _, f := range e.Factors {
		most = max(most, math.Abs(f.Bits))
	}
	for _, f := range e.Factors {
		if f.Level == "missing" {
			w.Missing = append(w.Missing, f.Field)
			continue
		}
		sum += f.Bits
		l := fallLine{Factor: f, Sum: sum, Against: f.Bits < 0}
		l.W = max(fallLeast, int(math.Round(math.Abs(f.Bits)/most*float64(w.Zero-fallEdge))))
		if l.X = w.Zero; l.Against != rtl {
			l.X -= l.W
		}
		w.Lines = append(w.Lines, l)
	}
	return w
}
