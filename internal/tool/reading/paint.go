package reading

import (
	"image"
	"image/color"
	"image/draw"
	"math"

	"golang.org/x/image/font/basicfont"

	"sanad/internal/core/text"
)

// blackened is a box that is painted, with what is written in it.
type blackened struct {
	text.Box // points
	label    string
}

// paint makes every pixel that a box touches black, at so many dots an inch, and
// then writes the labels, white: a label never shows through a box that lies over
// it in part. What was under a box decides on no pixel.
func paint(img draw.Image, dpi float64, boxes []blackened) {
	for _, b := range boxes {
		draw.Draw(img, dots(b.Box, dpi).Intersect(img.Bounds()), image.Black, image.Point{}, draw.Src)
	}
	for _, b := range boxes {
		write(img, dots(b.Box, dpi).Intersect(img.Bounds()), b.label)
	}
}

// dots gives the pixels a box touches, and one more on each side: the engine that
// drew the page rounded its size.
func dots(b text.Box, dpi float64) image.Rectangle {
	at := func(points float64, round func(float64) float64, more float64) int {
		return int(min(max(round(points*dpi/72)+more, -1), 1<<30))
	}
	return image.Rect(at(b.X0, math.Floor, -1), at(b.Y0, math.Floor, -1), at(b.X1, math.Ceil, 1), at(b.Y1, math.Ceil, 1))
}

// The letters of a label: 7 dots wide and 13 high, each dot a square of some
// pixels.
const (
	letterWide = 7
	letterHigh = 13
	mostScale  = 3
)

// write writes a label in the middle of a box, as large as it has room for. One
// that has none is not written.
func write(img draw.Image, box image.Rectangle, label string) {
	scale := min(mostScale, box.Dx()/(letterWide*len(label)+4), box.Dy()/letterHigh)
	if scale < 1 {
		return
	}
	x := box.Min.X + (box.Dx()-scale*letterWide*len(label))/2
	y := box.Min.Y + (box.Dy()-scale*letterHigh)/2
	for i := range len(label) {
		glyph(img, x+i*scale*letterWide, y, scale, rune(label[i]))
	}
}

func glyph(img draw.Image, x, y, scale int, r rune) {
	face := basicfont.Face7x13
	for _, in := range face.Ranges {
		if r < in.Low || r >= in.High {
			continue
		}
		top := (int(r-in.Low) + in.Offset) * (face.Ascent + face.Descent)
		for dy := range face.Ascent + face.Descent {
			for dx := range face.Width {
				if _, _, _, a := face.Mask.At(dx, top+dy).RGBA(); a > 0x8000 {
					draw.Draw(img, image.Rect(x+dx*scale, y+dy*scale, x+(dx+1)*scale, y+(dy+1)*scale), image.NewUniform(color.White), image.Point{}, draw.Src)
				}
			}
		}
		return
	}
}

// plainLabel gives a label as the letters here can write it, or else another.
func plainLabel(label, otherwise string) string {
	const most = 40
	if label == "" || len(label) > most {
		return otherwise
	}
	for _, c := range []byte(label) {
		if c < ' ' || c > '~' {
			return otherwise
		}
	}
	return label
}
