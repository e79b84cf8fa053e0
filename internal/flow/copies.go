package flow

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"sanad/internal/core/claim"
	"sanad/internal/core/custody"
	"sanad/internal/core/disclosure"
	"sanad/internal/core/redaction"
	"sanad/internal/core/text"
	"sanad/internal/format/dossier"
	"sanad/internal/ground/fail"
)

// WriteCopies writes what leaves of the originals that do not leave as they are,
// each into a file that create opens by its path below the bundle.
func WriteCopies(ctx context.Context, a *Archive, s State, plan disclosure.Plan, create func(path string) (io.WriteCloser, error)) ([]BundledCopy, error) {
	w := copier{a: a, s: s, plan: plan, shown: plan.Show(), create: create}
	out := make([]BundledCopy, 0, len(plan.Copies))
	for _, c := range plan.Copies {
		b, err := w.write(ctx, c)
		if err != nil {
			return nil, fmt.Errorf("making the copy of item %s: %w", c.Item, err)
		}
		out = append(out, b)
	}
	return out, nil
}

type copier struct {
	a      *Archive
	s      State
	plan   disclosure.Plan
	shown  *disclosure.Shown
	create func(path string) (io.WriteCloser, error)
}

func (w copier) write(ctx context.Context, c disclosure.PlannedCopy) (BundledCopy, error) {
	b := BundledCopy{PlannedCopy: c}
	item, err := w.s.Item(ctx, c.Item)
	if err != nil {
		return b, err
	}
	switch c.How {
	case disclosure.ByCells:
		b.MediaType = "text/csv"
		b.Path, err = w.file(c, ".csv", func(out io.Writer) error { return w.cells(ctx, item, out) })
	case disclosure.ByMarks:
		err = w.marked(ctx, c, item, &b)
	}
	return b, err
}

func (w copier) file(c disclosure.PlannedCopy, ext string, write func(io.Writer) error) (string, error) {
	path := dossier.CopiesDir + "/" + c.Name + ext
	f, err := w.create(path)
	if err != nil {
		return path, err
	}
	err = write(f)
	return path, errors.Join(err, f.Close())
}

// marked writes the copy that marks make; its ending tells what it is.
func (w copier) marked(ctx context.Context, c disclosure.PlannedCopy, item custody.Item, b *BundledCopy) error {
	marks, err := w.s.Redaction(ctx, w.plan.Case, item.Sum)
	if err != nil {
		return err
	}
	b.Path, err = w.file(c, w.a.copyEnding(item), func(out io.Writer) error {
		made, err := RedactedCopy(ctx, w.a, w.s, item, marks.Marked, func(m redaction.Mark) string { return m.Label(w.plan.Pseudonyms) }, out)
		b.MediaType, b.Pages = made.MediaType, made.Pages
		return err
	})
	return err
}

// copyEnding gives the ending of a redacted copy's name.
func (a *Archive) copyEnding(item custody.Item) string {
	switch {
	case a.Redactor == nil || !a.Redactor.Draws(item.MediaType):
		return ".txt"
	case strings.HasPrefix(item.MediaType, "image/") && item.MediaType != "image/tiff":
		return ".png"
	}
	return ".pdf"
}

// cells writes a table with only the cells that claims which leave rest on, and of
// those none that somebody marked.
func (w copier) cells(ctx context.Context, item custody.Item, out io.Writer) (err error) {
	leave := map[custody.Sum]map[string]bool{} // by reading
	marks, err := w.s.Redaction(ctx, w.plan.Case, item.Sum)
	if err != nil && fail.Of(err) != fail.NotFound {
		return err
	}
	err = w.s.Claims(ctx, ClaimFilter{Item: item.Sum, After: -1}, func(c claim.Claim) error {
		if !w.shown.Leaves(c.Made.Claim) || w.nameless(c) {
			return nil
		}
		for _, p := range c.Passages {
			if p.Item == item.Sum && p.Selector.Cell != "" && !redaction.Covers(marks.Marked, p) {
				if leave[p.Rendition] == nil {
					leave[p.Rendition] = map[string]bool{}
				}
				leave[p.Rendition][p.Selector.Cell] = true
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	reading, cells := fullest(leave)
	data, err := w.a.Renditions.Open(ctx, reading)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, data.Close()) }()
	_, _, err = redaction.Table(out, func(yield func(text.Row) error) error { return text.EachRow(data, yield) },
		func(r text.Row, column int) bool { return cells[r.CellName(column)] })
	return err
}

func (w copier) nameless(c claim.Claim) bool {
	_, nameless := w.plan.Pseudonyms[c.Entity]
	return nameless
}

// fullest gives the reading of which most cells leave: cells are named by a reading,
// and two readings of a table may divide it differently.
func fullest(leave map[custody.Sum]map[string]bool) (reading custody.Sum, cells map[string]bool) {
	for r, c := range leave {
		if len(c) > len(cells) || len(c) == len(cells) && slices.Compare(r[:], reading[:]) < 0 {
			reading, cells = r, c
		}
	}
	return reading, cells
}
