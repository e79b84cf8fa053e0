package picture

import (
	"image"
	"image/color"
)

// turned shows a picture turned or mirrored without a copy of it: o is an EXIF
// orientation from 2 to 8.
type turned struct {
	image.Image
	o int
}

// oriented gives img as it is to be seen.
func oriented(img image.Image, o int) image.Image {
	if o < 2 || o > 8 {
		return img
	}
	return &turned{img, o}
}

// Bounds implements image.Image; it begins at 0, 0.
func (t *turned) Bounds() image.Rectangle {
	size := t.Image.Bounds().Size()
	if t.o >= 5 {
		size.X, size.Y = size.Y, size.X
	}
	return image.Rectangle{Max: size}
}

// At implements image.Image.
func (t *turned) At(x, y int) color.Color {
	x, y = t.from(x, y)
	return t.Image.At(x, y)
}

// from gives the place in the file's picture of what is shown at x, y (EXIF
// 3.0, tag 0x0112).
func (t *turned) from(x, y int) (int, int) {
	b := t.Image.Bounds()
	w, h := b.Dx()-1, b.Dy()-1
	switch t.o {
	case 2:
		x = w - x
	case 3:
		x, y = w-x, h-y
	case 4:
		y = h - y
	case 5:
		x, y = y, x
	case 6:
		x, y = y, h-x
	case 7:
		x, y = w-y, h-x
	case 8:
		x, y = w-y, x
	}
	return b.Min.X + x, b.Min.Y + y
}
