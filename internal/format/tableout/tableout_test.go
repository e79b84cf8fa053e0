package tableout

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

var columns = []Column{{Name: "name"}, {Name: "age", Numeric: true}, {Name: "note"}}

// Whatever a spreadsheet would compute is text, and comes back as it was.
func TestNoCellIsAFormula(t *testing.T) {
	for _, cell := range []string{"=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "\u200f=cmd", "＝1", "'=1", "'quoted", "-", "=", "\ufeff=1"} {
		safe := Safe(cell)
		if !strings.HasPrefix(safe, "'") {
			t.Errorf("%q is written as %q", cell, safe)
		}
		if Plain(safe) != cell {
			t.Errorf("%q came back as %q", cell, Plain(safe))
		}
	}
	for _, cell := range []string{"", "نوید کردان", "12", "-12.5", "a=b", "1367-05", "O'Hara"} {
		if Safe(cell) != cell || Plain(cell) != cell {
			t.Errorf("%q is written as %q and read as %q", cell, Safe(cell), Plain(cell))
		}
	}
}

func TestATableOfCSVIsReadBack(t *testing.T) {
	rows := [][]string{{"نوید «کردان»", "41", "one\ntwo, \"three\""}, {"=HYPERLINK(\"x\")", "-3", ""}}
	var b bytes.Buffer
	w, err := NewCSV(&b, true, columns)
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		if err := w.Write(row); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(w.Flush(), w.Write([]string{"short"})); err == nil || !strings.Contains(err.Error(), "1 cells for 3") {
		t.Errorf("a short row: %v", err)
	}
	if !bytes.HasPrefix(b.Bytes(), []byte("\xef\xbb\xbfname,age,note\r\n")) {
		t.Errorf("it begins %q", b.Bytes()[:20])
	}
	read, err := csv.NewReader(bytes.NewReader(b.Bytes()[3:])).ReadAll()
	if err != nil || len(read) != 3 {
		t.Fatalf("%q: %v", read, err)
	}
	for i, row := range read[1:] {
		for j := range row {
			row[j] = Plain(row[j])
		}
		if !slices.Equal(row, rows[i]) {
			t.Errorf("%q came back as %q", rows[i], row)
		}
	}
}

func book(t *testing.T, write func(*Workbook)) *excelize.File {
	t.Helper()
	var b bytes.Buffer
	w := NewWorkbook(&b, time.Date(2026, 1, 2, 3, 4, 6, 0, time.UTC))
	write(w)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// Another program reads the workbook: texts are texts, whatever they hold.
func TestAWorkbookIsReadByAnotherProgram(t *testing.T) {
	rows := [][]string{{"نوید «کردان» <b>&", "41", "one\ntwo"}, {"=1+1", "n/a", "_x0041_ \x01 _y"}, {"@x", "12345678901234567890", "  spaces  "}}
	f := book(t, func(w *Workbook) {
		for _, name := range []string{"persons", "claims & more"} {
			s, err := w.Begin(name, columns)
			if err != nil {
				t.Fatal(err)
			}
			for _, row := range rows {
				if err := s.Write(row); err != nil {
					t.Fatal(err)
				}
			}
			if err := errors.Join(s.End()); err != nil {
				t.Fatal(err)
			}
		}
	})
	if got := f.GetSheetList(); !slices.Equal(got, []string{"persons", "claims & more"}) {
		t.Fatalf("the sheets are %q", got)
	}
	got, err := f.GetRows("claims & more")
	if err != nil || len(got) != 4 {
		t.Fatalf("%q: %v", got, err)
	}
	for i, row := range rows {
		if !slices.Equal(got[i+1], row) {
			t.Errorf("%q came back as %q", row, got[i+1])
		}
	}
	for place, want := range map[string]excelize.CellType{"A3": excelize.CellTypeInlineString, "B2": excelize.CellTypeUnset, "B4": excelize.CellTypeInlineString} {
		if kind, err := f.GetCellType("persons", place); err != nil || kind != want {
			t.Errorf("the cell %s is of type %d: %v", place, kind, err)
		}
		if formula, err := f.GetCellFormula("persons", place); err != nil || formula != "" {
			t.Errorf("the cell %s is a formula: %q, %v", place, formula, err)
		}
	}
}

// What is too long for a cell, or too many for a sheet, is told or goes on.
func TestNothingIsCutInSilence(t *testing.T) {
	var cuts []Cut
	f := book(t, func(w *Workbook) {
		s, err := w.Begin("rows", columns)
		if err != nil {
			t.Fatal(err)
		}
		s.limit = 3
		for i := range 5 {
			if err := s.Write([]string{fmt.Sprint("n", i), "", strings.Repeat("😀", 10000*i)}); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.End(); err != nil {
			t.Fatal(err)
		}
		cuts, _ = w.Cuts()
	})
	if want := []Cut{{"rows", 3, "note", 32766, 40000}, {"rows", 4, "note", 32766, 60000}, {"rows", 5, "note", 32766, 80000}}; !slices.Equal(cuts, want) {
		t.Errorf("told %+v", cuts)
	}
	if got := f.GetSheetList(); !slices.Equal(got, []string{"rows", "rows 2", "rows 3"}) {
		t.Fatalf("the sheets are %q", got)
	}
	if v, err := f.GetCellValue("rows 3", "A2"); err != nil || v != "n4" {
		t.Errorf("the last row is %q: %v", v, err)
	}
}

type full struct{ left int }

func (f *full) Write(p []byte) (int, error) {
	if f.left -= len(p); f.left < 0 {
		return 0, errors.New("the disk is full")
	}
	return len(p), nil
}

func TestAFullDiskIsTold(t *testing.T) {
	w := NewWorkbook(&full{200_000}, time.Time{})
	s, err := w.Begin("rows", columns)
	for i := 0; err == nil && i < 1_000_000; i++ {
		err = s.Write([]string{fmt.Sprint(i, " ", i*i%7919), "", fmt.Sprint(i * 31 % 10007)})
	}
	if err == nil {
		t.Error("nothing was told")
	}
}

func BenchmarkWorkbook(b *testing.B) {
	row := []string{"نوید کردان", "41", "taken from the house at night, as his sister says"}
	w := NewWorkbook(&full{1 << 62}, time.Time{})
	s, err := w.Begin("rows", columns)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if err := s.Write(row); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}

// What is held does not grow with the rows.
func TestAMillionCellsTakeNoMoreMemoryThanAFew(t *testing.T) {
	w := NewWorkbook(&full{1 << 62}, time.Time{})
	s, err := w.Begin("rows", columns)
	if err != nil {
		t.Fatal(err)
	}
	c, err := NewCSV(&full{1 << 62}, false, columns)
	if err != nil {
		t.Fatal(err)
	}
	held := func() uint64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	write := func(rows int) {
		for i := range rows {
			row := []string{fmt.Sprint("نوید ", i), fmt.Sprint(i), "taken from the house"}
			if err := errors.Join(s.Write(row), c.Write(row)); err != nil {
				t.Fatal(err)
			}
		}
	}
	write(1000)
	before := held()
	write(170_000)
	if grown := int64(held()) - int64(before); grown > 1<<20 {
		t.Errorf("170,000 rows more hold %d bytes more", grown)
	}
}
