package reading

import (
	"context"
	"errors"
	"fmt"
	"image"
	"image/draw"
	"image/png"
	"io"
	"strconv"

	"sanad/internal/core/custody"
	"sanad/internal/core/redaction"
	"sanad/internal/flow"
	"sanad/internal/format/pixelpdf"
	"sanad/internal/ground/fail"
)

// How pages of redacted copies are drawn: as fine as a scan that is read with
// ease. A picture is no wider than a page of 300 dots an inch.
const (
	copyDPI   = 150
	copyWidth = 2480
	copyBatch = 16 // pages that a child draws of a document before another takes over
)

var _ flow.Redactor = (*Sandboxed)(nil)

// Draws implements flow.Redactor.
func (s *Sandboxed) Draws(mediaType string) bool { return drawerOf(mediaType) != "" }

func drawerOf(mediaType string) string {
	return map[string]string{enginePDF: enginePDFPages, enginePicture: enginePicturePages}[engineFor(mediaType)]
}

// Copy implements flow.Redactor. The pages are drawn behind the walls; the boxes
// are painted here, on pixels, before anything is written. A document in hostile
// hands can draw what it likes, so a copy is looked at before it leaves.
func (s *Sandboxed) Copy(ctx context.Context, item custody.Item, data io.Reader, marks []redaction.Mark, label func(redaction.Mark) string, out io.Writer) (flow.CopyResult, error) {
	c := &copyist{out: out, boxes: map[int][]blackened{}, single: drawerOf(item.MediaType) == enginePicturePages && item.MediaType != "image/tiff"}
	last := 0
	for _, m := range marks {
		c.add(m, label(m))
		last = max(last, m.Page)
	}
	if err := s.drawAll(ctx, item, data, c.page); err != nil {
		return flow.CopyResult{}, err
	}
	if last > c.pages {
		return flow.CopyResult{}, fail.New(fail.Refused, "a mark stands on page %d of item %s, which has %d", last, item.Sum, c.pages)
	}
	return c.finish()
}

// PageSize implements flow.Redactor.
func (s *Sandboxed) PageSize(ctx context.Context, item custody.Item, data io.Reader, page int) (width, height float64, err error) {
	if page < 1 {
		return 0, 0, fail.New(fail.NotFound, "item %s has no page %d", item.Sum, page)
	}
	held, err := newSpool(data, s.Spool)
	if err != nil {
		return 0, 0, err
	}
	defer func() { err = errors.Join(err, held.close()) }()
	found := false
	p := &easel{each: func(_ int, dpi float64, img draw.Image) error {
		b := img.Bounds()
		width, height, found = float64(b.Dx())*72/dpi, float64(b.Dy())*72/dpi, true
		return nil
	}}
	if err := s.drawSome(ctx, item, held, p, page, page); err != nil {
		return 0, 0, err
	}
	if !found {
		return 0, 0, fail.New(fail.NotFound, "item %s has no page %d", item.Sum, page)
	}
	return width, height, nil
}

// drawAll has every page of an item drawn, in order. The pages of a PDF are drawn
// some at a time, each time by another child, so that no long document is cut off
// by the time one child has.
func (s *Sandboxed) drawAll(ctx context.Context, item custody.Item, data io.Reader, each func(number int, dpi float64, img draw.Image) error) (err error) {
	held, err := newSpool(data, s.Spool)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, held.close()) }()
	p := &easel{each: each}
	if drawerOf(item.MediaType) != enginePDFPages {
		return s.drawSome(ctx, item, held, p, 0, 0)
	}
	for {
		before := p.seen
		if err := s.drawSome(ctx, item, held, p, before+1, before+copyBatch); err != nil {
			return err
		}
		if p.seen < before+copyBatch {
			return nil
		}
	}
}

