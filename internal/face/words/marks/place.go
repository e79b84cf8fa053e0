package marks

import (
	"strings"

	"sanad/internal/core/text"
	"sanad/internal/format/sheet"
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
		from := strings.Index(page.Text, p.Quote)
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
	_, row, err := sheet.ParseCellRef(cell)
	if err != nil {
		return 0
	}
	return row
}
