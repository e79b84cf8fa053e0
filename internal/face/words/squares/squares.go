// Package squares knows how a text is drawn as a QR code (ISO/IEC 18004) in a
// page: a picture of lines, made by the server, that needs no script and prints
// at any size. It must never load or name anything from elsewhere.
package squares

import (
	"fmt"
	"html/template"
	"strings"

	"rsc.io/qr"

	"sanad/internal/ground/fail"
)

// Quiet is the margin of a QR code in squares (ISO/IEC 18004, 9.1): without it
// cameras do not find the code.
const Quiet = 4

// short is the length of a text in bytes up to which more of the picture is
// spent on correction: such pictures are small anyway, and longer ones would
// have squares too fine for a camera.
const short = 400

// fine is the side from which a picture must be shown large, that a camera can
// tell its squares apart.
const fine = 100

// Picture is a QR code.
type Picture struct {
	Side  int    // in squares, with the margin
	Lines string // the path of its dark squares, one line a run, each as wide as a square
}

// Draw draws a text; one that is longer than a QR code can hold (2,953 bytes)
// is an error, and must be given to people as the text it is.
func Draw(text string) (Picture, error) {
	level := qr.L
	if len(text) <= short {
		level = qr.M
	}
	code, err := qr.Encode(text, level)
	if err != nil {
		return Picture{}, fail.New(fail.Usage, "a text of %d bytes can't be drawn as a QR code: %w", len(text), err)
	}
	return Picture{code.Size + 2*Quiet, lines(code)}, nil
}

// lines goes along every row and draws each run of dark squares as one line.
func lines(c *qr.Code) string {
	var b strings.Builder
	for y := range c.Size {
		at, begun := 0, false
		for x := 0; x < c.Size; x++ {
			from := x
			for c.Black(x, y) {
				x++
			}
			switch {
			case x == from:
			case !begun:
				fmt.Fprintf(&b, "M%d %d.5h%d", from+Quiet, y+Quiet, x-from)
				at, begun = x, true
			default:
				fmt.Fprintf(&b, "m%d 0h%d", from-at, x-from)
				at = x
			}
		}
	}
	return b.String()
}

// SVG gives the picture as an element of a page, dark on light whatever the
// colours around it, with title as what is read out in its place.
func (p Picture) SVG(title string) template.HTML {
	class, title := "qr", template.HTMLEscapeString(title)
	if p.Side >= fine {
		class = "qr fine"
	}
	return template.HTML(fmt.Sprintf(`<svg class="%s" role="img" aria-label="%s" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" shape-rendering="crispEdges">`+
		`<title>%s</title><path fill="#fff" d="M0 0h%dv%dH0z"/><path stroke="#000" d="%s"/></svg>`, class, title, p.Side, p.Side, title, p.Side, p.Side, p.Lines))
}
