package sheet_test

import (
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
	"testing"
	"testing/iotest"

	"sanad/internal/format/sheet"
	"sanad/internal/ground/cellref"
)

// texts gives the rows of a sheet as their numbers and texts.
func texts(t sheet.Table) (numbers []int, rows [][]string) {
	for _, row := range t.Rows {
		var cells []string
		for _, c := range row.Cells {
			cells = append(cells, c.Text)
		}
		numbers, rows = append(numbers, row.Number), append(rows, cells)
	}
	return numbers, rows
}

func TestEveryCellIsReadAsASpreadsheetShowsIt(t *testing.T) {
	for _, c := range []struct {
		name, in string
		numbers  []int
		rows     [][]string
	}{
		{"nothing", "", nil, nil},
		{"a byte order mark alone", "\uFEFF", nil, nil},
		{"no line end at the end", "a,b\n1,2", []int{1, 2}, [][]string{{"a", "b"}, {"1", "2"}}},
		{"CR LF", "a,b\r\n1,2\r\n", []int{1, 2}, [][]string{{"a", "b"}, {"1", "2"}}},
		{"a lone CR", "a,b\r1,2\r", []int{1, 2}, [][]string{{"a", "b"}, {"1", "2"}}},
		{"blank lines are counted", "a,b\n\n\n1,2\n", []int{1, 4}, [][]string{{"a", "b"}, {"1", "2"}}},
		{"a line of spaces is a row", "a,b\n  \n", []int{1, 2}, [][]string{{"a", "b"}, {"  "}}},
		{"an empty quoted cell is a row", "a\n\"\"\nb\n", []int{1, 2, 3}, [][]string{{"a"}, {""}, {"b"}}},
		{"empty cells at both ends", ",x,\n", []int{1}, [][]string{{"", "x", ""}}},
		{"doubled quotes", `a,b` + "\n" + `"say ""no""",2`, []int{1, 2}, [][]string{{"a", "b"}, {`say "no"`, "2"}}},
		{"line breaks inside quotes", "a,b\n\"one\r\ntwo\",2\n3,4\n", []int{1, 2, 3}, [][]string{{"a", "b"}, {"one\r\ntwo", "2"}, {"3", "4"}}},
		{"delimiters inside quotes", "a,b\n\"x,y\",2\n", []int{1, 2}, [][]string{{"a", "b"}, {"x,y", "2"}}},
		{"a quote inside a bare cell", "a,b\nش\"م,5\"\n", []int{1, 2}, [][]string{{"a", "b"}, {`ش"م`, `5"`}}},
		{"Persian, with a mark and semicolons", "\uFEFFنام;شهر\nآرمان;\"کوه;بالا\"\n", []int{1, 2}, [][]string{{"نام", "شهر"}, {"آرمان", "کوه;بالا"}}},
		{"a first line for Excel", "sep=;\r\na,1;b\r\n", []int{1}, [][]string{{"a,1", "b"}}},
		{"ragged", "a,b\n1\n1,2,3\n", []int{1, 2, 3}, [][]string{{"a", "b"}, {"1"}, {"1", "2", "3"}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			table, err := sheet.ReadTable([]byte(c.in), sheet.Options{})
			numbers, rows := texts(table)
			if err != nil || !reflect.DeepEqual(numbers, c.numbers) || !reflect.DeepEqual(rows, c.rows) {
				t.Errorf("read %q (%v), want %v %q: %v", rows, numbers, c.numbers, c.rows, err)
			}
		})
	}
}