// drawSome has pages from one to another drawn, or all. A page that is not drawn
// is an error: a copy that lacks it in silence would be another document.
func (s *Sandboxed) drawSome(ctx context.Context, item custody.Item, held *spool, p *easel, from, to int) error {
	engine := drawerOf(item.MediaType)
	if engine == "" {
		return fail.New(fail.NotFound, "item %s has no pages that can be drawn", item.Sum)
	}
	if p.expect, p.last = max(from, 1), to; to == 0 {
		p.last = int(s.Limits.Pages)
	}
	if int64(p.expect) > s.Limits.Pages {
		return fail.New(fail.Failed, "item %s has more than %d pages", item.Sum, s.Limits.Pages)
	}
	w := &work{s: s, ask: flow.Ask{Item: item}, held: held, shelf: p, limits: s.Limits}
	t := newTaker(p, engine)
	opt := options{Page: from, Last: to, DPI: copyDPI}
	if engine == enginePicturePages {
		opt.DPI, opt.Width, opt.Last = pageDPI, copyWidth, 0
	}
	err := w.run(ctx, t, engine, opt)
	if reason, own := ownFault(err); own {
		return fail.New(fail.Failed, "item %s can't be drawn: %s", item.Sum, reason)
	}
	switch {
	case err != nil:
		return err
	case t.failed != nil:
		return fail.New(fail.Failed, "item %s can't be drawn: %s", item.Sum, t.failed.Reason)
	case len(t.gaps) > 0:
		return fail.New(fail.Failed, "item %s can't be drawn whole: %s: %s", item.Sum, t.gaps[0].Part, t.gaps[0].Reason)
	}
	return nil
}

// easel is the shelf for pictures of pages that are worked on as they come.
type easel struct {
	gallery
	each               func(number int, dpi float64, img draw.Image) error
	expect, last, seen int
}

// Member implements flow.Shelf: it takes the next page.
func (e *easel) Member(_ context.Context, m flow.Member, r io.Reader) error {
	raw, err := io.ReadAll(io.LimitReader(r, maxPicture+1))
	if err != nil {
		return err
	}
	number, err1 := strconv.Atoi(m.Name)
	dpi, err2 := strconv.ParseFloat(m.Part, 64)
	if err1 != nil || err2 != nil || number != e.expect || number > e.last || !(dpi > 0.01 && dpi < 10_000) {
		return fmt.Errorf("%w: the picture of page %q at %q dots an inch", errWord, m.Name, m.Part)
	}
	img, err := portable(raw)
	if err != nil {
		return err
	}
	e.expect, e.seen = number+1, number
	return e.each(number, dpi, img.(draw.Image))
}

// copyist paints boxes on pages and writes them out.
type copyist struct {
	out    io.Writer
	boxes  map[int][]blackened
	single bool // a format of one picture, which leaves as one
	first  *sheetOf
	pdf    *pixelpdf.Writer
	pages  int
	hidden int64
}

// sheetOf is a painted page that was not written yet.
type sheetOf struct {
	img image.Image
	dpi float64
}

// add takes a mark's boxes. The label stands in the widest one.
func (c *copyist) add(m redaction.Mark, label string) {
	widest := 0
	for i, b := range m.Boxes {
		if w := m.Boxes[widest]; b.X1-b.X0 > w.X1-w.X0 {
			widest = i
		}
	}
	for i, b := range m.Boxes {
		black := blackened{Box: b}
		if i == widest {
			black.label = plainLabel(label, string(m.Code))
		}
		c.boxes[m.Page] = append(c.boxes[m.Page], black)
	}
}

func (c *copyist) page(number int, dpi float64, img draw.Image) error {
	paint(img, dpi, c.boxes[number])
	c.pages, c.hidden = number, c.hidden+int64(len(c.boxes[number]))
	sheet := &sheetOf{img, dpi}
	if c.single && number == 1 {
		c.first = sheet
		return nil
	}
	if err := c.flushFirst(); err != nil {
		return err
	}
	return c.put(sheet)
}

func (c *copyist) flushFirst() error {
	first := c.first
	if c.first = nil; first == nil {
		return nil
	}
	return c.put(first)
}

func (c *copyist) put(s *sheetOf) error {
	if c.pdf == nil {
		c.pdf = pixelpdf.New(c.out)
	}
	b := s.img.Bounds()
	return c.pdf.Page(s.img, float64(b.Dx())*72/s.dpi, float64(b.Dy())*72/s.dpi)
}

// finish ends the copy: a PNG of one picture, with the chunks IHDR, IDAT and IEND
// alone (PNG, 3rd edition, 5.6), or the PDF.
func (c *copyist) finish() (flow.CopyResult, error) {
	told := flow.CopyResult{MediaType: "application/pdf", Pages: c.pages, Hidden: c.hidden}
	if c.first != nil {
		told.MediaType = "image/png"
		return told, (&png.Encoder{CompressionLevel: png.DefaultCompression}).Encode(c.out, c.first.img)
	}
	if c.pdf == nil {
		return told, fail.New(fail.Failed, "there is no page to copy")
	}
	return told, c.pdf.Close()
}
