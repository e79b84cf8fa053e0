package flow

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"sanad/internal/core/custody"
	"sanad/internal/core/guard"
	"sanad/internal/core/redaction"
	"sanad/internal/core/text"
	"sanad/internal/ground/fail"
	"sanad/internal/ground/script"
)

// marker finds where marks of one item stand.
type marker struct {
	a        *Archive
	item     custody.Item
	caseName string
	now      redaction.Redaction
	readings []text.Rendition // that are pages or rows, the one shown first at the head
	drawn    bool
	unplaced []Unplaced
}

func newMarker(ctx context.Context, a *Archive, s State, actor guard.Actor, sum custody.Sum, caseName string) (*marker, error) {
	item, caseName, err := markedItem(ctx, s, actor, sum, caseName)
	if err != nil {
		return nil, err
	}
	m := &marker{a: a, item: item, caseName: caseName, drawn: a.Redactor != nil && a.Redactor.Draws(item.MediaType)}
	if m.now, err = redactionNow(ctx, s, caseName, sum); err != nil {
		return nil, err
	}
	all, err := s.Renditions(ctx, sum)
	if err != nil {
		return nil, err
	}
	first, ok := text.Primary(all)
	if ok {
		m.readings = append(m.readings, first)
	}
	for _, r := range all { // earlier ones too: what any of them places elsewhere is looked for before it leaves
		if r.Form != text.Fields && r.Sum != first.Sum {
			m.readings = append(m.readings, r)
		}
	}
	if !m.drawn { // a copy is made of one reading: the one that is marked already
		for _, r := range all {
			if r.Sum == m.now.Rendition && len(m.now.Marks) > 0 {
				m.readings = []text.Rendition{r}
			}
		}
		if len(m.readings) == 0 {
			return nil, fail.New(fail.NotFound, "item %s has no pages that can be drawn, and no text", sum).Do("read it first: sanad process --item %s", sum.String()[:12])
		}
		m.readings = m.readings[:1]
	}
	return m, nil
}

// reading is the rendition that a set of marks is of.
func (m *marker) reading() custody.Sum {
	if len(m.readings) == 0 {
		return custody.Sum{}
	}
	return m.readings[0].Sum
}

// find gives the marks of what is asked to be hidden.
func (m *marker) find(ctx context.Context, req MarkRequest) ([]redaction.Mark, error) {
	mark := redaction.Mark{Code: req.Code, Reason: req.Reason, Entity: req.Entity, Lift: req.Lift}
	asked := 0
	for _, given := range []bool{len(req.Boxes) > 0, req.Cell != "", strings.TrimSpace(req.Quote) != ""} {
		if given {
			asked++
		}
	}
	table := !m.drawn && m.readings[0].Form == text.Rows
	switch {
	case asked != 1:
		return nil, fail.New(fail.Usage, "what is to be hidden is not told, or told twice").Do("give one of --box, --cell and --quote")
	case len(req.Boxes) > 0:
		return m.drawBoxes(ctx, req, mark)
	case table:
		return m.cells(ctx, req, mark)
	case req.Cell != "":
		return nil, fail.New(fail.Usage, "item %s was not read as a table", m.item.Sum)
	case m.drawn:
		return m.quotes(ctx, req, mark)
	}
	return m.words(ctx, req, mark)
}

// drawBoxes takes boxes that somebody drew on a page.
func (m *marker) drawBoxes(ctx context.Context, req MarkRequest, mark redaction.Mark) ([]redaction.Mark, error) {
	if !m.drawn {
		return nil, fail.New(fail.Usage, "item %s has no pages that can be drawn", m.item.Sum).Do("hide words of it: --quote TEXT")
	}
	if req.Page < 1 {
		return nil, fail.New(fail.Usage, "a box stands on a page").Do("give --page N")
	}
	page, err := m.page(ctx, req.Page)
	if err != nil {
		return nil, err
	}
	mark.Page = req.Page
	for _, b := range req.Boxes {
		if err := redaction.Proper(b); err != nil {
			return nil, err
		}
		// What is drawn is cut to whole dots, so a page may seem a point smaller.
		if b.X0 < -1 || b.Y0 < -1 || b.X1 > page.Width+1 || b.Y1 > page.Height+1 {
			return nil, fail.New(fail.Usage, "the box %g,%g,%g,%g is off page %d, which is %.1f points wide and %.1f high", b.X0, b.Y0, b.X1, b.Y1, req.Page, page.Width, page.Height).
				Do("give left, top, right and bottom in points from the top left corner")
		}
		mark.Boxes = append(mark.Boxes, redaction.Widen(b, page))
	}
	return []redaction.Mark{mark}, nil
}

