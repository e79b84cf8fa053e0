package desk

import (
	"math"

	"sanad/internal/core/linkage"
)

// reliabilityChart sets what was said of pairs against how they turned out: a
// point on the diagonal means that the chance was what it said. It is read from
// the left in every language, as the axes of mathematics are.
type reliabilityChart struct {
	Size, Edge, Far int // of the picture; where its axes begin and end
	Points          []reliabilityPoint
	Ticks           []reliabilityTick
}

type reliabilityPoint struct {
	X, Y, High, Low int // the interval goes from High, above, to Low
	Radius          int // by how many pairs
}

type reliabilityTick struct {
	X, Y    int
	Percent int
}

// The measures of the picture, in its own units.
const (
	reliabilitySize = 300
	reliabilityEdge = 44
	reliabilityLow  = 3 // the radius of a point for one pair
	reliabilityMost = 9
)

// newReliabilityChart draws the bins that have pairs; nil if none has.
func newReliabilityChart(bins []linkage.Bin) *reliabilityChart {
	if len(bins) == 0 {
		return nil
	}
	c := &reliabilityChart{Size: reliabilitySize, Edge: reliabilityEdge, Far: reliabilitySize - reliabilityLow - reliabilityMost}
	along := func(share float64) int { return int(math.Round(share * float64(c.Far-c.Edge))) }
	x := func(share float64) int { return c.Edge + along(share) }
	y := func(share float64) int { return c.Size - c.Edge - along(share) }
	for percent := 0; percent <= 100; percent += 25 {
		c.Ticks = append(c.Ticks, reliabilityTick{x(float64(percent) / 100), y(float64(percent) / 100), percent})
	}
	for _, b := range bins {
		c.Points = append(c.Points, reliabilityPoint{X: x(b.Predicted), Y: y(b.Observed.Share), High: y(b.Observed.High), Low: y(b.Observed.Low),
			Radius: min(reliabilityMost, reliabilityLow+int(math.Log2(float64(max(b.Pairs, 1)))/2))})
	}
	return c
}

// Top is where the vertical axis ends.
func (c *reliabilityChart) Top() int { return c.Size - c.Far }

// Bottom is where the horizontal axis lies.
func (c *reliabilityChart) Bottom() int { return c.Size - c.Edge }
