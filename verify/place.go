package verify

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"sanad/internal/core/custody"
	"sanad/internal/core/text"
	"sanad/internal/format/dossier"
)

// inRendition looks up the passages that were read in one rendition, reading
// it once.
func (l *lookup) inRendition(sum custody.Sum, cited []*citation) error {
	file := dossier.RenditionsDir + "/" + sum.String()
	byForm := map[string]map[int][]*citation{text.Pages: {}, text.Rows: {}}
	for _, c := range cited {
		form, _ := formOf(l.d.renditions[sum], c.Item)
		if number, ok := partOf(c.Selector, form); ok {
			byForm[form][number] = append(byForm[form][number], c)
		}
	}
	err := eachLine(l.d.ctx, l.d.fsys, file, maxPart, func(number int, line []byte) error {
		if err := inPages(line, byForm[text.Pages]); err != nil {
			return fmt.Errorf("line %d: %w", number, err)
		}
		if err := inRows(line, byForm[text.Rows]); err != nil {
			return fmt.Errorf("line %d: %w", number, err)
		}
		return nil
	})
	if l.d.ctx.Err() != nil {
		return l.d.ctx.Err()
	}
	if err != nil {
		l.t.wrong(file, "%v", err)
		return nil
	}
	for _, c := range cited {
		if !c.found {
			l.t.wrong(file, "the quote is not there; %s", c.where())
		}
	}
	return nil
}

// partOf gives the number of the page or row a selector points into, false
// if it does not point into a rendition of that form.
func partOf(s text.Selector, form string) (int, bool) {
	if form == text.Pages {
		return s.Page, s.Page > 0 && s.Cell == ""
	}
	_, row, ok := cellAt(s.Cell)
	return row, ok
}

// cellAt reads a cell's name, "C12" and "Sheet!C12" being column 2 of row 12.
func cellAt(name string) (column, row int, ok bool) {
	_, name = text.SplitCell(name)
	digits := strings.TrimLeft(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
	letters := name[:len(name)-len(digits)]
	if len(letters) == 0 || len(letters) > 4 || len(digits) > 9 {
		return 0, 0, false
	}
	for _, c := range letters {
		column = column*26 + int(c-'A') + 1
	}
	row, err := strconv.Atoi(digits)
	return column - 1, row, err == nil && row > 0 && strconv.Itoa(row) == digits
}

func inPages(line []byte, cited map[int][]*citation) error {
	if len(cited) == 0 {
		return nil
	}
	var page text.Page
	if err := json.Unmarshal(line, &page); err != nil {
		return fmt.Errorf("is not a page: %w", err)
	}
	for _, c := range cited[page.Number] {
		c.found = c.found || onPage(page, c.Passage)
	}
	return nil
}

// onPage reports whether the quote stands on the page, and where the passage
// names a region or a time, whether one of its places there has these.
func onPage(page text.Page, p text.Passage) bool {
	for from := 0; from < len(page.Text); {
		at := strings.Index(page.Text[from:], p.Quote)
		if at < 0 {
			return false
		}
		at += from
		if p.Selector.StandsAt(page, at, at+len(p.Quote)) {
			return true
		}
		from = at + 1
	}
	return false
}

func inRows(line []byte, cited map[int][]*citation) error {
	if len(cited) == 0 {
		return nil
	}
	var row text.Row
	if err := json.Unmarshal(line, &row); err != nil {
		return fmt.Errorf("is not a row: %w", err)
	}
	for _, c := range cited[row.Number] {
		column, _, _ := cellAt(c.Selector.Cell)
		if sheet, _ := text.SplitCell(c.Selector.Cell); sheet != row.Sheet {
			continue
		}
		c.found = c.found || column < len(row.Cells) && strings.Contains(row.Cells[column].Text, c.Quote)
	}
	return nil
}

// inOriginal cuts the passages of one original out of its bytes.
func (l *lookup) inOriginal(sum custody.Sum, cited []*citation) error {
	file := dossier.OriginalsDir + "/" + sum.String()
	f, err := openPlain(l.d.fsys, file)
	if err != nil {
		l.t.wrong(file, "%v", err)
		return nil
	}
	defer f.Close()
	at, ok := f.(io.ReaderAt)
	if !ok {
		l.t.wrong(file, "can't be read at a place within it")
		return nil
	}
	slices.SortStableFunc(cited, func(a, b *citation) int { return cmp.Compare(a.Selector.Bytes.Start, b.Selector.Bytes.Start) })
	for _, c := range cited {
		if err := l.d.ctx.Err(); err != nil {
			return err
		}
		if err := standsAt(at, l.d.originals[sum].bytes, c); err != nil {
			l.t.wrong(file, "%v; %s", err, c.where())
			continue
		}
		l.inBytes++
	}
	return nil
}

// standsAt checks the bytes of a passage. Those of a cell are as they stand
// in the file: in quotes, perhaps, with quotes inside doubled (RFC 4180).
func standsAt(original io.ReaderAt, size int64, c *citation) error {
	r := c.Selector.Bytes
	if r.End > size {
		return fmt.Errorf("the bytes %d to %d lie beyond its end", r.Start, r.End)
	}
	if r.End-r.Start > 2*int64(len(c.Quote))+2 {
		return fmt.Errorf("the bytes %d to %d are more than the quote", r.Start, r.End)
	}
	raw := make([]byte, r.End-r.Start)
	if n, err := original.ReadAt(raw, r.Start); n < len(raw) {
		return fmt.Errorf("can't be read: %w", err)
	}
	if string(raw) == c.Quote || c.Selector.Cell != "" && unquoted(string(raw)) == c.Quote {
		return nil
	}
	return fmt.Errorf("the bytes %d to %d are not the quote", r.Start, r.End)
}

func unquoted(raw string) string {
	if len(raw) < 2 || raw[0] != '"' || raw[len(raw)-1] != '"' {
		return raw
	}
	return strings.ReplaceAll(raw[1:len(raw)-1], `""`, `"`)
}
