package reading

import (
	"image"

	"sanad/internal/format/content"
	"sanad/internal/format/picture"
)

// drawPicture hands over every frame of a picture, or the one asked for, in
// grey. A picture has no size on paper: it is taken to have been scanned at the
// dots per inch that are asked for.
func drawPicture(src content.Source, opt options, out content.Sink) error {
	return picture.Frames(src, content.Options{Limits: opt.Limits}, func(n int, img image.Image) error {
		if opt.Page != 0 && opt.Page != n {
			return nil
		}
		return handPicture(out, n, opt.DPI, picture.Grey(img))
	})
}
