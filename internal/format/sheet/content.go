package sheet

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"golang.org/x/text/transform"

	"sanad/internal/format/content"
	"sanad/internal/ground/cellref"
	"sanad/internal/ground/charset"
)

// surveyed is how many bytes of a table decide on its encoding.
const surveyed = 8 << 20

// Read hands over the rows of a delimited text, see package content. In UTF-8
// a cell keeps its bytes in the file; in any other encoding, which the field
// encoding names, there are no such places. Rows before a damaged one are kept.
func Read(src content.Source, _ content.Options, out content.Sink) error {
	in, exact, err := decoded(src, out)
	if err != nil {
		return err
	}
	r, err := NewReader(in, Options{})
	if err != nil {
		return err
	}
	for {
		row, err := r.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		cells := make([]content.Cell, len(row.Cells))
		for i, c := range row.Cells {
			if strings.ContainsRune(c.Text, 0) {
				return fmt.Errorf("cell %s holds a zero byte: this is no table of text", cellref.Of(i, row.Number))
			}
			cells[i].Text = c.Text
			if exact {
				cells[i].Start, cells[i].End = c.Start, c.End
			}
		}
		if err := out.Row(content.Row{Number: row.Number, Cells: cells}); err != nil {
			return err
		}
	}
}

// decoded gives the table in UTF-8, and whether the file has it so.
func decoded(src content.Source, out content.Sink) (in io.Reader, exact bool, err error) {
	var s charset.Survey
	if _, err := io.Copy(&s, io.NewSectionReader(src, 0, min(src.Size, surveyed))); err != nil {
		return nil, false, fmt.Errorf("reading the table: %w", err)
	}
	name, sure := s.Guess()
	if err := out.Field(content.Field{Name: "encoding", Value: name}); err != nil {
		return nil, false, err
	}
	if guess := sure.String(); guess != "" {
		if err := out.Field(content.Field{Name: "encoding_guess", Value: guess}); err != nil {
			return nil, false, err
		}
	}
	if name == charset.UTF8 {
		return src.Stream(), true, nil
	}
	decoder, err := charset.Decoder(name)
	if err != nil {
		return nil, false, err
	}
	length, _ := s.Mark()
	return transform.NewReader(io.NewSectionReader(src, int64(length), src.Size-int64(length)), decoder), false, nil
}
