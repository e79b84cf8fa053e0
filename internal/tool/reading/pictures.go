package reading

import (
	"bytes"
	"fmt"
	"image"
	"strconv"

	"golang.org/x/image/draw"

	"sanad/internal/format/content"
	"sanad/internal/format/picture"
)

// drawPicture hands over every frame of a picture, or the one asked for: in
// grey as it is, or for people in colour and no wider than they asked for. A
// picture has no size on paper: it is taken to have been scanned at the dots
// per inch that are asked for.
func drawPicture(src content.Source, opt options, out content.Sink) error {
	return picture.Frames(src, content.Options{Limits: opt.Limits}, func(n int, img image.Image) error {
		if opt.Page != 0 && opt.Page != n {
			return nil
		}
		if opt.Width == 0 {
			return handPicture(out, n, opt.DPI, picture.Grey(img))
		}
		small := narrowed(img, opt.Width)
		dpi := opt.DPI * float64(small.Rect.Dx()) / float64(max(1, img.Bounds().Dx()))
		return handColours(out, n, dpi, small)
	})
}

// narrowed makes a picture no wider, and no more than four times as high, as
// width.
func narrowed(img image.Image, width int) *image.RGBA {
	b := img.Bounds()
	w, h := b.Dx(), b.Dy()
	if w > width {
		w, h = width, max(1, h*width/w)
	}
	if h > 4*width {
		w, h = max(1, w*4*width/h), 4*width
	}
	small := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(small, small.Bounds(), image.White, image.Point{}, draw.Src)
	draw.ApproxBiLinear.Scale(small, small.Bounds(), img, b, draw.Over, nil)
	return small
}

// handColours hands over a picture as a portable pixmap (PPM).
func handColours(out content.Sink, number int, dpi float64, img *image.RGBA) error {
	w, h := img.Rect.Dx(), img.Rect.Dy()
	raw := fmt.Appendf(make([]byte, 0, 3*w*h+32), "P6\n%d %d\n255\n", w, h)
	for i := 0; i < len(img.Pix); i += 4 {
		raw = append(raw, img.Pix[i], img.Pix[i+1], img.Pix[i+2])
	}
	return out.Member(content.Member{Name: strconv.Itoa(number), Role: "page", Part: strconv.FormatFloat(dpi, 'f', 4, 64)}, bytes.NewReader(raw))
}
