package picture

import (
	"image"
	"image/color"
)

// Grey gives the brightness of a picture, what is transparent shown on white.
// It begins at 0, 0.
func Grey(img image.Image) *image.Gray {
	b := img.Bounds()
	if g, ok := img.(*image.Gray); ok && b.Min == (image.Point{}) {
		return g
	}
	out := image.NewGray(image.Rectangle{Max: b.Size()})
	at := brightness(img)
	for y := range b.Dy() {
		row := out.Pix[y*out.Stride:]
		for x := range b.Dx() {
			row[x] = at(b.Min.X+x, b.Min.Y+y)
		}
	}
	return out
}

// brightness gives a quick way to read the brightness at a place.
func brightness(img image.Image) func(x, y int) uint8 {
	switch m := img.(type) {
	case *turned:
		at := brightness(m.Image)
		return func(x, y int) uint8 { return at(m.from(x, y)) }
	case *image.Gray:
		return func(x, y int) uint8 { return m.Pix[m.PixOffset(x, y)] }
	case *image.YCbCr:
		return func(x, y int) uint8 { return m.Y[m.YOffset(x, y)] }
	case *image.RGBA:
		return func(x, y int) uint8 {
			p := m.Pix[m.PixOffset(x, y):]
			return luma(uint32(p[0]), uint32(p[1]), uint32(p[2])) + 255 - p[3]
		}
	case *image.NRGBA:
		return func(x, y int) uint8 {
			p := m.Pix[m.PixOffset(x, y):]
			a := uint32(p[3])
			return uint8((uint32(luma(uint32(p[0]), uint32(p[1]), uint32(p[2])))*a + 255*(255-a)) / 255)
		}
	case *image.Paletted:
		table := make([]uint8, 256)
		for i, c := range m.Palette[:min(len(m.Palette), 256)] {
			table[i] = onWhite(c)
		}
		return func(x, y int) uint8 { return table[m.Pix[m.PixOffset(x, y)]] }
	}
	return func(x, y int) uint8 { return onWhite(img.At(x, y)) }
}

// luma weighs red, green and blue as JPEG does (ITU-R BT.601).
func luma(r, g, b uint32) uint8 { return uint8((19595*r + 38470*g + 7471*b + 1<<15) >> 16) }

func onWhite(c color.Color) uint8 {
	r, g, b, a := c.RGBA()
	rest := 0xffff - a
	return luma((r+rest)>>8, (g+rest)>>8, (b+rest)>>8)
}