func TestACellIsFoundAgainByItsBytes(t *testing.T) {
	in := "\uFEFFنام,یادداشت\r\n\"آرمان\",\"گفت \"\"نه\"\"\nو رفت\"\r\n"
	table, err := sheet.ReadTable([]byte(in), sheet.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var raw []string
	for _, row := range table.Rows {
		for _, c := range row.Cells {
			raw = append(raw, in[c.Start:c.End])
		}
	}
	want := []string{"نام", "یادداشت", `"آرمان"`, "\"گفت \"\"نه\"\"\nو رفت\""}
	if !reflect.DeepEqual(raw, want) {
		t.Errorf("the ranges hold %q, want %q", raw, want)
	}
}

func TestRaggedRowsAreReadAndReported(t *testing.T) {
	table, err := sheet.ReadTable([]byte("a,b\n1\n1,2\n1,2,3\n"), sheet.Options{})
	if err != nil || table.Ragged != 2 {
		t.Fatalf("%d ragged rows, want 2: %v", table.Ragged, err)
	}
	for i, want := range []bool{false, true, false, true} {
		if table.Rows[i].Ragged != want {
			t.Errorf("row %d: ragged %v, want %v", i+1, table.Rows[i].Ragged, want)
		}
	}
}

func TestTheDelimiterIsGuessed(t *testing.T) {
	long := strings.Repeat("\"نام، و نام خانوادگی; a|b\"\t1,5\n", 4000) // over the window
	for _, c := range []struct {
		name, in string
		want     byte
	}{
		{"comma", "a,b,c\n1,2,3\n", ','},
		{"semicolon beside decimal commas", "نام;قد\nآرمان;1,75\nپروین;1,62\n", ';'},
		{"tab beside commas", "a\tb\nx, y\t1\nz\t2\n", '\t'},
		{"bar", "a|b\n1|2\n", '|'},
		{"delimiters in quotes do not count", "\"a;b;c\",x\n\"d;e;f\",y\n", ','},
		{"semicolons after quotes", "\"a, b\";\"c\"\n\"d\";\"e, f\"\n", ';'},
		{"one row", "a;b;c", ';'},
		{"one column", "names\nx\n", ','},
		{"said by the file", "sep=|\na,b|c,d\n", '|'},
		{"longer than what is looked at", long, '\t'},
	} {
		table, err := sheet.ReadTable([]byte(c.in), sheet.Options{})
		if err != nil || table.Delimiter != c.want {
			t.Errorf("%s: guessed %q, want %q: %v", c.name, table.Delimiter, c.want, err)
		}
	}
}

func TestAGivenDelimiterIsKept(t *testing.T) {
	table, err := sheet.ReadTable([]byte("sep=;\na;b,c\n"), sheet.Options{Delimiter: ','})
	numbers, rows := texts(table)
	if err != nil || !reflect.DeepEqual(rows, [][]string{{"a;b", "c"}}) || numbers[0] != 1 {
		t.Errorf("read %q (%v), %v", rows, numbers, err)
	}
	for _, bad := range []byte{'"', '\n', '\r', 0xd8} {
		if _, err := sheet.ReadTable(nil, sheet.Options{Delimiter: bad}); err == nil {
			t.Errorf("%q was taken as a delimiter", bad)
		}
	}
}

func TestWithoutQuotationAQuoteIsACharacter(t *testing.T) {
	table, err := sheet.ReadTable([]byte("a\tb\n\"x\" said\t\"\n"), sheet.Options{NoQuotes: true})
	_, rows := texts(table)
	if err != nil || !reflect.DeepEqual(rows, [][]string{{"a", "b"}, {`"x" said`, `"`}}) {
		t.Errorf("read %q, %v", rows, err)
	}
}

func TestAnErrorNamesTheCell(t *testing.T) {
	small := sheet.Options{Delimiter: ',', MaxField: 8, MaxColumns: 3, MaxRow: 16}
	for _, c := range []struct {
		name, in    string
		opt         sheet.Options
		kind        error
		row, column int
		offset      int64
	}{
		{"a byte that is no UTF-8", "a,b\n1,\xff\n", small, sheet.ErrEncoding, 2, 1, 6},
		{"two halves of a letter", "\xd8,\xa7\n", small, sheet.ErrEncoding, 1, 0, 0},
		{"a zero byte", "a\n\n,\x00", small, sheet.ErrEncoding, 3, 1, 4},
		{"UTF-16", "\xff\xfea\x00,\x00", small, sheet.ErrEncoding, 1, 0, 0},
		{"a quote never closed", "a,b\n1,\"x\n", small, sheet.ErrQuote, 2, 1, 6},
		{"text after a closing quote", "a,b\n\"x\"y,1\n", small, sheet.ErrQuote, 2, 0, 4},
		{"a long cell", "a\n123456789\n", small, sheet.ErrLimit, 2, 0, 2},
		{"a long quoted cell", "a\n\"1234567\n\n\"\n", small, sheet.ErrLimit, 2, 0, 2},
		{"many columns", "a,b,c\n1,2,3,4\n", small, sheet.ErrLimit, 2, 3, 12},
		{"a long row", "12345678,12345678,1\n", small, sheet.ErrLimit, 1, 2, 18},
		{"the default limit", strings.Repeat("x", sheet.DefaultMaxField+1), sheet.Options{}, sheet.ErrLimit, 1, 0, 0},
		{"the default columns", strings.Repeat(",", sheet.DefaultMaxColumns), sheet.Options{}, sheet.ErrLimit, 1, 4096, 4096},
	} {
		_, err := sheet.ReadTable([]byte(c.in), c.opt)
		var at *sheet.Error
		if !errors.As(err, &at) || !errors.Is(err, c.kind) {
			t.Errorf("%s: %v, want %v", c.name, err, c.kind)
			continue
		}
		if at.Row != c.row || at.Column != c.column || at.Offset != c.offset {
			t.Errorf("%s: row %d, column %d, byte %d; want %d, %d, %d", c.name, at.Row, at.Column, at.Offset, c.row, c.column, c.offset)
		}
		if want := fmt.Sprintf("row %d, column %s", c.row, cellref.Column(c.column)); !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %q does not say %q", c.name, err, want)
		}
	}
}

