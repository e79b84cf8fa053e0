package reading

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"sanad/internal/core/custody"
	"sanad/internal/core/text"
	"sanad/internal/flow"
	"sanad/internal/format/content"
	"sanad/internal/tool/sandbox"
)

// pageDPI is how fine pictures of pages are made for recognition: letters of
// 9 points are then 25 dots high, what engines are trained on.
const pageDPI = 200

// A picture smaller than this is a mark or a bullet, not a page of text.
const (
	leastSide = 60
	leastArea = 20_000 // pixels
)

// dueOCR reports whether the pictures of an item are to be read: it is a
// picture, or a document whose own text is poor or none, or it was asked for.
func (w *work) dueOCR() bool {
	switch w.engine {
	case enginePicture:
		return w.ask.Only != "" || w.seen.read && w.seen.width >= leastSide && w.seen.height >= leastSide && w.seen.width*w.seen.height >= leastArea
	case enginePDF:
		return w.ask.Only != "" || w.seen.read && (w.seen.doubted || w.seen.health > 0 && w.seen.health < text.PoorHealth)
	}
	return false
}

// ocr has the pages drawn by a child and read by the recogniser.
func (w *work) ocr(ctx context.Context) error {
	recogniser := w.s.Tools().OCR
	if recogniser == nil {
		w.missing(text.StepOCR)
		return nil
	}
	engine := enginePicturePages
	if w.engine == enginePDF {
		engine = enginePDFPages
	}
	name, version := recogniser.Name()
	read := newTaker(w.shelf, name+" "+version)
	read.budget.max = w.limits
	pages := &pages{ocr: recogniser, read: read, most: min(w.limits.Pixels+mapHead, maxPicture)}
	drawn := newTaker(pages, engine)
	err := w.run(ctx, drawn, engine, options{DPI: pageDPI})
	if err == nil && drawn.failed != nil {
		err = &sandbox.Failure{Reader: engine, Reason: drawn.failed.Reason}
	}
	if err != nil {
		read.abandon(err)
		return w.judge(text.StepOCR, err)
	}
	for _, g := range drawn.gaps {
		read.gap(g)
	}
	if err := read.close(); err != nil {
		return err
	}
	if read.parts[text.Pages] == nil {
		w.fail(text.StepOCR, pages.why(), "")
		return nil
	}
	if pages.words > 0 {
		read.health = min(max(pages.sure/pages.words, 1), 100)
	}
	return w.keep(ctx, read, text.StepOCR, name, version)
}

// pages is the shelf for pictures of pages: it keeps what is read from them,
// and not the pictures.
type pages struct {
	ocr         Recogniser
	read        *taker
	most        int64 // bytes of one picture
	sure, words int   // the sum of confidences, and of what
	last        error
}

func (p *pages) why() string {
	if p.last != nil {
		return "no page could be read: " + p.last.Error()
	}
	return "there is no picture of a page to read"
}

// Put keeps nothing: a drawing reader has nothing to say but pictures.
func (p *pages) Put(_ context.Context, r io.Reader) (custody.Sum, error) {
	_, err := io.Copy(io.Discard, r)
	return custody.Sum{}, err
}

// maxPicture bounds the picture of one page, in bytes.
const maxPicture = 256 << 20

// mapHead is more than stands before the pixels of a grey map.
const mapHead = 64

// Member implements flow.Shelf: it reads one picture, named by its number.
func (p *pages) Member(ctx context.Context, m flow.Member, r io.Reader) error {
	picture, err := io.ReadAll(io.LimitReader(r, p.most+1))
	if err != nil {
		return err
	}
	number, err := strconv.Atoi(m.Name)
	if err != nil || number < 1 || int64(len(picture)) > p.most {
		return fmt.Errorf("%w: the picture of page %q", errWord, m.Name)
	}
	dpi := float64(pageDPI)
	if n, err := strconv.ParseFloat(m.Part, 64); err == nil && n >= 1 && n <= 10_000 {
		dpi = n
	}
	page, err := p.ocr.Page(ctx, picture, dpi, number)
	if err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		p.last = err
		p.read.gap(text.Gap{Part: "page " + m.Name, Reason: err.Error(), Limit: limitOf(err)})
		return nil
	}
	for _, s := range page.Spans {
		if s.Confidence > 0 {
			p.words, p.sure = p.words+1, p.sure+s.Confidence
		}
	}
	return sink{ctx, p.read}.Page(page)
}

