package ocr

import (
	"fmt"
	"image"
	"image/color"
)

// PGM writes a picture in shades of grey, in the plainest form that Page takes
// (netpbm's PGM, P5). What is transparent is white, as on paper.
func PGM(img image.Image) []byte {
	b := img.Bounds()
	out := fmt.Appendf(make([]byte, 0, b.Dx()*b.Dy()+32), "P5\n%d %d\n255\n", b.Dx(), b.Dy())
	for y := b.Min.Y; y < b.Max.Y; y++ {
		if grey, ok := img.(*image.Gray); ok {
			from := grey.PixOffset(b.Min.X, y)
			out = append(out, grey.Pix[from:from+b.Dx()]...)
			continue
		}
		for x := b.Min.X; x < b.Max.X; x++ {
			out = append(out, onPaper(img.At(x, y)))
		}
	}
	return out
}

// onPaper is the shade of a colour seen on white.
func onPaper(c color.Color) byte {
	r, g, b, a := c.RGBA()
	bare := 0xffff - a
	return color.GrayModel.Convert(color.RGBA64{R: uint16(r + bare), G: uint16(g + bare), B: uint16(b + bare), A: 0xffff}).(color.Gray).Y
}
