package desk

import (
	"cmp"
	"slices"

	"sanad/internal/core/count"
)

// chart is the overlaps drawn as columns over a grid of dots (the UpSet plot
// of Lex and others, 2014), with every place computed here: a page without
// scripts and styles has nothing else to compute it with. The lists' names stand
// above their dots, so that a few columns are seen whole on a phone.
type chart struct {
	Width, Height int
	NameX         int    // where the lists' names stand, and by which end
	Anchor        string // they are held there
	Top           int    // the line the columns stand on
	Columns       []chartColumn
	Rows          []chartRow
	More          int // overlaps left out, the smallest
}

type chartColumn struct {
	X, Mid, Y, H int
	LabelY       int
	Count        int64
	Dots         []chartDot
	TieFrom      int // the line between the first and the last list
	TieTo        int
}

type chartDot struct {
	Y  int
	On bool
}

type chartRow struct {
	Y, MidY, TextY int
	High           int
	Name, Whole    string // Name is shortened
	Odd            bool
}

// The measures of a chart, in its own units.
const (
	chartMost   = 24 // columns at most
	chartEdge   = 8
	chartLeast  = 200 // wide, for the names
	chartStep   = 40
	chartBar    = 24
	chartBars   = 170
	dotSize     = 7 // half of a dot
	chartRowGap = 46
)

// newChart draws the overlaps, largest first, from the side where lines begin;
// nil if there are none.
func newChart(t count.Table, rtl bool) *chart {
	overlaps := t.Overlaps()
	slices.SortStableFunc(overlaps, func(a, b count.Overlap) int { return cmp.Compare(b.Count, a.Count) })
	if len(overlaps) == 0 {
		return nil
	}
	c := &chart{Top: chartBars + 24, NameX: chartEdge, Anchor: "start"}
	if len(overlaps) > chartMost {
		c.More, overlaps = len(overlaps)-chartMost, overlaps[:chartMost]
	}
	for i, name := range t.Lists {
		y := c.Top + 12 + i*chartRowGap
		c.Rows = append(c.Rows, chartRow{Y: y, MidY: y + 33, TextY: y + 16, High: chartRowGap, Name: clipName(name), Whole: name, Odd: i%2 == 1})
	}
	for i, o := range overlaps {
		c.Columns = append(c.Columns, c.column(i, o, overlaps[0].Count, t.Lists))
	}
	c.Width = max(chartEdge+len(overlaps)*chartStep, chartLeast)
	c.Height = c.Top + 16 + len(t.Lists)*chartRowGap
	if rtl {
		c.mirror()
	}
	return c
}

// mirror turns the chart round for a language that is read from the right.
func (c *chart) mirror() {
	c.NameX, c.Anchor = c.Width-c.NameX, "end"
	for i := range c.Columns {
		col := &c.Columns[i]
		col.X, col.Mid = c.Width-col.X-chartBar, c.Width-col.Mid
	}
}

func (c *chart) column(i int, o count.Overlap, most int64, lists []string) chartColumn {
	high := int(int64(chartBars) * o.Count / max(most, 1))
	x := chartEdge + i*chartStep
	col := chartColumn{X: x, Mid: x + chartBar/2, Y: c.Top - high, H: max(high, 1), Count: o.Count}
	col.LabelY = col.Y - 6
	for r, name := range lists {
		on := slices.Contains(o.Lists, name)
		y := c.Rows[r].MidY
		col.Dots = append(col.Dots, chartDot{y, on})
		if on && col.TieFrom == 0 {
			col.TieFrom = y
		}
		if on {
			col.TieTo = y
		}
	}
	return col
}

// clipName shortens a name to what fits beside a chart. It leaves out the
// middle: names of lists and places often begin alike, or end alike.
func clipName(name string) string {
	if runes := []rune(name); len(runes) > 24 {
		return string(runes[:12]) + "…" + string(runes[len(runes)-11:])
	}
	return name
}
