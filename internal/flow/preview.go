package flow

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"sanad/internal/core/custody"
	"sanad/internal/core/text"
	"sanad/internal/format/mapping"
	"sanad/internal/ground/cellref"
	"sanad/internal/ground/fail"
	"sanad/internal/ground/script"
)

// Preview is what the beginning of a table shows.
type Preview struct {
	Rows     int // that were looked at, without the headings
	Guesses  []mapping.Guess
	Language string // BCP 47 of most of it, "" if nobody can tell
	// Headings are the cells of the last row of headings, or the columns'
	// letters where there is none; First the first rows below.
	Headings []string
	First    [][]string
	Sheets   []string // of a workbook, as far as was looked
}

// previewRows is how many rows a preview looks at, previewFirst how many it
// gives, and previewSheets how far it looks for sheets.
const (
	previewRows   = 200
	previewFirst  = 8
	previewSheets = 20_000
)

// PreviewTable looks at the first rows of a table, the first of which is taken
// for its headings, and says what its columns may be.
func PreviewTable(ctx context.Context, a *Archive, item custody.Sum) (Preview, error) {
	return PreviewSheet(ctx, a, item, "", 1)
}

// PreviewSheet looks at the first rows of a sheet, the first if none is named,
// below so many rows of headings, and says what its columns may be.
func PreviewSheet(ctx context.Context, a *Archive, item custody.Sum, sheet string, header int) (p Preview, err error) {
	if header < 0 || header > 100 {
		return p, fail.New(fail.Usage, "a table with %d rows of headings can't be looked at", header)
	}
	rendition, err := primaryReading(ctx, a, item)
	if err != nil {
		return p, err
	}
	if rendition.Form != text.Rows {
		return p, fail.New(fail.Usage, "item %s was not read as a table", item).Do("import takes tables: CSV, XLSX, ODS")
	}
	data, err := a.Renditions.Open(ctx, rendition.Sum)
	if err != nil {
		return p, fmt.Errorf("opening the rows of item %s: %w", item, err)
	}
	defer func() { err = errors.Join(err, data.Close()) }()
	l := looker{sheet: sheet, header: header}
	if err := text.EachRow(data, l.row); err != nil {
		return p, err
	}
	if len(l.rows) == 0 {
		return p, fail.New(fail.Usage, "the table of item %s is empty, or has no such sheet", item)
	}
	return l.preview(a), nil
}

// looker gathers the beginning of a sheet, and the names of all.
type looker struct {
	sheet  string
	header int
	seen   int
	sheets []string
	rows   [][]string // without those above the last heading
	words  string
}

func (l *looker) row(row text.Row) error {
	if l.seen++; row.Sheet != "" && !slices.Contains(l.sheets, row.Sheet) {
		l.sheets = append(l.sheets, row.Sheet)
	}
	if l.sheet == "" {
		l.sheet = row.Sheet
	}
	full := len(l.rows) > previewRows
	if full && (row.Sheet == "" || l.seen > previewSheets) {
		return text.ErrStop
	}
	if full || row.Sheet != l.sheet || row.Number < l.header {
		return nil
	}
	cells := make([]string, len(row.Cells))
	for i, c := range row.Cells {
		cells[i] = c.Text
	}
	if line := strings.Join(cells, " "); strings.TrimSpace(line) != "" {
		l.rows, l.words = append(l.rows, cells), l.words+" "+line
	}
	return nil
}

func (l *looker) preview(a *Archive) Preview {
	p := Preview{Sheets: l.sheets, Language: a.language(l.words)}
	if p.Language == script.Und {
		p.Language = "" // names alone show none, and a mapping must not say so
	}
	rows := l.rows
	if l.header > 0 {
		p.Headings, rows = rows[0], rows[1:]
		p.Guesses = mapping.Propose(p.Headings, rows)
	} else {
		p.Guesses = mapping.Propose(make([]string, width(rows)), rows)
		for i := range p.Guesses {
			p.Headings = append(p.Headings, cellref.Column(i))
		}
	}
	p.Rows, p.First = len(rows), rows[:min(len(rows), previewFirst)]
	return p
}

func width(rows [][]string) (most int) {
	for _, r := range rows {
		most = max(most, len(r))
	}
	return most
}
