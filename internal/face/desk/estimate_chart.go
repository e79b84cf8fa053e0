package desk

import (
	"math"
	"slices"

	"sanad/internal/core/estimate"
	"sanad/internal/face/words"
	"sanad/internal/face/words/charts"
	"sanad/internal/face/words/estimated"
)

// rangeChart is ranges over one axis of people: a bar for each, from its lower
// to its upper end, with a mark at its middle. What is documented is a solid
// line, and the range that may be given a band behind all. It says nothing
// that the tables beside it do not say in numbers.
type rangeChart struct {
	Kind          string // "ranges", "chains" or "left"
	ID            string // before the ids of its parts
	Dir           string
	Width, Height int
	Log           bool // each mark of the axis is ten times the one before
	Top, Bottom   int  // of the lines; the axis is at the bottom
	Band          *rangeBand
	Line          *rangeLine
	Bars          []rangeBar
	Ticks         []charts.Tick
}

// Depth is how far the lines reach down.
func (c *rangeChart) Depth() int { return c.Bottom - c.Top }

// Head is where the line of the documented number begins.
func (c *rangeChart) Head() int { return c.Top - 6 }

// rangeBand is the range of the headline, open where it has no upper end.
type rangeBand struct{ X, W int }

// rangeLine is the number that is documented, told at its top.
type rangeLine struct {
	X, TextX int
	Anchor   string
	Text     string
}

type rangeBar struct {
	LabelX, LabelY int
	Label, Note    string // what it is of and, in the line below, its numbers
	X, Y, W, H     int    // W is 0 where there is no range to show
	Hatched        bool   // a warning applies
	Out            bool   // it is not in the headline
	Arrow          string // points of an arrow; "" if there is an upper end
	Dot            int    // its middle; 0 if there is none to show
}

// Middle is the height at which a bar's middle lies.
func (b rangeBar) Middle() int { return b.Y + b.H/2 }

// Radius is that of the mark at its middle.
func (b rangeBar) Radius() int { return min(5, 3+b.H/4) }

// The measures of the pictures, in their own units.
const (
	rangeTop   = 26 // above the bars, where the documented number is told
	rangeRow   = 62
	rangeThick = 14
	rangeThin  = 3
	rangeChain = 9 // from one chain to the next
	rangeLabel = 46
	rangeMost  = 60 // bars at most
)

// ranged is one range to be drawn.
type ranged struct {
	label, note        string
	low, middle, high  float64 // all zero: nothing but the label
	open, hatched, out bool
}

// rangesOf draws ranges beside what is documented and the headline's range.
// A range without an upper end does not lengthen the axis: nothing says how
// far it goes.
func rangesOf(kind, id string, t *words.Table, documented int64, headline *estimate.Headline, all []ranged) *rangeChart {
	all = all[:min(len(all), rangeMost)]
	c := &rangeChart{Kind: kind, ID: id, Dir: words.Dir(t.Lang), Width: figureWidth, Top: rangeTop, Bottom: rangeTop}
	axis := axisOf(documented, headline, all)
	c.Log = axis.log
	for _, r := range all {
		c.add(axis, r)
	}
	c.Bottom += 6
	c.Height = c.Bottom + 26
	if headline != nil {
		from, to := axis.at(headline.Interval.Low), axis.at(headline.Interval.High)
		if headline.Interval.Open {
			to = figureWidth - figureEdge + figureHead
		}
		c.Band = &rangeBand{from, max(to-from, figurePoint)}
	}
	c.Line = &rangeLine{X: axis.x(documented), TextX: axis.x(documented), Anchor: "middle"}
	c.ticks(t, axis)
	if c.Dir == "rtl" {
		c.mirror()
	}
	c.Line.settle()
	return c
}

// settle keeps what is told of the line inside the picture.
func (l *rangeLine) settle() {
	l.TextX = max(76, min(l.TextX, figureWidth-76))
}

func (c *rangeChart) ticks(t *words.Table, axis figureAxis) {
	marks := axis.ticks()
	every := (len(marks) + figureTicks - 1) / figureTicks
	for i, n := range marks {
		tick := charts.Tick{X: axis.x(n)}
		if i%every == 0 {
			tick.Text = t.Number(n)
		}
		c.Ticks = append(c.Ticks, tick)
	}
}

// axisOf reaches from nothing to the largest end that is one.
func axisOf(documented int64, headline *estimate.Headline, all []ranged) figureAxis {
	ends := []float64{float64(documented)}
	if headline != nil && !headline.Interval.Open {
		ends = append(ends, headline.Interval.High)
	}
	for _, r := range all {
		ends = append(ends, r.low, r.middle)
		if !r.open {
			ends = append(ends, r.high)
		}
	}
	ends = slices.DeleteFunc(ends, func(n float64) bool { return !(n > 0) || n > math.MaxInt64/2 })
	if len(ends) == 0 {
		ends = []float64{1}
	}
	return axisFor(int64(math.Floor(slices.Min(ends))), int64(math.Ceil(slices.Max(ends))))
}

