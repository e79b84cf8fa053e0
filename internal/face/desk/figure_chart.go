package desk

import (
	"fmt"
	"math"
	"strconv"

	"sanad/internal/core/claim"
	"sanad/internal/core/figure"
	"sanad/internal/face/words"
	"sanad/internal/face/words/charts"
	"sanad/internal/face/words/value"
)

// figureChart is the standing figures of a group over one axis: a bar for what
// a source leaves possible, an arrow where it leaves an end open. It draws
// nothing that no source says: no mean, no total, no curve. The table below
// it says the same in words.
type figureChart struct {
	ID            string // before the ids of its parts
	Dir           string
	Width, Height int
	Log           bool // each mark of the axis is ten times the one before
	Bottom        int  // the axis
	Bars          []figureBar
	Ticks         []charts.Tick
	More          int // figures left out, the last in the order of bounds
}

type figureBar struct {
	LabelX, LabelY int
	Label, Who     string // the number and, in the line below, who states it
	X, Y, W, H     int
	Pale           bool   // it repeats another, is disputed or set aside
	Hatched        bool   // an order of magnitude, or said under duress
	Arrow          string // points of an arrow; "" if both ends are known
	MarkX          int    // of the number itself, in "about"; 0 if there is none
}

// The measures of the picture, in its own units.
const (
	figureMost  = 40  // bars at most
	figureWidth = 340 // so that a phone shows it whole
	figureEdge  = 26  // beside the axis, where arrows reach to
	figureRow   = 60
	figureThick = 13
	figureLabel = 44 // characters of a line of a label at most
	figureTicks = 6  // marks that are written out at most
	figureHead  = 12 // how long an arrow's head is
	figurePoint = 6  // how wide a bar of one number is
)

// newFigureChart draws what stands of a group; nil if nothing does.
func newFigureChart(id string, g *figure.Group, t *words.Table, who func(claim.Made) string) *figureChart {
	standing := g.Standing()
	if len(standing) == 0 {
		return nil
	}
	c := &figureChart{ID: id, Dir: words.Dir(t.Lang), Width: figureWidth}
	if len(standing) > figureMost {
		c.More, standing = len(standing)-figureMost, standing[:figureMost]
	}
	axis := newFigureAxis(standing)
	c.Log = axis.log
	for i, r := range standing {
		c.Bars = append(c.Bars, axis.bar(i, r, value.Amount(t, *r.Quantity), who(r.Made)))
	}
	c.Bottom = len(standing)*figureRow + 8
	c.Height = c.Bottom + 26
	marks := axis.ticks()
	every := (len(marks) + figureTicks - 1) / figureTicks
	for i, n := range marks {
		tick := charts.Tick{X: axis.x(n)}
		if i%every == 0 {
			tick.Text = t.Number(n)
		}
		c.Ticks = append(c.Ticks, tick)
	}
	if c.Dir == "rtl" {
		c.mirror()
	}
	return c
}

// figureAxis places numbers between the edges.
type figureAxis struct {
	log       bool
	low, high float64 // of the axis; powers of ten if log
	step      int64   // between marks if not log
}

func newFigureAxis(standing []figure.Rival) figureAxis {
	least, most := int64(math.MaxInt64), int64(1)
	for _, r := range standing {
		for _, n := range []int64{r.Bounds.Low, r.Bounds.High} {
			if n > 0 {
				least, most = min(least, n), max(most, n)
			}
		}
	}
	return axisFor(min(least, most), most)
}

// axisFor reaches to the largest of numbers, and by powers of ten where the
// least would be lost at its beginning.
func axisFor(least, most int64) figureAxis {
	if float64(most)/float64(least) > 100 {
		a := figureAxis{log: true, low: 1, high: 1}
		for a.low*10 <= float64(least) {
			a.low *= 10
		}
		for a.high < float64(most) {
			a.high *= 10
		}
		return a
	}
	a := figureAxis{step: niceStep(most)}
	steps := most / a.step
	if most%a.step != 0 {
		steps++
	}
	a.high = float64(steps) * float64(a.step)
	return a
}

// niceStep gives a distance of 1, 2 or 5 times a power of ten by which at most
// six marks reach the number.
func niceStep(most int64) int64 {
	for place := int64(1); ; place *= 10 {
		for _, n := range []int64{1, 2, 5} {
			if step := n * place; most/step < 6 || place > math.MaxInt64/10 {
				return step
			}
		}
	}
}

func (a figureAxis) x(n int64) int {
	share := float64(n) / a.high
	if a.log {
		share = 0
		if float64(n) > a.low {
			share = math.Log10(float64(n)/a.low) / math.Log10(a.high/a.low)
		}
	}
	return figureEdge + int(math.Round(min(share, 1)*(figureWidth-2*figureEdge)))
}

func (a figureAxis) ticks() (out []int64) {
	if a.log {
		for n := a.low; n <= a.high && n < math.MaxInt64; n *= 10 {
			out = append(out, int64(n))
		}
		return out
	}
	for n := 0.0; n <= a.high && n < math.MaxInt64; n += float64(a.step) {
		out = append(out, int64(n))
	}
	return out
}

func (a figureAxis) bar(row int, r figure.Rival, amount, who string) figureBar {
	q, top := r.Quantity, row*figureRow
	b := figureBar{LabelX: figureEdge, LabelY: top + 17, Label: charts.Clip(amount, figureLabel), Who: "\u2068" + charts.Clip(who, figureLabel) + "\u2069", Y: top + 40, H: figureThick,
		Pale: !r.Independent || r.Standing == claim.Contested || r.Standing == claim.Superseded}
	for _, w := range figure.WeaknessesOf(r.Claim) {
		b.Hatched = b.Hatched || w == figure.Duress || w == figure.Magnitude
	}
	from, to := a.x(r.Bounds.Low), a.x(r.Bounds.High)
	middle := b.Y + figureThick/2
	switch {
	case r.Bounds.Open:
		to = figureWidth - figureEdge
		b.Arrow = points(to, b.Y-4, to+figureHead, middle, to, b.Y+figureThick+4)
	case q.Low == nil:
		from = figureEdge
		b.Arrow = points(from, b.Y-4, from-figureHead, middle, from, b.Y+figureThick+4)
	}
	if q.Comparator == claim.About {
		b.Pale, b.MarkX = true, a.x(*q.Low)-2
	}
	if to-from < figurePoint {
		from = (from + to - figurePoint) / 2
		to = from + figurePoint
	}
	b.X, b.W = from, to-from
	return b
}

func points(xy ...int) string {
	out := ""
	for i := 0; i+1 < len(xy); i += 2 {
		out += strconv.Itoa(xy[i]) + "," + strconv.Itoa(xy[i+1]) + " "
	}
	return out[:len(out)-1]
}

// mirror turns the picture round for a language that is read from the right.
func (c *figureChart) mirror() {
	for i := range c.Bars {
		b := &c.Bars[i]
		b.LabelX, b.X = c.Width-b.LabelX, c.Width-b.X-b.W
		if b.MarkX > 0 {
			b.MarkX = c.Width - b.MarkX - 4
		}
		if b.Arrow != "" {
			var x, y [3]int
			// The three corners that points wrote.
			if _, err := fmt.Sscanf(b.Arrow, "%d,%d %d,%d %d,%d", &x[0], &y[0], &x[1], &y[1], &x[2], &y[2]); err == nil {
				b.Arrow = points(c.Width-x[0], y[0], c.Width-x[1], y[1], c.Width-x[2], y[2])
			}
		}
	}
	for i := range c.Ticks {
		c.Ticks[i].X = c.Width - c.Ticks[i].X
	}
}