// page gives the size of a page, and where the words of all readings stand on it.
func (m *marker) page(ctx context.Context, number int) (page text.Page, err error) {
	page.Number = number
	for _, r := range m.readings {
		err := m.eachPage(ctx, r, func(p text.Page) error {
			if p.Number != number {
				return nil
			}
			if page.Width == 0 && p.Width > 0 && p.Height > 0 {
				page.Width, page.Height = p.Width, p.Height
			}
			page.Words = append(page.Words, p.Words...)
			return text.ErrStop
		})
		if err != nil {
			return page, err
		}
	}
	if page.Width > 0 {
		return page, nil
	}
	data, err := m.a.Originals.Open(ctx, m.item.Sum)
	if err != nil {
		return page, fmt.Errorf("opening item %s: %w", m.item.Sum, err)
	}
	defer func() { err = errors.Join(err, data.Close()) }()
	page.Width, page.Height, err = m.a.Redactor.PageSize(ctx, m.item, data, number)
	return page, err
}

func (m *marker) eachPage(ctx context.Context, r text.Rendition, yield func(text.Page) error) (err error) {
	if r.Form != text.Pages {
		return nil
	}
	data, err := m.a.Renditions.Open(ctx, r.Sum)
	if err != nil {
		return fmt.Errorf("opening the text of item %s: %w", m.item.Sum, err)
	}
	defer func() { err = errors.Join(err, data.Close()) }()
	return text.EachPage(data, yield)
}

