package redaction

import (
	"math"

	"sanad/internal/core/text"
)

// How boxes are widened, in points. A box as narrow as the name under it tells
// which names it can be: letters of a known type have known widths.
const (
	padSide = 2.0  // letters lean out of the places that readings give them
	padLeap = 1.5  // and marks stand above and below them
	Step    = 36.0 // the width is a multiple of this
)

// Widen gives the box that is painted for a box that was found or drawn by hand
// on a page: padded, as wide as the next multiple of Step, and grown until it
// holds whole every word of the page that it touches on its line, so that no
// half of a neighbour tells where the hidden word began. Its sides stay on the
// page where the page's size is known.
func Widen(b text.Box, p text.Page) text.Box {
	b.X0, b.X1 = b.X0-padSide, b.X1+padSide
	b.Y0, b.Y1 = b.Y0-padLeap, b.Y1+padLeap
	if grow := math.Ceil((b.X1-b.X0)/Step)*Step - (b.X1 - b.X0); grow > 0 {
		b.X0, b.X1 = b.X0-grow/2, b.X1+grow/2
	}
	out := b
	for _, w := range p.Words {
		if touches(b, w.Box) && sameLine(b, w.Box) {
			out = around(out, text.Box{X0: w.Box.X0 - padSide, Y0: w.Box.Y0, X1: w.Box.X1 + padSide, Y1: w.Box.Y1})
		}
	}
	return onPage(out, p)
}

// onPage cuts what lies off the page, and moves nothing.
func onPage(b text.Box, p text.Page) text.Box {
	if p.Width > 0 && p.Height > 0 {
		b.X0, b.Y0, b.X1, b.Y1 = max(b.X0, 0), max(b.Y0, 0), min(b.X1, p.Width), min(b.Y1, p.Height)
	}
	return b
}

func around(b, c text.Box) text.Box {
	return text.Box{X0: min(b.X0, c.X0), Y0: min(b.Y0, c.Y0), X1: max(b.X1, c.X1), Y1: max(b.Y1, c.Y1)}
}

func touches(b, c text.Box) bool {
	return b.X0 < c.X1 && c.X0 < b.X1 && b.Y0 < c.Y1 && c.Y0 < b.Y1
}

// sameLine reports whether half of the lower of the two stands beside the other:
// the line above, grazed by a tall letter, is another line.
func sameLine(b, c text.Box) bool {
	shared := min(b.Y1, c.Y1) - max(b.Y0, c.Y0)
	return shared*2 >= min(b.Y1-b.Y0, c.Y1-c.Y0)
}

// Lines gives the boxes of the words that the bytes from up to to of a page's
// text touch, as one box for each line of them, and the box around all; nil
// where the reading does not know where they stand, in whole or in part.
func Lines(p text.Page, from, to int) (lines []text.Box, region *text.Box) {
	covered := from
	for _, w := range p.Words {
		if w.From >= to || w.To <= from {
			continue
		}
		if w.From > covered && !blank(p.Text[covered:w.From]) {
			return nil, nil // words between that stand nowhere
		}
		covered = max(covered, w.To)
		if n := len(lines); n > 0 && sameLine(lines[n-1], w.Box) {
			lines[n-1] = around(lines[n-1], w.Box)
		} else {
			lines = append(lines, w.Box)
		}
	}
	if len(lines) == 0 || covered < to && !blank(p.Text[covered:to]) {
		return nil, nil
	}
	region, _ = p.Place(from, to)
	return lines, region
}