func TestRowsBeforeAnErrorAreGood(t *testing.T) {
	table, err := sheet.ReadTable([]byte("a,b\n1,2\n\"x"), sheet.Options{})
	if _, rows := texts(table); !errors.Is(err, sheet.ErrQuote) || len(rows) != 2 {
		t.Errorf("%q, %v", rows, err)
	}
}

func TestAFailingSourceIsNotTheEndOfTheSheet(t *testing.T) {
	broken := errors.New("the disk is gone")
	for _, opt := range []sheet.Options{{}, {Delimiter: ','}} {
		in := io.MultiReader(strings.NewReader(strings.Repeat("a,b\n", 40_000)), iotest.ErrReader(broken))
		r, err := sheet.NewReader(in, opt)
		for err == nil {
			_, err = r.Next()
		}
		if _, again := r.Next(); !errors.Is(err, broken) || !errors.Is(again, broken) {
			t.Errorf("%v, then %v; want %v", err, again, broken)
		}
	}
	if _, err := sheet.NewReader(iotest.ErrReader(broken), sheet.Options{}); !errors.Is(err, broken) {
		t.Errorf("%v, want %v", err, broken)
	}
}

func TestBytesMayArriveOneAtATime(t *testing.T) {
	in := "sep=;\r\n\"a\r\n\"\"b\";c\r\rd;\"\"\r\n"
	want, err := sheet.ReadTable([]byte(in), sheet.Options{})
	if err != nil {
		t.Fatal(err)
	}
	r, err := sheet.NewReader(iotest.OneByteReader(strings.NewReader(in)), sheet.Options{})
	for i := 0; err == nil; i++ {
		var row sheet.Row
		if row, err = r.Next(); err == nil && !reflect.DeepEqual(row, want.Rows[i]) {
			t.Errorf("row %v, want %v", row, want.Rows[i])
		}
	}
	if !errors.Is(err, io.EOF) || len(want.Rows) != 2 {
		t.Errorf("%v; rows %v", err, want.Rows)
	}
}