// quotes finds a quote on pages that are drawn.
func (m *marker) quotes(ctx context.Context, req MarkRequest, mark redaction.Mark) ([]redaction.Mark, error) {
	var found []redaction.Mark
	var unplaced []Unplaced
	for _, r := range m.readings {
		err := m.eachPage(ctx, r, func(p text.Page) error {
			if req.Page != 0 && p.Number != req.Page {
				return nil
			}
			for _, at := range placesIn(p, req.Quote) {
				made, ok := boxesOf(p, at[0], at[1], mark)
				switch {
				case !ok && req.Unseen:
					made.Page, made.Quote, made.Unseen = p.Number, p.Text[at[0]:at[1]], true
					if !slices.ContainsFunc(found, func(m redaction.Mark) bool { return m.Page == made.Page && m.Quote == made.Quote }) {
						found = append(found, made)
					}
					continue
				case !ok:
					unplaced = append(unplaced, Unplaced{p.Number, p.Text[at[0]:at[1]]})
					continue
				case req.Unseen:
					continue
				}
				if !hiddenBy(found, made) {
					found = append(found, made)
				}
			}
			if len(found) > redaction.MaxMarks {
				return fail.New(fail.Usage, "the quote %q stands in more than %d places", shorten(req.Quote), redaction.MaxMarks).Do("give --page N")
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	if len(found) == 0 && len(unplaced) > 0 {
		return nil, fail.New(fail.Usage, "where on page %d the quote %q stands nobody knows", unplaced[0].Page, shorten(req.Quote)).
			Do("look at the page (sanad picture %s --page %d): give --box X0,Y0,X1,Y1, or --unseen if the page does not show it", m.item.Sum.String()[:12], unplaced[0].Page)
	}
	m.unplaced = append(m.unplaced, unplaced...)
	return m.chosen(found, req)
}

// placesIn gives where a quote stands in a page's text; where it stands nowhere as
// it is, without regard to joiners and spaces.
func placesIn(p text.Page, quote string) (all [][2]int) {
	folded := script.FoldMap(p.Text)
	for from, to := range folded.FindAll(quote) {
		all = append(all, [2]int{from, to})
	}
	if len(all) > 0 {
		return all
	}
	for from, to := range folded.FindAllJoined(quote) {
		all = append(all, [2]int{from, to})
	}
	return all
}

// boxesOf makes a mark of a place in a page's text.
func boxesOf(p text.Page, from, to int, mark redaction.Mark) (redaction.Mark, bool) {
	lines, region := redaction.Lines(p, from, to)
	if lines == nil {
		return mark, false
	}
	mark.Page, mark.Quote, mark.Region, mark.Boxes = p.Number, p.Text[from:to], region, nil
	if len(mark.Quote) > maxMarkedQuote {
		mark.Quote, mark.Region = "", nil // it only helps people to see what it is
	}
	for _, l := range lines {
		mark.Boxes = append(mark.Boxes, redaction.Widen(l, p))
	}
	return mark, true
}

// maxMarkedQuote bounds the quote that is kept with a mark, in bytes.
const maxMarkedQuote = 2 << 10

// hiddenBy reports whether all boxes of a mark lie under others.
func hiddenBy(marks []redaction.Mark, made redaction.Mark) bool {
	var boxes []text.Box
	for _, m := range marks {
		if m.Page == made.Page {
			boxes = append(boxes, m.Boxes...)
		}
	}
	for _, b := range made.Boxes {
		if !redaction.Under(b, boxes) {
			return false
		}
	}
	return true
}

// words takes a quote in a text that has no pages to draw: it is hidden wherever
// it stands on the page, or in all of the text.
func (m *marker) words(ctx context.Context, req MarkRequest, mark redaction.Mark) ([]redaction.Mark, error) {
	stands := false
	err := m.eachPage(ctx, m.readings[0], func(p text.Page) error {
		if req.Page == 0 || p.Number == req.Page {
			stands = len(placesIn(p, req.Quote)) > 0
		}
		if stands {
			return text.ErrStop
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if !stands {
		return nil, m.nowhere(req)
	}
	mark.Page, mark.Quote = req.Page, req.Quote
	return []redaction.Mark{mark}, nil
}

// cells takes a cell of a table, or those in which a quote stands.
func (m *marker) cells(ctx context.Context, req MarkRequest, mark redaction.Mark) (found []redaction.Mark, err error) {
	var hits []hit
	if req.Cell != "" {
		hits, err = m.cellNamed(ctx, req.Cell)
	} else {
		hits, err = hitsIn(ctx, m.a, m.readings[0], CiteRequest{Item: m.item.Sum, Quote: req.Quote})
	}
	if err != nil {
		return nil, err
	}
	if len(hits) >= maxHits {
		return nil, fail.New(fail.Usage, "the quote %q stands in more than %d cells", shorten(req.Quote), maxHits-1)
	}
	for _, h := range hits {
		mark.Cell = h.at.Cell
		found = append(found, mark)
	}
	return m.chosen(found, req)
}

func (m *marker) cellNamed(ctx context.Context, name string) (hits []hit, err error) {
	data, err := m.a.Renditions.Open(ctx, m.readings[0].Sum)
	if err != nil {
		return nil, fmt.Errorf("opening the rows of item %s: %w", m.item.Sum, err)
	}
	defer func() { err = errors.Join(err, data.Close()) }()
	err = text.EachRow(data, func(row text.Row) error {
		for i := range row.Cells {
			if at := row.CellName(i); names(name, at) {
				hits = append(hits, hit{at: text.Selector{Cell: at}})
			}
		}
		return nil
	})
	return hits, err
}

// chosen gives the places that are meant of those that were found.
func (m *marker) chosen(found []redaction.Mark, req MarkRequest) ([]redaction.Mark, error) {
	switch {
	case len(found) == 0:
		return nil, m.nowhere(req)
	case req.Place < 0 || req.Place > len(found):
		return nil, fail.New(fail.Usage, "there is no place %d: it stands in %d", req.Place, len(found))
	case req.Place > 0:
		return found[req.Place-1 : req.Place], nil
	case len(found) > 1 && !req.All:
		return nil, fail.New(fail.Usage, "it stands in %d places", len(found)).Do("give --all, a --page, or which one by --place N")
	}
	return found, nil
}

func (m *marker) nowhere(req MarkRequest) error {
	what := fmt.Sprintf("the quote %q is", shorten(req.Quote))
	if req.Cell != "" {
		what = "the cell " + req.Cell + " is"
	}
	return fail.New(fail.NotFound, "%s not in item %s", what, m.item.Sum).Do("look at the text: sanad text %s", m.item.Sum.String()[:12])
}
