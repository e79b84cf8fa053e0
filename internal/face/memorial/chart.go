package memorial

import (
	"math"

	"sanad/internal/core/claim"
	"sanad/internal/face/words/earth"
)

// chart is a map of some places: coasts, and what sources say of where they are.
type chart struct {
	Land  string
	Grid  []earth.GridLine
	Scale earth.ScaleBar
	Marks []mark
	Width int
	High  int
}

// mark is a place where one claim puts it, as wide as its source is inexact.
type mark struct {
	X, Y, R int
	Shape   string
	Name    name
	Href    string
}

// marksMost is how many places a map shows, and markLeast the radius of one whose
// place is known to the dot.
const (
	marksMost = 400
	markLeast = 5
)

// chart draws the places of some records.
func (w *writer) chart(v *voice, cards []int) *chart {
	var shapes []*claim.Shape
	for _, at := range cards {
		for i := range w.Cards[at].Spots {
			if len(shapes) < marksMost && len(w.Cards[at].Spots[i].Shape.Points) > 0 {
				shapes = append(shapes, &w.Cards[at].Spots[i].Shape)
			}
		}
	}
	if len(shapes) == 0 {
		return nil
	}
	view := earth.Fitting(shapes)
	out := &chart{Land: view.Drawn(earth.Land()), Grid: view.Grid(), Scale: view.Scale(), Width: earth.Width, High: earth.Height}
	for _, at := range cards {
		c := w.Cards[at]
		for i := range c.Spots {
			if len(out.Marks) == marksMost || len(c.Spots[i].Shape.Points) == 0 {
				continue
			}
			mid, reach := earth.Middle(&c.Spots[i].Shape)
			spot := view.Spot(mid)
			out.Marks = append(out.Marks, mark{X: int(spot.X), Y: int(spot.Y), R: max(markLeast, int(math.Round(view.Dots(reach)))),
				Shape: view.Path(c.Spots[i].Shape), Name: v.label(c), Href: pathOf(c)})
		}
	}
	return out
}
