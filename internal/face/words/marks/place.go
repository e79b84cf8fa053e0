package marks

import (
	"strings"

	"sanad/internal/core/text"
	"sanad/internal/ground/cellref"
)

// OnPage gives the spans of those passages that stand on a page of the
// reading they were cited in: by their bytes where the reading kept them,
// else by the first place of the quote.
func OnPage(page text.Page, passages []text.Passage) []Span {
	var spans []Span
	for _, p := range passages {
		if p.Selector.Page != page.Number {
			continue
		}
		from := place(page, p)
		if b := p.Selector.Bytes; b != nil && page.Exact {
			at := b.Start - page.Start
			if at >= 0 && at+int64(len(p.Quote)) <= int64(len(page.Text)) && page.Text[at:at+int64(len(p.Quote))] == p.Quote {
				from = int(at)
			}
		}
		if from >= 0 {
			spans = append(spans, Span{from, from + len(p.Quote), p.ID()})
		}
	}
	return spans
}

// place gives where on the page a quote begins: of several places the one whose
// region and time are the passage's, else the first; -1 if it is not there.
func place(page text.Page, p text.Passage) int {
	first := strings.Index(page.Text, p.Quote)
	if first < 0 || p.Quote == "" || p.Selector.Region == nil && p.Selector.Time == nil {
		return first
	}
	for at := first; ; {
		if p.Selector.StandsAt(page, at, at+len(p.Quote)) {
			return at
		}
		next := strings.Index(page.Text[at+1:], p.Quote)
		if next < 0 {
			return first
		}
		at += 1 + next
	}
}

// InCell gives the spans of the passages of one cell in what it holds.
func InCell(content string, passages []text.Passage) []Span {
	var spans []Span
	for _, p := range passages {
		if from := strings.Index(content, p.Quote); from >= 0 {
			spans = append(spans, Span{from, from + len(p.Quote), p.ID()})
		}
	}
	return spans
}

// ByCell sorts passages by the cell they stand in.
func ByCell(passages []text.Passage) map[string][]text.Passage {
	cells := map[string][]text.Passage{}
	for _, p := range passages {
		if p.Selector.Cell != "" {
			cells[p.Selector.Cell] = append(cells[p.Selector.Cell], p)
		}
	}
	return cells
}

// RowOf gives the row of a cell's name: 12 for "C12"; 0 if it names none.
func RowOf(cell string) int {
	_, cell = text.SplitCell(cell)
	_, row, err := cellref.Parse(cell)
	if err != nil {
		return 0
	}
	return row
}
