package flow

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"sanad/internal/core/custody"
	"sanad/internal/core/text"
	"sanad/internal/format/mapping"
	"sanad/internal/ground/fail"
)

// Preview is what the beginning of a table shows.
type Preview struct {
	Rows     int // that were looked at, without the headings
	Guesses  []mapping.Guess
	Language string // BCP 47 of most of it, "" if nobody can tell
}

// previewRows is how many rows a preview looks at.
const previewRows = 200

// PreviewTable looks at the first rows of a table, the first of which is taken
// for its headings, and says what its columns may be.
func PreviewTable(ctx context.Context, a *Archive, item custody.Sum) (p Preview, err error) {
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
	var rows [][]string
	sheet, words := "", ""
	err = text.EachRow(data, func(row text.Row) error {
		if sheet == "" {
			sheet = row.Sheet
		}
		cells := make([]string, len(row.Cells))
		for i, c := range row.Cells {
			cells[i] = c.Text
		}
		if line := strings.Join(cells, " "); row.Sheet == sheet && strings.TrimSpace(line) != "" {
			rows, words = append(rows, cells), words+" "+line
		}
		if len(rows) > previewRows {
			return text.ErrStop
		}
		return nil
	})
	if err == nil && len(rows) == 0 {
		err = fail.New(fail.Usage, "the table of item %s is empty", item)
	}
	if err != nil {
		return p, err
	}
	return Preview{Rows: len(rows) - 1, Guesses: mapping.Propose(rows[0], rows[1:]), Language: a.language(words)}, nil
}
