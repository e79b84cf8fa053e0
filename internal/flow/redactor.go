package flow

import (
	"context"
	"io"

	"sanad/internal/core/custody"
	"sanad/internal/core/redaction"
)

// RedactionState reads what is hidden of items.
type RedactionState interface {
	// Redaction gives what is hidden of an item in what leaves a case, as it was
	// said last; one without marks where all were taken away.
	Redaction(ctx context.Context, caseName string, item custody.Sum) (redaction.Redaction, error)
	// Redactions gives all that was ever said of it, oldest first.
	Redactions(ctx context.Context, caseName string, item custody.Sum) ([]redaction.Redaction, error)
}

// CopyResult tells what a redacted copy is.
type CopyResult struct {
	MediaType string // application/pdf or image/png of pixels, text/plain or text/csv
	Pages     int    // pictures in it, pages of text, or 1
	Hidden    int64  // boxes painted, places of words, or cells
}

// Redactor draws the pages of originals with what is marked painted over.
type Redactor interface {
	// Draws reports whether items of a media type have pages to draw. Of others
	// a redacted copy is made from their reading.
	Draws(mediaType string) bool
	// Copy writes a copy of an item, whose bytes data gives, made of nothing but
	// the pixels of its pages, with every box of the marks opaque and the label
	// in it: a PNG of a picture, and a PDF of what can have several pages: PDF
	// itself, and TIFF. The same bytes, marks
	// and labels MUST give the same bytes. Untrusted bytes MUST be opened only
	// behind walls. A page that can't be drawn MUST fail the copy, which MUST then
	// be thrown away: what was written of it is no copy. Memory MUST NOT grow with
	// the number of pages.
	Copy(ctx context.Context, item custody.Item, data io.Reader, marks []redaction.Mark, label func(redaction.Mark) string, out io.Writer) (CopyResult, error)
	// PageSize gives the width and height of a page (from 1) as it is drawn, in
	// points, and a fail.NotFound for a page that is not there.
	PageSize(ctx context.Context, item custody.Item, data io.Reader, page int) (width, height float64, err error)
}
