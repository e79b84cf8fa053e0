package desk

import (
	"slices"

	"sanad/internal/core/count"
)

// barChart is strata drawn as bars that lie on their side, with every place
// computed here, from the side where lines begin. Names stand above their bars,
// so that bars and numbers are seen whole on a phone.
type barChart struct {
	Width, Height int
	NameX         int
	Anchor        string // of the names
	CountAnchor   string
	Bars          []bar
	More          int // strata that are only in the table
}

type bar struct {
	Y, X, W     int
	NameY       int
	CountX      int
	CountY      int
	Name, Whole string // Name is shortened
	Count       int64
	Pale        bool // they have no value in common
}

// The measures of the bars, in the chart's own units.
const (
	barsMost  = 30
	barLength = 260
	barGap    = 46
	barName   = 20 // the line of the name
	barHigh   = 18
)

// newBarChart draws the first strata, in their order; nil if there are none.
func newBarChart(strata []stratumLine, rtl bool) *barChart {
	if len(strata) == 0 {
		return nil
	}
	c := &barChart{Width: barLength + 70, Anchor: "start", CountAnchor: "start"}
	strata, c.More = barsOf(strata)
	most := int64(1)
	for _, s := range strata {
		most = max(most, s.People)
	}
	for i, s := range strata {
		w := max(int(barLength*s.People/most), 1)
		y := 4 + i*barGap
		c.Bars = append(c.Bars, bar{Y: y + barName, W: w, NameY: y + barName - 6, CountX: w + 8, CountY: y + barName + barHigh - 4,
			Name: clipName(s.Name), Whole: s.Name, Count: s.People, Pale: s.Kind != count.Told})
	}
	c.Height = 12 + len(strata)*barGap
	if rtl {
		c.mirror()
	}
	return c
}

// barsOf gives the strata that are drawn: the first of those that have a value,
// and all that have none, which would be missed most.
func barsOf(strata []stratumLine) (drawn []stratumLine, more int) {
	told := 0
	for told < len(strata) && strata[told].Kind == count.Told {
		told++
	}
	if more = len(strata) - barsMost; more <= 0 {
		return strata, 0
	}
	return slices.Concat(strata[:told-more], strata[told:]), more
}

// mirror turns the chart round for a language that is read from the right.
func (c *barChart) mirror() {
	c.NameX, c.Anchor, c.CountAnchor = c.Width-c.NameX, "end", "end"
	for i := range c.Bars {
		b := &c.Bars[i]
		b.X, b.CountX = c.Width-b.X-b.W, c.Width-b.CountX
	}
}