// at is x for a number that need not be whole, nor reach the axis's end.
func (a figureAxis) at(n float64) int {
	return a.x(int64(math.Round(math.Min(n, a.high))))
}

// add draws one range below those before it.
func (c *rangeChart) add(axis figureAxis, r ranged) {
	top := c.Bottom
	b := rangeBar{LabelX: figureEdge, LabelY: top + 17, Label: charts.Clip(r.label, rangeLabel), Note: charts.Clip(r.note, rangeLabel),
		Y: top + 40, H: rangeThick, Hatched: r.hatched, Out: r.out}
	c.Bottom += rangeRow
	if r.label == "" { // one of many, which are told apart by none
		b.Y, b.H = top+rangeChain/2, rangeThin
		c.Bottom = top + rangeChain
	}
	if r.high > 0 {
		b.draw(axis, r)
	}
	c.Bars = append(c.Bars, b)
}

func (b *rangeBar) draw(axis figureAxis, r ranged) {
	from, to := axis.at(r.low), axis.at(r.high)
	if r.open {
		to = figureWidth - figureEdge
		b.Arrow = points(to, b.Y-4, to+figureHead, b.Middle(), to, b.Y+b.H+4)
	}
	if to-from < figurePoint {
		from = (from + to - figurePoint) / 2
		to = from + figurePoint
	}
	b.X, b.W = from, to-from
	if r.middle > 0 {
		b.Dot = axis.at(r.middle)
	}
}

// mirror turns the picture round for a language that is read from the right.
func (c *rangeChart) mirror() {
	for i := range c.Bars {
		b := &c.Bars[i]
		b.LabelX, b.X = c.Width-b.LabelX, c.Width-b.X-b.W
		if b.Dot > 0 {
			b.Dot = c.Width - b.Dot
		}
		if b.Arrow != "" {
			b.Arrow = points(b.X, b.Y-4, b.X-figureHead, b.Middle(), b.X, b.Y+b.H+4)
		}
	}
	for i := range c.Ticks {
		c.Ticks[i].X = c.Width - c.Ticks[i].X
	}
	c.Line.X, c.Line.TextX = c.Width-c.Line.X, c.Width-c.Line.TextX
	if c.Band != nil {
		c.Band.X = c.Width - c.Band.X - c.Band.W
	}
}

// methodChart draws what each method says; nil if none said anything.
func methodChart(id string, t *words.Table, r estimate.Report) (*rangeChart, error) {
	methods, err := estimated.Methods(t, r)
	if err != nil {
		return nil, err
	}
	var all []ranged
	for _, m := range methods {
		row := ranged{label: m.Name, note: m.Range, hatched: len(m.Codes) > 0, out: !m.Counted}
		if m.Shown {
			row.low, row.middle, row.high, row.open = m.Interval.Low, m.Median, m.Interval.High, m.Interval.Open
		}
		all = append(all, row)
	}
	if len(all) == 0 {
		return nil, nil
	}
	if b := r.Bound; b != nil && b.Holds() {
		note, err := t.Say("estimate.chart.bound", int64(math.Floor(b.Equal)))
		if err != nil {
			return nil, err
		}
		all = append(all, ranged{label: t.Term("estimate.method", string(estimate.ChaoBound)), note: note, low: b.Equal, high: b.Equal, open: true, out: true})
	}
	return told(rangesOf("ranges", id, t, r.Documented, r.Headline, all), t, r.Documented)
}

// told writes the documented number above its line.
func told(c *rangeChart, t *words.Table, documented int64) (_ *rangeChart, err error) {
	c.Line.Text, err = t.Say("estimate.chart.documented", documented)
	return c, err
}

// chainChart draws where each chain ended, where chains did not find one
// place; nil where they did.
func chainChart(id string, t *words.Table, r estimate.Report) (*rangeChart, error) {
	if r.Classes == nil || !r.Classes.Disagree() {
		return nil, nil
	}
	var all []ranged
	for _, c := range r.Classes.Chains {
		all = append(all, ranged{low: c.Low, middle: c.Median, high: c.High})
	}
	return told(rangesOf("chains", id, t, r.Documented, nil, all), t, r.Documented)
}

// leftOutChart draws what the other lists would say if one had never been
// made; nil where that was not tried.
func leftOutChart(id string, t *words.Table, r estimate.Report) (*rangeChart, error) {
	if len(r.LeftOut) == 0 {
		return nil, nil
	}
	var all []ranged
	for _, l := range r.LeftOut {
		row := ranged{label: "\u2068" + charts.Clip(l.List, rangeLabel-2) + "\u2069", low: l.Interval.Low, middle: l.Median, high: l.Interval.High, open: l.Interval.Open, hatched: l.Outside}
		var err error
		if l.Median > 0 {
			row.note, err = estimated.Range(t, l.Interval)
		} else {
			row.note, err = t.Say("estimate.chart.left.none")
			row.low, row.high = 0, 0
		}
		if err != nil {
			return nil, err
		}
		all = append(all, row)
	}
	return told(rangesOf("left", id, t, r.Documented, r.Headline, all), t, r.Documented)
}
