package pdfium

import (
	"errors"
	"fmt"
	"image"
	"math"

	"sanad/internal/format/content"
)

// Of fpdfview.h.
const (
	bitmapGray = 1 // FPDFBitmap_Gray
	drawAnnots = 1 // FPDF_ANNOT
	drawGray   = 8 // FPDF_GRAYSCALE
)

// maxPixels is how many pixels of one byte the engine's memory has room for
// besides the document.
const maxPixels = 100_000_000

// Render draws page number (from 1) in grey, as it is shown: with its rotation,
// notes and filled-in fields, on white, and gives the dots per inch at which it
// was drawn: fewer than asked where dpi would give more pixels than
// opt.Limits.Pixels.
func (e *Engine) Render(src content.Source, opt content.Options, number int, dpi float64) (*image.Gray, float64, error) {
	d, err := e.open(src, opt.Password)
	if err != nil {
		return nil, 0, err
	}
	if count := d.pages(); number < 1 || number > count {
		return nil, 0, fmt.Errorf("there is no page %d: the PDF has %d", number, count)
	}
	form := d.openForm()
	p, ok := d.openPage(number - 1)
	if err := d.failure(); err != nil {
		return nil, 0, fmt.Errorf("page %d: %w", number, err)
	}
	if !ok {
		return nil, 0, fmt.Errorf("page %d is missing or broken", number)
	}
	width, height, err := pixels(p.width, p.height, dpi, opt.Limits.Pixels)
	if err != nil {
		return nil, 0, fmt.Errorf("page %d: %w", number, err)
	}
	img := p.draw(form, width, height)
	if err := d.failure(); err != nil {
		return nil, 0, fmt.Errorf("page %d: %w", number, err)
	}
	return img, 72 * float64(width) / p.width, nil
}

// pixels gives the size of an image of a page of so many points.
func pixels(width, height, dpi float64, most int64) (int, int, error) {
	if !(width > 0 && height > 0 && dpi > 0) || math.IsInf(width*height*dpi, 0) {
		return 0, 0, errors.New("it has no size and can't be drawn")
	}
	most = min(most, maxPixels)
	scale := dpi / 72
	if all := width * height * scale * scale; all > float64(most) {
		scale *= math.Sqrt(float64(most) / all)
	}
	w, h := int(math.Max(1, width*scale)), int(math.Max(1, height*scale))
	if int64(w)*int64(h) > most {
		return 0, 0, &content.Limited{Limit: "pixels", Max: most}
	}
	return w, h, nil
}

func (p *page) draw(form uint64, width, height int) *image.Gray {
	w, h := uint64(width), uint64(height)
	buffer := p.alloc(width * height)
	if buffer == 0 {
		return nil
	}
	bitmap := p.call("FPDFBitmap_CreateEx", w, h, bitmapGray, uint64(buffer), w)
	p.call("FPDFBitmap_FillRect", bitmap, 0, 0, w, h, 0xffffffff)
	p.call("FPDF_RenderPageBitmap", bitmap, p.handle, 0, 0, w, h, 0, drawAnnots|drawGray)
	if form != 0 {
		p.call("FPDF_FFLDraw", form, bitmap, p.handle, 0, 0, w, h, 0, drawAnnots|drawGray)
	}
	img := image.NewGray(image.Rect(0, 0, width, height))
	copy(img.Pix, p.at(buffer, width*height))
	p.call("FPDFBitmap_Destroy", bitmap)
	p.free(buffer)
	return img
}
