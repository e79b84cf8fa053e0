package desk

import (
	"math"
	"strconv"
	"strings"

	"sanad/internal/core/estimate"
	"sanad/internal/face/words"
)

// curveChart is how the total moves with what can't be known: a point for each
// strength that was tried, evenly spaced, for each is a multiple of the one
// before.
type curveChart struct {
	ID            string
	Dir           string
	Width, Height int
	Bottom        int
	Points        []curvePoint
	Path          string // of the line through the points
	Line          int    // the height of what is documented
	Documented    string
	TextX, TextY  int // where that is told
}

// Middle is half its width.
func (c *curveChart) Middle() int { return c.Width / 2 }

type curvePoint struct {
	X, Y           int
	LabelX, LabelY int // above it and on the side to which the curve falls
	N, Xi          string
}

// The measures of the picture, in its own units.
const (
	curveTop  = 34
	curveTall = 150
	curveSide = 36

	curveShift = 12
)

// newCurveChart draws the curve; nil if there is none.
func newCurveChart(id string, t *words.Table, documented int64, curve *estimate.Curve) (*curveChart, error) {
	if curve == nil || len(curve.Points) == 0 {
		return nil, nil
	}
	c := &curveChart{ID: id, Dir: words.Dir(t.Lang), Width: figureWidth, Bottom: curveTop + curveTall}
	c.Height = c.Bottom + 44
	most := float64(documented)
	for _, p := range curve.Points {
		most = math.Max(most, p.N)
	}
	y := func(n float64) int { return c.Bottom - int(math.Round(n/most*curveTall)) }
	var path []string
	for i, p := range curve.Points {
		x := curveSide + i*(figureWidth-2*curveSide)/max(len(curve.Points)-1, 1)
		side := curveShift
		if c.Dir == "rtl" {
			x, side = figureWidth-x, -side
		}
		c.Points = append(c.Points, curvePoint{X: x, Y: y(p.N), LabelX: x + side, LabelY: y(p.N) - 9, N: t.Number(int64(math.Round(p.N))), Xi: t.Decimal(p.Xi, placesOf(p.Xi))})
		path = append(path, strconv.Itoa(x)+","+strconv.Itoa(y(p.N)))
	}
	c.Path, c.Line = strings.Join(path, " "), y(float64(documented))
	if c.TextY = c.Line + 16; c.TextY > c.Bottom-6 {
		c.TextY = c.Line - 7
	}
	if c.TextX = curveSide / 2; c.Dir == "rtl" {
		c.TextX = figureWidth - c.TextX
	}
	var err error
	c.Documented, err = t.Say("estimate.chart.documented", documented)
	return c, err
}

// placesOf is how many places after the point a strength needs.
func placesOf(f float64) int {
	_, part, _ := strings.Cut(strconv.FormatFloat(f, 'f', -1, 64), ".")
	return min(len(part), 2)
}
