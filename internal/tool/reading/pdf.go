package reading

import (
	"bytes"
	"fmt"
	"image"
	"io"
	"strconv"

	"sanad/internal/format/content"
	"sanad/internal/tool/sandbox"
)

// PDFEngine reads and draws PDF files, in the child: see package pdfium.
type PDFEngine interface {
	Read(src content.Source, opt content.Options, out content.Sink) error
	Pages(src content.Source, opt content.Options) (int, error)
	// Render draws a page in grey at up to so many dots an inch; the dots it
	// was drawn at are told.
	Render(src content.Source, opt content.Options, page int, dpi float64) (*image.Gray, float64, error)
}

// PDFReaders gives the readers of a child that holds a PDF engine.
func PDFReaders(e PDFEngine) map[string]sandbox.Reader {
	readers := Readers()
	readers[enginePDF] = inside(func(src content.Source, opt options, out *content.Gauge, _ *speaker) error {
		return e.Read(src, content.Options{Limits: opt.Limits, Password: opt.Password}, out)
	})
	readers[enginePDFPages] = inside(func(src content.Source, opt options, out *content.Gauge, _ *speaker) error {
		return drawPDF(e, src, opt, out)
	})
	return readers
}

// drawPDF hands over a picture of each page, or of those asked for.
func drawPDF(e PDFEngine, src content.Source, opt options, out content.Sink) error {
	asked := content.Options{Limits: opt.Limits, Password: opt.Password}
	first, last := opt.Page, opt.Page
	if opt.Page == 0 || opt.Last > 0 {
		count, err := e.Pages(src, asked)
		if err != nil {
			return err
		}
		if opt.Last > 0 {
			last = min(count, opt.Last)
		} else {
			first, last = 1, min(count, int(opt.Limits.Pages))
		}
	}
	for n := first; n <= last; n++ {
		img, dpi, err := e.Render(src, asked, n, opt.DPI)
		if err != nil && first == last {
			return err
		}
		if err != nil {
			err = out.Problem(content.Problem{Part: "page " + strconv.Itoa(n), Reason: err.Error(), Limit: limitOf(err)})
		} else {
			err = handPicture(out, n, dpi, img)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// handPicture hands over a page's picture as a portable greymap (PGM).
func handPicture(out content.Sink, number int, dpi float64, img *image.Gray) error {
	b := img.Bounds()
	parts := []io.Reader{bytes.NewReader(fmt.Appendf(nil, "P5\n%d %d\n255\n", b.Dx(), b.Dy()))}
	if img.Stride == b.Dx() {
		parts = append(parts, bytes.NewReader(img.Pix[img.PixOffset(b.Min.X, b.Min.Y):][:b.Dx()*b.Dy()]))
	} else {
		for y := b.Min.Y; y < b.Max.Y; y++ {
			parts = append(parts, bytes.NewReader(img.Pix[img.PixOffset(b.Min.X, y):][:b.Dx()]))
		}
	}
	m := content.Member{Name: strconv.Itoa(number), Role: "page", Part: strconv.FormatFloat(dpi, 'f', 4, 64)}
	return out.Member(m, io.MultiReader(parts...))
}