// dueConvert reports whether the item is of a format that another program
// turns into one that is read here.
func (w *work) dueConvert() bool {
	if w.seen.read || w.seen.locked {
		return false
	}
	if w.engine == engineOldOffice {
		return true
	}
	converter := w.s.Tools().Convert
	return w.engine == "" && converter != nil && converter.Converts(w.oldType()) != ""
}

// oldType gives the media type of the item, or of the program that wrote it
// where the first bytes show no more than that it is a compound file (MS-CFB).
func (w *work) oldType() string {
	known := map[string]string{"old Word document": "application/msword", "old Excel workbook": "application/vnd.ms-excel",
		"old PowerPoint presentation": "application/vnd.ms-powerpoint"}[w.seen.ole]
	if known != "" {
		return known
	}
	return w.ask.Item.MediaType
}

// convert has another program turn the item into a format that is read here,
// and a child read that. Both stand in the reading's provenance.
func (w *work) convert(ctx context.Context) error {
	converter := w.s.Tools().Convert
	if converter == nil {
		w.missing(text.StepConvert)
		return nil
	}
	engine := engineFor(converter.Converts(w.oldType()))
	if engine == "" {
		return nil // our own reader has said what it lacks
	}
	src := content.Source{ReaderAt: w.held, Size: w.held.size, Name: w.name()}
	data, size, err := converter.Convert(ctx, src, w.oldType())
	if err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		w.fail(text.StepConvert, err.Error(), limitOf(err))
		return nil
	}
	if c, ok := data.(io.Closer); ok {
		defer func() { err = errors.Join(err, c.Close()) }()
	}
	name, made := converter.Name()
	t := newTaker(w.shelf, name)
	if err := w.runOn(ctx, t, engine, options{}, data, size); err != nil {
		return w.judge(text.StepConvert, err)
	}
	if t.failed != nil {
		w.fail(text.StepConvert, t.failed.Reason, t.failed.Limit)
		return nil
	}
	w.readAfterAll()
	return w.keep(ctx, t, text.StepConvert, name, made+" and "+t.engine+" "+version)
}

// readAfterAll forgets that our own reader could not, where another program
// could.
func (w *work) readAfterAll() {
	w.out.Failed = slices.DeleteFunc(w.out.Failed, func(u flow.Unreadable) bool { return text.StepOf(u.Step) == text.StepRead })
}

// dueProbe reports whether the item is a recording that the own reader can't
// describe.
func (w *work) dueProbe() bool {
	media := w.ask.Item.MediaType
	recording := strings.HasPrefix(media, "audio/") || strings.HasPrefix(media, "video/")
	return recording && (w.ask.Only != "" || !w.seen.read)
}

// probe has another program describe a recording.
func (w *work) probe(ctx context.Context) error {
	probe := w.s.Tools().Probe
	if probe == nil {
		w.missing(text.StepProbe)
		return nil
	}
	t, err := w.describe(ctx, probe)
	if err != nil {
		return err
	}
	if t.failed != nil {
		w.fail(text.StepProbe, t.failed.Reason, t.failed.Limit)
		return nil
	}
	// That our own reader knows none such is no failure any more.
	w.out.Failed = slices.DeleteFunc(w.out.Failed, func(u flow.Unreadable) bool { return text.StepOf(u.Step) == text.StepRead })
	w.readAfterAll()
	engine, version := probe.Name()
	return w.keep(ctx, t, text.StepProbe, engine, version)
}
