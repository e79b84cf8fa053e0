package flow

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"

	"sanad/internal/core/custody"
	"sanad/internal/core/guard"
	"sanad/internal/core/redaction"
	"sanad/internal/core/text"
	"sanad/internal/ground/fail"
)

// RedactedCopy writes a copy of an item in which what is marked can't be seen:
// of an item that has pages to draw, their pixels with boxes painted over; of a
// text, its reading with the label where the words were; of a table, its cells
// without those that are marked. Nothing else of the original is in it, and the
// original is not changed. What label gives is written for each mark: Latin
// letters and digits, such as a pseudonym or the code.
//
// A copy that fails must be thrown away. s is the state the marks were read in.
func RedactedCopy(ctx context.Context, a *Archive, s State, item custody.Item, f redaction.Marked, label func(redaction.Mark) string, out io.Writer) (CopyResult, error) {
	r, err := readingOfCopy(ctx, a, s, item, f)
	if err != nil {
		return CopyResult{}, err
	}
	return copyFrom(ctx, a, item, f, r, label, out)
}

// PreviewRedaction writes what a redacted copy of an item would be now, for the
// actor to look at before it leaves: with the codes in the boxes, for pseudonyms
// are drawn for each release.
func PreviewRedaction(ctx context.Context, a *Archive, actor guard.Actor, sum custody.Sum, caseName string, out io.Writer) (c CopyResult, err error) {
	var item custody.Item
	var now redaction.Redaction
	var from text.Rendition
	err = a.Book.Look(ctx, func(ctx context.Context, s State) (err error) {
		if item, caseName, err = markedItem(ctx, s, actor, sum, caseName); err != nil {
			return err
		}
		if now, err = redactionNow(ctx, s, caseName, sum); err != nil {
			return err
		}
		if now.Redaction == "" {
			return fail.New(fail.NotFound, "nothing is hidden of item %s", sum).Do("mark what must be hidden: sanad redact mark %s", sum.String()[:12])
		}
		from, err = readingOfCopy(ctx, a, s, item, now.Marked)
		return err
	})
	if err != nil {
		return c, err
	}
	return copyFrom(ctx, a, item, now.Marked, from, func(m redaction.Mark) string { return m.Label(nil) }, out)
}

// readingOfCopy gives the reading that a copy is made from; the zero reading where it
// is made of the pages as they are drawn.
func readingOfCopy(ctx context.Context, a *Archive, s State, item custody.Item, f redaction.Marked) (text.Rendition, error) {
	if f.Item != item.Sum {
		return text.Rendition{}, fmt.Errorf("the marks are those of item %s, not of %s", f.Item, item.Sum)
	}
	if a.Redactor != nil && a.Redactor.Draws(item.MediaType) {
		return text.Rendition{}, nil
	}
	return markedReading(ctx, s, item, f.Rendition)
}

func copyFrom(ctx context.Context, a *Archive, item custody.Item, f redaction.Marked, r text.Rendition, label func(redaction.Mark) string, out io.Writer) (c CopyResult, err error) {
	if r.Sum.IsZero() {
		return drawnCopy(ctx, a, item, f, label, out)
	}
	data, err := a.Renditions.Open(ctx, r.Sum)
	if err != nil {
		return c, fmt.Errorf("opening the text of item %s: %w", item.Sum, err)
	}
	defer func() { err = errors.Join(err, data.Close()) }()
	if r.Form == text.Rows {
		return tableCopy(data, f, out)
	}
	return textCopy(data, f, label, out)
}

func drawnCopy(ctx context.Context, a *Archive, item custody.Item, f redaction.Marked, label func(redaction.Mark) string, out io.Writer) (c CopyResult, err error) {
	if err := allOf(f.Marks, func(m redaction.Mark) bool { return m.Drawn() || m.Unseen }); err != nil {
		return c, err
	}
	data, err := a.Originals.Open(ctx, item.Sum)
	if err != nil {
		return c, fmt.Errorf("opening item %s: %w", item.Sum, err)
	}
	defer func() { err = errors.Join(err, data.Close()) }()
	return a.Redactor.Copy(ctx, item, data, f.Marks, label, out)
}

// allOf refuses marks of another form than the copy can show hidden.
func allOf(marks []redaction.Mark, is func(redaction.Mark) bool) error {
	for i, m := range marks {
		if !is(m) {
			return fail.New(fail.Refused, "mark %d hides nothing in this kind of copy", i+1).Do("remove it and mark again: sanad redact remove, sanad redact mark")
		}
	}
	return nil
}

// markedReading gives the reading of an item that its marks were made in.
func markedReading(ctx context.Context, s State, item custody.Item, sum custody.Sum) (text.Rendition, error) {
	all, err := s.Renditions(ctx, item.Sum)
	if err != nil {
		return text.Rendition{}, err
	}
	for _, r := range all {
		if r.Sum == sum && r.Form != text.Fields {
			return r, nil
		}
	}
	return text.Rendition{}, fail.New(fail.NotFound, "item %s has no pages that can be drawn, and no text", item.Sum).Do("read it first: sanad process --item %s", item.Sum.String()[:12])
}

// pageEnd parts pages in the copy of a text, as a printer does.
const pageEnd = "\n\f\n"

func textCopy(data io.Reader, f redaction.Marked, label func(redaction.Mark) string, out io.Writer) (c CopyResult, err error) {
	if err := allOf(f.Marks, func(m redaction.Mark) bool { return !m.Drawn() && !m.Unseen && m.Quote != "" }); err != nil {
		return c, err
	}
	c.MediaType = "text/plain; charset=utf-8"
	w := bufio.NewWriter(out)
	err = text.EachPage(data, func(p text.Page) error {
		if c.Pages++; c.Pages > 1 {
			if _, err := w.WriteString(pageEnd); err != nil {
				return err
			}
		}
		clear, n := redaction.Blacken(p, f.Marks, label)
		c.Hidden += int64(n)
		_, err := w.WriteString(clear)
		return err
	})
	if err != nil {
		return c, err
	}
	return c, w.Flush()
}

func tableCopy(data io.Reader, f redaction.Marked, out io.Writer) (c CopyResult, err error) {
	if err := allOf(f.Marks, func(m redaction.Mark) bool { return m.Cell != "" }); err != nil {
		return c, err
	}
	hide := map[string]bool{}
	for _, m := range f.Marks {
		hide[m.Cell] = true
	}
	c.MediaType, c.Pages = "text/csv; charset=utf-8", 1
	_, c.Hidden, err = redaction.Table(out, func(yield func(text.Row) error) error { return text.EachRow(data, yield) },
		func(r text.Row, column int) bool { return !hide[r.CellName(column)] })
	return c, err
}

// PageOf gives one page of a reading.
func PageOf(ctx context.Context, a *Archive, r text.Rendition, number int) (page text.Page, err error) {
	data, err := a.Renditions.Open(ctx, r.Sum)
	if err != nil {
		return page, fmt.Errorf("opening the text of item %s: %w", r.Item, err)
	}
	defer func() { err = errors.Join(err, data.Close()) }()
	err = text.EachPage(data, func(p text.Page) error {
		if p.Number != number {
			return nil
		}
		page = p
		return text.ErrStop
	})
	if err == nil && page.Number == 0 {
		err = fail.New(fail.NotFound, "item %s has no page %d as %s read it", r.Item, number, r.Engine)
	}
	return page, err
}
